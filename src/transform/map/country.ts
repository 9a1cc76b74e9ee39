import { createRequire } from 'node:module';
import { arrayOrEmpty, isJsonObject } from '../../lib/json.js';
import { COUNTRY_ALIASES } from './country-aliases.js';
import { memoize } from '../../lib/memoize.js';

const require = createRequire(import.meta.url);

/** Letters only, without case, accents, a leading article or the short form of "Saint". */
const keyOf = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .trim()
    .replace(/^the\s+/, '')
    .replace(/^st\.?\s+/, 'saint ')
    .replace(/[^\p{L}]/gu, '');

const spellings = (names: unknown): readonly string[] =>
  (typeof names === 'string' ? [names] : arrayOrEmpty(names)).filter((name) => typeof name === 'string');

/** First one wins: a code beats a name, and an own alias beats the list's names. */
const addTo = (index: Map<string, string>, spelling: string, code: string): void => {
  const key = keyOf(spelling);
  if (!index.has(key)) index.set(key, code);
};

const readIndex = (): ReadonlyMap<string, string> => {
  const index = new Map<string, string>();
  // The data alone: the package's own entry loads every language there is.
  const codes: unknown = require('i18n-iso-countries/codes.json');
  const english: unknown = require('i18n-iso-countries/langs/en.json');
  const rows = arrayOrEmpty(codes).map((row) => spellings(row));
  for (const [alpha2 = ''] of rows) addTo(index, alpha2, alpha2.toLowerCase());
  for (const [code, names] of Object.entries(COUNTRY_ALIASES)) names.forEach((name) => addTo(index, name, code));
  for (const [alpha2 = '', alpha3 = ''] of rows) addTo(index, alpha3, alpha2.toLowerCase());
  const countries = isJsonObject(english) && isJsonObject(english['countries']) ? english['countries'] : {};
  for (const [alpha2, names] of Object.entries(countries))
    spellings(names).forEach((name) => addTo(index, name, alpha2.toLowerCase()));
  return index;
};

let countries: ReadonlyMap<string, string> | null = null;

/**
 * Lower-case ISO 3166-1 alpha-2 code of a country given as alpha-2, alpha-3 or English name (and some others), in any
 * case; null when no country is meant. The list is loaded with the first question.
 */
export const parseCountry = memoize((text: string): string | null => {
  countries ??= readIndex();
  return countries.get(keyOf(text)) ?? null;
});
