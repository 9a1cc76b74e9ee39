// The simulator's answers about the quality of the accepted events. The shapes are Meta's (Dataset Quality API for
// offline events; AdsPixel stats); how Meta computes its scores is not known, so the numbers are this file's own.
import { type JsonObject, objectOrNull } from '../lib/json.js';
import type { Api } from '../model/settings.js';
import { MS_PER_SECOND, SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../lib/units.js';

const HIGHEST_SCORE = 10;
const DAYS = 28;
/** More names, or hours of one name, than any caller needs: the tables must not grow with the input. */
const MAX_NAMES = 200;
const MAX_HOURS = 7 * 24 + 1;

interface Kept {
  events: number;
  withEmail: number;
  withPhone: number;
  fresh: number;
  /** Days (since the epoch) on which events arrived. */
  readonly days: Set<number>;
  /** Events by hour (since the epoch) of their arrival. */
  readonly hours: Map<number, number>;
}

const oneDigit = (value: number): number => Math.round(value * 10) / 10;

const dimension = (score: number, advice: string): JsonObject => ({
  score: oneDigit(score),
  recommendation: score >= HIGHEST_SCORE * 0.9 ? '' : advice,
});

const hasKey = (api: Api, event: JsonObject, conversions: string, offline: string): boolean => {
  const keys = objectOrNull(event[api === 'conversions' ? 'user_data' : 'match_keys']);
  const value = keys?.[api === 'conversions' ? conversions : offline];
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
};

const scored = (eventName: string, kept: Kept): JsonObject => {
  const share = (count: number): number => count / Math.max(1, kept.events);
  const [email, phone] = [share(kept.withEmail), share(kept.withPhone)];
  const matchKey = HIGHEST_SCORE * (0.6 * email + 0.4 * phone);
  const frequency = (HIGHEST_SCORE * Math.min(DAYS, kept.days.size)) / DAYS;
  const freshness = HIGHEST_SCORE * share(kept.fresh);
  return {
    event_name: eventName,
    composite: dimension((matchKey + frequency + freshness) / 3, 'Improve match keys, frequency and freshness.'),
    match_key: {
      ...dimension(matchKey, 'Send e-mail and phone with more events.'),
      coverage: { email: oneDigit(100 * email), phone: oneDigit(100 * phone) },
    },
    frequency: dimension(frequency, 'Upload events every day.'),
    freshness: dimension(freshness, 'Upload events within a day of the sale.'),
  };
};

/** Counts kept events for the quality of each destination. */
export class QualityKeeper {
  readonly #byKey = new Map<string, Kept>();

  /** One kept event; `now` in UNIX seconds. */
  kept(api: Api, destination: string, event: JsonObject, now: number): void {
    const name = String(event['event_name']);
    const kept = this.#keptOf(`${destination}/${name}`);
    if (kept === null) return;
    kept.events += 1;
    if (hasKey(api, event, 'em', 'email')) kept.withEmail += 1;
    if (hasKey(api, event, 'ph', 'phone')) kept.withPhone += 1;
    if (now - Number(event['event_time']) <= SECONDS_PER_DAY) kept.fresh += 1;
    if (kept.days.size < DAYS) kept.days.add(Math.floor(now / SECONDS_PER_DAY));
    const hour = Math.floor(now / SECONDS_PER_HOUR);
    kept.hours.set(hour, (kept.hours.get(hour) ?? 0) + 1);
    const [oldest] = kept.hours.keys();
    if (kept.hours.size > MAX_HOURS && oldest !== undefined) kept.hours.delete(oldest);
  }

  /** The answer of `GET /dataset_quality?dataset_id=ID&fields=offline…`. */
  quality(destination: string): JsonObject {
    return { offline: this.#of(destination).map(([name, kept]) => scored(name, kept)) };
  }

  /** The answer of `GET /{id}/stats?aggregation=event_total_counts`; times in UNIX seconds. */
  totals(destination: string, startTime: number, endTime: number): JsonObject {
    const byHour = new Map<number, JsonObject[]>();
    for (const [value, { hours }] of this.#of(destination))
      for (const [hour, count] of hours)
        if ((hour + 1) * SECONDS_PER_HOUR > startTime && hour * SECONDS_PER_HOUR <= endTime)
          byHour.set(hour, [...(byHour.get(hour) ?? []), { value, count }]);
    const data = [...byHour]
      .sort(([a], [b]) => a - b)
      .map(([hour, counts]) => ({
        start_time: new Date(hour * SECONDS_PER_HOUR * MS_PER_SECOND).toISOString(),
        aggregation: 'event_total_counts',
        data: counts,
      }));
    return { data };
  }

  #keptOf(key: string): Kept | null {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (this.#byKey.size >= MAX_NAMES) return null;
    const made: Kept = { events: 0, withEmail: 0, withPhone: 0, fresh: 0, days: new Set(), hours: new Map() };
    this.#byKey.set(key, made);
    return made;
  }

  #of(destination: string): (readonly [string, Kept])[] {
    const start = `${destination}/`;
    return [...this.#byKey]
      .filter(([key]) => key.startsWith(start))
      .map(([key, kept]) => [key.slice(start.length), kept]);
  }
}
