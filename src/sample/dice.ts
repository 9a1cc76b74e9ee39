import { seededBits } from '../lib/random.js';

const TWO_TO_32 = 2 ** 32;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Seeded chance: the same seed gives the same throws. Not for secrets. */
export class Dice {
  readonly #bits: () => number;

  constructor(seed: number) {
    this.#bits = seededBits(seed);
  }

  /** Uniform over the whole numbers from 0 to `sides` - 1; `sides` is 2^32 at most. */
  int(sides: number): number {
    return Math.floor((this.#bits() / TWO_TO_32) * sides);
  }

  /** True with a probability of 0 to 1. */
  chance(probability: number): boolean {
    return this.#bits() < probability * TWO_TO_32;
  }

  /** An element of a list that is not empty. */
  pick<Element>(list: readonly [Element, ...Element[]]): Element {
    return list[this.int(list.length)] ?? list[0];
  }

  /** A random UUID (RFC 9562, version 4). */
  uuid(): string {
    const a = this.#bits();
    const b = (this.#bits() & 0xffff0fff) | 0x4000;
    const c = (this.#bits() & 0x3fffffff) | 0x80000000;
    return `${hex4(a >>> 16)}${hex4(a)}-${hex4(b >>> 16)}-${hex4(b)}-${hex4(c >>> 16)}-${hex4(c)}${hex8(this.#bits())}`;
  }

  /** A signed 64-bit id as decimal digits, always beyond 2^53, as mParticle's are. */
  int64(): string {
    const sign = this.chance(0.5) ? '-' : '';
    return `${sign}${1 + this.int(8)}${nineDigits(this.#bits())}${nineDigits(this.#bits())}`;
  }
}

const hex4 = (bits: number): string => `${HEX[(bits >>> 8) & 0xff] ?? ''}${HEX[bits & 0xff] ?? ''}`;

const hex8 = (bits: number): string => hex4(bits >>> 16) + hex4(bits);

const nineDigits = (bits: number): string => String(1_000_000_000 + (bits % 1_000_000_000)).slice(1);
