import { join } from 'node:path';
import type { Ledger } from '../model/ledger.js';
import type { Shard } from '../model/shard.js';
import { isLedgerThere } from './store/data-file.js';
import { folderName, type Destination } from './store/destination.js';
import { openLocked } from './lock/locked-store.js';
import type { Claimant } from './lock/lock.js';
import { LiveLedger } from './live-ledger.js';
import { earlierDirectories, shardDirectory } from './shard-folder.js';
import { ReadOnlyLedger } from './read-only-ledger.js';
import { openExisting, openStore, type Store } from './store/store.js';
import { combinedLedger } from './combined-ledger.js';

/** What it takes to open a ledger. */
export interface LedgerOptions extends Claimant {
  /** Folder of all ledgers of this user; each destination has a folder of its own in it. */
  readonly directory: string;
  readonly destination: Destination;
  /** For a dry run: no lock, no writes. */
  readonly readOnly?: boolean;
  /** The shard that the ledger is for; it has its own folder. Absent or null: no shards. */
  readonly shard?: Shard | null;
  /** Events per checkpoint. */
  readonly checkpointEvents?: number;
}

const openOne = async (directory: string, options: LedgerOptions): Promise<Ledger> => {
  const { destination, readOnly = false, clock } = options;
  const folder = join(directory, folderName(destination));
  if (readOnly) return new ReadOnlyLedger(!isLedgerThere(folder) ? null : await openExisting(folder, 'read'));
  // The ledger of a shard may one day be read together with many others: it leaves no journal, which takes memory.
  const keepsJournal = (options.shard ?? null) === null;
  const open = (): Promise<Store> => openStore(folder, destination, clock.now());
  const locked = await openLocked(folder, options, open, (entry) => keepsJournal && entry.isFinished);
  return new LiveLedger(locked, clock, { checkpointEvents: options.checkpointEvents, keepsJournal });
};

/**
 * Opens the ledger of one destination, or of one shard of it. If earlier runs divided the work differently, their
 * ledgers are read as well. Rejects with LedgerHeldError if another live run has the lock, with LedgerError if the
 * ledger is damaged, belongs to another program or cannot be written.
 */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => {
  const { directory, destination, shard = null } = options;
  const own = await openOne(shardDirectory(directory, shard), options);
  const earlier: Ledger[] = [];
  try {
    // A dry run may read what a run with another division writes at the same time; an upload refuses to start beside one.
    const access = options.readOnly === true ? 'read' : 'look-up';
    for (const one of earlierDirectories(directory, shard, destination))
      earlier.push(new ReadOnlyLedger(await openExisting(join(one, folderName(destination)), access)));
  } catch (error) {
    for (const ledger of [own, ...earlier]) await ledger.close();
    throw error;
  }
  return earlier.length === 0 ? own : combinedLedger(own, earlier);
};
