// Numbers, durations and foreign texts as people read them. No wording: sentences are where they are printed.

import { currencyDigits } from './currency-digits.js';
import { MS_PER_SECOND, SECONDS_PER_DAY, SECONDS_PER_HOUR } from './units.js';

/** A foreign text for use in a message: on one line, without control characters. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ');

const SAFE_IN_SHELLS = /^[\w@%+=:,./-]+$/;

/** A text in single quotes, for POSIX shells. */
export const quotedForShell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A word for a shell command, quoted only if necessary. */
export const shellWord = (text: string): string => (SAFE_IN_SHELLS.test(text) ? text : quotedForShell(text));

/** An input for a shell command: its path, or `FILE` for stdin (`-`), which has none. */
export const shellPath = (path: string): string => (path === '-' ? 'FILE' : shellWord(path));

/** A position between digits that is followed by three, six, … more. */
const THOUSANDS = /\B(?=(?:\d{3})+(?!\d))/g;

/** The same as Intl.NumberFormat for en-US, which takes longer to create than the rest of a small dry run. */
const withDigits = (amount: number, digits: number): string => {
  const [whole = '', fraction] = amount.toFixed(digits).split('.');
  const grouped = whole.replace(THOUSANDS, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

/** A count with thousands separators: `1,204,500`. */
export const formatCount = (count: number): string => withDigits(count, 0);

/** `1 file`, `3 files`; the plural is the noun with an s unless it is given. */
export const formatNumbered = (count: number, noun: string, plural = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : plural}`;

const ONE_OR_MANY = /\{([^|}]*)\|([^}]*)\}/g;

/** A text with `{one|many}` in the form for a count: `{event has|events have} no value`. */
export const forCount = (text: string, count: number): string => text.replace(ONE_OR_MANY, count === 1 ? '$1' : '$2');

/** A fraction as a percentage to a tenth, never rounded to 0% or 100% if it is neither. */
export const formatShare = (part: number, whole: number): string => {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  if (percent > 0 && percent < 0.1) return '<0.1%';
  if (percent < 100 && percent > 99.9) return '>99.9%';
  return percent === 0 || percent === 100 ? `${percent}%` : `${withDigits(percent, 1)}%`;
};

/** A fraction as people write it, without trailing zeros: `5%`, `0.25%`. */
export const formatLimit = (share: number): string => `${Number((share * 100).toFixed(4))}%`;

const BYTE_UNITS = ['kB', 'MB', 'GB', 'TB'] as const;
const BYTES_A_STEP = 1_000;

/** Bytes in decimal units: `812 B`, `1.2 GB`. */
export const formatBytes = (bytes: number): string => {
  if (bytes < BYTES_A_STEP) return `${formatCount(bytes)} B`;
  const step = Math.min(BYTE_UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / BYTES_A_STEP ** step;
  return `${amount < 99.95 ? withDigits(amount, 1) : formatCount(amount)} ${BYTE_UNITS[step - 1] ?? 'TB'}`;
};

const SECONDS_A_MINUTE = 60;

const twoUnits = (whole: number, unit: string, rest: number, smaller: string): string =>
  rest === 0 ? `${formatCount(whole)} ${unit}` : `${formatCount(whole)} ${unit} ${rest} ${smaller}`;

/** A duration in its two largest units: `0.4 s`, `34 s`, `2 min 14 s`, `1 h 3 min`, `2 d 4 h`. */
export const formatDuration = (seconds: number): string => {
  if (seconds < 9.95 && !Number.isInteger(seconds)) return `${withDigits(Math.max(0.1, seconds), 1)} s`;
  const whole = Math.round(seconds);
  if (whole < SECONDS_A_MINUTE) return `${whole} s`;
  if (whole < SECONDS_PER_HOUR)
    return twoUnits(Math.floor(whole / SECONDS_A_MINUTE), 'min', whole % SECONDS_A_MINUTE, 's');
  const minutes = Math.floor(whole / SECONDS_A_MINUTE);
  if (whole < SECONDS_PER_DAY) return twoUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.floor(whole / SECONDS_PER_HOUR);
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
};

/** Milliseconds up to a second, seconds above. */
export const formatMilliseconds = (milliseconds: number): string =>
  milliseconds < MS_PER_SECOND ? `${formatCount(milliseconds)} ms` : formatDuration(milliseconds / MS_PER_SECOND);

/** Events a second: `8,210/s`, `0.4/s`. */
export const formatRate = (perSecond: number): string =>
  `${perSecond === 0 || perSecond >= 10 ? formatCount(perSecond) : withDigits(perSecond, 1)}/s`;

/** An amount in units of its currency, with the currency's own number of digits: `1,234.50 USD`, `1,235 JPY`. */
export const formatMoney = (amount: number, currency: string): string =>
  `${withDigits(amount, currencyDigits(currency))} ${currency}`;

/** Wall-clock time as people's clocks show it (local): `02:13:05`. */
export const formatClock = (epochMs: number): string => {
  const date = new Date(epochMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
};

/** An ISO 8601 instant for people, in UTC: `2026-07-31 02:00 UTC`; what is not an instant stays as it is. */
export const formatInstant = (iso: string): string => {
  const epochMs = Date.parse(iso);
  return Number.isNaN(epochMs) ? iso : `${new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
};
