// The events of this run that are claimed, in flight or not yet in the index. In memory only.

import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { FingerprintTable } from './fingerprint-table.js';
import { EVENTS_PER_JOURNAL_ENTRY, JournalEntry, type NOT_SENT, type SENT } from '../store/journal.js';

const CLAIMED = 1;
/** An event's place is the number of its journal entry and its position there: enough for 33 million entries a run. */
const POSITION_BITS = 7;
const POSITION_MASK = (1 << POSITION_BITS) - 1;

/** In-memory state of a run: events looked up, events in flight, and events sent but not yet in the index. */
export class InFlight {
  readonly #places = new FingerprintTable();
  readonly #entries = new Map<number, JournalEntry>();
  #nextEntry = 1;

  /** Events held in memory. */
  get size(): number {
    return this.#places.size;
  }

  has(fingerprints: Uint8Array, offset: number): boolean {
    return this.#places.get(fingerprints, offset) !== 0;
  }

  /** Claims an event; false: it is known already. */
  claim(fingerprints: Uint8Array, offset: number): boolean {
    return this.#places.add(fingerprints, offset, CLAIMED);
  }

  /** Forgets claims; an event that is in flight or was sent stays known. */
  release(fingerprints: Uint8Array): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES)
      if (this.#places.get(fingerprints, offset) === CLAIMED) this.#places.delete(fingerprints, offset);
  }

  /** Makes journal entries for events that are sent now. */
  markInFlight(
    fingerprints: Uint8Array,
    when: { readonly seconds: number; readonly run: number },
  ): readonly JournalEntry[] {
    const entries: JournalEntry[] = [];
    const bytes = EVENTS_PER_JOURNAL_ENTRY * FINGERPRINT_BYTES;
    for (let from = 0; from < fingerprints.length; from += bytes) {
      // A copy, so that the fingerprints do not keep the caller's block in memory.
      const entry = new JournalEntry(this.#nextEntry++, when, fingerprints.slice(from, from + bytes));
      for (let position = 0; position < entry.count; position += 1)
        this.#places.set(entry.fingerprints, position * FINGERPRINT_BYTES, (entry.id << POSITION_BITS) + position);
      this.#entries.set(entry.id, entry);
      entries.push(entry);
    }
    return entries;
  }

  /** Records outcomes; adds the entries that changed to `touched`. */
  settle(fingerprints: Uint8Array, state: typeof SENT | typeof NOT_SENT, touched: Set<JournalEntry>): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES) {
      const place = this.#places.get(fingerprints, offset);
      const entry = this.#entries.get(place >>> POSITION_BITS);
      if (entry === undefined) throw new Error('an outcome of an event that was never sent');
      touched.add(entry);
      const position = place & POSITION_MASK;
      if (position === 0 && entry.isNext(fingerprints, offset)) {
        entry.settleAll(state);
        offset += (entry.count - 1) * FINGERPRINT_BYTES;
      } else entry.settle(position, state);
    }
  }

  /** Forgets events that were not sent after all: they may be sent again. */
  forgetAll(fingerprints: Uint8Array): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES)
      this.#places.delete(fingerprints, offset);
  }

  /** Forgets the events of entries that are in the index now. */
  forgetEntries(entries: readonly JournalEntry[]): void {
    const ids = new Set(entries.map(({ id }) => id));
    this.#places.keepOnly((place) => !ids.has(place >>> POSITION_BITS));
  }

  /** Frees a finished entry; false: it was freed before. */
  drop(entry: JournalEntry): boolean {
    return this.#entries.delete(entry.id);
  }
}
