import type { MatchKey, MatchKeys } from '../../model/conversion.js';
import { parseCountry } from './country.js';
import { normaliseGender, isSha256, normaliseName, normaliseZip } from './normalise.js';
import { normaliseCity, normaliseState } from './city-and-zip.js';
import { remembered } from '../../lib/memoize.js';

type CityKey = NonNullable<MatchKeys['city']>;
type StateKey = NonNullable<MatchKeys['state']>;

const sha256Of = (text: string): string | null => {
  const trimmed = text.trim();
  return isSha256(trimmed) ? trimmed.toLowerCase() : null;
};

/** A match key of one text: a SHA-256 passes as it is (in lower case), anything else is normalised; null: unusable. */
export const plainOrHashed = (text: string, normalise: (text: string) => string | null): MatchKey | null => {
  const digest = sha256Of(text);
  if (digest !== null) return { form: 'sha256', text: digest };
  const plain = normalise(text);
  return plain === null ? null : { form: 'plain', text: plain };
};

// Many people share each of these keys, so the answers are remembered; apart, since there are more last names than first.
export const firstNameKey = remembered((text) => plainOrHashed(text, normaliseName));
export const lastNameKey = remembered((text) => plainOrHashed(text, normaliseName));
export const genderKey = remembered((text) => plainOrHashed(text, normaliseGender));
export const countryKey = remembered((text) => plainOrHashed(text, parseCountry));

export const cityKey = remembered((text): CityKey | null => {
  const digest = sha256Of(text);
  if (digest !== null) return { form: 'sha256', text: digest, ascii: null };
  const city = normaliseCity(text);
  return city === null ? null : { form: 'plain', ...city };
});

const readState = (text: string, country: string | null): StateKey | null => {
  const digest = sha256Of(text);
  if (digest !== null) return { form: 'sha256', text: digest, name: digest };
  const state = normaliseState(text, country);
  return state === null ? null : { form: 'plain', ...state };
};

const usZipKey = remembered((text) => plainOrHashed(text, (zip) => normaliseZip(zip, 'us')));
const otherZipKey = remembered((text) => plainOrHashed(text, (zip) => normaliseZip(zip, null)));

/** Postal code in a country (lower-case alpha-2; null: not known). */
export const zipKey = (text: string, country: string | null): MatchKey | null =>
  country === 'us' ? usZipKey(text) : otherZipKey(text);

const usStateKey = remembered((text) => readState(text, 'us'));
const foreignStateKey = remembered((text) => readState(text, 'elsewhere'));

/** State in a country (lower-case alpha-2; null: not known, read as the US). */
export const stateKey = (text: string, country: string | null): StateKey | null =>
  country === null || country === 'us' ? usStateKey(text) : foreignStateKey(text);
