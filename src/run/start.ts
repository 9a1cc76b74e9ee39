import { randomBytes } from 'node:crypto';
import { noLedger } from '../ledger/no-ledger.js';
import type { Clock } from '../lib/clock.js';
import type { Ledger } from '../model/ledger.js';
import type { DeliverySettings } from '../model/settings.js';
import type { Shard } from '../model/shard.js';
import type { CountedWarning } from '../model/warnings.js';
import type { ProcessFacts } from '../this-process.js';

/** Sortable by time, and unlike any other run's. */
export const newRunId = (nowMs: number): string =>
  `${new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;

/** Warnings before a run starts: the Offline Conversions API is closed, whatever the run does with it. */
export const startingWarnings = (delivery: DeliverySettings): readonly CountedWarning[] =>
  delivery.api === 'offline-conversions' ? [{ code: 'api_closed', count: 1 }] : [];

/** Who opens a ledger, and what for. */
export interface LedgerUse extends Omit<ProcessFacts, 'version'> {
  readonly runId: string;
  readonly clock: Clock;
  /** For a dry run. */
  readonly readOnly?: boolean;
  readonly shard?: Shard | null;
}

/** The ledger that the settings name, or the one that keeps nothing. Rejects with LedgerHeldError, LedgerError. */
export const openLedgerFor = async (delivery: DeliverySettings, use: LedgerUse): Promise<Ledger> => {
  const { ledger: directory, destinationId: id, baseUrl, api } = delivery;
  if (directory === null || id === null) return noLedger;
  const { openLedger } = await import('../ledger/open.js');
  const { hostname: host, ...rest } = use;
  return openLedger({ ...rest, host, directory, destination: { baseUrl, api, id } });
};
