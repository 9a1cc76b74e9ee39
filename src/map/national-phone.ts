import { createRequire } from 'node:module';
import type { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { isJsonObject } from '../lib/json.js';

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
