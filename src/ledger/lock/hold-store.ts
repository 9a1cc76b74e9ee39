import { allNotes, mergeNotes } from '../store/checkpoint.js';
import { takeHold, type Claimant, type Hold } from './lock.js';
import type { Store } from '../store/store.js';

/** Takes an open store for one run, and takes over what a crashed run left. Closes the store when it cannot. */
export const holdStore = async (store: Store, claimant: Claimant): Promise<Hold> => {
  let hold: Hold | null = null;
  try {
    hold = takeHold(store, claimant);
    await mergeNotes(store, allNotes(store), () => undefined);
    return hold;
  } catch (error) {
    hold?.stop();
    await store.root.close();
    throw error;
  }
};
