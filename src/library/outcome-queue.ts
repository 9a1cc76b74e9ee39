// The outcomes of an upload between the run and the program that iterates over them.

import { Readable } from 'node:stream';
import type { Outcome, OutcomeListener } from '../run/outcome.js';

/** The outcomes of a run as a stream; destroying it drops further ones, `push(null)` ends it. */
export class OutcomeQueue extends Readable implements OutcomeListener {
  declare [Symbol.asyncIterator]: () => NodeJS.AsyncIterator<Outcome>;
  #drained: (() => void) | null = null;

  /** `capacity`: the producer waits while this many outcomes are unread. */
  constructor(capacity: number) {
    super({ objectMode: true, highWaterMark: capacity });
  }

  report(outcome: Outcome): void {
    this.push(outcome);
  }

  ready(): Promise<void> {
    if (this.destroyed || this.readableLength < this.readableHighWaterMark) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drained = resolve;
    });
  }

  override _read(): void {
    this.#drained?.();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#drained?.();
    done(error);
  }
}
