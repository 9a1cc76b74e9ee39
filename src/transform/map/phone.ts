import { createRequire } from 'node:module';
import type { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { isJsonObject } from '../../lib/json.js';

interface Numbering {
  readonly isSupportedCountry: typeof isSupportedCountry;
  readonly parsePhoneNumberFromString: typeof parsePhoneNumberFromString;
}

const isNumbering = (library: unknown): library is Numbering =>
  (isJsonObject(library) || typeof library === 'function') &&
  'isSupportedCountry' in library &&
  'parsePhoneNumberFromString' in library;

const loadNumbering = (): Numbering => {
  const library: unknown = createRequire(import.meta.url)('libphonenumber-js/min');
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
  const parsed = numbering.parsePhoneNumberFromString(digits, region);
  return parsed?.isPossible() === true ? parsed.number.slice(1) : null;
};

/** Longer texts hold no phone number, or more than one. */
const LONGEST_TEXT = 64;
const EXTENSION = /[\s,;]*(?<![a-z])(?:extension|extn|ext|x|#)[.:=]?\s*\d{1,7}\s*$/i;
const MAYBE_EXTENSION = /[x#]/i;
/** E.164: fifteen digits at most; the shortest numbers in use have seven with their country code. */
const E164 = /^[1-9]\d{6,14}$/;
/** Country code 1, area code and number. */
const NORTH_AMERICAN = /^1[2-9]\d{9}$/;
/** Without a plus, shorter numbers are as likely national ones. */
const INTERNATIONAL_WITHOUT_PLUS = /^[2-9]\d{10,14}$/;
/** How one dials out of North America. */
const EXIT_CODE = /^011(?=\d{10})/;
const TRUNK_ZERO = /\(\s*0\s*\)/;
const ITALY = '39';

const e164 = (digits: string): string | null =>
  (digits.startsWith('1') ? NORTH_AMERICAN : E164).test(digits) ? digits : null;

const withoutLeadingZeros = (digits: string): string => digits.replace(/^0+/, '');

const withPlus = (text: string): string | null => {
  const digits = text.replace(/\D/g, '');
  // "+44 (0)20 …": the zero is dialled at home only. Italy's is part of the number.
  const zeroGoes = TRUNK_ZERO.test(text) && !digits.startsWith(ITALY);
  return e164(withoutLeadingZeros(zeroGoes ? text.replace(TRUNK_ZERO, '').replace(/\D/g, '') : digits));
};

/** As most systems keep it already. */
const PLAIN_INTERNATIONAL = /^\+[1-9]\d+$/;

const withoutCountry = (digits: string): string | null => {
  const number = withoutLeadingZeros(digits);
  if (NORTH_AMERICAN.test(number)) return number;
  return number === digits && INTERNATIONAL_WITHOUT_PLUS.test(number) ? number : null;
};

/**
 * Phone number: country code and number, digits only, no extension. A national number needs the country (lower-case
 * alpha-2); null for a number whose country code nobody can tell. A result is read back with `+` before it.
 */
export const normalisePhone = (text: string, country: string | null): string | null => {
  if (text.length > LONGEST_TEXT) return null;
  if (PLAIN_INTERNATIONAL.test(text)) return e164(text.slice(1));
  // The quick look first: few numbers have an extension, and the search for one is the dear part.
  const number = MAYBE_EXTENSION.test(text) ? text.replace(EXTENSION, '') : text;
  if (/^\D*\+/.test(number)) return withPlus(number);
  const digits = number.replace(/\D/g, '');
  if (digits.startsWith('00')) return e164(withoutLeadingZeros(digits));
  if (EXIT_CODE.test(digits)) return e164(digits.replace(EXIT_CODE, ''));
  const national = country === null ? null : nationalNumberDigits(digits, country);
  return (national === null ? null : e164(national)) ?? withoutCountry(digits);
};
