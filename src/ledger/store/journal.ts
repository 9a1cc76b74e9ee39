// A journal entry: events of one request with their states, and its bytes. The index has entry.ts.

import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { RUN_BITS } from './entry.js';

/**
 * Puts entries into the journal. At run time `putSync` also accepts these options, although the library's types do not
 * say so. `append`: the entry must come after all others, and may share a page with the last one; otherwise it resolves
 * with false and writes nothing.
 */
export interface JournalWriter {
  put(id: number, bytes: Buffer, options: number | { readonly append: boolean }): Promise<boolean>;
}

/**
 * Events per journal entry: two entries fill a page of 4 KiB. Larger values would need consecutive pages, and finding
 * those in a large ledger costs ten times as much.
 */
export const EVENTS_PER_JOURNAL_ENTRY = 115;
const HEADER_BYTES = 6;
const BYTES_PER_EVENT = FINGERPRINT_BYTES + 1;

export const IN_FLIGHT = 0;
export const SENT = 1;
export const NOT_SENT = 2;
export type EntryState = typeof IN_FLIGHT | typeof SENT | typeof NOT_SENT;

const stateOf = (code: number | undefined): EntryState => (code === SENT || code === NOT_SENT ? code : IN_FLIGHT);

/**
 * Some events of one request in flight, in the order of sending. Entries are appended to the journal, which costs a
 * tenth of updating the index at random places; a checkpoint moves many at a time into the index.
 */
export class JournalEntry {
  readonly id: number;
  /** When the events were sent, in seconds since the epoch. */
  readonly seconds: number;
  readonly run: number;
  readonly fingerprints: Uint8Array;
  readonly #states: Uint8Array;
  #outstanding: number;

  constructor(
    id: number,
    when: { readonly seconds: number; readonly run: number },
    fingerprints: Uint8Array,
    states?: Uint8Array,
  ) {
    this.id = id;
    this.seconds = when.seconds;
    this.run = when.run;
    this.fingerprints = fingerprints;
    this.#states = states ?? new Uint8Array(fingerprints.length / FINGERPRINT_BYTES);
    this.#outstanding = states?.filter((state) => state === IN_FLIGHT).length ?? this.#states.length;
  }

  get count(): number {
    return this.#states.length;
  }

  get isFinished(): boolean {
    return this.#outstanding === 0;
  }

  state(position: number): EntryState {
    return stateOf(this.#states[position]);
  }

  fingerprint(position: number): Uint8Array {
    return this.fingerprints.subarray(position * FINGERPRINT_BYTES, (position + 1) * FINGERPRINT_BYTES);
  }

  /** Records the outcome of one event; a known outcome never changes. */
  settle(position: number, state: typeof SENT | typeof NOT_SENT): void {
    if (this.#states[position] !== IN_FLIGHT) return;
    this.#states[position] = state;
    this.#outstanding -= 1;
  }

  /** Whether these fingerprints are exactly the events of this entry, from its start. */
  isNext(fingerprints: Uint8Array, offset: number): boolean {
    return Buffer.compare(fingerprints.subarray(offset, offset + this.fingerprints.length), this.fingerprints) === 0;
  }

  /** Records one outcome for all events without one. */
  settleAll(state: typeof SENT | typeof NOT_SENT): void {
    for (let position = 0; position < this.count; position += 1) this.settle(position, state);
  }

  encode(): Buffer {
    const bytes = Buffer.allocUnsafe(HEADER_BYTES + this.count * BYTES_PER_EVENT);
    bytes.writeUInt32LE(this.seconds, 0);
    bytes.writeUInt16LE(this.run & RUN_BITS, 4);
    bytes.set(this.#states, HEADER_BYTES);
    bytes.set(this.fingerprints, HEADER_BYTES + this.count);
    return bytes;
  }
}

/** A journal entry from its stored bytes. */
export const decodeJournalEntry = (id: number, bytes: Buffer): JournalEntry => {
  const count = Math.max(0, Math.floor((bytes.length - HEADER_BYTES) / BYTES_PER_EVENT));
  const own = Buffer.from(bytes);
  return new JournalEntry(
    id,
    { seconds: own.readUInt32LE(0), run: own.readUInt16LE(4) },
    own.subarray(HEADER_BYTES + count, HEADER_BYTES + count * BYTES_PER_EVENT),
    own.subarray(HEADER_BYTES, HEADER_BYTES + count),
  );
};
