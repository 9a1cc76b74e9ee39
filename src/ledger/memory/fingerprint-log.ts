// Fingerprints in the order in which they were added, each once, with a hash table to find them. Their meaning is up to
// the caller.

import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import {
  isSame,
  newSegment,
  SEGMENT_BITS,
  SEGMENT_EVENTS,
  WORD_BYTES,
  WORDS,
  wordsIn,
  type Segment,
} from './segment.js';

/** The position of a fingerprint that is not in the log. */
export const NOWHERE = -1;

const INDEX_MASK = SEGMENT_EVENTS - 1;

/** States of a position. An unlisted fingerprint is no longer found, but its bytes stay. */
const [FREE, LISTED, UNLISTED] = [0, 1, 2] as const;

/**
 * A slot of the table is a position plus one, with a tag above it: further bits of the fingerprint, so that a lookup
 * rarely has to read another fingerprint. 0: the slot is free.
 */
const POSITION_BITS = 22;
const POSITION_MASK = 2 ** POSITION_BITS - 1;
const MAX_SEGMENTS = 2 ** (POSITION_BITS - SEGMENT_BITS) - 1;
const FIRST_SLOTS = 2 ** 14;
/** The share of the slots that may be in use. */
const MAX_FILLED = 0.75;
/** A table that is too small becomes this many times as large: rebuilding takes as long as adding. */
const GROWTH = 4;

const tagOf = (words: Int32Array, at: number): number => (words[at + 1] ?? 0) << POSITION_BITS;

const positionIn = (slot: number | undefined): number => ((slot ?? 0) & POSITION_MASK) - 1;

/** Consecutive fingerprints of the log, as they are stored: `position` is that of the first. */
export interface StoredRun {
  readonly position: number;
  readonly fingerprints: Uint8Array;
}

/**
 * A set of at most 4 million fingerprints, 22 to 28 bytes each and none of them an object: a JavaScript Set of strings
 * takes three times the memory and time. Open addressing; slots of 4 bytes, so that the table of half a million events
 * fits into a processor's cache.
 */
export class FingerprintLog {
  #slots = new Int32Array(FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #size = 0;
  readonly #segments: Segment[] = [];
  /** Numbers of the segments without a position in use. */
  #unused: number[] = [];
  /** The next position, and how many there are from there on in its segment. */
  #end = 0;
  #room = 0;
  /** The fingerprints given last, and their words: most calls give the array of the call before. */
  #given: Uint8Array = new Uint8Array();
  #words: Int32Array = new Int32Array();

  /** Fingerprints that can be found. */
  get size(): number {
    return this.#size;
  }

