import { noLedger } from '../ledger/no-ledger.js';
import type { Clock } from '../lib/clock.js';
import type { Ledger } from '../model/ledger.js';
import type { DeliverySettings } from '../model/settings.js';
import type { Shard } from '../model/shard.js';
import type { ProcessFacts } from '../this-process.js';

/** Who opens a ledger, and what for. */
export interface LedgerUse extends Omit<ProcessFacts, 'version' | 'nodeVersion'> {
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
  return openLedger({ ...use, directory, destination: { baseUrl, api, id } });
};
