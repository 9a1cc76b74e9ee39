// The ledgers below a folder, and work on each under its lock. What the work is: forget.ts, info.ts, export.ts.

import { LedgerError } from '../../lib/errors.js';
import { foldersIn } from '../shard-folder.js';
import { dataFileBytes } from '../store/data-file.js';
import { openLocked } from '../lock/locked-store.js';
import type { Write } from '../store/bucket-page.js';
import type { Claimant } from '../lock/lock.js';
import type { Destination } from '../store/destination.js';
import { destinationOf, openEach, openExisting, type Store } from '../store/store.js';

const FOLDER_NAME = /^[0-9a-f]{32}$/;

/** The folders of the ledgers in a directory, one for each destination; none when there is no such directory. */
export const ledgerFolders = (directory: string): readonly string[] =>
  foldersIn(directory, FOLDER_NAME).filter((folder) => dataFileBytes(folder) !== null);

/** The destinations that have a ledger in a directory. Rejects with LedgerError. */
export const destinationsIn = async (directory: string): Promise<readonly Destination[]> => {
  const destinations: Destination[] = [];
  for await (const store of openEach(ledgerFolders(directory))) destinations.push(destinationOf(store));
  return destinations;
};

const foldersOf = async (directory: string, id: string): Promise<readonly string[]> => {
  const folders: string[] = [];
  for await (const store of openEach(ledgerFolders(directory)))
    if (destinationOf(store).id === id) folders.push(store.folder);
  return folders;
};

/** A directory of ledgers, and the offline event set or dataset whose ledger is meant; absent: all. */
export interface LedgerPlace {
  readonly directory: string;
  readonly id?: string | null;
}

/**
 * Runs `work` on the ledgers of a place, one after another, each under a lock as a run takes it; returns the results.
 * Rejects with LedgerHeldError, LedgerError.
 */
export const onEachLedger = async <T>(
  { directory, id = null }: LedgerPlace,
  claimant: Claimant,
  work: (store: Store, write: Write) => Promise<T>,
): Promise<readonly T[]> => {
  const results: T[] = [];
  for (const folder of id === null ? ledgerFolders(directory) : await foldersOf(directory, id)) {
    const { store, lock } = await openLocked(folder, claimant, () => openExisting(folder, 'write'));
    try {
      results.push(await work(store, lock.write.bind(lock)));
      await lock.release();
    } catch (error) {
      // After a failed write the database is not called again (LiveLedger.close).
      if (!(error instanceof LedgerError)) await lock.release().catch(() => undefined);
      throw error;
    } finally {
      lock.stop();
      await store.root.close();
    }
  }
  return results;
};
