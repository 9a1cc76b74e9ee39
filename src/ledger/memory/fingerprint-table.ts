// A hash table of fingerprints without objects. What its numbers mean is up to its users.

import { FINGERPRINT_BYTES } from '../../model/mapped.js';

/** A slot has three words of a fingerprint and its number side by side: a lookup touches memory once. */
const WORDS = 4;
const VALUE = WORDS - 1;
const FIRST_CAPACITY = 1_024;
/** The share of the slots that may be in use. */
const MOST_FILLED = 0.75;

/** Signed: the engine keeps signed words in registers, and boxes half of the unsigned ones. */
const wordAt = (bytes: Uint8Array, offset: number): number =>
  (bytes[offset] ?? 0) |
  ((bytes[offset + 1] ?? 0) << 8) |
  ((bytes[offset + 2] ?? 0) << 16) |
  ((bytes[offset + 3] ?? 0) << 24);

/** Where the words of a fingerprint begin that are kept: 96 bits, in which no two events agree by chance, either. */
const [FIRST, SECOND, THIRD] = [0, FINGERPRINT_BYTES - 8, FINGERPRINT_BYTES - 4] as const;

/**
 * A map from fingerprints to whole numbers from 1 to 2^32 - 1, 21 to 43 bytes an entry and none of them an object: a
 * JavaScript Set of strings takes three times the memory and time. Open addressing; fingerprints are random already.
 */
export class FingerprintTable {
  #places = new Int32Array(FIRST_CAPACITY * WORDS);
  #mask = FIRST_CAPACITY - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number kept for the fingerprint at this offset; 0: none. */
  get(bytes: Uint8Array, offset = 0): number {
    return (this.#places[this.#placeOf(bytes, offset) + VALUE] ?? 0) >>> 0;
  }

  set(bytes: Uint8Array, offset: number, value: number): void {
    const place = this.#placeOf(bytes, offset);
    if (this.#places[place + VALUE] === 0) this.#put(place, bytes, offset, value);
    else this.#places[place + VALUE] = value;
  }

  /** Keeps the number unless there is one already; whether there was none. */
  add(bytes: Uint8Array, offset: number, value: number): boolean {
    const place = this.#placeOf(bytes, offset);
    if (this.#places[place + VALUE] !== 0) return false;
    this.#put(place, bytes, offset, value);
    return true;
  }

  delete(bytes: Uint8Array, offset = 0): void {
    const places = this.#places;
    const around = places.length - 1;
    let hole = this.#placeOf(bytes, offset);
    if (places[hole + VALUE] === 0) return;
    this.#size -= 1;
    // Entries behind the hole move up unless that would bring them before their home, so that no search ends early.
    for (let place = this.#behind(hole); places[place + VALUE] !== 0; place = this.#behind(place)) {
      const home = this.#home(places[place] ?? 0);
      if (((place - home) & around) < ((place - hole) & around)) continue;
      for (let word = 0; word < WORDS; word += 1) places[hole + word] = places[place + word] ?? 0;
      hole = place;
    }
    places[hole + VALUE] = 0;
  }

  /**
   * Deletes every fingerprint whose number is not wanted, in one pass over the memory: a tenth of the time of deletes at
   * random places.
   */
  keepOnly(isWanted: (value: number) => boolean): void {
    const places = this.#places;
    let start = 0;
    while (places[start + VALUE] !== 0) start = this.#behind(start);
    // From a free slot on, each entry is taken out and put back: what lies before it in its group already has its place.
    for (let place = this.#behind(start); place !== start; place = this.#behind(place)) {
      const value = places[place + VALUE] ?? 0;
      if (value === 0) continue;
      places[place + VALUE] = 0;
      if (isWanted(value >>> 0)) this.#putBack(place, value);
      else this.#size -= 1;
    }
  }

  /** Fills the first free slot for the fingerprint whose words are at `from`. */
  #putBack(from: number, value: number): void {
    const places = this.#places;
    let to = this.#home(places[from] ?? 0);
    while (places[to + VALUE] !== 0) to = this.#behind(to);
    if (to !== from) for (let word = 0; word < VALUE; word += 1) places[to + word] = places[from + word] ?? 0;
    places[to + VALUE] = value;
  }

  /** Fills a free place. */
  #put(place: number, bytes: Uint8Array, offset: number, value: number): void {
    const places = this.#places;
    places[place] = wordAt(bytes, offset + FIRST);
    places[place + 1] = wordAt(bytes, offset + SECOND);
    places[place + 2] = wordAt(bytes, offset + THIRD);
    places[place + VALUE] = value;
    this.#size += 1;
    if (this.#size > this.#mask * MOST_FILLED) this.#grow();
  }

  #home(first: number): number {
    return (first & this.#mask) * WORDS;
  }

  #behind(place: number): number {
    return place + WORDS === this.#places.length ? 0 : place + WORDS;
  }

  /** The slot of the fingerprint, or the free one where it belongs. */
  #placeOf(bytes: Uint8Array, offset: number): number {
    const places = this.#places;
    const first = wordAt(bytes, offset + FIRST);
    let place = this.#home(first);
    while (places[place + VALUE] !== 0) {
      if (
        places[place] === first &&
        places[place + 1] === wordAt(bytes, offset + SECOND) &&
        places[place + 2] === wordAt(bytes, offset + THIRD)
      )
        return place;
      place = this.#behind(place);
    }
    return place;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Int32Array(before.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let from = 0; from < before.length; from += WORDS) {
      if (before[from + VALUE] === 0) continue;
      let place = this.#home(before[from] ?? 0);
      while (this.#places[place + VALUE] !== 0) place = this.#behind(place);
      for (let word = 0; word < WORDS; word += 1) this.#places[place + word] = before[from + word] ?? 0;
    }
  }
}
