/** Bits of a fingerprint that make an index: 8 MB of memory; of ten million events, one in seven passes for known. */
const INDEX_BITS = 26;
const WORD_BITS = 5;
const WORD_MASK = 31;

/** The first bits: fingerprints are random already. */
const indexOf = (fingerprint: Uint8Array): number =>
  (((fingerprint[0] ?? 0) << 18) | ((fingerprint[1] ?? 0) << 10) | ((fingerprint[2] ?? 0) << 2)) +
  ((fingerprint[3] ?? 0) & 3);

/**
 * Knows of most events that a tree has never had them, without a look into it: in a first upload, which is the largest,
 * looking costs a third of what the ledger costs. Made for a tree that is empty, and told of everything that enters it.
 */
export class TreeFilter {
  readonly #words = new Int32Array(2 ** (INDEX_BITS - WORD_BITS));

  add(fingerprint: Uint8Array): void {
    const index = indexOf(fingerprint);
    const word = index >>> WORD_BITS;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (index & WORD_MASK));
  }

  /** False: the tree does not have it. True: it may. */
  mayHave(fingerprint: Uint8Array): boolean {
    const index = indexOf(fingerprint);
    return ((this.#words[index >>> WORD_BITS] ?? 0) & (1 << (index & WORD_MASK))) !== 0;
  }
}
