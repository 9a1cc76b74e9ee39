// From a raw value to a match key: cleaned, checked for placeholders and hashes, normalised. Values that many people
// share are cached by their raw text, so that the second person with one costs only a lookup. Which values a batch has,
// and which of them are sent, is in match-keys.ts.

import { cleanText } from '../../lib/clean-text.js';
import { arrayOrEmpty, isJsonObject, jsonOrUndefined } from '../../lib/json.js';
import { memoize } from '../../lib/memoize.js';
import type { MatchKey, MatchKeys } from '../../model/conversion.js';
import { isPlaceholderZip, normaliseCity, zipReadings } from './city-and-zip.js';
import { parseCountry } from './country.js';
import { hasLostLetters, restored } from './garbled-text.js';
import { normaliseGender } from './gender.js';
import { isSha256, normaliseEmail } from './normalise.js';
import { normaliseFirstName, normaliseLastName } from './person-name.js';
import { isPlaceholderAddress } from './placeholder-addresses.js';
import { isPlaceholder, isPrompt } from './placeholders.js';
import { callingCodeLength } from './numbering-plans.js';
import { normalisePhone } from './phone.js';
import { normaliseState } from './state.js';
import { isForeignHash } from './value-text.js';

/** Why a value is not a key: it is blank, means that there is no value, or is something that Facebook cannot match. */
export type NoKey = 'blank' | 'placeholder' | 'unusable';

type CityKey = NonNullable<MatchKeys['city']>;
type StateKey = NonNullable<MatchKeys['state']>;
type ZipKey = NonNullable<MatchKeys['zip']>;

const sha256Of = (text: string): string | null => {
  const trimmed = text.trim();
  return isSha256(trimmed) ? trimmed.toLowerCase() : null;
};

/** A match key from one text: a SHA-256 is unchanged (in lower case), anything else is normalised; null: unusable. */
export const plainOrHashed = (text: string, normalise: (text: string) => string | null): MatchKey | null => {
  const digest = sha256Of(text);
  if (digest !== null) return { form: 'sha256', text: digest };
  const plain = isForeignHash(text) ? null : normalise(text);
  return plain === null ? null : { form: 'plain', text: plain };
};

