// Phone numbers as they are dialled within a country. Numbers with a country code are in phone.ts.
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/max';
import { numbering } from './numbering-plans.js';

/** The whole numbering plan of the US and Canada in one pattern; the library takes 13 microseconds for the same. */
const NATIONAL_NORTH_AMERICAN = /^[2-9]\d{9}$/;

/** Old prefixes of national numbers that the library no longer knows. */
const DIALLED_BEFORE: ReadonlyMap<string, RegExp> = new Map([
  // Until 2019. A one alone may be the code of North America.
  ['mx', /^(?:01|044|045)(?=\d{10}$)/],
  ['cl', /^0(?=9\d{8}$)/],
  ['pl', /^0(?=\d{9}$)/],
  ['ua', /^8(?=0\d{9}$)/],
  // 06, of which a spreadsheet dropped the zero.
  ['hu', /^6(?=\d{8,9}$)/],
]);

/** Overseas departments of France: mobile numbers are dialled as in France, but have their own country codes. */
const OVERSEAS = ['RE', 'YT', 'GP', 'GF', 'MQ'] as const;

/** Other meanings of digits that are not a number in use in their country. */
const otherReadings = (digits: string, region: CountryCode): readonly (PhoneNumber | undefined)[] => {
  const { getCountryCallingCode: codeOf, parsePhoneNumberFromString: parse } = numbering();
  return [
    // A zero that is part of the number (Italy), which a spreadsheet dropped.
    parse(`0${digits}`, region),
    // `086-138 …`: a zero instead of the plus.
    digits.startsWith(`0${codeOf(region)}`) ? parse(`+${digits.slice(1)}`) : undefined,
    ...(region === 'FR' ? OVERSEAS.map((overseas) => parse(digits, overseas)) : []),
  ];
};

/** A number as dialled in a country (lower-case alpha-2), as digits with its country code; null: it is not one. */
export const nationalNumberDigits = (digits: string, country: string): string | null => {
  if (country === 'us' || country === 'ca') return NATIONAL_NORTH_AMERICAN.test(digits) ? `1${digits}` : null;
  const { isSupportedCountry: isKnown, getCountryCallingCode: codeOf, parsePhoneNumberFromString: parse } = numbering();
  const region = country.toUpperCase();
  if (!isKnown(region)) return null;
  // Digits that start with the country's own code and are valid with a plus already have it.
  const whole = digits.startsWith(codeOf(region)) ? parse(`+${digits}`) : undefined;
  if (whole?.isValid() === true) return whole.number.slice(1);
  const parsed = parse(digits.replace(DIALLED_BEFORE.get(country) ?? '', ''), region);
  if (parsed?.isValid() === true) return parsed.number.slice(1);
  const other = otherReadings(digits, region).find((number) => number?.isValid() === true);
  if (other !== undefined) return other.number.slice(1);
  // Not in use either way: digits that start with the country's own code have it, rather than twice.
  const possible = whole?.isPossible() === true ? whole : parsed;
  // A remaining zero is part of the number in a few countries, and elsewhere a number with digits missing.
  return possible?.isPossible() !== true || possible.nationalNumber.startsWith('0') ? null : possible.number.slice(1);
};