  /** Where the fingerprint at this offset is stored, or NOWHERE. */
  position(bytes: Uint8Array, offset = 0): number {
    return positionIn(this.#slots[this.#slotOf(this.#wordsOf(bytes), offset / WORD_BYTES)]);
  }

  /** Appends a fingerprint; returns whether it is new. */
  add(bytes: Uint8Array, offset = 0): boolean {
    const [words, at] = [this.#wordsOf(bytes), offset / WORD_BYTES];
    const slot = this.#slotOf(words, at);
    if (this.#slots[slot] !== 0) return false;
    const position = this.#append(words, at);
    this.#slots[slot] = (position + 1) | tagOf(words, at);
    this.#size += 1;
    if (this.#size > this.#slots.length * MAX_FILLED) this.#rebuild(GROWTH * this.#slots.length);
    return true;
  }

  /**
   * Prefetches the table slots of these fingerprints; the result has no meaning. Each read may wait for memory, but
   * without dependencies between them the processor does many at a time, and the lookups that follow do not wait.
   */
  lookAhead(fingerprints: Uint8Array): number {
    const [slots, words] = [this.#slots, this.#wordsOf(fingerprints)];
    let seen = 0;
    for (let at = 0; at < words.length; at += WORDS) seen |= slots[this.#home(words, at)] ?? 0;
    return seen;
  }

  /**
   * The position of the first of these fingerprints, added if necessary, and how many of the next ones are stored
   * directly after it.
   */
  stored(fingerprints: Uint8Array): StoredRun {
    this.add(fingerprints);
    const position = this.position(fingerprints);
    const { segment, index } = this.#at(position);
    const [{ bytes, words, states }, given] = [segment, this.#wordsOf(fingerprints)];
    let next = index + 1;
    for (let at = WORDS; at < given.length; at += WORDS, next += 1)
      if (states[next] !== LISTED || !isSame(words, next * WORDS, given, at)) break;
    return { position, fingerprints: bytes.subarray(index * FINGERPRINT_BYTES, next * FINGERPRINT_BYTES) };
  }

  /** Makes a fingerprint unknown. Its bytes stay in place until `removeAll`. */
  unlist(position: number): void {
    const { segment, index } = this.#at(position);
    if (segment.states[index] !== LISTED) return;
    const slots = this.#slots;
    let slot = this.#home(segment.words, index * WORDS);
    while (positionIn(slots[slot]) !== position) slot = this.#next(slot);
    slots[slot] = 0;
    segment.states[index] = UNLISTED;
    this.#size -= 1;
    // The entries after it may be there only because this slot was taken.
    for (slot = this.#next(slot); slots[slot] !== 0; slot = this.#next(slot)) {
      const moved = positionIn(slots[slot]);
      slots[slot] = 0;
      this.#list(moved);
    }
  }

  remove(position: number): void {
    this.unlist(position);
    this.#free(position, 1);
    // Removing the last fingerprint leaves no gap.
    if (position !== this.#end - 1) return;
    this.#end = position;
    this.#room += 1;
  }

  /** Removes runs of positions; their memory is reused. */
  removeAll(runs: readonly { readonly position: number; readonly count: number }[]): void {
    for (const { position, count } of runs) this.#free(position, count);
    const current = this.#room === 0 ? NOWHERE : this.#end >>> SEGMENT_BITS;
    this.#unused = [...this.#segments.keys()].filter(
      (number) => this.#segments[number]?.inUse === 0 && number !== current,
    );
    this.#rebuild(this.#slots.length);
  }

  #wordsOf(fingerprints: Uint8Array): Int32Array {
    if (fingerprints !== this.#given) [this.#given, this.#words] = [fingerprints, wordsIn(fingerprints)];
    return this.#words;
  }

  #append(words: Int32Array, at: number): number {
    if (this.#room === 0) [this.#end, this.#room] = [this.#newSegment(), SEGMENT_EVENTS];
    const position = this.#end;
    const { segment, index } = this.#at(position);
    const start = index * WORDS;
    for (let word = 0; word < WORDS; word += 1) segment.words[start + word] = words[at + word] ?? 0;
    segment.states[index] = LISTED;
    segment.inUse += 1;
    this.#end += 1;
    this.#room -= 1;
    return position;
  }

  /** The first position of an unused segment. */
  #newSegment(): number {
    const number = this.#unused.pop() ?? this.#segments.length;
    if (number >= MAX_SEGMENTS) throw new Error('more events are in flight than fit into memory');
    this.#segments[number] ??= newSegment();
    return number << SEGMENT_BITS;
  }

  #free(position: number, count: number): void {
    for (let from = position; from < position + count; from = (from | INDEX_MASK) + 1) {
      const { segment, index } = this.#at(from);
      const some = Math.min(position + count - from, SEGMENT_EVENTS - index);
      segment.states.fill(FREE, index, index + some);
      segment.inUse -= some;
    }
  }

  #at(position: number): { readonly segment: Segment; readonly index: number } {
    const segment = this.#segments[position >>> SEGMENT_BITS];
    if (segment === undefined) throw new Error('a position that no fingerprint has');
    return { segment, index: position & INDEX_MASK };
  }

  /** The first slot to read: fingerprints are already random. */
  #home(words: Int32Array, at: number): number {
    return (words[at] ?? 0) & this.#mask;
  }

  #next(slot: number): number {
    return (slot + 1) & this.#mask;
  }

  /** The slot of the fingerprint, or the free one where it belongs. */
  #slotOf(words: Int32Array, at: number): number {
    const [slots, tag] = [this.#slots, tagOf(words, at)];
    let slot = this.#home(words, at);
    for (let found = slots[slot] ?? 0; found !== 0; found = slots[slot] ?? 0) {
      if ((found & ~POSITION_MASK) === tag && this.#isAt(positionIn(found), words, at)) break;
      slot = this.#next(slot);
    }
    return slot;
  }

  #isAt(position: number, words: Int32Array, at: number): boolean {
    const { segment, index } = this.#at(position);
    return isSame(segment.words, index * WORDS, words, at);
  }

  /** Puts a stored fingerprint into the table, which does not contain it yet. */
  #list(position: number): void {
    const { segment, index } = this.#at(position);
    const start = index * WORDS;
    let slot = this.#home(segment.words, start);
    while (this.#slots[slot] !== 0) slot = this.#next(slot);
    this.#slots[slot] = (position + 1) | tagOf(segment.words, start);
  }

  /** Rebuilds the table from the fingerprints that can be found. */
  #rebuild(slots: number): void {
    if (slots === this.#slots.length) this.#slots.fill(0);
    else this.#slots = new Int32Array(slots);
    this.#mask = slots - 1;
    this.#size = 0;
    for (const [number, { states }] of this.#segments.entries())
      for (let index = 0; index < SEGMENT_EVENTS; index += 1)
        if (states[index] === LISTED) {
          this.#list((number << SEGMENT_BITS) + index);
          this.#size += 1;
        }
  }
}
