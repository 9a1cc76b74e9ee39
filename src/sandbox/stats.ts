// The simulator's statistics.

import { sum } from '../lib/sum.js';
import type { JsonObject } from '../lib/json.js';
import type { Api } from '../model/settings.js';
import { saleOf } from './dedupe.js';
import { isNumber } from './validate/refusal.js';

/** Counts of what arrived, by outcome. */
export interface SandboxStats {
  /** Requests to the event edges; `received` is the sum of all the others. */
  readonly requests: {
    readonly received: number;
    readonly accepted: number;
    /** Refused by a rule of Meta. */
    readonly refused: number;
    readonly throttled: number;
    readonly failed: number;
    readonly reset: number;
    /** Processed, but the answer was lost. */
    readonly answersLost: number;
    readonly aborted: number;
  };
  /** Events of processed requests: `received` = `kept` + `duplicates`; and events of refused ones. */
  readonly events: {
    readonly received: number;
    readonly kept: number;
    readonly duplicates: number;
    readonly inRefusedRequests: number;
    readonly test: number;
  };
  /** Kept events by destination, by event name; value by currency. */
  readonly byDestination: Readonly<Record<string, number>>;
  readonly byEventName: Readonly<Record<string, number>>;
  readonly value: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, number>>;
  readonly mostRequestsAtOnce: number;
  readonly mostEventsInRequest: number;
  readonly bodyBytes: number;
}

/** How a request to an event edge ended. */
export type RequestOutcome = Exclude<keyof SandboxStats['requests'], 'received'>;

/** Tables of counts must not grow with what clients send: beyond this many names, the rest is counted together. */
const MAX_NAMES = 200;
const OTHERS = '(others)';
/** Sums run in thousandths, the smallest unit of any currency, so that binary noise does not add up. */
const THOUSANDTHS = 1000;

const add = (counts: Map<string, number>, name: string, by: number): void => {
  const key = counts.has(name) || counts.size < MAX_NAMES ? name : OTHERS;
  counts.set(key, (counts.get(key) ?? 0) + by);
};

/** Counts what happens; `snapshot` is what `/_sandbox/stats` returns. */
export class StatsKeeper {
  readonly #requests = { accepted: 0, refused: 0, throttled: 0, failed: 0, reset: 0, answersLost: 0, aborted: 0 };
  readonly #events = { kept: 0, duplicates: 0, inRefusedRequests: 0, test: 0 };
  readonly #byDestination = new Map<string, number>();
  readonly #byEventName = new Map<string, number>();
  readonly #value = new Map<string, number>();
  readonly #errors = new Map<string, number>();
  #atOnce = 0;
  #mostAtOnce = 0;
  #mostEvents = 0;
  #bodyBytes = 0;

  begin(): void {
    this.#atOnce += 1;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#atOnce);
  }

  end(outcome: RequestOutcome): void {
    this.#atOnce -= 1;
    this.#requests[outcome] += 1;
  }

  body(bytes: number): void {
    this.#bodyBytes += bytes;
  }

  error(code: string): void {
    add(this.#errors, code, 1);
  }

  processed(events: number, isTest: boolean): void {
    this.#mostEvents = Math.max(this.#mostEvents, events);
    if (isTest) this.#events.test += events;
  }

  refused(events: number): void {
    this.#events.inRefusedRequests += events;
  }

  duplicate(): void {
    this.#events.duplicates += 1;
  }

  kept(api: Api, destination: string, event: JsonObject): void {
    this.#events.kept += 1;
    add(this.#byDestination, destination, 1);
    add(this.#byEventName, String(event['event_name']), 1);
    const { value, currency } = saleOf(api, event);
    if (isNumber(value) && typeof currency === 'string')
      add(this.#value, currency.toUpperCase(), Math.round(value * THOUSANDTHS));
  }

  snapshot(): SandboxStats {
    const received = sum(Object.values(this.#requests));
    const { kept, duplicates, inRefusedRequests, test } = this.#events;
    const value = [...this.#value].map(([currency, sum]) => [currency, sum / THOUSANDTHS] as const);
    return {
      requests: { received, ...this.#requests },
      events: { received: kept + duplicates, kept, duplicates, inRefusedRequests, test },
      byDestination: Object.fromEntries(this.#byDestination),
      byEventName: Object.fromEntries(this.#byEventName),
      value: Object.fromEntries(value),
      errors: Object.fromEntries(this.#errors),
      mostRequestsAtOnce: this.#mostAtOnce,
      mostEventsInRequest: this.#mostEvents,
      bodyBytes: this.#bodyBytes,
    };
  }
}
