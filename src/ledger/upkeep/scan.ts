// Reads all events of a ledger: those of the journal, and those outside it.

import { setImmediate as turn } from 'node:timers/promises';
import { MS_PER_SECOND } from '../../lib/units.js';
import { END_OF_PREFIXES, eventsIn, type IndexedEvent } from '../store/buckets.js';
import { journalOf } from '../store/checkpoint.js';
import { earlierRecords } from '../store/earlier-events.js';
import { isUnknown } from '../store/entry.js';
import { ledgerError } from '../store/errors.js';
import { IN_FLIGHT, NOT_SENT, SENT } from '../store/journal.js';
import { entryOf } from '../store/lookup.js';
import type { Store } from '../store/store.js';

const PAGE_EVENTS = 4_096;

/** Those that have not been moved into the index, but for the ones that a killed run has left in both places. */
function* earlierPages(store: Store): Generator<readonly IndexedEvent[]> {
  let last: Uint8Array | null = null;
  while (store.earlier !== null) {
    const page: readonly IndexedEvent[] = eventsIn(earlierRecords(store, last, PAGE_EVENTS));
    yield page.filter(({ fingerprint }) => store.events.find(fingerprint) === null);
    last = page.at(-1)?.fingerprint ?? null;
    if (last === null) return;
  }
}

/** An event of the journal. `isIndexed`: the index has it as unknown, and it was sent since. */
interface JournaledEvent {
  readonly fingerprint: Uint8Array;
  /** When it was sent, in milliseconds since the epoch. */
  readonly ms: number;
  readonly isUnknown: boolean;
  readonly isIndexed: boolean;
}

/** The events of the journal that are not in the index in the same state. */
export function* journaledEvents(store: Store): Generator<JournaledEvent> {
  for (const entry of journalOf(store))
    for (let place = 0; place < entry.count; place += 1) {
      const [state, fingerprint] = [entry.state(place), entry.fingerprint(place)];
      if (state === NOT_SENT) continue;
      const known = entryOf(store, fingerprint);
      if (known === null || (isUnknown(known) && state === SENT))
        yield {
          fingerprint,
          ms: entry.seconds * MS_PER_SECOND,
          isUnknown: state === IN_FLIGHT,
          isIndexed: known !== null,
        };
    }
}

/**
 * All events that the ledger remembers outside the journal, sorted by fingerprint, page by page; those of a ledger of an
 * earlier version come last. Other work runs between pages, and no page blocks the reclaiming of old data. Rejects with
 * LedgerError.
 */
export async function* scan(store: Store): AsyncGenerator<readonly IndexedEvent[]> {
  try {
    for (let prefix = 0; prefix < END_OF_PREFIXES;) {
      const { records, next } = store.events.recordsFrom(prefix, PAGE_EVENTS);
      prefix = next;
      yield eventsIn(records);
      await turn();
    }
    for (const page of earlierPages(store)) {
      yield page;
      await turn();
    }
  } catch (error) {
    throw ledgerError(store.folder, error);
  }
}
