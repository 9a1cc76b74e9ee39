import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { FingerprintTable } from './fingerprint-table.js';
import { EVENTS_PER_JOURNAL_ENTRY, JournalEntry, type NOT_SENT, type SENT } from '../store/journal.js';

const CLAIMED = 1;
/** An event's place is the number of its entry and its position there: good for 33 million entries a run. */
const POSITION_BITS = 7;
const POSITION_MASK = (1 << POSITION_BITS) - 1;

/** What this run knows by heart: events asked for, events going out, and events sent that the tree has not yet. */
export class InFlight {
  readonly #places = new FingerprintTable();
  readonly #entries = new Map<number, JournalEntry>();
  #nextEntry = 1;

  /** Events held in memory. */
  get size(): number {
    return this.#places.size;
  }

  has(fingerprint: Uint8Array): boolean {
    return this.#places.get(fingerprint) !== 0;
  }

  /** Notes that an event was asked for; false: it is known already. */
  claim(fingerprint: Uint8Array): boolean {
    return this.#places.add(fingerprint, 0, CLAIMED);
  }

  /** Forgets claims; an event that is going out or was sent stays known. */
  release(fingerprints: Uint8Array): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES)
      if (this.#places.get(fingerprints, offset) === CLAIMED) this.#places.delete(fingerprints, offset);
  }

  /** Notes for events that go out now. */
  markInFlight(
    fingerprints: Uint8Array,
    when: { readonly seconds: number; readonly run: number },
  ): readonly JournalEntry[] {
    const entries: JournalEntry[] = [];
    const bytes = EVENTS_PER_JOURNAL_ENTRY * FINGERPRINT_BYTES;
    for (let from = 0; from < fingerprints.length; from += bytes) {
      // A copy: the caller's block must not stay in memory for the sake of its fingerprints.
      const entry = new JournalEntry(this.#nextEntry++, when, fingerprints.slice(from, from + bytes));
      for (let position = 0; position < entry.count; position += 1)
        this.#places.set(entry.fingerprints, position * FINGERPRINT_BYTES, (entry.id << POSITION_BITS) + position);
      this.#entries.set(entry.id, entry);
      entries.push(entry);
    }
    return entries;
  }

  /** Takes outcomes; gives the entries that say something else now. */
  settle(fingerprints: Uint8Array, state: typeof SENT | typeof NOT_SENT, touched: Set<JournalEntry>): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES) {
      const place = this.#places.get(fingerprints, offset);
      const entry = this.#entries.get(place >>> POSITION_BITS);
      if (entry === undefined) throw new Error('an outcome of an event that never went out');
      entry.settle(place & POSITION_MASK, state);
      touched.add(entry);
    }
  }

  /** Forgets events that were not sent after all: they may go out again. */
  forgetAll(fingerprints: Uint8Array): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES)
      this.#places.delete(fingerprints, offset);
  }

  /** Forgets an event that the tree knows now. */
  forget(entry: JournalEntry, position: number): void {
    this.#places.delete(entry.fingerprints, position * FINGERPRINT_BYTES);
  }

  /** Lets go of a finished entry; false: that happened before. */
  drop(entry: JournalEntry): boolean {
    return this.#entries.delete(entry.id);
  }
}
