import type { Outcome, OutcomeListener } from '../run/outcome.js';

/** Outcomes between a run, which tells them, and whoever takes them one by one. */
export class OutcomeQueue implements OutcomeListener {
  readonly #capacity: number;
  #waiting: Outcome[] = [];
  #taken = 0;
  #over = false;
  #left = false;
  #wake: (() => void) | null = null;
  #drained: (() => void) | null = null;

  /** `most`: from so many outcomes on that nobody has taken, there is no room. */
  constructor(most: number) {
    this.#capacity = most;
  }

  report(outcome: Outcome): void {
    if (this.#left) return;
    this.#waiting.push(outcome);
    this.#wake?.();
  }

  ready(): Promise<void> {
    if (this.#left || this.#waiting.length - this.#taken < this.#capacity) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drained = resolve;
    });
  }

  /** The next outcome, as soon as there is one; null: that was all. */
  async next(): Promise<Outcome | null> {
    for (;;) {
      const outcome = this.#waiting[this.#taken];
      if (outcome !== undefined) {
        this.#take();
        return outcome;
      }
      if (this.#over) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  /** Nothing more will be told. */
  end(): void {
    this.#over = true;
    this.#wake?.();
  }

  /** Nobody will take anything more: what is told is dropped, and holds nothing up. */
  leave(): void {
    this.#left = true;
    this.#waiting = [];
    this.#drained?.();
  }

  #take(): void {
    this.#taken += 1;
    if (this.#taken === this.#waiting.length) {
      this.#waiting = [];
      this.#taken = 0;
    }
    if (this.#waiting.length - this.#taken < this.#capacity) this.#drained?.();
  }
}
