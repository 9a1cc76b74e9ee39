import { FingerprintTable } from './fingerprint-table.js';

/** Two tables with so many take 34 MB. */
const DEFAULT_GENERATION_EVENTS = 500_000;

/** Remembers the last half million fingerprints at least, the last million at most: memory with an upper bound. */
export class RecentFingerprints {
  readonly #perGeneration: number;
  #current = new FingerprintTable();
  #previous = new FingerprintTable();

  constructor(perGeneration = DEFAULT_GENERATION_EVENTS) {
    this.#perGeneration = perGeneration;
  }

  has(fingerprint: Uint8Array): boolean {
    return this.#current.get(fingerprint) !== 0 || this.#previous.get(fingerprint) !== 0;
  }

  add(fingerprint: Uint8Array): void {
    if (this.#current.size >= this.#perGeneration) {
      this.#previous = this.#current;
      this.#current = new FingerprintTable();
    }
    this.#current.set(fingerprint, 0, 1);
  }

  delete(bytes: Uint8Array, offset: number): void {
    this.#current.delete(bytes, offset);
    this.#previous.delete(bytes, offset);
  }
}
