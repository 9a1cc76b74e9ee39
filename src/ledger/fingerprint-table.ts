import { FINGERPRINT_BYTES } from '../model/mapped.js';

const WORDS = FINGERPRINT_BYTES / 4;
const FIRST_CAPACITY = 1_024;

/** Signed: the engine keeps signed words in registers, and boxes half of the unsigned ones. */
const wordAt = (bytes: Uint8Array, offset: number): number =>
  (bytes[offset] ?? 0) |
  ((bytes[offset + 1] ?? 0) << 8) |
  ((bytes[offset + 2] ?? 0) << 16) |
  ((bytes[offset + 3] ?? 0) << 24);

/**
 * A map from fingerprints to whole numbers from 1 to 2^32 - 1, 40 to 80 bytes an entry and none of them an object: a
 * JavaScript Set of strings takes three times the memory and time. Open addressing; fingerprints are random already.
 */
export class FingerprintTable {
  #keys = new Int32Array(FIRST_CAPACITY * WORDS);
  #values = new Uint32Array(FIRST_CAPACITY);
  #mask = FIRST_CAPACITY - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number kept for the fingerprint at this offset; 0: none. */
  get(bytes: Uint8Array, offset = 0): number {
    return this.#values[this.#slotOf(bytes, offset)] ?? 0;
  }

  set(bytes: Uint8Array, offset: number, value: number): void {
    const slot = this.#slotOf(bytes, offset);
    if (this.#values[slot] === 0) {
      for (let word = 0; word < WORDS; word += 1) this.#keys[slot * WORDS + word] = wordAt(bytes, offset + word * 4);
      this.#size += 1;
    }
    this.#values[slot] = value;
    if (this.#size * 2 > this.#mask) this.#grow();
  }

  delete(bytes: Uint8Array, offset = 0): void {
    let hole = this.#slotOf(bytes, offset);
    if (this.#values[hole] === 0) return;
    this.#size -= 1;
    // Entries behind the hole move up unless that would bring them before their home, so that no search ends early.
    for (let slot = (hole + 1) & this.#mask; this.#values[slot] !== 0; slot = (slot + 1) & this.#mask) {
      const home = (this.#keys[slot * WORDS] ?? 0) & this.#mask;
      if (((slot - home) & this.#mask) < ((slot - hole) & this.#mask)) continue;
      for (let word = 0; word < WORDS; word += 1)
        this.#keys[hole * WORDS + word] = this.#keys[slot * WORDS + word] ?? 0;
      this.#values[hole] = this.#values[slot] ?? 0;
      hole = slot;
    }
    this.#values[hole] = 0;
  }

  /** The slot that holds the fingerprint, or the free one where it belongs. */
  #slotOf(bytes: Uint8Array, offset: number): number {
    const keys = this.#keys;
    const values = this.#values;
    const mask = this.#mask;
    const first = wordAt(bytes, offset);
    let slot = first & mask;
    while (values[slot] !== 0) {
      if (keys[slot * WORDS] === first && this.#endsAlike(slot * WORDS, bytes, offset)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #endsAlike(at: number, bytes: Uint8Array, offset: number): boolean {
    const keys = this.#keys;
    return (
      keys[at + 1] === wordAt(bytes, offset + 4) &&
      keys[at + 2] === wordAt(bytes, offset + 8) &&
      keys[at + 3] === wordAt(bytes, offset + 12)
    );
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    const capacity = values.length * 2;
    this.#keys = new Int32Array(capacity * WORDS);
    this.#values = new Uint32Array(capacity);
    this.#mask = capacity - 1;
    for (let from = 0; from < values.length; from += 1) {
      const value = values[from] ?? 0;
      if (value === 0) continue;
      let slot = (keys[from * WORDS] ?? 0) & this.#mask;
      while (this.#values[slot] !== 0) slot = (slot + 1) & this.#mask;
      for (let word = 0; word < WORDS; word += 1) this.#keys[slot * WORDS + word] = keys[from * WORDS + word] ?? 0;
      this.#values[slot] = value;
    }
  }
}
