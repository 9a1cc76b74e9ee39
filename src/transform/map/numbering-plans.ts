// The numbering plans of all countries, from libphonenumber-js.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as phoneNumbers from 'libphonenumber-js/max';
import { isJsonObject } from '../../lib/json.js';
import { once } from '../../lib/memoize.js';

const USED = ['isSupportedCountry', 'getCountryCallingCode', 'parsePhoneNumberFromString'] as const;
type Numbering = Pick<typeof phoneNumbers, (typeof USED)[number]>;

const isNumbering = (library: unknown): library is Numbering =>
  (isJsonObject(library) || typeof library === 'function') && USED.every((name) => name in library);

/** The build bundles the package's seventy files into one; a run from the sources uses the package. */
const BUNDLED = './libphonenumber.cjs';

/** Loaded when first needed: it takes 10 to 40 ms, and many runs never need it. */
export const numbering = once((): Numbering => {
  const isBuilt = existsSync(new URL(BUNDLED, import.meta.url));
  const library: unknown = createRequire(import.meta.url)(isBuilt ? BUNDLED : 'libphonenumber-js/max');
  if (!isNumbering(library)) throw new Error('libphonenumber-js has another shape than expected');
  return library;
});

/** Whether digits with a country code are a number in use. */
export const isInUse = (digits: string): boolean =>
  numbering().parsePhoneNumberFromString(`+${digits}`)?.isValid() === true;

/** The same for a mobile number. */
export const isMobileInUse = (digits: string): boolean => {
  const parse = numbering().parsePhoneNumberFromString;
  const parsed = parse(`+${digits}`);
  if (parsed?.isValid() !== true) return false;
  // Denmark does not distinguish mobile numbers from others. Such a number must not be one of North America.
  const isEither = parsed.getType() === 'FIXED_LINE_OR_MOBILE';
  return parsed.getType() === 'MOBILE' || (isEither && parse(digits, 'US')?.isValid() !== true);
};

/**
 * How the country codes in use start (ITU-T E.164, list of assigned codes), without numbers of no country such as 800.
 * Written down, because loading the library for them takes longer than all else that most phone numbers need; a test
 * compares them with it.
 */
const CALLING_CODE = new RegExp(
  '^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|' +
    '2(?:1[12368]|[2346]\\d|5[0-8]|9[01789])|3(?:5\\d|7[0-8]|8[0-35-79])|42[013]|5[09]\\d|' +
    '6(?:7[02-9]|8[0-35-9]|9[0-2])|8(?:5[02356]|8[06])|9(?:6[0-8]|7[0-7]|9[2-68]))',
);

/** How many of the first digits are a country code; 0: none. No country code is the start of another. */
export const callingCodeLength = (digits: string): number => CALLING_CODE.exec(digits)?.[0].length ?? 0;
