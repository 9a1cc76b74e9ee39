// What the cells of a column say about its form: the format of dates, the decimal sign, e-mail addresses. Decides only;
// no cell leaves this file.

/** How sure a guess is. */
export type Sureness = 'sure' | 'likely' | 'guess';

export interface DateGuess {
  /** Unicode date field symbols; null: read without a format. */
  readonly format: string | null;
  readonly sureness: Sureness;
  /** The format that fits as well; null: none. */
  readonly other: string | null;
  /** The times say which zone they are in. */
  readonly zoned: boolean;
  /** Dates without a time of day, or with midnight for it. */
  readonly isDateAlone: boolean;
}

/** So many cells of a hundred may be garbled: one row of a file is no reason to know nothing of its columns. */
const MOST_ODD_SHARE = 0.05;

const nearlyAll = (cells: readonly string[], fits: (cell: string) => boolean): boolean => {
  const odd = cells.filter((cell) => !fits(cell)).length;
  return odd <= cells.length * MOST_ODD_SHARE;
};

const filled = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim()).filter((cell) => cell !== '');

const NATIVE = /^(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)?)$/;
const NATIVE_ZONED =
  /^(?:\d{9,14}(?:\.\d+)?|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d+)? ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))$/i;

interface DateForm {
  readonly format: string;
  readonly expression: string;
}

/** Expressions of date field symbols; AM and PM in every spelling that the symbol a reads, with or without a blank. */
const SYMBOLS: Readonly<Record<string, string>> = {
  ...{ yyyy: '\\d{4}', yy: '\\d{2}', MM: '(?<M>\\d{2})', M: '(?<M>\\d{1,2})', dd: '(?<d>\\d{2})' },
  d: '(?<d>\\d{1,2})',
  MMMM: '(?:january|february|march|april|may|june|july|august|september|october|november|december)',
  MMM: '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)',
  ...{ HH: '\\d{2}', H: '\\d{1,2}', h: '\\d{1,2}', mm: '\\d{2}', ss: '\\d{2}', ' a': ' ?[ap]\\.? ?m\\.?', "'h'": 'h' },
};
const SYMBOL = /yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|H|'h'|h|mm|ss| a/g;

const formOf = (format: string): DateForm => ({
  format,
  expression: format.replace(/[./]/g, '\\$&').replace(SYMBOL, (symbol) => SYMBOLS[symbol] ?? symbol),
});

/** Days first before months first where both fit: outside the United States that is how dates are written. */
const DATES: readonly DateForm[] = [
  ...['.', '/', '-'].flatMap((sign) =>
    ['yyyy', 'yy'].flatMap((year) =>
      ['dd MM', 'd M', 'MM dd', 'M d'].map((parts) => [...parts.split(' '), year].join(sign)),
    ),
  ),
  ...['yyyy-MM-dd', 'yyyy/MM/dd', 'yyyy.MM.dd', 'yyyyMMdd', 'yyyy/M/d'],
  ...['MMM d, yyyy', 'd MMM yyyy', 'MMMM d, yyyy', 'd MMMM yyyy', 'dd-MMM-yyyy'],
].map(formOf);

const CLOCKS: readonly DateForm[] = [
  ...['', ' HH:mm', ' HH:mm:ss', ' H:mm', ' H:mm:ss', ' h:mm a', ' h:mm:ss a', ' HH.mm', ' HH.mm.ss', " HH'h'mm"],
  ...[', HH:mm', ', HH:mm:ss', ', h:mm:ss a'],
].map(formOf);

const MOST_DAYS = 31;
const MOST_MONTHS = 12;

const inRange = ({ d, M }: Readonly<Record<string, string | undefined>>): boolean =>
  (d === undefined || (Number(d) >= 1 && Number(d) <= MOST_DAYS)) &&
  (M === undefined || (Number(M) >= 1 && Number(M) <= MOST_MONTHS));

const countOfFits = (cells: readonly string[], expression: RegExp): number =>
  cells.filter((cell) => {
    const match = expression.exec(cell);
    return match !== null && inRange(match.groups ?? {});
  }).length;

