// Phone numbers as E.164 digits. Which texts hold none (placeholders, hashes) is in value-text.ts.
import { createRequire } from 'node:module';
import type { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isJsonObject } from '../../lib/json.js';
import { isShortened } from './value-text.js';

interface Numbering {
  readonly isSupportedCountry: typeof isSupportedCountry;
  readonly getCountryCallingCode: typeof getCountryCallingCode;
  readonly parsePhoneNumberFromString: typeof parsePhoneNumberFromString;
}

const isNumbering = (library: unknown): library is Numbering =>
  (isJsonObject(library) || typeof library === 'function') &&
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
  const parsed = parse(digits, region);
  return parsed?.isPossible() === true ? parsed.number.slice(1) : null;
};

/** Longer texts hold no phone number, or more than one. */
const LONGEST_TEXT = 64;
const EXTENSION = /[\s,;]*[([]?\s*(?<![a-z])(?:extension|extn|ext|durchwahl|anexo|x|#)[.:=]?\s*\d{1,7}\s*[)\]]?\s*$/i;
const MAYBE_EXTENSION = /[xw#]|anexo/i;
/** E.164: fifteen digits at most; the shortest numbers in use have seven with their country code. */
const E164 = /^[1-9]\d{6,14}$/;
/** Country code 1, area code and number. */
const NORTH_AMERICAN = /^1[2-9]\d{9}$/;
/** Without a plus, shorter numbers are as likely national ones. */
const INTERNATIONAL_WITHOUT_PLUS = /^[2-9]\d{10,14}$/;
/** Ten digits and fewer are as likely national ones: only a number in use for mobiles is read as an international one. */
const SHORT_INTERNATIONAL = /^[2-9]\d{8,9}$/;
/** How one dials out of North America. */
const EXIT_CODE = /^011(?=[1-9]\d{9})/;
const TRUNK_ZERO = /\(\s*0\s*\)/;
const ITALY = '39';
/** A country code of one to three digits, then a zero: dialled at home only, but part of the number in some countries. */
const ZERO_BEHIND_CODE = /^[1-9]\d{0,2}0/;
/** `6505551212.0`: a number that a spreadsheet or a script read as a decimal one. */
const DECIMAL_TAIL = /^(\s*\+?\d{7,})\.0+\s*$/;

const e164 = (digits: string): string | null =>
  (digits.startsWith('1') ? NORTH_AMERICAN : E164).test(digits) ? digits : null;

const withoutLeadingZeros = (digits: string): string => digits.replace(/^0+/, '');

/** International digits without the zero that is dialled at home only. */
const withoutTrunkZero = (digits: string): string => {
  if (!ZERO_BEHIND_CODE.test(digits) || digits.startsWith('1')) return digits;
  numbering ??= loadNumbering();
  const parsed = numbering.parsePhoneNumberFromString(`+${digits}`);
  return parsed?.isPossible() === true ? parsed.number.slice(1) : digits;
};

const international = (text: string): string | null => {
  const digits = withoutLeadingZeros(text.replace(/\D/g, ''));
  // "+44 (0)20 …": the zero is dialled at home only. Italy's is part of the number.
  const zeroGoes = TRUNK_ZERO.test(text) && !digits.startsWith(ITALY);
  const number = zeroGoes ? withoutLeadingZeros(text.replace(TRUNK_ZERO, '').replace(/\D/g, '')) : digits;
  return e164(withoutTrunkZero(number));
};

/** As most systems keep it already; a zero behind the country's code is looked at more closely. */
const PLAIN_INTERNATIONAL = /^\+(?![1-9]\d{0,2}0)[1-9]\d+$/;

const isMobileInUse = (digits: string): boolean => {
  numbering ??= loadNumbering();
  const parsed = numbering.parsePhoneNumberFromString(`+${digits}`);
  return parsed?.isValid() === true && parsed.getType() === 'MOBILE';
};

const withoutCountry = (digits: string): string | null => {
  const number = withoutLeadingZeros(digits);
  if (NORTH_AMERICAN.test(number)) return number;
  if (number !== digits) return null;
  if (INTERNATIONAL_WITHOUT_PLUS.test(number)) return withoutTrunkZero(number);
  return SHORT_INTERNATIONAL.test(number) && isMobileInUse(number) ? number : null;
};

/**
 * Phone number: country code and number, digits only, no extension. A national number needs the country (lower-case
 * alpha-2); null for a number whose country code nobody can tell, and for one whose digits a spreadsheet has lost. A result
 * is read back with `+` before it.
 */
export const normalisePhone = (text: string, country: string | null): string | null => {
  if (text.length > LONGEST_TEXT || isShortened(text)) return null;
  if (PLAIN_INTERNATIONAL.test(text)) return e164(text.slice(1));
  const whole = text.replace(DECIMAL_TAIL, '$1');
  // The quick look first: few numbers have an extension, and the search for one is the dear part.
  const number = MAYBE_EXTENSION.test(whole) ? whole.replace(EXTENSION, '') : whole;
  if (/^\D*\+/.test(number)) return international(number);
  const digits = number.replace(/\D/g, '');
  if (digits.startsWith('00')) return international(number);
  const isNorthAmerican = country === null || country === 'us' || country === 'ca';
  if (isNorthAmerican && EXIT_CODE.test(digits)) return international(digits.replace(EXIT_CODE, ''));
  const national = country === null ? null : nationalNumberDigits(digits, country);
  return (national === null ? null : e164(national)) ?? withoutCountry(digits);
};
