import type { RejectLimit } from '../model/settings.js';

/** Shares say nothing before this many events. */
const SHARE_AFTER_EVENTS = 1_000;
/** Meta's own uploader gave up above this share of its first 1,000 rows. */
const DEFAULT_REFUSED_SHARE = 0.1;
/** So many refusals with nothing accepted in between mean that the mapping or the dataset is wrong, not the events. */
const REFUSED_IN_A_ROW = 50;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Notices early that a run cannot go well: a wrong mapping or a wrong dataset would cost thousands of requests. */
export class RejectGuard {
  readonly #limit: RejectLimit | null;
  #accepted = 0;
  #refused = 0;
  #refusedInARow = 0;

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

  /** Why the run should stop, or null. `rejected` and `read` count every event (and malformed record) of the run. */
  verdict(rejected: number, read: number): string | null {
    return this.#limit === null ? this.#ofFacebook() : this.#ofLimit(this.#limit, rejected, read);
  }

  #ofLimit(limit: RejectLimit, rejected: number, read: number): string | null {
    if (limit.kind === 'count')
      return rejected > limit.count
        ? `${rejected} of ${read} events were rejected, and maxRejects is ${limit.count}`
        : null;
    if (read < SHARE_AFTER_EVENTS || rejected <= limit.share * read) return null;
    return `${percent(rejected / read)} of ${read} events were rejected, and maxRejects is ${percent(limit.share)}`;
  }

  #ofFacebook(): string | null {
    if (this.#refusedInARow >= REFUSED_IN_A_ROW)
      return `Facebook refused ${this.#refusedInARow} events in a row: the mapping or the destination must be wrong (maxRejects sets another limit)`;
    const judged = this.#accepted + this.#refused;
    if (judged < SHARE_AFTER_EVENTS || this.#refused <= DEFAULT_REFUSED_SHARE * judged) return null;
    return `Facebook refused ${percent(this.#refused / judged)} of ${judged} events (maxRejects sets another limit than ${percent(DEFAULT_REFUSED_SHARE)})`;
  }
}
