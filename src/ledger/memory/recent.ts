import { FingerprintLog, NOWHERE } from './fingerprint-log.js';

/** Two logs of this size take 24 MB. */
const DEFAULT_GENERATION_EVENTS = 500_000;

/** Remembers at least the last half million fingerprints and at most the last million, to bound memory. */
export class RecentFingerprints {
  readonly #perGeneration: number;
  #current = new FingerprintLog();
  #previous = new FingerprintLog();

  constructor(perGeneration = DEFAULT_GENERATION_EVENTS) {
    this.#perGeneration = perGeneration;
  }

  has(bytes: Uint8Array, offset = 0): boolean {
    return this.#current.position(bytes, offset) !== NOWHERE || this.#previous.position(bytes, offset) !== NOWHERE;
  }

  add(bytes: Uint8Array, offset = 0): void {
    if (this.#current.size >= this.#perGeneration) {
      this.#previous = this.#current;
      this.#current = new FingerprintLog();
    }
    this.#current.add(bytes, offset);
  }

  delete(bytes: Uint8Array, offset: number): void {
    for (const log of [this.#current, this.#previous]) {
      const position = log.position(bytes, offset);
      if (position !== NOWHERE) log.remove(position);
    }
  }
}
