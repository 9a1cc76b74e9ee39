// The numbering plans of all countries, from libphonenumber-js.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as phoneNumbers from 'libphonenumber-js/max';
import { isJsonObject } from '../../lib/json.js';
import { once } from '../../lib/memoize.js';

const USED = ['getCountries', 'isSupportedCountry', 'getCountryCallingCode', 'parsePhoneNumberFromString'] as const;
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

const LONGEST_CALLING_CODE = 3;

const callingCodes = once((): ReadonlySet<string> => {
  const { getCountries: countries, getCountryCallingCode: codeOf } = numbering();
  return new Set(countries().map((country): string => codeOf(country)));
});

/** How many of the first digits are a country code; 0: none. No country code is the start of another. */
export const callingCodeLength = (digits: string): number => {
  for (let length = 1; length <= LONGEST_CALLING_CODE; length += 1)
    if (callingCodes().has(digits.slice(0, length))) return length;
  return 0;
};
