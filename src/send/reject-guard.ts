// Decides when too many rejects stop a run. Counting them is in run/tally.ts.

import { formatCount, formatLimit, formatNumbered, formatShare } from '../lib/format.js';
import type { RejectLimit } from '../model/settings.js';

/** Percentages are meaningless before this many events. */
const SHARE_AFTER_EVENTS = 1_000;
/** Meta's own uploader gave up above this fraction of its first 1,000 rows. */
const DEFAULT_REFUSED_SHARE = 0.1;
/**
 * This many refusals without an accepted request in between mean that the mapping or the dataset is wrong, not the
 * events.
 */
const REFUSED_IN_A_ROW = 50;

/**
 * Meta's access tier asks for an error rate under 15 % of the last 500 requests (Marketing API changelog, 2026-05-04).
 */
const TIER_REQUESTS = 500;
const TIER_REFUSALS = 75;

/** What a run has read so far, and how much of it was rejected. */
export interface Judged {
  readonly events: number;
  readonly rejected: number;
  /** Malformed records; their number of events is unknown, so each counts as one. */
  readonly malformed: number;
}

const rejectedText = ({ rejected, malformed, events }: Judged): string => {
  const ofEvents = `${formatCount(rejected)} of ${formatNumbered(events, 'event')} ${rejected === 1 ? 'was' : 'were'} rejected`;
  if (malformed === 0) return `${ofEvents} (${formatShare(rejected, events)})`;
  const together = formatShare(rejected + malformed, events + malformed);
  return `${ofEvents} and ${formatNumbered(malformed, 'record')} malformed (together ${together})`;
};

/** Whether more was rejected than a share allows, but among too few events for it to stop the run. */
export const isShareNotApplied = (limit: RejectLimit | null, { events, rejected, malformed }: Judged): boolean =>
  limit?.kind === 'share' &&
  events + malformed < SHARE_AFTER_EVENTS &&
  rejected + malformed > limit.share * (events + malformed);

/** Stops a run early that cannot succeed: a wrong mapping or a wrong dataset would cost thousands of requests. */
export class RejectGuard {
  readonly #limit: RejectLimit | null;
  #accepted = 0;
  #refused = 0;
  #refusedInARow = 0;
  /** Whether each of the last requests was refused, the oldest first. */
  readonly #requests: boolean[] = [];
  #refusedRequests = 0;

  constructor(limit: RejectLimit | null) {
    this.#limit = limit;
  }

  accepted(events: number): void {
    this.#accepted += events;
    this.#refusedInARow = 0;
  }

  refused(): void {
    this.#refused += 1;
    this.#refusedInARow += 1;
  }

  /**
   * Counts one answered request; returns why the run should stop, or null. Refusals beyond the limit cost the app its
   * access tier whatever the other requests return, so the run stops while it divides a request.
   */
  answered(isRefusal: boolean): string | null {
    this.#requests.push(isRefusal);
    if (isRefusal) this.#refusedRequests += 1;
    if (this.#requests.length > TIER_REQUESTS && this.#requests.shift() === true) this.#refusedRequests -= 1;
    if (this.#limit !== null || this.#refusedRequests < TIER_REFUSALS) return null;
    return `Facebook refused ${this.#refusedRequests} of the last ${formatNumbered(this.#requests.length, 'request')}; Meta asks for an error rate under 15% of the last ${TIER_REQUESTS}, so the run stops before that costs the app its access tier (fix the events, or set maxRejects to continue)`;
  }

  reasonToStop(judged: Judged): string | null {
    return this.#limit === null ? this.#ofFacebook() : this.#ofLimit(this.#limit, judged);
  }

  #ofLimit(limit: RejectLimit, judged: Judged): string | null {
    const rejected = judged.rejected + judged.malformed;
    const read = judged.events + judged.malformed;
    if (limit.kind === 'count')
      return rejected > limit.count ? `${rejectedText(judged)}, and maxRejects is ${formatCount(limit.count)}` : null;
    if (read < SHARE_AFTER_EVENTS || rejected <= limit.share * read) return null;
    return `${rejectedText(judged)}, and maxRejects is ${formatLimit(limit.share)}`;
  }

  #ofFacebook(): string | null {
    if (this.#refusedInARow >= REFUSED_IN_A_ROW)
      return `Facebook refused ${this.#refusedInARow} events in a row: the mapping or the destination must be wrong (maxRejects sets another limit)`;
    const judged = this.#accepted + this.#refused;
    if (judged < SHARE_AFTER_EVENTS || this.#refused <= DEFAULT_REFUSED_SHARE * judged) return null;
    return `Facebook refused ${formatShare(this.#refused, judged)} of ${formatCount(judged)} events (maxRejects sets another limit than ${formatLimit(DEFAULT_REFUSED_SHARE)})`;
  }
}
