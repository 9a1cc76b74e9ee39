// Moves journal entries into the index. When that happens is decided in live-ledger.ts.

import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { encodeEntry } from './entry.js';
import { NOT_SENT, SENT, type JournalEntry, decodeJournalEntry } from './journal.js';
import type { Store } from './store.js';

/** All journal entries: those of the current run, or what a crashed one left. */
export const journalOf = (store: Store): readonly JournalEntry[] =>
  Array.from(store.journal.getRange({}), ({ key, value }) => decodeJournalEntry(key, value));

/** Writes of one transaction: a request that waits for its own commit waits a few milliseconds at most. */
const WRITES_PER_COMMIT = 2_048;
/** Journal entries per checkpoint; a position in them must fit into 21 bits. */
const ENTRIES_PER_CHECKPOINT = 16_384;
const POSITION_BITS = 7;
const POSITION_MASK = (1 << POSITION_BITS) - 1;
const POSITION_VALUES = ENTRIES_PER_CHECKPOINT << POSITION_BITS;

/** Does writes in one transaction of a run that may write; resolves when they are on disk. */
export type Write = (write: () => Iterable<Promise<unknown>>) => Promise<void>;

/** Receives the fingerprint of each event that has been written to the index: the one at this offset. */
export type Checkpointed = (fingerprints: Uint8Array, offset: number) => void;

/** Which event of which entry: the lower part of a packed position. Division is much quicker than a remainder. */
const placeOf = (packed: number): number => packed - Math.floor(packed / POSITION_VALUES) * POSITION_VALUES;

/** Positions of the events to write, sorted by fingerprint: neighbours are on one page, which is written once. */
const sortedPositions = (entries: readonly JournalEntry[]): Float64Array => {
  const positions = new Float64Array(entries.reduce((sum, entry) => sum + entry.count, 0));
  let count = 0;
  entries.forEach((entry, index) => {
    const view = new DataView(entry.fingerprints.buffer, entry.fingerprints.byteOffset, entry.fingerprints.byteLength);
    for (let position = 0; position < entry.count; position += 1)
      if (entry.state(position) !== NOT_SENT) {
        const first = view.getUint32(position * FINGERPRINT_BYTES);
        positions[count] = first * POSITION_VALUES + (index << POSITION_BITS) + position;
        count += 1;
      }
  });
  return positions.subarray(0, count).sort();
};

const valuesOf = ({ seconds, run }: JournalEntry): { readonly sent: Buffer; readonly unknown: Buffer } => ({
  sent: encodeEntry({ state: 'sent', seconds, run }),
  unknown: encodeEntry({ state: 'unknown', seconds, run }),
});

class Checkpoint {
  readonly #store: Store;
  readonly #writeAll: Write;
  readonly #entries: readonly JournalEntry[];
  readonly #values: readonly ReturnType<typeof valuesOf>[];
  readonly #merged: Checkpointed;

  constructor(store: Store, write: Write, entries: readonly JournalEntry[], merged: Checkpointed) {
    this.#store = store;
    this.#writeAll = write;
    this.#entries = entries;
    this.#values = entries.map(valuesOf);
    this.#merged = merged;
  }

  async run(): Promise<void> {
    const positions = sortedPositions(this.#entries);
    for (let from = 0; from < positions.length; from += WRITES_PER_COMMIT)
      await this.#write(positions.subarray(from, from + WRITES_PER_COMMIT));
    // Remove the journal entries last: after a crash before this the checkpoint is repeated.
    await this.#writeAll(() => this.#entries.map((entry) => this.#store.journal.remove(entry.id)));
  }

  async #write(positions: Float64Array): Promise<void> {
    await this.#writeAll(() => this.#puts(positions));
    this.#store.events.resetReadTxn();
    for (const packed of positions) {
      const place = placeOf(packed);
      const entry = this.#entries[place >>> POSITION_BITS];
      if (entry !== undefined) this.#merged(entry.fingerprints, (place & POSITION_MASK) * FINGERPRINT_BYTES);
    }
  }

  #puts(positions: Float64Array): readonly Promise<unknown>[] {
    const writes: Promise<unknown>[] = [];
    let last: Promise<unknown> | null = null;
    for (const packed of positions) {
      const write = this.#put(placeOf(packed));
      // All writes of a transaction share one promise.
      if (write === null || write === last) continue;
      last = write;
      writes.push(write);
    }
    return writes;
  }

  #put(place: number): Promise<unknown> | null {
    const { events } = this.#store;
    const entry = this.#entries[place >>> POSITION_BITS];
    const values = this.#values[place >>> POSITION_BITS];
    if (entry === undefined || values === undefined) return null;
    const position = place & POSITION_MASK;
    const fingerprint = entry.fingerprint(position);
    if (entry.state(position) === SENT) return events.put(fingerprint, values.sent);
    // Keep an older entry: Facebook's deduplication window starts with the first time the event was sent.
    return events.doesExist(fingerprint) ? null : events.put(fingerprint, values.unknown);
  }
}

/**
 * Moves the events of journal entries into the index and removes the entries. Events still in flight become unknown.
 * `merged` receives each event once it is on disk. Rejects with LedgerError; then nothing is lost.
 */
export const checkpoint = async (
  store: Store,
  write: Write,
  entries: readonly JournalEntry[],
  merged: Checkpointed,
): Promise<void> => {
  for (let from = 0; from < entries.length; from += ENTRIES_PER_CHECKPOINT)
    await new Checkpoint(store, write, entries.slice(from, from + ENTRIES_PER_CHECKPOINT), merged).run();
};
