// Times in a format that the manifest names: what a format may contain, and the reader that luxon makes of it. Not
// here: times that are read without a format (time.ts).
import type { DateTime } from 'luxon';
import { memoize } from '../../lib/memoize.js';
import { CLOCK_CHANGE, TWO_MONTHS } from '../../model/time-format.js';
import type { ZoneOffsets } from './time.js';

/** Unicode date field symbols that a format may have, and luxon's word for each. */
// prettier-ignore
const SYMBOLS: Readonly<Record<string, string>> = {
  y: 'y', yy: 'yy', yyyy: 'yyyy', u: 'y', uuuu: 'yyyy',
  M: 'M', MM: 'MM', MMM: 'MMM', MMMM: 'MMMM', L: 'M', LL: 'MM', LLL: 'MMM', LLLL: 'MMMM',
  d: 'd', dd: 'dd', E: 'EEE', EE: 'EEE', EEE: 'EEE', EEEE: 'EEEE',
  H: 'H', HH: 'HH', h: 'h', hh: 'hh', a: 'a', m: 'm', mm: 'mm', s: 's', ss: 'ss',
  S: 'u', SS: 'u', SSS: 'u', SSSSSS: 'u', SSSSSSSSS: 'u',
  X: 'ZZ', XX: 'ZZ', XXX: 'ZZ', x: 'ZZ', xx: 'ZZ', xxx: 'ZZ', Z: 'ZZ', ZZ: 'ZZ', ZZZ: 'ZZ', ZZZZZ: 'ZZ',
  VV: 'z',
};
/** Other programs' notations of a symbol. */
const MEANT: Readonly<Record<string, string>> = { Y: 'y', D: 'd', A: 'a', n: 'm', N: 'M', i: 'm', k: 'H', K: 'h' };

/** Text in quotes, a run of one letter, or any other sign. */
const TOKEN = /'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z]/g;
const LETTERS = /^[A-Za-z]/;
const ZONE = /^(?:ZZ|z)$/;

const tokensOf = (format: string): string[] => format.match(TOKEN) ?? [];
const isSymbol = (token: string): boolean => LETTERS.test(token);
const lettersOf = (tokens: readonly string[]): ReadonlySet<string> =>
  new Set(tokens.filter(isSymbol).map((token) => SYMBOLS[token]?.[0] ?? ''));

const unknownSymbol = (token: string): string => {
  const meant = (MEANT[token[0] ?? ''] ?? '').repeat(token.length);
  return `${token} is not a supported symbol${meant in SYMBOLS ? `; did you mean ${meant}?` : "; put text in quotes, as in 'T'"}`;
};

/** Whether times in a format include their zone. */
export const namesZone = (format: string): boolean => tokensOf(format).some((token) => ZONE.test(SYMBOLS[token] ?? ''));

/** Why a format does not describe a time; null: it does. */
export const faultOfFormat = (format: string): string | null => {
  const tokens = tokensOf(format);
  const unknown = tokens.find((token) => isSymbol(token) && !(token in SYMBOLS));
  if (unknown !== undefined) return unknownSymbol(unknown);
  if (tokens.join('').length < format.length || tokens.includes("'")) return 'a quote in it is not closed';
  const has = lettersOf(tokens);
  if (!has.has('y')) return 'it names no year (yyyy)';
  if (!has.has('M')) return `it names no month (MM${has.has('m') ? '; mm are minutes' : ''})`;
  if (!has.has('d')) return 'it names no day (dd)';
  if (has.has('h') && !has.has('a')) return 'h is the hour of a 12-hour clock: add a (AM or PM), or use H';
  if (has.has('H') && has.has('a')) return 'H is the hour of a 24-hour clock: use h beside a (AM or PM)';
  const zone = tokens.findIndex((token) => ZONE.test(SYMBOLS[token] ?? ''));
  if (zone !== -1 && zone < tokens.length - 1) return 'the zone must be its last symbol';
  const symbols = tokens.filter(isSymbol).map((token) => SYMBOLS[token]?.[0] ?? '');
  const repeated = symbols.find((letter, index) => symbols.indexOf(letter) < index);
  return repeated === undefined ? null : 'it has one part of the time twice';
};

/** Every spelling of an offset as `+01:00`, from -12:00 to +14:00: luxon takes any digits. */
const OFFSET = /(-(?:0\d|1[0-2])|\+(?:0\d|1[0-4])):?([0-5]\d)?$/;
const longOffset = (_: string, hours: string, minutes = '00'): string => `${hours}:${minutes}`;
const UTC = /(?<=[\d\s])(?:Z|UTC|GMT)$/i;
const BLANKS = /[\s\u00a0\u202f]+/g;
/** One digit is also read for a symbol with two, unless the digits of another symbol are adjacent. */
const LENIENT: Readonly<Record<string, string>> = { MM: 'M', dd: 'd', HH: 'H', mm: 'm', ss: 's' };

