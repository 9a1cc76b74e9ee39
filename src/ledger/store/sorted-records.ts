import { prefixAt } from './buckets.js';

/** Offsets of records of this size, in the order of their prefixes. */
const inOrder = (records: Uint8Array, bytesEach: number): Uint32Array => {
  // Pairs of words, sorted as the numbers that they make: the offset is the lower word, the prefix the upper one.
  const count = records.length / bytesEach;
  const words = new Uint32Array(2 * count);
  for (let index = 0; index < count; index += 1) {
    words[2 * index] = index * bytesEach;
    words[2 * index + 1] = prefixAt(records, index * bytesEach);
  }
  new BigUint64Array(words.buffer).sort();
  for (let index = 0; index < count; index += 1) words[index] = words[2 * index] ?? 0;
  return words.subarray(0, count);
};

/** Records, or fingerprints alone, in the order of their prefixes. */
export class SortedRecords {
  readonly bytes: Uint8Array;
  readonly #offsets: Uint32Array;

  constructor(bytes: Uint8Array, bytesEach: number) {
    this.bytes = bytes;
    this.#offsets = inOrder(bytes, bytesEach);
  }

  get count(): number {
    return this.#offsets.length;
  }

  offset(index: number): number {
    return this.#offsets[index] ?? 0;
  }

  prefix(index: number): number {
    return prefixAt(this.bytes, this.offset(index));
  }

  /** The first index from this one on whose prefix is not before this one. */
  from(index: number, prefix: number): number {
    let found = index;
    while (found < this.count && this.prefix(found) < prefix) found += 1;
    return found;
  }

  forEach(first: number, end: number, take: (bytes: Uint8Array, offset: number) => void): void {
    for (let index = first; index < end; index += 1) take(this.bytes, this.offset(index));
  }
}
