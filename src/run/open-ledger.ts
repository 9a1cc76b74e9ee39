import { join } from 'node:path';
import type { LedgerOptions } from '../ledger/open.js';
import { noLedger } from '../ledger/no-ledger.js';
import type { Clock } from '../lib/clock.js';
import type { Ledger } from '../model/ledger.js';
import type { DeliverySettings } from '../model/settings.js';
import type { Shard } from '../model/shard.js';
import { ensureLedgerFolder } from '../settings/ledger-folder.js';
import type { ProcessFacts } from '../this-process.js';

/** The run that opens a ledger, and its purpose. */
interface LedgerUse extends Omit<ProcessFacts, 'version' | 'nodeVersion'> {
  readonly runId: string;
  readonly clock: Clock;
  /** For a dry run. */
  readonly readOnly?: boolean;
  readonly shard?: Shard | null;
}

/**
 * Throws LedgerHeldError while a run divides the same work differently: neither would see what the other one sends.
 * Call it under the run's own lock, so that of two that start together at least one sees the other.
 */
const refuseOtherDivisions = async (options: LedgerOptions): Promise<void> => {
  const { directory, shard = null, destination } = options;
  const { earlierDirectories } = await import('../ledger/shard-folder.js');
  const { ensureUnlocked } = await import('../ledger/lock/lock.js');
  const { folderName } = await import('../ledger/store/destination.js');
  for (const one of earlierDirectories(directory, shard, destination)) {
    const what = `a run with another division into shards, which could send the same events, has locked the ledger in ${one}`;
    ensureUnlocked(join(one, folderName(destination)), options, what);
  }
};

/** The ledger from the settings, or one that keeps nothing. Rejects with LedgerHeldError, LedgerError. */
export const openLedgerFor = async (delivery: DeliverySettings, use: LedgerUse): Promise<Ledger> => {
  const { ledger: directory, destinationId: id, baseUrl, api } = delivery;
  if (directory === null || id === null) return noLedger;
  ensureLedgerFolder(directory);
  const { openLedger } = await import('../ledger/open.js');
  const options = { ...use, directory, destination: { baseUrl, api, id } };
  const ledger = await openLedger(options);
  try {
    if (use.readOnly !== true) await refuseOtherDivisions(options);
    return ledger;
  } catch (error) {
    await ledger.close();
    throw error;
  }
};