/** The formats that fit most cells, and nearly all: of 13/11/2026 among many days until the 12th, only day first does. */
const formatsOf = (cells: readonly string[]): string[] => {
  const clocks = CLOCKS.filter((clock) => cells.some((cell) => new RegExp(`\\d${clock.expression}$`, 'i').test(cell)));
  const counted = clocks.flatMap((clock) =>
    DATES.map((date) => ({
      format: date.format + clock.format,
      count: countOfFits(cells, new RegExp(`^${date.expression}${clock.expression}$`, 'i')),
    })),
  );
  const most = Math.max(0, ...counted.map(({ count }) => count));
  const isEnough = most > 0 && cells.length - most <= cells.length * MOST_ODD_SHARE;
  return isEnough ? counted.filter(({ count }) => count === most).map(({ format }) => format) : [];
};

const isMonthFirst = (format: string): boolean => format.startsWith('M') && !format.startsWith('MMM');

/** Cells that are hours and minutes, without a date. */
export const isClock = (cells: readonly string[]): boolean => {
  const texts = filled(cells);
  return (
    texts.length > 0 &&
    nearlyAll(texts, (text) =>
      /^\d{1,2}(?:[:h]|\.(?=\d\d(?:\.\d\d)?$))\d{2}(?:[:.]\d{2})?(?: ?[ap]\.? ?m\.?)?$/i.test(text),
    )
  );
};

const MIDNIGHT = /(?<![\d:])(?:0?0:00(?::00)?(?:[.,]0+)?(?![:\d]| ?pm)|12:00(?::00)? ?am)/i;

const areDatesAlone = (texts: readonly string[]): boolean =>
  nearlyAll(texts, (text) => !/^\d{9,}|\d:\d/.test(text.replace(MIDNIGHT, '')));

/** The format of time cells; null: no format here reads them as times. `monthFirst`: where both fit. */
export const guessDates = (cells: readonly string[], monthFirst: boolean): DateGuess | null => {
  const texts = filled(cells);
  if (texts.length === 0) return null;
  const found = { sureness: 'sure', other: null, isDateAlone: areDatesAlone(texts) } as const;
  if (nearlyAll(texts, (text) => NATIVE_ZONED.test(text))) return { ...found, format: null, zoned: true };
  if (nearlyAll(texts, (text) => NATIVE.test(text))) return { ...found, format: null, zoned: false };
  const formats = formatsOf(texts);
  const dayFirst = formats.find((format) => !isMonthFirst(format));
  const american = formats.find(isMonthFirst);
  const [format, other] = monthFirst ? [american ?? dayFirst, dayFirst] : [dayFirst ?? american, american];
  if (format === undefined) return null;
  const isGuess = other !== undefined && other !== format;
  const hasOtherClock = /H'|H\./.test(format);
  return {
    ...found,
    format,
    zoned: false,
    isDateAlone: found.isDateAlone && !hasOtherClock,
    ...(isGuess ? { sureness: 'guess', other } : {}),
  };
};

/** What cells with amounts say about their signs. */
export interface DecimalGuess {
  readonly sign: ',' | '.';
  readonly sureness: Sureness;
}

