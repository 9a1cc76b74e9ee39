// The format of dates and times of day, by the cells of a column. Decides only; no cell leaves this file.
import { MONTH_LANGUAGES } from '../../read/csv/date-format.js';
import { filled, isNearlyAll, nearlyAll, type Sureness } from './table.js';

/** The format of a column's times. */
export interface DateGuess {
  /** Unicode date field symbols; null: read without a format. */
  readonly format: string | null;
  readonly sureness: Sureness;
  /** Another format that fits just as well; null: none. */
  readonly other: string | null;
  /** Whether the times include their zone. */
  readonly zoned: boolean;
  /** Dates without a time of day, or with midnight for it. */
  readonly isDateOnly: boolean;
}

/** Times that are read without a format: ISO 8601 without a zone. */
const NATIVE = /^(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)?)$/;
/** Seconds to nanoseconds, and ISO 8601 with an offset or the name of a zone. */
const NATIVE_ZONED =
  /^(?:\d{9,14}(?:\.\d+)?|[1-9]\d{15}(?:\d{3})?|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d+)? ?(?:Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?(?:\[[\w/+-]+\])?|[a-z]+(?:\/[\w+-]+)+))$/i;

interface DateForm {
  readonly format: string;
  readonly expression: string;
}

/** Languages with known names of months; the last ones are read only where a manifest names them. */
// prettier-ignore
export const KNOWN_LANGUAGES: readonly string[] = [
  ...MONTH_LANGUAGES,
  'hr', 'cs', 'da', 'fi', 'hu', 'nb', 'ro', 'sk', 'sl', 'sv', 'tr',
];

const MONTHS = Array.from({ length: 12 }, (_, month) => Date.UTC(2026, month, 15));

/** The names of months beside a day, in each language that is known. */
const monthsIn = (month: 'short' | 'long'): string => {
  const names = KNOWN_LANGUAGES.flatMap((language) => {
    const form = new Intl.DateTimeFormat(language, { day: 'numeric', month, timeZone: 'UTC' });
    return MONTHS.flatMap((time) => form.formatToParts(time).find(({ type }) => type === 'month')?.value ?? []);
  }).filter((name) => /\p{L}/u.test(name));
  return `(?:${[...new Set(names)].map((name) => name.replaceAll('.', '\\.')).join('|')})`;
};

/** Expressions of date field symbols; AM and PM in every spelling that the symbol a reads, with or without a space. */
// prettier-ignore
const SYMBOLS: Readonly<Record<string, string>> = {
  yyyy: '\\d{4}', yy: '\\d{2}', MM: '(?<M>\\d{2})', M: '(?<M>\\d{1,2})', dd: '(?<d>\\d{2})',
  d: '(?<d>\\d{1,2})',
  MMMM: monthsIn('long'), MMM: monthsIn('short'),
  HH: '\\d{2}', H: '\\d{1,2}', hh: '\\d{2}', h: '\\d{1,2}', mm: '\\d{2}', ss: '\\d{2}', SSSSSS: '\\d{6}',
  SSS: '\\d{3}', ' a': '\\s?[ap]\\.? ?m\\.?', EEE: '[a-z]{3}', XXX: '(?:[+-]\\d{2}:?\\d{2}|Z|UTC|GMT)',
};
const SYMBOL = /'[^']+'|EEE|XXX|yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|H|hh|h|mm|ss|SSSSSS|SSS| a/g;

const formOf = (format: string): DateForm => ({
  format,
  expression: format
    .replace(/[./]/g, '\\$&')
    .replace(SYMBOL, (symbol) => SYMBOLS[symbol] ?? symbol.replaceAll("'", '')),
});

/** If both fit, days come before months, as dates are written outside the United States. */
// prettier-ignore
const DATES: readonly DateForm[] = [
  ...['.', '/', '-'].flatMap((sign) =>
    ['yyyy', 'yy'].flatMap((year) =>
      ['dd MM', 'd M', 'MM dd', 'M d'].map((parts) => [...parts.split(' '), year].join(sign)),
    ),
  ),
  'yyyy-MM-dd', 'yyyy/MM/dd', 'yyyy.MM.dd', 'yyyyMMdd', 'yyyy/M/d',
  'MMM d, yyyy', 'd MMM yyyy', 'MMMM d, yyyy', 'd MMMM yyyy', 'dd-MMM-yyyy', 'dd-MMM-yy',
  'd. MMM yyyy', 'd. MMMM yyyy', "d 'de' MMMM 'de' yyyy", 'd. M. yyyy', 'yyyy.MM.dd.', 'yyyy. MM. dd.',
  'MMM d yyyy', 'EEE, d MMM yyyy',
].map(formOf);

// prettier-ignore
const CLOCKS: readonly DateForm[] = [
  '', ' HH:mm', ' HH:mm:ss', ' H:mm', ' H:mm:ss', ' h:mm a', ' h:mm:ss a', ' HH.mm', ' HH.mm.ss', " HH'h'mm",
  ', HH:mm', ', HH:mm:ss', ', h:mm:ss a', " HH:mm 'Uhr'", ", HH:mm 'Uhr'", ' HHmm', ' HHmmss', ' hh.mm.ss.SSSSSS a',
  ' HH:mm:ss XXX', " 'at' h:mm a",
  // Databases write midnight after a date without a time, and a day of their own before a time without a date.
  " '00:00' HH:mm", " '00:00:00' HH:mm", " '00:00:00' HH:mm:ss", " '00:00:00.000' HH:mm:ss",
  " '1900-01-01' HH:mm:ss", " '1900-01-01' HH:mm:ss.SSS", " '1899-12-30' HH:mm:ss",
].map(formOf);

