import type { RejectReason, SkipReason } from '../../model/reasons.js';
import type { MappingSettings } from '../../model/settings.js';
import { numberOrNull } from './value.js';

const MS_PER_SECOND = 1_000;
const MS_PER_DAY = 86_400_000;
/** Facebook did not exist before: an earlier time is a mistake, most often seconds where milliseconds belong. */
const EARLIEST_EVENT_MS = Date.UTC(2004, 0, 1);
/** Meta documents no limit but refuses the future; clocks of tills differ by seconds. */
const FUTURE_TOLERANCE_MS = 60_000;

export type EventTime =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly message: string };

type Limits = Pick<MappingSettings, 'asOfMs' | 'sinceMs' | 'untilMs' | 'maxAgeDays'>;

const rejected = (reason: RejectReason, message: string): EventTime => ({ kind: 'rejected', reason, message });

/**
 * `timestamp_unixtime_ms` (number or numeric string) to whole UNIX seconds, rounded down, as Meta asks; or why the event
 * does not go out: no time, an impossible one, outside --since/--until, in the future, older than `maxAgeDays`.
 */
export const eventTimeOf = (time: unknown, limits: Limits): EventTime => {
  if (time === undefined || time === null || time === '')
    return rejected('no_event_time', 'timestamp_unixtime_ms is missing');
  const ms = numberOrNull(time);
  if (ms === null) return rejected('invalid_event_time', 'timestamp_unixtime_ms is not a number of milliseconds');
  if (ms === 0) return rejected('no_event_time', 'timestamp_unixtime_ms is 0, which means not set');
  if (ms < EARLIEST_EVENT_MS)
    return rejected('invalid_event_time', 'timestamp_unixtime_ms lies before 2004: is it in seconds?');
  if (limits.sinceMs !== null && ms < limits.sinceMs) return { kind: 'skipped', reason: 'before_since' };
  if (limits.untilMs !== null && ms >= limits.untilMs) return { kind: 'skipped', reason: 'after_until' };
  if (ms > limits.asOfMs + FUTURE_TOLERANCE_MS) return rejected('future_event_time', 'the event lies in the future');
  if (limits.maxAgeDays !== null && ms < limits.asOfMs - limits.maxAgeDays * MS_PER_DAY)
    return rejected('too_old', `the event is older than ${limits.maxAgeDays} days`);
  return { kind: 'time', seconds: Math.floor(ms / MS_PER_SECOND) };
};