/** The symbol of AM and PM, and its notations: `pm`, `p.m.`, `p. m.` */
const HALF = 'a';
const HALF_OF_DAY = /(?<![a-z])([ap])\.? ?m(?![a-z])\.?/i;

/** The format for luxon, with the hour as written and without AM or PM, which luxon does not check strictly. */
const luxonForm = (format: string): string => {
  const tokens = tokensOf(format).filter((token) => token !== HALF);
  const isAt = (index: number): boolean => isSymbol(tokens[index] ?? '');
  return tokens
    .map((token, index) => {
      const symbol = isSymbol(token) ? (SYMBOLS[token] ?? '').replaceAll('h', 'H') : token;
      return isAt(index - 1) || isAt(index + 1) ? symbol : (LENIENT[symbol] ?? symbol);
    })
    .join('')
    .replace(BLANKS, ' ')
    .trim();
};

/** Languages in which names of months and days are looked for, in this order. */
export const MONTH_LANGUAGES = ['en-US', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl'];
const NAMES = /M{3}|E/;
/** July and November in Polish, June and October in Croatian: the only names of these languages that mean two months. */
const OF_TWO_MONTHS = /(?<!\p{L})(?:lip|lis|listopada?)(?!\p{L})/iu;

/** The reader of one form: times without a zone as if they were UTC's; null: the text does not fit. */
const formReader = async (form: string, language: string | undefined): Promise<(text: string) => DateTime | null> => {
  const { DateTime } = await import('luxon');
  const locales = language === undefined ? MONTH_LANGUAGES : [language];
  const parsers = (NAMES.test(form) ? locales : MONTH_LANGUAGES.slice(0, 1)).map((locale) => ({
    locale,
    parser: DateTime.buildFormatParser(form, { locale }),
  }));
  return (text) => {
    for (const { locale, parser } of parsers) {
      const time = DateTime.fromFormatParser(text, parser, { zone: 'utc', setZone: true, locale });
      if (time.isValid) return time;
    }
    return null;
  };
};

/** The hour written as 1 to 12, with AM or PM; NaN: it is invalid. */
const hourOfHalf = (hour: number, half: string): number =>
  hour < 1 || hour > 12 ? NaN : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);

/** The same for the reader of a whole format: milliseconds, NaN for a text that does not fit. */
const formatReader = async (
  format: string,
  form: string,
  language: string | undefined,
): Promise<(text: string) => number> => {
  const read = await formReader(form, language);
  if (!tokensOf(format).includes(HALF)) return (text) => read(text)?.toMillis() ?? NaN;
  return (text) => {
    const [, half] = HALF_OF_DAY.exec(text) ?? [];
    const time = read(text.replace(HALF_OF_DAY, '').replace(BLANKS, ' ').trim());
    const hour = half === undefined || time === null ? NaN : hourOfHalf(time.hour, half);
    return Number.isNaN(hour) ? NaN : (time?.set({ hour }).toMillis() ?? NaN);
  };
};

/** Milliseconds since the epoch; NaN: no time in the format; a text: the mark of another error. */
export type DateReader = (cell: string) => number | string;

/**
 * The reader of times in a checked format. It marks times that the clocks of the zone never show (in spring) or show
 * twice (in autumn), and those whose month is a different one in another language. `zone`: of times that name none;
 * `language`: of names of months and days.
 */
export const dateReader = async (
  format: string,
  zone: ZoneOffsets | null,
  language: string | undefined,
): Promise<DateReader> => {
  const form = luxonForm(format);
  const read = await formatReader(format, form, language);
  const mayBeAmbiguous = language === undefined && NAMES.test(form);
  // Rows of one sale, or of one minute, have the same text.
  return memoize((cell) => {
    if (mayBeAmbiguous && OF_TWO_MONTHS.test(cell)) return TWO_MONTHS;
    const text = cell.replace(BLANKS, ' ').trim();
    if (form.endsWith('ZZ')) {
      const zoned = text.replace(UTC, '+00:00');
      return OFFSET.test(zoned) ? read(zoned.replace(OFFSET, longOffset)) : NaN;
    }
    if (form.endsWith('z')) return read(text);
    const wallMs = read(text);
    if (zone === null || Number.isNaN(wallMs)) return NaN;
    const [instant, second] = zone.instantsOf(wallMs);
    return instant === undefined || second !== undefined ? CLOCK_CHANGE : instant;
  });
};
