// The outcomes of an upload between the run and the program that iterates over them.

import type { Outcome, OutcomeListener } from '../run/outcome.js';

/** A queue of outcomes between a run and the consumer of its iterator. */
export class OutcomeQueue implements OutcomeListener {
  readonly #capacity: number;
  #waiting: Outcome[] = [];
  #taken = 0;
  #over = false;
  #left = false;
  #wake: (() => void) | null = null;
  #drained: (() => void) | null = null;

  /** `most`: the producer waits while this many outcomes are unread. */
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

  /** The next outcome; null: the queue has ended. */
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

  /** The run has ended: no further outcomes. */
  end(): void {
    this.#over = true;
    this.#wake?.();
  }

  /** The consumer has left: further outcomes are dropped. */
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
