import { journalOf, checkpoint } from '../store/checkpoint.js';
import type { JournalEntry } from '../store/journal.js';
import { moveEarlierEvents } from '../store/earlier-events.js';
import { releaseLock, takeRunLock, takeLock, type Claimant, type RunLock } from './lock.js';
import type { Store } from '../store/store.js';

type Keeps = (entry: JournalEntry) => boolean;

/** An open ledger with its lock. */
export interface LockedStore {
  readonly store: Store;
  readonly lock: RunLock;
  readonly kept: readonly JournalEntry[];
}

const lockStore = async (store: Store, take: () => RunLock, keeps: Keeps): Promise<LockedStore> => {
  let lock: RunLock | null = null;
  try {
    lock = take();
    const write = lock.write.bind(lock);
    const moved = await moveEarlierEvents(store, write);
    const journal = journalOf(moved);
    const left = journal.filter((entry) => !keeps(entry));
    await checkpoint(moved, write, left, () => undefined);
    return { store: moved, lock, kept: journal.filter(keeps) };
  } catch (error) {
    lock?.stop();
    await store.root.close();
    throw error;
  }
};

/**
 * Takes the lock of the ledger in a folder, opens the ledger and moves the journal entries of earlier runs into the
 * index, except those that are kept, whose events must all have an outcome. Rejects with LedgerHeldError, LedgerError;
 * then nothing is open and the lock is free.
 */
export const openLocked = async (
  folder: string,
  claimant: Claimant,
  open: () => Promise<Store>,
  keeps: Keeps = () => false,
): Promise<LockedStore> => {
  const lock = takeLock(folder, claimant);
  try {
    const store = await open();
    return await lockStore(store, () => takeRunLock(store, claimant, lock), keeps);
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
};
