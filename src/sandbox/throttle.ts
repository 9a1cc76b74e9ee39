// The simulator's call limit and its usage headers.

import { MS_PER_MINUTE, MS_PER_SECOND } from '../lib/units.js';
import type { ThrottleLimit } from './options.js';

/** The content of the usage headers. */
export interface Usage {
  readonly admitted: boolean;
  /** Percentage of the limit that is used, rounded; 100 and more while blocked. */
  readonly percent: number;
  /** Milliseconds until calls pass again; 0 while they do. */
  readonly regainMs: number;
  /** Milliseconds until the count is reset. */
  readonly resetMs: number;
}

/** The usage of a caller that is far below the limit. */
const UNLIMITED: Usage = { admitted: true, percent: 1, regainMs: 0, resetMs: 0 };

/** Each call made while blocked extends the block by this fraction of the period, as Meta warns … */
const PENALTY_SHARE = 0.1;
/** … up to this many periods, so that a persistent caller still gets through. */
const LONGEST_BLOCK_PERIODS = 3;

/** Counts event requests per period and blocks those beyond the limit. */
export class Throttle {
  readonly #limit: ThrottleLimit | null;
  #periodStart = -Infinity;
  #calls = 0;
  #blockedUntil = -Infinity;

  constructor(limit: ThrottleLimit | null) {
    this.#limit = limit;
  }

  /** Counts one call at an instant and returns whether it passes. */
  call(nowMs: number): Usage {
    if (this.#limit === null) return UNLIMITED;
    const periodMs = this.#limit.seconds * MS_PER_SECOND;
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

/** The business that owns the dataset and whose calls are counted. */
export const BUSINESS_ID = '900000000000009';
const TIER = 'standard_access';

/** Processor time and run time are lower than the number of calls, as is usual. */
const shares = (percent: number): { call_count: number; total_time: number; total_cputime: number } => ({
  call_count: percent,
  total_time: Math.floor(percent * 0.6),
  total_cputime: Math.floor(percent * 0.4),
});

/** Whole minutes, as Meta returns them; a shorter block appears only in `reset_time_duration`, in seconds. */
const wholeMinutes = (milliseconds: number): number =>
  milliseconds < MS_PER_MINUTE ? 0 : Math.ceil(milliseconds / MS_PER_MINUTE);

/** The usage headers of an answer (Graph API, rate limiting): minutes in one, seconds in the other. */
export const usageHeaders = (usage: Usage): Record<string, string> => {
  const used = shares(usage.percent);
  const business = {
    [BUSINESS_ID]: [
      {
        type: 'ads_management',
        ...used,
        estimated_time_to_regain_access: wholeMinutes(usage.regainMs),
        ads_api_access_tier: TIER,
      },
    ],
  };
  const account = {
    acc_id_util_pct: usage.percent,
    reset_time_duration: Math.ceil(usage.resetMs / MS_PER_SECOND),
    ads_api_access_tier: TIER,
  };
  return {
    'x-app-usage': JSON.stringify(used),
    'x-business-use-case-usage': JSON.stringify(business),
    'x-ad-account-usage': JSON.stringify(account),
  };
};
