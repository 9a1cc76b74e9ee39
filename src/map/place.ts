import { lowered } from './normalise.js';
import { usStateCode } from './us-states.js';

/** UTF-8 letters (with their marks) and digits, lower-case: Meta's page for places with special characters. */
const lettersAndDigits = (text: string): string | null => {
  const place = lowered(text)
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
    .normalize('NFC');
  return /\p{L}/u.test(place) ? place : null;
};

export interface CityName {
  readonly text: string;
  readonly ascii: string | null;
}

/** City: `text` keeps UTF-8 letters, `ascii` only a-z and 0-9 (null without a letter among them). */
export const normaliseCity = (text: string): CityName | null => {
  const city = lettersAndDigits(text);
  if (city === null) return null;
  const ascii = city.replace(/[^a-z0-9]/g, '');
  return { text: city, ascii: /[a-z]/.test(ascii) ? ascii : null };
};

export interface StateName {
  readonly text: string;
  readonly name: string;
}

/**
 * State: `text` is the two-letter code where a US state is meant (country `us` or not known), else the whole name;
 * `name` is the name as written in a-z, 0-9 and `_`, as Meta's old uploader sent it.
 */
export const normaliseState = (text: string, country: string | null): StateName | null => {
  const whole = lettersAndDigits(text);
  if (whole === null) return null;
  const state = country === null || country === 'us' ? (usStateCode(text) ?? whole) : whole;
  const name = lowered(text).replace(/[^a-z0-9_]/g, '');
  return { text: state, name: /[a-z]/.test(name) ? name : state };
};
