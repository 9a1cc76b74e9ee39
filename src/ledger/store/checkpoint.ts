import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { encodeEntry } from './entry.js';
import { NOT_SENT, SENT, type Note, decodeNote } from './journal.js';
import type { Store } from './store.js';

/** The notes that lie in the ledger: those of the run under way, or what a crashed one left. */
export const allNotes = (store: Store): readonly Note[] =>
  Array.from(store.notes.getRange({}), ({ key, value }) => decodeNote(key, value));

/** Writes of one transaction: a request that waits for its own commit waits a few milliseconds at most. */
const WRITES_PER_COMMIT = 2_048;
/** Notes merged in one go; a position in them must fit into 21 bits. */
const NOTES_PER_MERGE = 16_384;
const POSITION_BITS = 7;
const POSITION_MASK = (1 << POSITION_BITS) - 1;
const POSITION_VALUES = NOTES_PER_MERGE << POSITION_BITS;

/** Does writes in one transaction of a run that may write; resolves when they are on disk. */
export type Write = (write: () => Iterable<Promise<unknown>>) => Promise<void>;

/** An event that has come to the tree. */
export type Merged = (note: Note, position: number) => void;

/** Positions of the events to be written, sorted by fingerprint: neighbours lie on one page, which is written once. */
const sortedPositions = (notes: readonly Note[]): Float64Array => {
  const positions = new Float64Array(notes.reduce((sum, note) => sum + note.count, 0));
  let count = 0;
  notes.forEach((note, index) => {
    const view = new DataView(note.fingerprints.buffer, note.fingerprints.byteOffset, note.fingerprints.byteLength);
    for (let position = 0; position < note.count; position += 1)
      if (note.state(position) !== NOT_SENT) {
        const first = view.getUint32(position * FINGERPRINT_BYTES);
        positions[count] = first * POSITION_VALUES + (index << POSITION_BITS) + position;
        count += 1;
      }
  });
  return positions.subarray(0, count).sort();
};

const entriesOf = ({ seconds, run }: Note): { readonly sent: Buffer; readonly unknown: Buffer } => ({
  sent: encodeEntry({ state: 'sent', seconds, run }),
  unknown: encodeEntry({ state: 'unknown', seconds, run }),
});

class Merge {
  readonly #store: Store;
  readonly #writeAll: Write;
  readonly #notes: readonly Note[];
  readonly #entries: readonly ReturnType<typeof entriesOf>[];
  readonly #merged: Merged;

  constructor(store: Store, write: Write, notes: readonly Note[], merged: Merged) {
    this.#store = store;
    this.#writeAll = write;
    this.#notes = notes;
    this.#entries = notes.map(entriesOf);
    this.#merged = merged;
  }

  async run(): Promise<void> {
    const positions = sortedPositions(this.#notes);
    for (let from = 0; from < positions.length; from += WRITES_PER_COMMIT)
      await this.#write(positions.subarray(from, from + WRITES_PER_COMMIT));
    // Notes go when the tree has everything: a crash before that only means to do it again.
    await this.#writeAll(() => this.#notes.map((note) => this.#store.notes.remove(note.id)));
  }

  async #write(positions: Float64Array): Promise<void> {
    await this.#writeAll(() => this.#puts(positions));
    this.#store.events.resetReadTxn();
    for (const packed of positions) {
      const place = packed % POSITION_VALUES;
      const note = this.#notes[place >>> POSITION_BITS];
      if (note !== undefined) this.#merged(note, place & POSITION_MASK);
    }
  }

  *#puts(positions: Float64Array): Generator<Promise<unknown>> {
    for (const packed of positions) {
      const write = this.#put(packed % POSITION_VALUES);
      if (write !== null) yield write;
    }
  }

  #put(place: number): Promise<unknown> | null {
    const { events } = this.#store;
    const note = this.#notes[place >>> POSITION_BITS];
    const entries = this.#entries[place >>> POSITION_BITS];
    if (note === undefined || entries === undefined) return null;
    const position = place & POSITION_MASK;
    const fingerprint = note.fingerprint(position);
    if (note.state(position) === SENT) return events.put(fingerprint, entries.sent);
    // Whoever knew it before keeps its word: the first time it went out decides how long Facebook removes duplicates.
    return events.doesExist(fingerprint) ? null : events.put(fingerprint, entries.unknown);
  }
}

/**
 * Moves the events of notes into the tree of all events and removes the notes. Events that are still going out
 * become unknown. `merged` hears of each event once it is on disk. Rejects with LedgerError; then nothing is lost.
 */
export const mergeNotes = async (store: Store, write: Write, notes: readonly Note[], merged: Merged): Promise<void> => {
  for (let from = 0; from < notes.length; from += NOTES_PER_MERGE)
    await new Merge(store, write, notes.slice(from, from + NOTES_PER_MERGE), merged).run();
};
