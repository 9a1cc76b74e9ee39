// A block of memory for fingerprints, and the words by which they are compared and copied.

import { FINGERPRINT_BYTES } from '../../model/mapped.js';

export const SEGMENT_BITS = 11;
/** Fingerprints that fit into one. */
export const SEGMENT_EVENTS = 2 ** SEGMENT_BITS;

/** Fingerprints are compared and copied by words of 32 bits: byte by byte takes twice as long. */
export const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;
/** Words of a fingerprint. */
export const WORDS = FINGERPRINT_BYTES / WORD_BYTES;

/** The words of fingerprints; a copy where these are not aligned in memory. */
export const wordsIn = (fingerprints: Uint8Array): Int32Array => {
  const isAligned = fingerprints.byteOffset % WORD_BYTES === 0;
  const { buffer, byteOffset, length } = isAligned ? fingerprints : new Uint8Array(fingerprints);
  return new Int32Array(buffer, byteOffset, Math.floor(length / WORD_BYTES));
};

/** A block of memory; it is reused when all of its positions are free. */
export interface Segment {
  readonly bytes: Uint8Array;
  /** The same memory. */
  readonly words: Int32Array;
  readonly states: Uint8Array;
  inUse: number;
}

/** A segment of which no position is in use. */
export const newSegment = (): Segment => {
  const bytes = new Uint8Array(SEGMENT_EVENTS * FINGERPRINT_BYTES);
  return { bytes, words: wordsIn(bytes), states: new Uint8Array(SEGMENT_EVENTS), inUse: 0 };
};

/** Whether two fingerprints, each at a word, are the same. */
export const isSame = (one: Int32Array, at: number, other: Int32Array, otherAt: number): boolean => {
  for (let word = 0; word < WORDS; word += 1) if (one[at + word] !== other[otherAt + word]) return false;
  return true;
};
