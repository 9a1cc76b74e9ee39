// The events of a ledger of schema version 1, which had one database entry for each event. The first run that opens
// such a ledger moves them into the index; until then they are read from the old place.

import { eventsIn } from './buckets.js';
import type { Write } from './bucket-page.js';
import { ABOUT_KEY, readAbout, SCHEMA_VERSION, type Store } from './store.js';

const EVENTS_AT_ONCE = 65_536;

/** The entry of one event that has not been moved; null: there is none. Valid until the next call. */
export const earlierEntry = ({ earlier }: Store, fingerprint: Uint8Array): Uint8Array | null =>
  earlier?.getBinaryFast(fingerprint) ?? null;

/** Events that have not been moved, as records of the index, sorted: at most `most` of those after the last one. */
export const earlierRecords = ({ earlier }: Store, last: Uint8Array | null, most: number): Buffer => {
  // The next greater key: the last one and a zero.
  const start = last === null ? {} : { start: Buffer.concat([last, Buffer.of(0)]) };
  const range = earlier?.getRange({ ...start, limit: most }) ?? [];
  return Buffer.concat(Array.from(range, ({ key, value }) => [key, value]).flat());
};

/**
 * Moves the remaining ones into the index; a run that was killed meanwhile may have left some in both places. Returns
 * the store without them. Rejects with LedgerError.
 */
export const moveEarlierEvents = async (store: Store, write: Write): Promise<Store> => {
  const { about, earlier, events } = store;
  if (earlier === null) return store;
  const note = (areThere: boolean): Promise<void> => {
    const known = { ...readAbout(store, ABOUT_KEY), schemaVersion: SCHEMA_VERSION, hasEarlierEvents: areThere };
    return write(() => [about.put(ABOUT_KEY, JSON.stringify(known))]);
  };
  // This comes first: a program version that knows only the old place would not find the moved events.
  await note(true);
  for (;;) {
    const records = earlierRecords(store, null, EVENTS_AT_ONCE);
    if (records.length === 0) break;
    await events.put(write, records);
    await write(() => eventsIn(records).map(({ fingerprint }) => earlier.remove(fingerprint)));
    earlier.resetReadTxn();
  }
  await note(false);
  return { ...store, earlier: null };
};
