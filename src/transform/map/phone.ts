// Phone numbers as E.164 digits. Which texts are not numbers (placeholders, hashes) is in value-text.ts.
import { createRequire } from 'node:module';
import type {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { isJsonObject } from '../../lib/json.js';
import { hasLostDigits, isShortened } from './value-text.js';

interface Numbering {
  readonly getCountries: typeof getCountries;
  readonly isSupportedCountry: typeof isSupportedCountry;
  readonly getCountryCallingCode: typeof getCountryCallingCode;
  readonly parsePhoneNumberFromString: typeof parsePhoneNumberFromString;
}

const isNumbering = (library: unknown): library is Numbering =>
  (isJsonObject(library) || typeof library === 'function') &&
  'getCountries' in library &&
  'isSupportedCountry' in library &&
  'getCountryCallingCode' in library &&
  'parsePhoneNumberFromString' in library;

const loadNumbering = (): Numbering => {
  const library: unknown = createRequire(import.meta.url)('libphonenumber-js/max');
  if (!isNumbering(library)) throw new Error('libphonenumber-js has another shape than expected');
  return library;
};

/** Loading it takes about 100 ms: most runs never need it. */
let numbering: Numbering | null = null;

/** The whole numbering plan of the US and Canada in one line; the library takes 13 microseconds for the same. */
const NATIONAL_NORTH_AMERICAN = /^[2-9]\d{9}$/;

/** A number dialled within a country (lower-case alpha-2), with its country code, digits only; null if it is none. */
export const nationalNumberDigits = (digits: string, country: string): string | null => {
  if (country === 'us' || country === 'ca') return NATIONAL_NORTH_AMERICAN.test(digits) ? `1${digits}` : null;
  numbering ??= loadNumbering();
  const region = country.toUpperCase();
  if (!numbering.isSupportedCountry(region)) return null;
  const { getCountryCallingCode, parsePhoneNumberFromString: parse } = numbering;
  // Digits that begin with the country's own code and are a valid number with a plus have it already.
  if (digits.startsWith(getCountryCallingCode(region))) {
    const whole = parse(`+${digits}`);
    if (whole?.isValid() === true) return whole.number.slice(1);
  }
  const parsed = parse(country === 'mx' ? digits.replace(MEXICAN_PREFIX, '') : digits, region);
  return parsed?.isPossible() === true ? parsed.number.slice(1) : null;
};

/** Longer texts are not one phone number. */
const LONGEST_TEXT = 64;
/** A word behind a digit (ext, Durchwahl, poste, доб.) and what is behind it, with a digit. */
const EXTENSION = /^(\D*\d[^\p{L}#]*)[\p{L}#](.*\d.*)$/su;
const EXTENSION_BEFORE_WORD =
  /^(.*?\d)[\s\p{Pd}/]+\d{1,5}\s*[([]?\s*(?:dw|durchwahl|nst|ext|poste|int)\.?\s*[)\]]?\s*$/iu;
const MAYBE_EXTENSION = /\p{L}|#/u;
/** `Telefon 2: …` */
const LABEL = /^\P{Nd}*\p{L}\P{Nd}*\d\s*:\s*/u;
/** What has more is another number. */
const LONGEST_EXTENSION = 7;
/** E.164: fifteen digits at most; the shortest numbers in use have seven with their country code. */
const E164 = /^[1-9]\d{6,14}$/;
/** Country code 1, area code and number. */
const NORTH_AMERICAN = /^1[2-9]\d{9}$/;
/** Without a plus, shorter numbers are as likely national ones. */
const INTERNATIONAL_WITHOUT_PLUS = /^[2-9]\d{10,14}$/;
/**
 * Ten digits and fewer are as likely national ones: only a number in use for mobiles is read as an international one.
 */
const SHORT_INTERNATIONAL = /^[2-9]\d{8,9}$/;
/** How one dials out of North America. */
const EXIT_CODE = /^011(?=[1-9]\d{9})/;
/** What is dialled at home only, in brackets: 0, in Hungary 06, in Russia and its neighbours 8. */
const TRUNK_PREFIX = /\(\s*0\s*\)|(?<=^\D*36\D*)\(\s*06\s*\)|(?<=^\D*(?:7|37[05]|99[2356])\D*)\(\s*8\s*\)/;
const ITALY = '39';
/** The quick look for a zero behind a country code: dialled at home only, but part of the number in some countries. */
const MAYBE_ZERO_BEHIND_CODE = /^[1-9]\d{0,2}0/;
/** `6505551212.0`, `0664 1234567,00`: a number that a spreadsheet or a script read as a decimal one. */
const DECIMAL_TAIL = /^(\s*\+?(?:[\s()/-]*\d){7,})[.,]0+\s*$/;
/** No number of a phone. */
const FRACTION = /^\s*\+?(?:\d{7,}[.,]\d{1,2}|\d{10,}[.,]\d+|(?:[\s()/-]*\d){10,}[.,]\d{1,2})\s*$/;
const MAYBE_DECIMAL = /[.,]/;
/**
 * What is dialled at home only, behind the code of a country that has another number then: 8 in Russia, Kazakhstan,
 * Lithuania, Belarus, Ukraine and Central Asia, 06 in Hungary, 1 in Mexico (until 2019).
 */
const TRUNK_BEHIND_CODE =
  /^(?:(7)8(?=\d{10}$)|(370|993)8(?=\d{8}$)|(375|380)80?(?=\d{9}$)|(36)06(?=\d{8,9}$)|(52)1(?=\d{10}$)|(99[28])8(?=\d{9}$))/;
const MAYBE_TRUNK_BEHIND_CODE = /^(?:78|3708|3758|3808|99[238]8|3606|521)/;
/** What Mexico dialled before a national number until 2019. A one alone may be the code of North America. */
const MEXICAN_PREFIX = /^(?:01|044|045)(?=\d{10}$)/;
/** The zeros of digits in other scripts: Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const BEYOND_ASCII = /[^\0-\x7f]/;

const e164 = (digits: string | null): string | null =>
  digits !== null && (digits.startsWith('1') ? NORTH_AMERICAN : E164).test(digits) ? digits : null;

const withoutLeadingZeros = (digits: string): string => digits.replace(/^0+/, '');

const LONGEST_CALLING_CODE = 3;

const loadCallingCodes = (): ReadonlySet<string> => {
  numbering ??= loadNumbering();
  const { getCountries: countries, getCountryCallingCode: codeOf } = numbering;
  return new Set(countries().map((country): string => codeOf(country)));
};

let callingCodes: ReadonlySet<string> | null = null;

/**
 * How many of the first digits are a country code; 0 if no country has one like it. None is the beginning of another.
 */
const callingCodeLength = (digits: string): number => {
  callingCodes ??= loadCallingCodes();
  for (let length = 1; length <= LONGEST_CALLING_CODE; length += 1)
    if (callingCodes.has(digits.slice(0, length))) return length;
  return 0;
};

const hasZeroBehindCode = (digits: string): boolean =>
  MAYBE_ZERO_BEHIND_CODE.test(digits) && !digits.startsWith('1') && digits[callingCodeLength(digits)] === '0';

/** Whether international digits, of which the first four are enough, may have a trunk prefix behind the country's code. */
export const mayHaveTrunkPrefix = (digits: string): boolean =>
  MAYBE_TRUNK_BEHIND_CODE.test(digits) || hasZeroBehindCode(digits);

/** International digits without what is dialled at home only; null if zeros remain that say nothing. */
const withoutTrunkPrefix = (given: string): string | null => {
  const digits = given.replace(TRUNK_BEHIND_CODE, '$1$2$3$4$5$6');
  if (!hasZeroBehindCode(digits)) return digits;
  numbering ??= loadNumbering();
  const parse = numbering.parsePhoneNumberFromString;
  const parsed = parse(`+${digits}`);
  if (parsed?.isPossible() !== true) return digits;
  return parse(parsed.number)?.number === parsed.number ? parsed.number.slice(1) : null;
};

const isMobileInUse = (digits: string): boolean => {
  numbering ??= loadNumbering();
  const parsed = numbering.parsePhoneNumberFromString(`+${digits}`);
  if (parsed?.isValid() !== true) return false;
  // Denmark does not tell mobile numbers from others. Such a number must be none of North America.
  const isEither = parsed.getType() === 'FIXED_LINE_OR_MOBILE';
  return (
    parsed.getType() === 'MOBILE' ||
    (isEither && numbering.parsePhoneNumberFromString(digits, 'US')?.isValid() !== true)
  );
};

const international = (text: string): string | null => {
  const digits = withoutLeadingZeros(text.replace(/\D/g, ''));
  if (!TRUNK_PREFIX.test(text)) return e164(withoutTrunkPrefix(digits));
  // "+44 (0)20 …": the zero is dialled at home only. In Italy it is part of the number, except before a mobile one.
  const bare = withoutLeadingZeros(text.replace(TRUNK_PREFIX, '').replace(/\D/g, ''));
  const zeroStays = digits.startsWith(ITALY) && !isMobileInUse(bare);
  return e164(withoutTrunkPrefix(zeroStays ? digits : bare));
};

/** As most systems keep it already; what may be a trunk prefix behind the country's code is looked at more closely. */
const PLAIN_INTERNATIONAL = /^\+(?![1-9]\d{0,2}0|78|3708|3758|3808|99[238]8|521)[1-9]\d+$/;

/** Groups of three, four and four digits behind a one: a mobile number of China, as it is written there. */
const CHINESE_GROUPS = /^\D*1\d\d\D\d{4}\D\d{4}\D*$/;
/** `8 (912) …`: what Russia, Belarus and Kazakhstan dial before a national number. No country has the code 8. */
const RUSSIAN_PREFIX = /^\D*8\D/;
/** A zero before a North American number is dropped only where `01` is a group of its own: `01512 …` is German. */
const ZERO_BEFORE_ONE = /^\D*01\D/;
const isNorthAmericanAsWritten = (text: string, hasZeros: boolean): boolean =>
  !CHINESE_GROUPS.test(text) && (!hasZeros || ZERO_BEFORE_ONE.test(text));

/** A number without a plus whose country is not known: `digits` are those of `text`. */
const withoutCountry = (text: string, digits: string): string | null => {
  const number = withoutLeadingZeros(digits);
  if (NORTH_AMERICAN.test(number)) return isNorthAmericanAsWritten(text, number !== digits) ? number : null;
  if (number !== digits || RUSSIAN_PREFIX.test(text)) return null;
  if (INTERNATIONAL_WITHOUT_PLUS.test(number)) return callingCodeLength(number) > 0 ? withoutTrunkPrefix(number) : null;
  return SHORT_INTERNATIONAL.test(number) && isMobileInUse(number) ? number : null;
};

/** Digits of other scripts as those that phones have. */
const asciiDigits = (text: string): string =>
  text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = ZEROS.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });

/** The number as people write it: what a spreadsheet made of it undone; null: digits are lost. */
const asWritten = (text: string): string | null => {
  const ascii = BEYOND_ASCII.test(text) ? asciiDigits(text) : text;
  const compact = ascii.replace(/\s/g, '');
  if (isShortened(compact)) {
    const number = Number(compact.replace(',', '.'));
    return !hasLostDigits(compact) && Number.isSafeInteger(number) ? String(number) : null;
  }
  const whole = MAYBE_DECIMAL.test(ascii) ? ascii.replace(DECIMAL_TAIL, '$1') : ascii;
  return MAYBE_DECIMAL.test(whole) && FRACTION.test(whole) ? null : whole;
};

/** A number without letters behind it. */
const read = (number: string, country: string | null): string | null => {
  if (/^\D*\+/.test(number)) return international(number);
  const digits = number.replace(/\D/g, '');
  if (digits.startsWith('00')) {
    // 0011 is how Australia dials abroad.
    const dialled = country === null ? null : e164(nationalNumberDigits(digits, country));
    return international(number) ?? dialled;
  }
  const isNorthAmerican = country === null || country === 'us' || country === 'ca';
  if (isNorthAmerican && EXIT_CODE.test(digits)) return international(digits.replace(EXIT_CODE, ''));
  const national = country === null ? null : nationalNumberDigits(digits, country);
  return (national === null ? null : e164(national)) ?? withoutCountry(number, digits);
};

/** What is before an extension must be a number in use: half a number with letters in it is none. */
const readBefore = (head: string, country: string | null): string | null => {
  const digits = read(head, country);
  if (digits === null || NORTH_AMERICAN.test(digits)) return digits;
  numbering ??= loadNumbering();
  return numbering.parsePhoneNumberFromString(`+${digits}`)?.isValid() === true ? digits : null;
};

const readWithWords = (text: string, country: string | null): string | null => {
  const number = text.replace(LABEL, '');
  const [, head, extension = ''] = EXTENSION.exec(number) ?? [];
  if (head !== undefined)
    return extension.replace(/\D/g, '').length > LONGEST_EXTENSION ? null : readBefore(head, country);
  const before = EXTENSION_BEFORE_WORD.exec(number)?.[1];
  return (before === undefined ? null : readBefore(before, country)) ?? read(number, country);
};

/**
 * Phone number: country code and number, digits only, no extension. A national number needs the country (lower-case
 * alpha-2); null for a number whose country code is unknown, and for one whose digits a spreadsheet has lost. A result
 * is valid input with `+` before it.
 */
export const normalisePhone = (text: string, country: string | null): string | null => {
  if (text.length > LONGEST_TEXT) return null;
  if (PLAIN_INTERNATIONAL.test(text)) return e164(text.slice(1));
  const number = asWritten(text);
  if (number === null) return null;
  // The quick look first: few numbers have an extension, and the search for one is the dear part.
  return MAYBE_EXTENSION.test(number) ? readWithWords(number, country) : read(number, country);
};
