// Extracts the name of a city from the field of a form or a till: without the postal code, the number of a district,
// the state or the country beside it. How a name is normalised is in normalise.ts.
import { parseCountry } from './country.js';
import { hasLetter } from './normalise.js';
import { lazyPattern } from '../../lib/memoize.js';
import { provinceCode, usStateCode } from './state-codes.js';
import { AUSTRALIAN_STATES } from './state-names.js';

/** Few names have any of these characters, or two capitals at their end; only those are examined further. */
const MAYBE_MORE = /[\d,;\n\r()/.]|\s-|cedex|null|undefined|\s[A-Z]{2,3}\s*$/i;
const LONGEST_NAME = 128;

/** `10115`, `D-10115`, `114 55`, `00-950`, `1000-001`, `1234 AB`, `SW1A 1AA`, `K1A 0B1`; before a name, not glued to it. */
const CODE_BEFORE = lazyPattern(
  String.raw`^\s*(?:\p{Lu}{1,3}-)?(?:\d{4}\s?\p{Lu}{2}|\d{4,5}-\d{3,4}|\d{3}\s\d{2,3}|\d{2}-\d{3}|\d{4,6}|\p{Lu}{1,2}\d[\p{Lu}\d]?\s+\d\p{Lu}{2}|\p{Lu}\d\p{Lu}\s*\d\p{Lu}\d)\s+(?=\p{L})`,
  'u',
);
/** The same after a name. */
const CODE_AFTER = lazyPattern(
  String.raw`(?<=\p{L}.*)(?:\s+|\s*-\s*(?=\d{5,6}\s*$))(?:(?:\p{Lu}{1,3}-)?(?:\d{4}\s?\p{Lu}{2}|\d{4,5}-\d{3,4}|\d{3}\s\d{2,3}|\d{2}-\d{3}|\d{4,6})|[a-z]{1,2}\d[a-z\d]?\s+\d[a-z]{2}|[a-z]\d[a-z]\s*\d[a-z]\d|[a-z]\d[\dw]\s*[a-z\d]{4})\s*$`,
  'iu',
);
/** `Paris CEDEX 15`, `Dublin 4`, `Paris 15e`, `Budapest XIII.`, `Wien 15. Bezirk` */
const DISTRICT_AFTER = lazyPattern(
  String.raw`(?<=\p{L}.*)\s+(?:cedex(?:\s+\d{1,2})?|d\d{1,2}w?|(?:\d{1,2}(?:e|er|ème|[.ºª])?|[ivx]+\.)(?:\s*(?:arrondissement|kerület|ker\.?|bezirk))?)\s*$`,
  'iu',
);
/** Then a number is the name: `Quận 1`, `Sector 5`. */
const DISTRICT_WORD = lazyPattern(
  String.raw`^\s*(?:district|quận|zone|sector|ward|bezirk|arrondissement|area|unit)\s*$`,
  'iu',
);
/** `São Paulo - SP`, `São Paulo/SP`, `Roma (RM)`, `Dubai - UAE` */
const STATE_AFTER_SIGN = lazyPattern(
  String.raw`(?<=\p{L}.*)\s*(?:(?:\s-|\/)\s*\p{Lu}{2}|\s(?:-\s*)?(?:UAE|USA)|\(\s*\p{Lu}{2}\s*\))\s*$`,
  'u',
);
/** `Seattle WA`, `Curitiba PR`, `México D.F.`: a code in capitals. */
const STATE_AFTER = lazyPattern(String.raw`^(.*\p{L}.*?)\s+(D\.[CF]\.|[A-Z]{2,3})\s*$`, 'su');
const BRAZILIAN = 'AC AL AM AP BA CE DF ES GO MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO';
/** Beside those of the US and Canada. */
const OTHER_STATES = new Set([...AUSTRALIAN_STATES, ...BRAZILIAN.split(' '), 'D.F.']);
/** Words that are place names in capitals as well as states of the US. */
const WORDS_TOO = new Set('DE LA AL IN ME CO MA OR ID PA MI HI OK DI ND SE ES TO AM SA'.split(' '));
const IN_BRACKETS = lazyPattern(String.raw`(?<=\p{L}.*)\s*\(([^()]+)\)\s*$`, 'u');
/** `г. Москва` */
const TOWN_BEFORE = lazyPattern(String.raw`^\s*(?:г|гор|м)\.\s*(?=\p{L})`, 'iu');
/** `Bonn null`: a program joined a city and a missing part. */
const NOTHING_AFTER = lazyPattern(String.raw`(?<=\p{L}.*)\s+(?:null|undefined)\s*$`, 'iu');

/** The first line, and of that the part before a comma; a code alone before it is not a name. */
const firstPart = (text: string): string =>
  text
    .split(/[\n\r]/)
    .flatMap((line) => line.split(','))
    .find(hasLetter) ?? text;

const withoutDistrict = (text: string): string => {
  const rest = text.replace(DISTRICT_AFTER(), '');
  return DISTRICT_WORD().test(rest) ? text : rest;
};

const withoutState = (text: string): string => {
  const rest = text.replace(STATE_AFTER_SIGN(), '');
  const [, city, state = ''] = STATE_AFTER().exec(rest) ?? [];
  if (city === undefined || (WORDS_TOO.has(state) && city === city.toUpperCase())) return rest;
  if (OTHER_STATES.has(state)) return city;
  // Three letters would be an abbreviation of a state (`CAL`).
  const isCode = state.length !== 3 && (usStateCode(state) !== null || provinceCode(state) !== null);
  return isCode ? city : rest;
};

/** `Leeds (UK)`, `Madrid (28001)`, `Montréal (Québec)`; `Frankfurt (Oder)` is the name of a city. */
const isBesideName = (text: string): boolean =>
  /\d/.test(text) || parseCountry(text) !== null || usStateCode(text) !== null || provinceCode(text) !== null;
const withoutBrackets = (text: string): string =>
  text.replace(IN_BRACKETS(), (bracketed, inner: string) => (isBesideName(inner) ? '' : bracketed));

/** A city's name without what is beside it; null: several cities. */
export const bareCity = (text: string): string | null => {
  if (text.length > LONGEST_NAME || !MAYBE_MORE.test(text)) return text;
  if (text.split(';').filter(hasLetter).length > 1) return null;
  const name = withoutBrackets(firstPart(text)).replace(TOWN_BEFORE(), '').replace(NOTHING_AFTER(), '');
  const place = withoutState(name.replace(CODE_AFTER(), '')).replace(CODE_BEFORE(), '');
  return withoutDistrict(place.replace(CODE_AFTER(), ''));
};
