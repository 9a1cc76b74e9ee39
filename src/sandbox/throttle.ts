import type { ThrottleLimit } from './options.js';

/** What the usage headers of an answer tell. */
export interface Usage {
  readonly admitted: boolean;
  /** Share of the limit that is used, in whole percent; 100 and more while blocked. */
  readonly percent: number;
  /** Until calls pass again; 0 while they do. */
  readonly regainMs: number;
  /** Until the count starts anew. */
  readonly resetMs: number;
}

/** Usage of a caller who is nowhere near a limit. */
const UNLIMITED: Usage = { admitted: true, percent: 1, regainMs: 0, resetMs: 0 };

/** Each call made while blocked lengthens the block by this share of the period, as Meta warns … */
const PENALTY_SHARE = 0.1;
/** … up to so many periods, so that a stubborn caller still gets through. */
const LONGEST_BLOCK_PERIODS = 3;

/** Counts event requests per period and blocks what goes beyond the limit. */
export class Throttle {
  readonly #limit: ThrottleLimit | null;
  #periodStart = -Infinity;
  #calls = 0;
  #blockedUntil = -Infinity;

  constructor(limit: ThrottleLimit | null) {
    this.#limit = limit;
  }

  /** Counts one call at an instant and says whether it passes. */
  call(nowMs: number): Usage {
    if (this.#limit === null) return UNLIMITED;
    const periodMs = this.#limit.seconds * 1000;
    if (nowMs >= this.#blockedUntil && nowMs >= this.#periodStart + periodMs) this.#startPeriod(nowMs);
    this.#calls += 1;
    const percent = Math.round((100 * this.#calls) / this.#limit.requests);
    if (this.#calls <= this.#limit.requests)
      return { admitted: true, percent, regainMs: 0, resetMs: this.#periodStart + periodMs - nowMs };
    this.#block(nowMs, periodMs);
    const regainMs = this.#blockedUntil - nowMs;
    return { admitted: false, percent, regainMs, resetMs: regainMs };
  }

  #startPeriod(nowMs: number): void {
    this.#periodStart = nowMs;
    this.#calls = 0;
    this.#blockedUntil = -Infinity;
  }

  #block(nowMs: number, periodMs: number): void {
    const longest = this.#periodStart + LONGEST_BLOCK_PERIODS * periodMs;
    const from = Math.max(this.#blockedUntil, this.#periodStart + periodMs, nowMs);
    const first = this.#blockedUntil === -Infinity;
    this.#blockedUntil = Math.min(longest, first ? from : from + PENALTY_SHARE * periodMs);
  }
}
