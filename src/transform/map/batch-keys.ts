import type { MatchKey, MatchKeys } from '../../model/conversion.js';
import { parseCountry } from './country.js';
import { normaliseGender, isSha256, normaliseName, zipReadings } from './normalise.js';
import { normaliseCity, normaliseState } from './city-and-zip.js';
import { memoize } from '../../lib/memoize.js';
import { isForeignHash } from './value-text.js';

type CityKey = NonNullable<MatchKeys['city']>;
type StateKey = NonNullable<MatchKeys['state']>;
type ZipKey = NonNullable<MatchKeys['zip']>;

const sha256Of = (text: string): string | null => {
  const trimmed = text.trim();
  return isSha256(trimmed) ? trimmed.toLowerCase() : null;
};

/** A match key of one text: a SHA-256 passes as it is (in lower case), anything else is normalised; null: unusable. */
export const plainOrHashed = (text: string, normalise: (text: string) => string | null): MatchKey | null => {
  const digest = sha256Of(text);
  if (digest !== null) return { form: 'sha256', text: digest };
  const plain = isForeignHash(text) ? null : normalise(text);
  return plain === null ? null : { form: 'plain', text: plain };
};

// Many people share each of these keys, so the answers are remembered; apart, since there are more last names than first.
export const firstNameKey = memoize((text) => plainOrHashed(text, normaliseName));
export const lastNameKey = memoize((text) => plainOrHashed(text, normaliseName));
export const genderKey = memoize((text) => plainOrHashed(text, normaliseGender));
export const countryKey = memoize((text) => plainOrHashed(text, parseCountry));

export const cityKey = memoize((text): CityKey | null => {
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

const usZipKey = memoize((text) => readZip(text, 'us'));
const foreignZipKey = memoize((text) => readZip(text, 'elsewhere'));
const anyZipKey = memoize((text) => readZip(text, null));

/** Postal code in a country (lower-case alpha-2; null: not known). */
export const zipKey = (text: string, country: string | null): ZipKey | null => {
  if (country === null) return anyZipKey(text);
  return country === 'us' ? usZipKey(text) : foreignZipKey(text);
};

const usStateKey = memoize((text) => readState(text, 'us'));
const canadianStateKey = memoize((text) => readState(text, 'ca'));
const foreignStateKey = memoize((text) => readState(text, 'elsewhere'));
const anyStateKey = memoize((text) => readState(text, null));

/** State in a country (lower-case alpha-2; null: not known, read as the US where it is one of its states). */
export const stateKey = (text: string, country: string | null): StateKey | null => {
  if (country === null) return anyStateKey(text);
  if (country === 'us') return usStateKey(text);
  return country === 'ca' ? canadianStateKey(text) : foreignStateKey(text);
};
