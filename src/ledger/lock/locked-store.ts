import { journalOf, checkpoint } from '../store/checkpoint.js';
import { moveEarlierEvents } from '../store/earlier-events.js';
import { releaseLock, takeRunLock, takeLock, type Claimant, type RunLock } from './lock.js';
import type { Store } from '../store/store.js';

/** An open ledger with its lock. */
export interface LockedStore {
  readonly store: Store;
  readonly lock: RunLock;
}

const lockStore = async (store: Store, take: () => RunLock): Promise<LockedStore> => {
  let lock: RunLock | null = null;
  try {
    lock = take();
    const write = lock.write.bind(lock);
    const moved = await moveEarlierEvents(store, write);
    await checkpoint(moved, write, journalOf(moved), () => undefined);
    return { store: moved, lock };
  } catch (error) {
    lock?.stop();
    await store.root.close();
    throw error;
  }
};

/**
 * Takes the lock of the ledger in a folder, opens the ledger and checkpoints the journal that a crashed run left.
 * Rejects with LedgerHeldError, LedgerError; then nothing is open and the lock is free.
 */
export const openLocked = async (
  folder: string,
  claimant: Claimant,
  open: () => Promise<Store>,
): Promise<LockedStore> => {
  const lock = takeLock(folder, claimant);
  try {
    const store = await open();
    return await lockStore(store, () => takeRunLock(store, claimant, lock));
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
};
