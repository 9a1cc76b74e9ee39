// Extracts the number from a phone number as people and spreadsheets write it: digits of other scripts, decimal
// numbers, labels and extensions. The meaning of the digits in a country is in phone.ts.
import { lazyPattern } from '../../lib/memoize.js';
import { hasLostDigits, isShortened } from '../../lib/e-notation.js';

/** `6505551212.0`, `0664 1234567,00`: a number that a spreadsheet or a script read as a decimal one. */
const DECIMAL_TAIL = /^(\s*\+?(?:[\s()/-]*\d){7,})[.,]0+\s*$/;
/** Not a phone number; a last group of a single zero may be one of two digits, or of none. */
const FRACTION = /^\s*\+?(?:\d{7,}[.,]\d{1,2}|\d{10,}[.,]\d+|(?:[\s()/-]*\d){10,}[.,]\d{1,2}|.*\d[.,]0)\s*$/;
/** `6,505,551,212.00`, `6.505.551.212,00`: an amount. */
const GROUPED = /^\s*\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|(?:\.\d{3}){2,}(?:,\d+)?)\s*$/;
/** A date instead of a number. */
const DATE = /^\s*(?:(?:19|20)\d\d([-/.])[01]?\d\1[0-3]?\d|[0-3]?\d([-/.])[0-3]?\d\2(?:19|20)\d\d)\s*$/;
const MAYBE_DECIMAL = /[.,]/;
/** Characters instead of digits: `+49170****567`, `0170 1234XXX`. The rest would be another number. */
const MASKED = /[•●█]|[*?#_]{2}|\d\s*\*\s*\d|\d[\s-]*x{2}|\.{2}\s*$/i;
/** The zeros of digits in other scripts: Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const BEYOND_ASCII = /[^\0-\x7f]/;

/** Converts digits of other scripts, and the long dash of Japan between them, to ASCII. */
export const asciiDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, (digit) => {
      const code = digit.charCodeAt(0);
      const zero = ZEROS.find((first) => code >= first && code < first + 10);
      return zero === undefined ? digit : String(code - zero);
    })
    .replace(/(?<=\d)ー(?=\d)/g, '-');

const withoutDecimals = (text: string): string | null => {
  const digits = GROUPED.test(text) ? text.replace(/[.,](?=\d{3}(?!\d))/g, '') : text;
  const whole = digits.replace(DECIMAL_TAIL, '$1');
  return FRACTION.test(whole) ? null : whole;
};

/** `(0xx11) …`: in Brazil a placeholder for the carrier's code, which is not part of the number. */
const CARRIER = /^(\D*(?:55\D+)?0)[\s-]?xx[\s-]?(?=\d{2}\D*(?:\d\D*){8,9}$)/i;

/** The number as people write it, with the changes of spreadsheets undone; null: it is a date, or digits are lost. */
export const asWritten = (text: string): string | null => {
  const ascii = (BEYOND_ASCII.test(text) ? asciiDigits(text) : text).replace(CARRIER, '$1');
  const compact = ascii.replace(/\s/g, '');
  if (isShortened(compact)) {
    const number = Number(compact.replace(',', '.'));
    return !hasLostDigits(compact) && Number.isSafeInteger(number) ? String(number) : null;
  }
  if (DATE.test(ascii) || MASKED.test(ascii)) return null;
  return MAYBE_DECIMAL.test(ascii) ? withoutDecimals(ascii) : ascii;
};

/** A word after a digit (ext, Durchwahl, poste, доб.), or a pause as phones write it, and what follows, with a digit. */
const EXTENSION = lazyPattern(String.raw`^(\D*\d[^\p{L}#;]*)(?:[\p{L}#;]|,,)(.*\d.*)$`, 'su');
const EXTENSION_BEFORE_WORD = lazyPattern(
  String.raw`^(.*?\d)[\s\p{Pd}/]+\d{1,5}\s*[([]?\s*(?:dw|durchwahl|nst|ext|poste|int)\.?\s*[)\]]?\s*$`,
  'iu',
);
const MAYBE_EXTENSION = /\p{L}|[#;]|,,/u;
/** `Telefon 2: …` */
const LABEL = lazyPattern(String.raw`^\P{Nd}*\p{L}\P{Nd}*\d\s*:\s*`, 'u');
/** `Home2 …`, `Home 2 …`: the digit may belong to the label or to the number. */
const MAYBE_LABEL = lazyPattern(String.raw`^[^\p{Nd}+]*\p{L}[^\p{Nd}+]*[1-9](?=\P{Nd}+\p{Nd})`, 'u');
/** What has more is another number. */
const LONGEST_EXTENSION = 7;

/** How phone.ts reads a number without letters, and whether the result is a number in use. */
interface NumberReader {
  readonly read: (number: string) => string | null;
  readonly isInUse: (digits: string) => boolean;
}

/** A number before an extension must be in use: half of a number with letters in it would count as one. */
const readBefore = (head: string, { read, isInUse }: NumberReader): string | null => {
  const digits = read(head);
  return digits === null || digits.startsWith('1') || isInUse(digits) ? digits : null;
};

const readWithExtension = (number: string, reader: NumberReader): string | null => {
  const [, head, extension = ''] = EXTENSION().exec(number) ?? [];
  if (head !== undefined)
    return extension.replace(/\D/g, '').length > LONGEST_EXTENSION ? null : readBefore(head, reader);
  const before = EXTENSION_BEFORE_WORD().exec(number)?.[1];
  return (before === undefined ? null : readBefore(before, reader)) ?? reader.read(number);
};

/** A number without the label and the extension around it; null: none, or it could be two. */
export const readWithWords = (text: string, reader: NumberReader): string | null => {
  // A cheap test first: few numbers have an extension, and searching for one is expensive.
  if (!MAYBE_EXTENSION.test(text)) return reader.read(text);
  const number = text.replace(LABEL(), '');
  const label = MAYBE_LABEL().exec(number)?.[0];
  if (label === undefined) return readWithExtension(number, reader);
  const readings = [number, number.slice(label.length)].map((part) => readWithExtension(part, reader));
  const [one = null, other] = new Set(readings.filter((digits) => digits !== null && reader.isInUse(digits)));
  return other === undefined ? one : null;
};
