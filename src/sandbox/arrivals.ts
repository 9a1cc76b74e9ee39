import type { JsonObject } from '../lib/json.js';
import type { Api } from '../model/settings.js';

/** One event that Facebook would count. */
export interface Arrival {
  readonly api: Api;
  readonly destination: string;
  /** Whole UNIX seconds. */
  readonly receivedAt: number;
  readonly event: JsonObject;
}

/** The latest events that arrived, complete; the oldest are dropped. */
export class Arrivals {
  readonly #most: number;
  readonly #ring: Arrival[] = [];
  #next = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(arrival: Arrival): void {
    if (this.#most === 0) return;
    this.#ring[this.#next] = arrival;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** Oldest first. */
  list(): Arrival[] {
    return this.#ring.length < this.#most
      ? [...this.#ring]
      : [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
  }
}
