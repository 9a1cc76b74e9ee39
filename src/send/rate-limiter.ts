// How many requests may be in flight, and when. Waiting times of retries: backoff.ts.

import { DeliveryStoppedError } from '../lib/errors.js';
import type { Clock } from '../lib/clock.js';
import { formatDuration } from '../lib/format.js';
import { MS_PER_SECOND } from '../lib/units.js';
import type { Usage } from '../facebook/usage-headers.js';

/** Above this percentage fewer requests are in flight, above `PAUSE_PERCENT` none: Facebook throttles at 100. */
const SLOW_DOWN_PERCENT = 75;
const PAUSE_PERCENT = 95;
/** How long all requests pause near the limit if Facebook does not say. */
const PAUSE_MS = 60_000;
/** A shorter wait would be shown as 0. */
const SHORTEST_SHOWN_SECONDS = 0.1;

export interface RateLimiterOptions {
  readonly clock: Clock;
  readonly concurrency: number;
  /** Maximum total waiting time in seconds; null: no limit. */
  readonly maxWaitSeconds: number | null;
  readonly notice: (kind: 'wait' | 'retry', text: string) => void;
  /** Receives the time that requests spent waiting for the end of a pause; each second counts once. */
  readonly waited: (fromMs: number, toMs: number) => void;
}

/** Slots for a percentage of the limit used: all up to 75 %, then linearly down to one. */
const slotsFor = (percent: number, slots: number): number => {
  if (percent < SLOW_DOWN_PERCENT) return slots;
  const left = Math.max(0, PAUSE_PERCENT - percent) / (PAUSE_PERCENT - SLOW_DOWN_PERCENT);
  return Math.max(1, Math.floor(slots * left));
};

/** Limits all requests of a run: how many may be in flight, and when the next one may start. */
export class RateLimiter {
  readonly #options: RateLimiterOptions;
  #slots: number;
  #notBefore = 0;
  #why = '';
  /** For `maxWaitSeconds`: planned waits of several requests overlap and count once, up to this time. */
  #plannedUntil = 0;
  #plannedMs = 0;
  /** Requests in flight, and the callers that wait for a free slot. */
  #requests = 0;
  readonly #waiting: (() => void)[] = [];
  /** The time up to which waiting was counted, because requests wait together. */
  #passedUntil = 0;
  #throttledMs = 0;

  constructor(options: RateLimiterOptions) {
    this.#options = options;
    this.#slots = options.concurrency;
  }

  get lanes(): number {
    return this.#slots;
  }

  get requestsInFlight(): number {
    return this.#requests;
  }

  /** Time spent in pauses while there was something to send. */
  get throttledSeconds(): number {
    return this.#throttledMs / MS_PER_SECOND;
  }

  /** Set while all requests wait. */
  get waiting(): { readonly untilMs: number; readonly why: string } | null {
    const left = this.#left();
    return left > 0 ? { untilMs: this.#options.clock.now() + left, why: this.#why } : null;
  }

  /** Reads the usage headers of an answer, whatever the answer was. */
  observe(usage: Usage): void {
    if (usage.percent === null) return;
    this.#slots = slotsFor(usage.percent, this.#options.concurrency);
    if (usage.percent >= PAUSE_PERCENT)
      this.throttle(usage.waitMs ?? PAUSE_MS, `Facebook's call limit is ${Math.round(usage.percent)}% used`);
  }

  /** Starts no request for this long. Throws DeliveryStoppedError if that would exceed `maxWaitSeconds`. */
  throttle(milliseconds: number, why: string): void {
    const until = this.#options.clock.steady() + milliseconds;
    if (until <= this.#notBefore) return;
    this.#plan(until, why);
    this.#notBefore = until;
    this.#why = why;
    this.#options.notice('wait', `waiting ${Math.ceil(milliseconds / MS_PER_SECOND)} s: ${why}`);
  }

  /**
   * Resolves when a request may start; it then occupies a slot until `done`. Rejects when the signal is aborted. After
   * a pause near the limit one request starts first, and its answer decides whether others may follow.
   */
  async ready(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const left = this.#left();
      if (left > 0) await this.#sitOut(left, signal);
      else if (this.#requests >= this.#slots) await this.#slotFreed();
      else break;
    }
    this.#requests += 1;
  }

  /** Frees the slot; call it after `observe`. */
  done(): void {
    this.#requests -= 1;
    this.#waiting.splice(0).forEach((wake) => wake());
  }

  /** Delays the next attempt of one request. Throws as `throttle` does. */
  async backOff(milliseconds: number, why: string, signal: AbortSignal): Promise<void> {
    this.#plan(this.#options.clock.steady() + milliseconds, why);
    const seconds = Math.max(SHORTEST_SHOWN_SECONDS, milliseconds / MS_PER_SECOND);
    this.#options.notice('retry', `retrying in ${seconds.toFixed(1)} s: ${why}`);
    await this.#options.clock.sleep(milliseconds, signal);
  }

  /** Resolves when a request has ended; while a caller waits here, at least one is in flight. */
  #slotFreed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #left(): number {
    return this.#notBefore - this.#options.clock.steady();
  }

  /**
   * Waits, and counts the time that passes: a pause that is cut short by the run's end or a signal counts only in part.
   */
  async #sitOut(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { clock, waited } = this.#options;
    const startedMs = clock.steady();
    try {
      await clock.sleep(milliseconds, signal);
    } finally {
      const from = Math.max(startedMs, this.#passedUntil);
      this.#passedUntil = Math.max(from, clock.steady());
      this.#throttledMs += this.#passedUntil - from;
      if (this.#passedUntil > from) waited(from, this.#passedUntil);
    }
  }

  #plan(until: number, why: string): void {
    const added = Math.max(0, until - Math.max(this.#options.clock.steady(), this.#plannedUntil));
    const { maxWaitSeconds } = this.#options;
    if (maxWaitSeconds !== null && this.#plannedMs + added > maxWaitSeconds * MS_PER_SECOND)
      throw new DeliveryStoppedError(
        `the next wait of ${formatDuration(added / MS_PER_SECOND)} would exceed --max-wait (${maxWaitSeconds} s in total): ${why}`,
      );
    this.#plannedMs += added;
    this.#plannedUntil = Math.max(this.#plannedUntil, until);
  }
}
