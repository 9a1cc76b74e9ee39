/** The number of days that every month has. */
const SAFE_DAYS = 28;

/** Whether the calendar has a date (`2026-02-30`: no); `Date.parse` would roll over into the next month. */
export const isDate = (date: string): boolean => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return day <= SAFE_DAYS || new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
};

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const DURATION = /^(\d+(?:\.\d+)?)\s*([smhdw])$/;
/** A date, or a date and a time with its zone: a local time would mean another instant on every machine. */
const ISO_8601 = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/;

/** `90s`, `30m`, `12h`, `3d`, `2w` in milliseconds; null for anything else. */
export const parseDurationMs = (text: string): number | null => {
  const match = DURATION.exec(text.trim().toLowerCase());
  const milliseconds = match === null ? NaN : Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? NaN);
  return Number.isFinite(milliseconds) ? milliseconds : null;
};

/** A point in time, in milliseconds since the epoch, once "now" is known. */
export type Instant = (nowMs: number) => number;

/**
 * An instant: a date (`2026-11-20`, midnight UTC), a time with its zone (`2026-11-20T08:00:00+01:00`), or an age
 * (`3d`: that long before "now"). null for anything else.
 */
export const parseInstant = (text: string): Instant | null => {
  const age = parseDurationMs(text);
  if (age !== null) return (nowMs) => nowMs - age;
  const [instant, date] = ISO_8601.exec(text.trim()) ?? [];
  if (instant === undefined || date === undefined || !isDate(date)) return null;
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? null : () => ms;
};

/** The canonical name of a time zone (`europe/berlin` → `Europe/Berlin`); null where this Node.js does not know it. */
export const timeZoneNamed = (name: string): string | null => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
};
