// The usage headers of a reply: how much of the call limit is used, and how long to wait.

import { isJsonObject, jsonOrUndefined, numberOrNull, objectOrNull } from '../lib/json.js';
import { MS_PER_DAY, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/units.js';

/** Facebook's windows are an hour, at most a day: a longer wait is cut to a day (timers end at 24 days). */
const LONGEST_WAIT_MS = MS_PER_DAY;

/** How much of Facebook's call limits is used, and what it asks to wait. */
export interface Usage {
  /** Highest percentage in the headers; null: no usage header. */
  readonly percent: number | null;
  /** Milliseconds until access is restored, as a header says; null: none does. */
  readonly waitMs: number | null;
}

const numbersOf = (source: Readonly<Record<string, unknown>>, names: readonly string[]): readonly number[] =>
  names.map((name) => numberOrNull(source[name]) ?? -1).filter((value) => value >= 0);

const PERCENTAGES = ['call_count', 'total_time', 'total_cputime', 'acc_id_util_pct'];

/** `X-Business-Use-Case-Usage` has lists by business id; the other headers are one object. */
const objectsOf = (header: string | undefined): readonly Readonly<Record<string, unknown>>[] => {
  const value = header === undefined ? null : objectOrNull(jsonOrUndefined(header));
  if (value === null) return [];
  return [value, ...Object.values(value).flatMap((part) => (Array.isArray(part) ? part.filter(isJsonObject) : []))];
};

/** `Retry-After`: seconds, or an HTTP date. */
const retryAfterMs = (header: string | undefined, nowMs: number): readonly number[] => {
  if (header === undefined) return [];
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * MS_PER_SECOND : Date.parse(header) - nowMs;
  return Number.isFinite(ms) && ms > 0 ? [ms] : [];
};

/**
 * Reads every usage header of one answer (Marketing API, rate limiting). Units differ:
 * `estimated_time_to_regain_access` is in minutes, `reset_time_duration` and `Retry-After` in seconds.
 */
export const usageOf = (headers: ReadonlyMap<string, string>, nowMs: number): Usage => {
  const objects = ['x-app-usage', 'x-ad-account-usage', 'x-business-use-case-usage'].flatMap((name) =>
    objectsOf(headers.get(name)),
  );
  const percents = objects.flatMap((object) => numbersOf(object, PERCENTAGES));
  const waits = [
    ...retryAfterMs(headers.get('retry-after'), nowMs),
    ...objects
      .flatMap((object) => numbersOf(object, ['estimated_time_to_regain_access']))
      .map((minutes) => minutes * MS_PER_MINUTE),
    ...objects
      // The account's window resets regularly; waiting for it helps only if it is used up.
      .filter((object) => (numberOrNull(object['acc_id_util_pct']) ?? 0) >= 100)
      .flatMap((object) => numbersOf(object, ['reset_time_duration']))
      .map((seconds) => seconds * MS_PER_SECOND),
  ].filter((ms) => ms > 0);
  return {
    percent: percents.length === 0 ? null : Math.max(...percents),
    waitMs: waits.length === 0 ? null : Math.min(LONGEST_WAIT_MS, Math.max(...waits)),
  };
};
