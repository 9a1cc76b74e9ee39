// The country that a text means: codes, English names (ISO, Unicode CLDR and those of country-aliases.ts), then names
// in each country's own language and in common languages of trade. Each list is loaded when it is first needed.

import { createRequire } from 'node:module';
// Only the data: the package's own entry loads every language.
import ISO_CODES from 'i18n-iso-countries/codes.json' with { type: 'json' };
import { arrayOrEmpty, isJsonObject } from '../../lib/json.js';
import { CAR_SIGNS, countryAliases } from './country-aliases.js';
import { lazyPattern, memoize, once } from '../../lib/memoize.js';

const require = createRequire(import.meta.url);

const NO_LETTER = lazyPattern(String.raw`[\u0300-\u036f]|[^\p{L}\p{M}]`, 'gu');

/** Letters only, without case, accents, the short form of "Saint", or an article: `Korea (the Republic of)` is ISO's name. */
const keyOf = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/([(,]\s*)the\b/g, '$1')
    .trim()
    .replace(/^the\s+/, '')
    .replace(/^st\.?\s+/, 'saint ')
    .replace(NO_LETTER(), '');

const spellings = (names: unknown): readonly string[] =>
  (typeof names === 'string' ? [names] : arrayOrEmpty(names)).filter((name) => typeof name === 'string');

/** The first one wins: a code beats a name, and an alias of ours beats the list's names. */
const addTo = (index: Map<string, string>, spelling: string, code: string): void => {
  const key = keyOf(spelling);
  if (!index.has(key)) index.set(key, code);
};

const readEnglish = (): ReadonlyMap<string, string> => {
  const index = new Map<string, string>();
  const english: unknown = require('i18n-iso-countries/langs/en.json');
  const rows = ISO_CODES;
  for (const [alpha2 = ''] of rows) addTo(index, alpha2, alpha2.toLowerCase());
  for (const [code, names] of countryAliases()) names.forEach((name) => addTo(index, name, code));
  for (const [alpha2, sign] of CAR_SIGNS) addTo(index, sign, alpha2);
  for (const [alpha2 = '', alpha3 = ''] of rows) addTo(index, alpha3, alpha2.toLowerCase());
  const countries = isJsonObject(english) && isJsonObject(english['countries']) ? english['countries'] : {};
  for (const [alpha2, names] of Object.entries(countries))
    spellings(names).forEach((name) => addTo(index, name, alpha2.toLowerCase()));
  for (const style of ['long', 'short'] as const) {
    const names = new Intl.DisplayNames('en', { type: 'region', style });
    for (const [alpha2 = ''] of rows) addTo(index, names.of(alpha2) ?? alpha2, alpha2.toLowerCase());
  }
  return index;
};

/** Languages in which shops and tills also write the names of other countries. */
const LANGUAGES =
  'fr de es it pt nl sv da nb fi is pl cs sk sl hr sr hu ro bg ru uk el tr ar he fa hi ja zh zh-Hant ko th vi id ca et lv lt';

/** The main language of a country, from Unicode's likely subtags. */
const ownLanguage = (alpha2: string): string => {
  const { language, script } = new Intl.Locale(`und-${alpha2}`).maximize();
  return script === undefined ? language : `${language}-${script}`;
};

const namesIn = (language: string): Intl.DisplayNames =>
  new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });

/**
 * Names in other languages; one that means two countries (`Kongo`) means none. Takes about a tenth of a second. `ČR` is
 * what Czechs write for their country; without the accent it is another country's code.
 */
const readForeign = (): ReadonlyMap<string, string> => {
  const index = new Map([['cr', 'cz']]);
  const alpha2s = ISO_CODES.map(([alpha2 = '']) => alpha2);
  const byLanguage = memoize(namesIn);
  for (const alpha2 of alpha2s) addTo(index, byLanguage(ownLanguage(alpha2)).of(alpha2) ?? '', alpha2.toLowerCase());
  const ambiguous = new Set<string>();
  for (const names of LANGUAGES.split(' ').map(byLanguage))
    for (const alpha2 of alpha2s) {
      const name = names.of(alpha2) ?? '';
      addTo(index, name, alpha2.toLowerCase());
      if (index.get(keyOf(name)) !== alpha2.toLowerCase()) ambiguous.add(keyOf(name));
    }
  for (const key of [...ambiguous, '']) index.delete(key);
  return index;
};

const TWO_LETTERS = /^[a-z]{2}$/i;

const codes = once(() => new Set(ISO_CODES.map(([alpha2 = '']) => alpha2.toLowerCase())));
const english = once(readEnglish);
const foreign = once(readForeign);

/** A flag is the two letters of a code in another form. */
const FLAG = /[\u{1f1e6}-\u{1f1ff}]{2}/gu;
const FLAG_TO_LETTER = 0x1f1e6 - 'A'.charCodeAt(0);
const letterOf = (sign: string): string => String.fromCharCode((sign.codePointAt(0) ?? 0) - FLAG_TO_LETTER);
const withoutFlags = (text: string): string => text.replace(FLAG, (flag) => `(${Array.from(flag, letterOf).join('')})`);

const OFFICIAL = lazyPattern(
  String.raw`^(?:the\s+)?(?:[\p{L}'’-]+\s+){0,3}(?:republic|kingdom|state|commonwealth|principality|grand duchy|sultanate|union|federation)\s+of\s+(?:the\s+)?`,
  'iu',
);
/** Names that two countries have in common; only the words before them differ. */
const DIVIDED = /korea|congo|china/i;

/** A code as most exports have it, known without the index of names, whose first entries are the codes. */
const codeOf = (text: string): string | null => {
  if (!TWO_LETTERS.test(text)) return null;
  const code = text.toLowerCase();
  return codes().has(code) ? code : null;
};

/** `ČR` is Czechia and not Costa Rica, `Áo` is Austria in Vietnamese and not Angola, so a code must have no accents. */
const isAccentedCode = (text: string, key: string): boolean =>
  TWO_LETTERS.test(key) && /[\u0300-\u036f]/.test(text.normalize('NFD'));

const nameOf = (text: string): string | null => {
  const key = keyOf(text);
  if (isAccentedCode(text, key)) return foreign().get(key) ?? null;
  const known = english().get(key);
  if (known !== undefined || key === '') return known ?? null;
  const short = DIVIDED.test(text) ? undefined : english().get(keyOf(text.replace(OFFICIAL(), '')));
  if (short !== undefined) return short;
  return foreign().get(key) ?? null;
};

/** Brackets and signs between notations, a dash with spaces, and one after a code: `DE-Deutschland`. */
const BETWEEN_NAMES = lazyPattern(String.raw`[()[\]/|,;:]|\s\p{Pd}\s|(?<=^\s*\p{L}{2,3})\p{Pd}`, 'u');

/** The country of several notations: `United States (US)`, `DE - Deutschland`; null: not exactly one country. */
const severalNames = (text: string): string | null => {
  const parts = text.split(BETWEEN_NAMES()).filter((part) => keyOf(part) !== '');
  if (parts.length < 2) return null;
  const codes = new Set(parts.map(nameOf));
  return codes.size === 1 ? ([...codes][0] ?? null) : null;
};

/**
 * Lower-case ISO 3166-1 alpha-2 code of a country given as alpha-2, alpha-3 or a name, in any case; null if it means no
 * country. The lists are loaded with the first call.
 */
export const parseCountry = memoize((text: string): string | null => {
  const plain = withoutFlags(text);
  return codeOf(plain) ?? nameOf(plain) ?? severalNames(plain);
});