const MAX_DAYS = 31;
const MAX_MONTHS = 12;

const inRange = ({ d, M }: Readonly<Record<string, string | undefined>>): boolean =>
  (d === undefined || (Number(d) >= 1 && Number(d) <= MAX_DAYS)) &&
  (M === undefined || (Number(M) >= 1 && Number(M) <= MAX_MONTHS));

const countOfFits = (cells: readonly string[], expression: RegExp): number =>
  cells.filter((cell) => {
    const match = expression.exec(cell);
    return match !== null && inRange(match.groups ?? {});
  }).length;

/** The formats that fit most cells, and nearly all: among days up to the 12th, 13/11/2026 shows that days are first. */
const formatsOf = (cells: readonly string[]): string[] => {
  const clocks = CLOCKS.filter((clock) =>
    cells.some((cell) => new RegExp(`[\\d.]${clock.expression}$`, 'i').test(cell)),
  );
  const counted = clocks.flatMap((clock) =>
    DATES.map((date) => ({
      format: date.format + clock.format,
      count: countOfFits(cells, new RegExp(`^${date.expression}${clock.expression}$`, 'i')),
    })),
  );
  const most = Math.max(0, ...counted.map(({ count }) => count));
  const isEnough = most > 0 && isNearlyAll(most, cells.length);
  return isEnough ? counted.filter(({ count }) => count === most).map(({ format }) => format) : [];
};

const isMonthFirst = (format: string): boolean => format.startsWith('M') && !format.startsWith('MMM');

/** Days from the first to the last date by a format, with months of 31 days. */
const daysOf = (texts: readonly string[], format: string | undefined): number => {
  const expression = new RegExp(`^${formOf(format ?? '').expression}$`, 'i');
  const days = texts.flatMap((text) => {
    const { d, M } = expression.exec(text)?.groups ?? {};
    return d === undefined ? [] : [Number(M) * MAX_DAYS + Number(d)];
  });
  return format === undefined || days.length === 0 ? 0 : Math.max(...days) - Math.min(...days);
};

/** Cells that are hours and minutes, without a date. */
export const isClock = (cells: readonly string[]): boolean => {
  const texts = filled(cells);
  return (
    texts.length > 0 &&
    nearlyAll(texts, (text) =>
      /^(?:1900-01-01 |1899-12-30 )?\d{1,2}(?:[:h]|\.(?=\d\d(?:\.\d\d)?$))\d{2}(?:[:.]\d{2}(?:\.0+)?)?(?:\s?[ap]\.? ?m\.?)?$/i.test(
        text,
      ),
    )
  );
};

/** The same in digits only, as SAP writes them: used only if a header says that they are times. */
export const isClockInDigits = (cells: readonly string[]): boolean => {
  const texts = filled(cells);
  return texts.length > 0 && nearlyAll(texts, (text) => /^(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?$/.test(text));
};

/** `00:00`, `0:00:00.000`, `12:00 AM` */
const MIDNIGHT = /(?<![\d:])(?:0?0:00(?::00)?(?:[.,]0+)?(?![:\d]| ?pm)|12:00(?::00)? ?am)/i;

const areDatesOnly = (texts: readonly string[]): boolean =>
  nearlyAll(texts, (text) => !/^\d{9,}|\d:\d/.test(text.replace(MIDNIGHT, '')));

/** The format of time cells; null: no format here fits. `monthFirst`: if both fit. */
export const guessDates = (cells: readonly string[], monthFirst: boolean): DateGuess | null => {
  const texts = filled(cells);
  if (texts.length === 0) return null;
  const found = { sureness: 'sure', other: null, isDateOnly: areDatesOnly(texts) } as const;
  if (nearlyAll(texts, (text) => NATIVE_ZONED.test(text))) return { ...found, format: null, zoned: true };
  if (nearlyAll(texts, (text) => NATIVE.test(text))) return { ...found, format: null, zoned: false };
  const formats = formatsOf(texts.map((text) => text.replaceAll(/\s+/g, ' ')));
  const dayFirst = formats.find((format) => !isMonthFirst(format));
  const american = formats.find(isMonthFirst);
  // Files are of a few days or weeks: by the wrong format those are of many months.
  const [days = 0, americanDays = 0] = [dayFirst, american].map((one) => daysOf(texts, one));
  const isAmerican = days === americanDays ? monthFirst : americanDays < days;
  const [format, other] = isAmerican ? [american ?? dayFirst, dayFirst] : [dayFirst ?? american, american];
  if (format === undefined) return null;
  const isGuess = other !== undefined && other !== format;
  const hasOtherClock = /[Hh]['.]|HHm/.test(format);
  return {
    ...found,
    format,
    zoned: format.endsWith('XXX'),
    isDateOnly: found.isDateOnly && !hasOtherClock,
    ...(isGuess ? { sureness: 'guess', other } : {}),
  };
};
