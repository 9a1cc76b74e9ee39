import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { FingerprintTable } from './fingerprint-table.js';
import { EVENTS_PER_NOTE, Note, type NOT_SENT, type SENT } from '../store/journal.js';

const CLAIMED = 1;
/** An event's place is the number of its note and its position there: good for 33 million notes a run. */
const POSITION_BITS = 7;
const POSITION_MASK = (1 << POSITION_BITS) - 1;

/** What this run knows by heart: events asked for, events going out, and events sent that the tree has not yet. */
export class InFlight {
  readonly #places = new FingerprintTable();
  readonly #notes = new Map<number, Note>();
  #nextNote = 1;

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
  goingOut(fingerprints: Uint8Array, when: { readonly seconds: number; readonly run: number }): readonly Note[] {
    const notes: Note[] = [];
    const bytes = EVENTS_PER_NOTE * FINGERPRINT_BYTES;
    for (let from = 0; from < fingerprints.length; from += bytes) {
      // A copy: the caller's block must not stay in memory for the sake of its fingerprints.
      const note = new Note(this.#nextNote++, when, fingerprints.slice(from, from + bytes));
      for (let position = 0; position < note.count; position += 1)
        this.#places.set(note.fingerprints, position * FINGERPRINT_BYTES, (note.id << POSITION_BITS) + position);
      this.#notes.set(note.id, note);
      notes.push(note);
    }
    return notes;
  }

  /** Takes outcomes; gives the notes that say something else now. */
  settle(fingerprints: Uint8Array, state: typeof SENT | typeof NOT_SENT, touched: Set<Note>): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES) {
      const place = this.#places.get(fingerprints, offset);
      const note = this.#notes.get(place >>> POSITION_BITS);
      if (note === undefined) throw new Error('an outcome of an event that never went out');
      note.settle(place & POSITION_MASK, state);
      touched.add(note);
    }
  }

  /** Forgets events that were not sent after all: they may go out again. */
  forgetAll(fingerprints: Uint8Array): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES)
      this.#places.delete(fingerprints, offset);
  }

  /** Forgets an event that the tree knows now. */
  forget(note: Note, position: number): void {
    this.#places.delete(note.fingerprints, position * FINGERPRINT_BYTES);
  }

  /** Lets go of a finished note; false: that happened before. */
  drop(note: Note): boolean {
    return this.#notes.delete(note.id);
  }
}
