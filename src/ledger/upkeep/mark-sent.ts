import type { Destination } from '../store/destination.js';
import { asSent, entryMs, isUnknown } from '../store/entry.js';
import { destinationOf } from '../store/store.js';
import type { Claimant } from '../lock/lock.js';
import { onEachLedger, type LedgerPlace } from './folders.js';
import { scan } from './scan.js';

/** How many events count as sent now in the ledger of one destination. */
export interface MarkedSent {
  readonly destination: Destination;
  readonly events: number;
}

/** Counts events of unknown outcome before an instant (epoch ms) as sent. Rejects with LedgerHeldError, LedgerError. */
export const markSent = (place: LedgerPlace, claimant: Claimant, beforeMs: number): Promise<readonly MarkedSent[]> =>
  onEachLedger(place, claimant, async (store, write) => {
    let events = 0;
    for await (const page of scan(store)) {
      const held = page.filter(({ entry }) => isUnknown(entry) && entryMs(entry) < beforeMs);
      events += held.length;
      const records = Buffer.concat(held.flatMap(({ fingerprint, entry }) => [fingerprint, asSent(entry)]));
      await store.events.putParts(write, 0, [records], () => undefined);
    }
    return { destination: destinationOf(store), events };
  });
