import { allNotes, mergeNotes } from '../store/checkpoint.js';
import { releaseLock, takeHold, takeLock, type Claimant, type Hold } from './lock.js';
import type { Store } from '../store/store.js';

/** An open ledger in the hands of one run. */
export interface Held {
  readonly store: Store;
  readonly hold: Hold;
}

const holdStore = async (store: Store, take: () => Hold): Promise<Held> => {
  let hold: Hold | null = null;
  try {
    hold = take();
    await mergeNotes(store, hold.write.bind(hold), allNotes(store), () => undefined);
    return { store, hold };
  } catch (error) {
    hold?.stop();
    await store.root.close();
    throw error;
  }
};

/**
 * Takes the lock of the ledger in a folder, opens the ledger, and takes over what a crashed run left. Rejects with
 * LedgerHeldError, LedgerError; then nothing is open and the lock is free.
 */
export const openHeld = async (folder: string, claimant: Claimant, open: () => Promise<Store>): Promise<Held> => {
  const lock = takeLock(folder, claimant);
  try {
    const store = await open();
    return await holdStore(store, () => takeHold(store, claimant, lock));
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
};
