import { DeliveryStoppedError } from '../lib/errors.js';
import type { Clock } from '../lib/clock.js';
import type { Usage } from './usage.js';

const MS_PER_SECOND = 1_000;
/** From here on fewer requests are in flight, from `PAUSE_PERCENT` on none: Facebook throttles at 100. */
const SLOW_DOWN_PERCENT = 75;
const PAUSE_PERCENT = 95;
/** How long all lanes pause near the limit when Facebook does not say. */
const PAUSE_MS = 60_000;

export interface PaceOptions {
  readonly clock: Clock;
  /** Requests in flight at most. */
  readonly lanes: number;
  /** Bound on all waiting together; null: none. */
  readonly maxWaitSeconds: number | null;
  readonly notice: (kind: 'wait' | 'retry', text: string) => void;
  /** Hears of time that all lanes wait, each second once. */
  readonly waited: (seconds: number) => void;
}

/** Lanes for a share of the limit used: all of them up to 75 %, then down in a line to one. */
const lanesFor = (percent: number, lanes: number): number => {
  if (percent < SLOW_DOWN_PERCENT) return lanes;
  const left = Math.max(0, PAUSE_PERCENT - percent) / (PAUSE_PERCENT - SLOW_DOWN_PERCENT);
  return Math.max(1, Math.floor(lanes * left));
};

/** The speed that all lanes share: how many may be in flight, and before when none may start. */
export class Pace {
  readonly #options: PaceOptions;
  #lanes: number;
  #notBefore = 0;
  #why = '';
  /** Waits overlap between lanes: time is counted once, up to here. */
  #countedUntil = 0;
  #waitedMs = 0;
  /** Requests under way, and who waits for one of them to end. */
  #requests = 0;
  readonly #waiting: (() => void)[] = [];
  #throttledMs = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#lanes = options.lanes;
  }

  get lanes(): number {
    return this.#lanes;
  }

  get waitedSeconds(): number {
    return this.#waitedMs / MS_PER_SECOND;
  }

  get throttledSeconds(): number {
    return this.#throttledMs / MS_PER_SECOND;
  }

  /** Set while all lanes wait. */
  get waiting(): { readonly untilMs: number; readonly why: string } | null {
    return this.#notBefore > this.#options.clock.now() ? { untilMs: this.#notBefore, why: this.#why } : null;
  }

  /** Learns from the usage headers of an answer, whatever the answer was. */
  heard(usage: Usage): void {
    if (usage.percent === null) return;
    this.#lanes = lanesFor(usage.percent, this.#options.lanes);
    if (usage.percent >= PAUSE_PERCENT)
      this.holdAll(usage.waitMs ?? PAUSE_MS, `Facebook's call limit is ${Math.round(usage.percent)} % used`);
  }

  /**
   * Lets no lane start for that long. Throws DeliveryStoppedError when `maxWaitSeconds` would be spent.
   */
  holdAll(milliseconds: number, why: string): void {
    const until = this.#options.clock.now() + milliseconds;
    if (until <= this.#notBefore) return;
    const added = this.#count(until);
    this.#throttledMs += added;
    this.#options.waited(added / MS_PER_SECOND);
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
      if (left > 0) await this.#options.clock.sleep(left, signal);
      else if (this.#requests >= this.#lanes) await this.#laneLeft();
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
  async holdOne(milliseconds: number, why: string, signal: AbortSignal): Promise<void> {
    this.#count(this.#options.clock.now() + milliseconds);
    this.#options.notice('retry', `trying again in ${(milliseconds / MS_PER_SECOND).toFixed(1)} s: ${why}`);
    await this.#options.clock.sleep(milliseconds, signal);
  }

  /** Resolves when a request has ended; one is under way whenever somebody waits here. */
  #laneLeft(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #left(): number {
    return this.#notBefore - this.#options.clock.now();
  }

  #count(until: number): number {
    const added = Math.max(0, until - Math.max(this.#options.clock.now(), this.#countedUntil));
    const { maxWaitSeconds } = this.#options;
    if (maxWaitSeconds !== null && this.#waitedMs + added > maxWaitSeconds * MS_PER_SECOND)
      throw new DeliveryStoppedError(`waiting any longer would exceed --max-wait (${maxWaitSeconds} s in all)`);
    this.#waitedMs += added;
    this.#countedUntil = Math.max(this.#countedUntil, until);
    return added;
  }
}
