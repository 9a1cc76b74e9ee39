import { DeliveryStoppedError } from '../lib/errors.js';
import type { Clock } from '../lib/clock.js';
import { formatDuration } from '../lib/format.js';
import type { Usage } from '../facebook/usage-headers.js';

const MS_PER_SECOND = 1_000;
/** From here on fewer requests are in flight, from `PAUSE_PERCENT` on none: Facebook throttles at 100. */
const SLOW_DOWN_PERCENT = 75;
const PAUSE_PERCENT = 95;
/** How long all lanes pause near the limit when Facebook does not say. */
const PAUSE_MS = 60_000;

export interface RateLimiterOptions {
  readonly clock: Clock;
  /** Maximum number of requests in flight. */
  readonly concurrency: number;
  /** Bound on all waiting together; null: none. */
  readonly maxWaitSeconds: number | null;
  readonly notice: (kind: 'wait' | 'retry', text: string) => void;
  /** Hears of time that lanes have waited for the end of a pause, once it has passed, each second once. */
  readonly waited: (fromMs: number, toMs: number) => void;
}

/** Lanes for a share of the limit used: all of them up to 75 %, then down in a line to one. */
const slotsFor = (percent: number, slots: number): number => {
  if (percent < SLOW_DOWN_PERCENT) return slots;
  const left = Math.max(0, PAUSE_PERCENT - percent) / (PAUSE_PERCENT - SLOW_DOWN_PERCENT);
  return Math.max(1, Math.floor(slots * left));
};

/** The speed that all lanes share: how many may be in flight, and before when none may start. */
export class RateLimiter {
  readonly #options: RateLimiterOptions;
  #slots: number;
  #notBefore = 0;
  #why = '';
  /** For the bound on all waiting: planned waits overlap between lanes, and count once, up to here. */
  #plannedUntil = 0;
  #plannedMs = 0;
  /** Requests under way, and who waits for one of them to end. */
  #requests = 0;
  readonly #waiting: (() => void)[] = [];
  /** Lanes that sit out a pause, and up to when their common waiting is counted. */
  #sitting = 0;
  #passedUntil = 0;
  #throttledMs = 0;

  constructor(options: RateLimiterOptions) {
    this.#options = options;
    this.#slots = options.concurrency;
  }

  get lanes(): number {
    return this.#slots;
  }

  /** Time that has passed in pauses while there was something to send. */
  get throttledSeconds(): number {
    return this.#throttledMs / MS_PER_SECOND;
  }

  /** Set while all lanes wait. */
  get waiting(): { readonly untilMs: number; readonly why: string } | null {
    return this.#notBefore > this.#options.clock.now() ? { untilMs: this.#notBefore, why: this.#why } : null;
  }

  /** Learns from the usage headers of an answer, whatever the answer was. */
  observe(usage: Usage): void {
    if (usage.percent === null) return;
    this.#slots = slotsFor(usage.percent, this.#options.concurrency);
    if (usage.percent >= PAUSE_PERCENT)
      this.throttle(usage.waitMs ?? PAUSE_MS, `Facebook's call limit is ${Math.round(usage.percent)}% used`);
  }

  /**
   * Lets no lane start for that long. Throws DeliveryStoppedError when `maxWaitSeconds` would be spent.
   */
  throttle(milliseconds: number, why: string): void {
    const until = this.#options.clock.now() + milliseconds;
    if (until <= this.#notBefore) return;
    this.#plan(until, why);
    this.#notBefore = until;
    this.#why = why;
    this.#options.notice('wait', `waiting ${Math.ceil(milliseconds / MS_PER_SECOND)} s: ${why}`);
  }

  /**
   * Resolves when a request may start, which then holds a lane until `done`; rejects when the signal says stop. After a
   * pause near the limit one lane goes first, and the others hear from its answer whether they may follow.
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

  /** Gives the lane back, after what the answer says was heard. */
  done(): void {
    this.#requests -= 1;
    this.#waiting.splice(0).forEach((wake) => wake());
  }

  /** Lets one lane wait before its next try. Throws as `holdAll` does. */
  async backOff(milliseconds: number, why: string, signal: AbortSignal): Promise<void> {
    this.#plan(this.#options.clock.now() + milliseconds, why);
    this.#options.notice('retry', `trying again in ${(milliseconds / MS_PER_SECOND).toFixed(1)} s: ${why}`);
    await this.#options.clock.sleep(milliseconds, signal);
  }

  /** Resolves when a request has ended; one is under way whenever somebody waits here. */
  #slotFreed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #left(): number {
    return this.#notBefore - this.#options.clock.now();
  }

  /** Waits, and counts what passes: a pause that the run's end or a signal cuts short was not spent. */
  async #sitOut(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#countPassed();
    this.#sitting += 1;
    try {
      await this.#options.clock.sleep(milliseconds, signal);
    } finally {
      this.#countPassed();
      this.#sitting -= 1;
    }
  }

  #countPassed(): void {
    const now = this.#options.clock.now();
    if (this.#sitting > 0 && now > this.#passedUntil) {
      this.#throttledMs += now - this.#passedUntil;
      this.#options.waited(this.#passedUntil, now);
    }
    this.#passedUntil = now;
  }

  #plan(until: number, why: string): void {
    const added = Math.max(0, until - Math.max(this.#options.clock.now(), this.#plannedUntil));
    const { maxWaitSeconds } = this.#options;
    if (maxWaitSeconds !== null && this.#plannedMs + added > maxWaitSeconds * MS_PER_SECOND)
      throw new DeliveryStoppedError(
        `the next wait of ${formatDuration(added / MS_PER_SECOND)} would exceed --max-wait (${maxWaitSeconds} s in total): ${why}`,
      );
    this.#plannedMs += added;
    this.#plannedUntil = Math.max(this.#plannedUntil, until);
  }
}
