/**
 * Bits of a fingerprint that are used as index: 2 MB of memory, which fits into a core's cache. With a million events,
 * one new event in seventeen looks known and needs a lookup.
 */
const INDEX_BITS = 24;
const WORD_BITS = 5;
const WORD_MASK = 31;

/** The first bits of the fingerprint at this offset: fingerprints are already random. */
const indexOf = (bytes: Uint8Array, offset: number): number =>
  ((bytes[offset] ?? 0) << 16) | ((bytes[offset + 1] ?? 0) << 8) | (bytes[offset + 2] ?? 0);

/**
 * Tells for most new events, without a lookup, that the index does not have them (a one-hash Bloom filter). First
 * uploads are the largest, and lookups are a quarter of the ledger's cost. Starts with an empty index; call `add` for
 * every event written.
 */
export class PresenceFilter {
  readonly #words = new Int32Array(2 ** (INDEX_BITS - WORD_BITS));
  #isEmpty = true;

  add(bytes: Uint8Array, offset = 0): void {
    this.#isEmpty = false;
    const index = indexOf(bytes, offset);
    const word = index >>> WORD_BITS;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (index & WORD_MASK));
  }

  /** False: the index does not have it. True: it may. */
  mayHave(bytes: Uint8Array, offset = 0): boolean {
    // Before the first checkpoint the index is empty, so the table need not be read.
    if (this.#isEmpty) return false;
    const index = indexOf(bytes, offset);
    return ((this.#words[index >>> WORD_BITS] ?? 0) & (1 << (index & WORD_MASK))) !== 0;
  }
}
