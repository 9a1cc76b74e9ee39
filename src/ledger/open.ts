import { join } from 'node:path';
import type { Ledger } from '../model/ledger.js';
import { dataFileBytes } from './data-file.js';
import { folderName, type Destination } from './destination.js';
import { holdStore } from './hold-store.js';
import type { Claimant } from './hold.js';
import { LiveLedger } from './live-ledger.js';
import { ReadOnlyLedger } from './read-only-ledger.js';
import { openExisting, openStore } from './store.js';

/** What it takes to open a ledger. */
export interface LedgerOptions extends Claimant {
  /** Folder of all ledgers of this user; each destination has a folder of its own in it. */
  readonly directory: string;
  readonly destination: Destination;
  /** For a dry run: no hold, no writes. */
  readonly readOnly?: boolean;
}

/**
 * Opens the ledger of one destination. Rejects with LedgerHeldError when another live run holds it, with LedgerError
 * when it is damaged, of another program, or cannot be written.
 */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => {
  const { directory, destination, readOnly = false, clock } = options;
  const folder = join(directory, folderName(destination));
  if (readOnly) return new ReadOnlyLedger(dataFileBytes(folder) === null ? null : await openExisting(folder, true));
  const store = await openStore(folder, destination, clock.now());
  return new LiveLedger(store, await holdStore(store, options), clock);
};
