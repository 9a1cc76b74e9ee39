// The event time in seconds, or why the event is not sent.

import { formatNumbered } from '../../lib/format.js';
import type { RejectReason, SkipReason } from '../../model/reasons.js';
import type { MappingSettings } from '../../model/settings.js';
import { CLOCK_CHANGE, formatOfMark, TWO_MONTHS } from '../../model/time-format.js';
import { parseNumber } from './number.js';
import { hasLostDigits } from '../../lib/e-notation.js';
import { MS_PER_DAY, MS_PER_SECOND } from '../../lib/units.js';

/** Facebook did not exist before this: an earlier time is a mistake, most often seconds instead of milliseconds. */
const EARLIEST_EVENT_MS = Date.UTC(2004, 0, 1);
/** Meta documents no limit but refuses future times; clocks of tills differ by seconds. */
const FUTURE_TOLERANCE_MS = 60_000;

type EventTime =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly message: string };

type Limits = Pick<MappingSettings, 'asOfMs' | 'sinceMs' | 'untilMs' | 'maxAgeDays'>;

const rejected = (reason: RejectReason, message: string): EventTime => ({ kind: 'rejected', reason, message });

/** `1.79555153863E12` is how Java writes 1795551538630: all its digits but the last zero. Spreadsheets leave fewer. */
const ALL_BUT_ZEROS = /^\d\.\d{9,}E\d+$/;
/** 20261124 or 20261124091500: a date written as digits, with or without its time of day. */
const DATE_DIGITS = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?$/;
/** Digits of a time of our century, by its unit. */
const UNITS: ReadonlyMap<number, string> = new Map([
  [10, 'in seconds'],
  [16, 'in microseconds'],
  [19, 'in nanoseconds'],
]);

/** `46350.8882`: days since 1900, from 1982 to 2064. */
const SHEET_DAYS = /^[3-5]\d{4}(?:[.,]\d+)?$/;

/** The unit of a number that is not in milliseconds, by its digits; null: unknown. */
const otherUnit = (time: string): string | null => {
  const [digits = ''] = time.trim().split('.');
  if (DATE_DIGITS.test(digits)) return 'a date written as digits (YYYYMMDDhhmmss)';
  return /^[1-9]\d*$/.test(digits) ? (UNITS.get(digits.length) ?? null) : null;
};

/** Why a time is not in milliseconds, by its format or its probable unit; null: unknown. */
const whyInvalid = (time: unknown): string | null => {
  if (typeof time !== 'number' && typeof time !== 'string') return null;
  const text = String(time);
  const format = formatOfMark(text);
  if (format !== null) return `the time does not match the format ${format}`;
  if (text.endsWith(CLOCK_CHANGE))
    return 'the clocks of the time zone change around this time, so it occurs twice or never: write its UTC offset after it (in a dateFormat: XXX)';
  if (text.endsWith(TWO_MONTHS))
    return 'the month (lip, lis, listopad) is one in Polish and another in Croatian: name the language in the manifest ("language": "pl")';
  if (SHEET_DAYS.test(text.trim()))
    return "timestamp_unixtime_ms is a spreadsheet's number of days: format the column as date and time, and export again";
  const unit = otherUnit(text);
  return unit === null ? null : `timestamp_unixtime_ms is not in milliseconds: is it ${unit}?`;
};

/** The message for a time that is not in milliseconds. */
const invalidTime = (time: unknown, otherwise: EventTime): EventTime => {
  const why = whyInvalid(time);
  return why === null ? otherwise : rejected('invalid_event_time', why);
};

/** The times, both included, for which `eventTimeOf` returns a time whatever else the settings are. */
export const usualTimes = ({
  asOfMs,
  sinceMs,
  untilMs,
  maxAgeDays,
}: Limits): { readonly earliestMs: number; readonly latestMs: number } => ({
  earliestMs: Math.max(
    EARLIEST_EVENT_MS,
    sinceMs ?? -Infinity,
    maxAgeDays === null ? -Infinity : asOfMs - maxAgeDays * MS_PER_DAY,
  ),
  latestMs: Math.min(asOfMs + FUTURE_TOLERANCE_MS, untilMs === null ? Infinity : untilMs - 1),
});

/**
 * `timestamp_unixtime_ms` (number or numeric string) to whole UNIX seconds, rounded down, as Meta asks; or why the
 * event is not sent: no time, an impossible one, outside --since/--until, in the future, older than `maxAgeDays`.
 */
export const eventTimeOf = (time: unknown, limits: Limits): EventTime => {
  if (time === undefined || time === null || (typeof time === 'string' && time.trim() === ''))
    return rejected('no_event_time', 'timestamp_unixtime_ms is missing');
  if (typeof time === 'string' && hasLostDigits(time) && !ALL_BUT_ZEROS.test(time.trim()))
    return rejected('invalid_event_time', 'timestamp_unixtime_ms was shortened by a spreadsheet: its digits are lost');
  const ms = parseNumber(time);
  if (ms === null)
    return invalidTime(time, rejected('invalid_event_time', 'timestamp_unixtime_ms is not a number of milliseconds'));
  if (ms === 0) return rejected('no_event_time', 'timestamp_unixtime_ms is 0, which means not set');
  if (ms < EARLIEST_EVENT_MS)
    return invalidTime(time, rejected('invalid_event_time', 'timestamp_unixtime_ms is a time before 2004'));
  if (limits.sinceMs !== null && ms < limits.sinceMs) return { kind: 'skipped', reason: 'before_since' };
  if (limits.untilMs !== null && ms >= limits.untilMs) return { kind: 'skipped', reason: 'after_until' };
  if (ms > limits.asOfMs + FUTURE_TOLERANCE_MS)
    return invalidTime(time, rejected('future_event_time', 'the event is in the future'));
  if (limits.maxAgeDays !== null && ms < limits.asOfMs - limits.maxAgeDays * MS_PER_DAY)
    return rejected('too_old', `the event is older than ${formatNumbered(limits.maxAgeDays, 'day')}`);
  return { kind: 'time', seconds: Math.floor(ms / MS_PER_SECOND) };
};