/** What is before and behind the digits of an amount, and blanks between them. */
const CURRENCY_SIGNS = /^[\p{Sc}\p{L}.\s]{1,5}|[\p{Sc}\p{L}.\s]{1,5}$|\s/gu;
const COMMA = /^[+-]?\d{1,3}(?:[.' ]\d{3})+,\d+$|^[+-]?\d+,\d{1,2}$|^[+-]?\d+,\d{4,}$/;
const POINT = /^[+-]?\d{1,3}(?:[,' ]\d{3})+\.\d+$|^[+-]?\d+\.\d{1,2}$|^[+-]?\d+\.\d{4,}$/;
const PLAIN = /^[+-]?\d+(?:\.\d+)?$/;

/** Digits in groups of three, and nothing else: 1.234 may be one and a bit, 1.234.567 is not. */
const GROUPED = /^[+-]?[1-9]\d{0,2}([.,])\d{3}((?:\1\d{3})*)$/;
const BELOW_THOUSAND = /^[+-]?\d{1,3}$/;

/** The decimal sign of whole amounts of which some are written with groups; null: they are not. */
const decimalOfGroups = (bare: readonly string[]): DecimalGuess | null => {
  const found = bare.map((text) => GROUPED.exec(text));
  const others = bare.filter((_, at) => found[at] === null);
  const signs = new Set(found.flatMap((match) => match?.[1] ?? []));
  if (signs.size !== 1 || !others.every((text) => BELOW_THOUSAND.test(text))) return null;
  if (signs.has(',')) return { sign: '.', sureness: 'guess' };
  const areGroups = others.length > 0 || found.some((match) => match?.[2] !== '');
  return { sign: areGroups ? ',' : '.', sureness: 'guess' };
};

/** The decimal sign of amounts; null: they are read as they are. */
export const guessDecimal = (cells: readonly string[]): DecimalGuess | null => {
  const texts = filled(cells);
  const bare = texts.map((text) => text.replace(CURRENCY_SIGNS, ''));
  const [commas, points] = [COMMA, POINT].map((form) => bare.filter((text) => form.test(text)).length);
  if ((commas ?? 0) > (points ?? 0)) return { sign: ',', sureness: (points ?? 0) === 0 ? 'sure' : 'guess' };
  const ofGroups = (commas ?? 0) + (points ?? 0) === 0 ? decimalOfGroups(bare) : null;
  if (ofGroups !== null) return ofGroups;
  if (nearlyAll(texts, (text) => PLAIN.test(text))) return null;
  if ((points ?? 0) > 0) return { sign: '.', sureness: (commas ?? 0) === 0 ? 'sure' : 'guess' };
  // Whole amounts beside a currency are read only by some sign.
  return bare.length > 0 && bare.every((text) => /^[+-]?\d+$/.test(text)) ? { sign: '.', sureness: 'guess' } : null;
};

const mostly = (cells: readonly string[], form: RegExp): boolean => {
  const texts = filled(cells);
  return texts.length > 0 && texts.filter((text) => form.test(text)).length * 2 > texts.length;
};

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const AMOUNT = /^[^\d]{0,4}\d[\d.,' ]*[^\d]{0,4}$/;

/** Most cells are e-mail addresses. */
export const areEmails = (cells: readonly string[]): boolean => mostly(cells, EMAIL);

/** All cells are codes of letters and digits, without blanks. */
export const areCodes = (cells: readonly string[]): boolean => {
  const texts = filled(cells);
  return texts.length > 0 && texts.every((text) => /^[\p{L}\d._/-]*\d[\p{L}\d._/-]*$/u.test(text));
};

/** Most cells are JSON lists of what has a price, a number or an id. */
export const areProducts = (cells: readonly string[]): boolean =>
  mostly(cells, /^\s*\[\s*\{.*"[^"]*(?:sku|id|price|quantity|qty|name|title)"\s*:/is);

/** Most cells are numbers, with or without a currency. */
export const areAmounts = (cells: readonly string[]): boolean => mostly(cells, AMOUNT);

const SIGNS: readonly (readonly [sign: RegExp, currency: string, sureness: Sureness])[] = [
  [/€|\bEUR\b/, 'EUR', 'sure'],
  [/£|\bGBP\b/, 'GBP', 'likely'],
  [/zł|\bPLN\b/, 'PLN', 'sure'],
  [/\bCHF\b/, 'CHF', 'sure'],
  [/\bUSD\b|US\$/, 'USD', 'sure'],
  [/\bBRL\b|R\$/, 'BRL', 'sure'],
  [/\$/, 'USD', 'guess'],
];

/** The currency that amounts or their header are marked with; null: none is. */
export const guessCurrency = (
  texts: readonly string[],
): { readonly code: string; readonly sureness: Sureness } | null => {
  const found = SIGNS.find(([sign]) => texts.some((text) => sign.test(text)));
  return found === undefined ? null : { code: found[1], sureness: found[2] };
};

/** Whether a row looks like data: then the file has no header row, and none of it may be shown. */
export const looksLikeData = (row: readonly string[]): boolean =>
  row.some((cell) => {
    const text = cell.trim();
    return EMAIL.test(text) || /^[+-]?\d+(?:[.,:/ -]\d+)*$/.test(text) || guessDates([text], false) !== null;
  });