const MAYBE_JSON = /^\s*[[{]/;
/** `{'name': 'Bonn'}`, `{name=Bonn}`: an object of Python or Java. */
const OTHER_OBJECT = /^\s*\{[^{].*[:=].*\}\s*$/s;

/**
 * The first text that says something of a list that was written as JSON, as list attributes are; null: an object, or a
 * list of them; else the text itself.
 */
const firstOfList = (text: string): string | null => {
  const value = MAYBE_JSON.test(text) ? jsonOrUndefined(text) : undefined;
  const list = arrayOrEmpty(value);
  if (isJsonObject(value) || OTHER_OBJECT.test(text) || list.some((one) => typeof one === 'object' && one !== null))
    return null;
  const texts = list.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? String(one) : []));
  return texts.find((one) => one.trim() !== '' && !isPlaceholder(one)) ?? texts[0] ?? text;
};

/** Reads a value as a key with `read`, which gets it clean; `isNothing`: whether it is a placeholder. */
const keyOf = <Key extends object>(
  written: string,
  read: (text: string) => Key | null,
  isNothing: (text: string) => boolean = isPlaceholder,
): Key | NoKey => {
  const text = firstOfList(cleanText(restored(written)));
  if (text === null) return 'unusable';
  if (text.trim() === '') return 'blank';
  if (isNothing(text) || isPrompt(text)) return 'placeholder';
  return hasLostLetters(text) ? 'unusable' : (read(text) ?? 'unusable');
};

const sharedKey = <Key extends object>(read: (text: string) => Key | null): ((written: string) => Key | NoKey) =>
  memoize((written) => keyOf(written, read));

/** An id, a token or a cut hash instead of a name: long, ASCII, with three digits or more. */
const TOKEN = /^\s*(?=(?:\D*\d){3})[\w+/=:.{}-]{12,}\s*$/;
const nameKey = (normalise: (text: string) => string | null): ((written: string) => MatchKey | NoKey) =>
  sharedKey((text) => plainOrHashed(text, (name) => (TOKEN.test(name) ? null : normalise(name))));

// Values that many people share. Last names have a cache of their own, because there are more of them than of others.
export const firstNameKey = nameKey(normaliseFirstName);
export const lastNameKey = nameKey(normaliseLastName);
export const genderKey = sharedKey((text) => plainOrHashed(text, normaliseGender));
export const countryKey = sharedKey((text) => plainOrHashed(text, parseCountry));

export const cityKey = sharedKey((text): CityKey | null => {
  const digest = sha256Of(text);
  if (digest !== null) return { form: 'sha256', text: digest, ascii: null };
  const city = isForeignHash(text) ? null : normaliseCity(text);
  return city === null ? null : { form: 'plain', ...city };
});

const readState = (text: string, country: string | null): StateKey | null => {
  const digest = sha256Of(text);
  if (digest !== null) return { form: 'sha256', text: digest, name: digest, also: null };
  const state = isForeignHash(text) ? null : normaliseState(text, country);
  return state === null ? null : { form: 'plain', ...state };
};

const readZip = (text: string, country: string | null): ZipKey | null => {
  const digest = sha256Of(text);
  if (digest !== null) return { form: 'sha256', text: digest, also: null };
  const zip = isForeignHash(text) ? null : zipReadings(text, country);
  return zip === null ? null : { form: 'plain', ...zip };
};

const isNoZip = (text: string): boolean => isPlaceholder(text) || isPlaceholderZip(text);

/** Not a country's code: stands for an unknown country. */
const ANYWHERE = '--';

/** Values whose reading depends on the country, remembered for the US and for each other country by its code. */
const keyByCountry = <Key extends object>(
  read: (text: string, country: string | null) => Key | null,
  isNothing: (text: string, country: string | null) => boolean,
): ((written: string, country: string | null) => Key | NoKey) => {
  const readIn = (written: string, country: string | null): Key | NoKey =>
    keyOf(
      written,
      (text) => read(text, country),
      (text) => isNothing(text, country),
    );
  const inTheUs = memoize((written) => readIn(written, 'us'));
  const elsewhere = memoize((place) => {
    const country = place.startsWith(ANYWHERE) ? null : place.slice(0, ANYWHERE.length);
    return readIn(place.slice(ANYWHERE.length), country);
  });
  return (written, country) => (country === 'us' ? inTheUs(written) : elsewhere((country ?? ANYWHERE) + written));
};

/** Postal code in a country (lower-case alpha-2; null: not known). */
export const zipKey = keyByCountry(readZip, isNoZip);
/** New Brunswick and North Dakota; elsewhere "not known" in German, and "not available" in French. */
const NOT_UNKNOWN: ReadonlyMap<string | null, RegExp> = new Map([
  ['ca', /^\s*n\.\s?b\.?\s*$/i],
  ['us', /^\s*n\.\s?d\.?\s*$/i],
]);
const isNoState = (text: string, country: string | null): boolean =>
  isPlaceholder(text) && NOT_UNKNOWN.get(country)?.test(text) !== true;
/** State in a country (lower-case alpha-2; null: not known, read as the US where it is one of its states). */
export const stateKey = keyByCountry(readState, isNoState);

/** No hash of another kind looks like an address. */
const emailOf = (text: string): MatchKey | null => {
  // Decoded first: `%20ida@example.com` would be a valid address as it is.
  const address = (text.includes('%') ? null : normaliseEmail(text)) ?? normaliseEmail(restored(text));
  return address === null ? plainOrHashed(text, () => null) : { form: 'plain', text: address };
};

/** Whether a text that was read as a key, or as none, means that there is no value. Most are addresses and numbers. */
const nothingIn = (key: MatchKey | null, text: string): boolean =>
  key?.form === 'plain' ? isPlaceholderAddress(key.text) : isPlaceholder(text);

/** The e-mail itself. */
export const emailKey = (written: string): MatchKey | NoKey => {
  const text = cleanText(written);
  const key = emailOf(text) ?? emailOf(firstOfList(text) ?? '');
  if (key === null && text.trim() === '') return 'blank';
  return nothingIn(key, text) ? 'placeholder' : (key ?? 'unusable');
};

/** One repeated digit, with or without a country code. A cheap test comes first, because few numbers end like that. */
const PLACEHOLDER_NUMBER = /^\d{0,3}?(\d)\1{6,}$/;
/** Digits that people count, after a country code at most: `0301 2345678` is a real number. */
const COUNTING = /^(\d{0,3}?)(0?)12345678(?:90?)?$/;
const isCounting = (digits: string): boolean => {
  const [, code, zero = ''] = (digits.includes('2345678') ? COUNTING.exec(digits) : null) ?? [];
  // The code of Malaysia ends in a zero.
  const withZero = code === undefined ? 0 : code.length + zero.length;
  return code !== undefined && (code === '' || [code.length, withZero].includes(callingCodeLength(digits)));
};
const isPlaceholderNumber = (digits: string): boolean =>
  digits.at(-1) === digits.at(-3) ? PLACEHOLDER_NUMBER.test(digits) : isCounting(digits);

/** A phone; a national number is one of `country` (lower-case alpha-2; null: not known). */
export const phoneKey = (written: string, country: string | null): MatchKey | NoKey => {
  const text = cleanText(written);
  const key = plainOrHashed(text, (number) => normalisePhone(number, country));
  if (key?.form === 'plain') return isPlaceholderNumber(key.text) ? 'placeholder' : key;
  if (text.trim() === '') return 'blank';
  if (isPlaceholder(text) || isPlaceholderNumber(text.replace(/\D/g, ''))) return 'placeholder';
  return key ?? 'unusable';
};
