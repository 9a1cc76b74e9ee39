// Forgets open rejects whose file is never read again: no later run meets them, so nothing else would close them.

import type { Claimant } from '../lock/lock.js';
import type { Destination } from '../store/destination.js';
import { destinationOf } from '../store/store.js';
import { onEachLedger, type LedgerPlace } from '../upkeep/folders.js';
import { encodeReject } from './entry.js';
import { storedRejects } from './live-book.js';

/** How many open rejects were forgotten in the ledger of one destination. */
export interface ForgottenRejects {
  readonly destination: Destination;
  readonly rejects: number;
}

/**
 * Forgets the open rejects of the files that `isOf` accepts, by the path that the list shows: if a run meets one again,
 * it is new. Fixes stay, so that no sale is sent twice. Rejects with LedgerHeldError, LedgerError.
 */
export const forgetRejects = (
  place: LedgerPlace,
  claimant: Claimant,
  isOf: (file: string) => boolean,
): Promise<readonly ForgottenRejects[]> =>
  onEachLedger(place, claimant, async (store, write) => {
    const doomed = storedRejects(store).filter(
      ({ fixedMs, open }) => fixedMs === null && open.some(({ file }) => isOf(file)),
    );
    let rejects = 0;
    await write(() =>
      doomed.flatMap(({ id, ...entry }) => {
        const open = entry.open.filter(({ file }) => !isOf(file));
        rejects += entry.open.length - open.length;
        if (open.length === 0) return store.rejects?.remove(id) ?? [];
        return store.rejects?.put(id, encodeReject({ ...entry, open })) ?? [];
      }),
    );
    return { destination: destinationOf(store), rejects };
  });
