// Times in a format of one's own: what a format may hold, and the reader that luxon makes of it. Not here: times that are
// read without a format (time.ts).
import { memoize } from '../../lib/memoize.js';
import type { ZoneOffsets } from './time.js';

/** Unicode date field symbols that a format may have, and luxon's word for each. */
const SYMBOLS: Readonly<Record<string, string>> = {
  ...{ y: 'y', yy: 'yy', yyyy: 'yyyy', u: 'y', uuuu: 'yyyy' },
  ...{ M: 'M', MM: 'MM', MMM: 'MMM', MMMM: 'MMMM', L: 'M', LL: 'MM', LLL: 'MMM', LLLL: 'MMMM' },
  ...{ d: 'd', dd: 'dd', E: 'EEE', EE: 'EEE', EEE: 'EEE', EEEE: 'EEEE' },
  ...{ H: 'H', HH: 'HH', h: 'h', hh: 'hh', a: 'a', m: 'm', mm: 'mm', s: 's', ss: 'ss' },
  ...{ S: 'u', SS: 'u', SSS: 'u', SSSSSS: 'u', SSSSSSSSS: 'u' },
  ...{ X: 'ZZ', XX: 'ZZ', XXX: 'ZZ', x: 'ZZ', xx: 'ZZ', xxx: 'ZZ', Z: 'ZZ', ZZ: 'ZZ', ZZZ: 'ZZ', ZZZZZ: 'ZZ' },
  VV: 'z',
};
/** What people write for a symbol, as other programs have it. */
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
  return `${token} is no symbol that it can have${meant in SYMBOLS ? `; did you mean ${meant}?` : "; put text in quotes, as in 'T'"}`;
};

/** Whether times in a format say which zone they are in. */
export const namesZone = (format: string): boolean => tokensOf(format).some((token) => ZONE.test(SYMBOLS[token] ?? ''));

/** Why times in a format could not be told; null: they can. */
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

/** Every spelling of an offset as `+01:00`. */
const OFFSET = /([+-]\d{2}):?(\d{2})?$/;
const longOffset = (_: string, hours: string, minutes = '00'): string => `${hours}:${minutes}`;
const UTC = /(?<=[\d\s])(?:Z|UTC)$/i;
const BLANKS = /[\s\u00a0\u202f]+/g;
/** One digit is read where a symbol has two, unless the digits of another symbol adjoin. */
const LENIENT: Readonly<Record<string, string>> = { MM: 'M', dd: 'd', HH: 'H', hh: 'h', mm: 'm', ss: 's' };

const luxonForm = (format: string): string => {
  const tokens = tokensOf(format);
  const isAt = (index: number): boolean => isSymbol(tokens[index] ?? '');
  return tokens
    .map((token, index) => {
      const symbol = isSymbol(token) ? (SYMBOLS[token] ?? '') : token;
      return isAt(index - 1) || isAt(index + 1) ? symbol : (LENIENT[symbol] ?? symbol);
    })
    .join('')
    .replace(BLANKS, ' ');
};

/** Languages in which names of months and days are looked for, in this order. */
const LOCALES = ['en-US', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl'];
const NAMES = /M{3}|E/;

/** The reader of one form: milliseconds as if its times were UTC's, NaN for a text that does not fit. */
const formReader = async (form: string): Promise<(text: string) => number> => {
  const { DateTime } = await import('luxon');
  const parsers = (NAMES.test(form) ? LOCALES : LOCALES.slice(0, 1)).map((locale) => ({
    locale,
    parser: DateTime.buildFormatParser(form, { locale }),
  }));
  return (text) => {
    for (const { locale, parser } of parsers) {
      const time = DateTime.fromFormatParser(text, parser, { zone: 'utc', locale });
      if (time.isValid) return time.toMillis();
    }
    return NaN;
  };
};

/**
 * The reader of times in a checked format: milliseconds since the epoch, NaN for what is no time in it, and for one that
 * clocks of the zone never show (in spring) or show twice (in autumn). `zone`: of times that name none.
 */
export const dateReader = async (format: string, zone: ZoneOffsets | null): Promise<(cell: string) => number> => {
  const form = luxonForm(format);
  const read = await formReader(form);
  // Rows of one sale and of one minute have the same text.
  return memoize((cell) => {
    const text = cell.replace(BLANKS, ' ').trim();
    if (form.endsWith('ZZ')) return read(text.replace(UTC, '+00:00').replace(OFFSET, longOffset));
    if (form.endsWith('z')) return read(text);
    const [instant = NaN, second] = zone?.instantsOf(read(text)) ?? [];
    return second === undefined ? instant : NaN;
  });
};
