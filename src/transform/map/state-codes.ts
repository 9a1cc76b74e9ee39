// The two-letter codes of US states and Canadian provinces, from names and abbreviations that may have a city, a postal
// code or the country beside them. What is sent as the state is in state.ts.

import { lazyPattern, once } from '../../lib/memoize.js';
import { isAscii, lowered } from './normalise.js';
import { FOREIGN_STATES, PROVINCES, STATES } from './state-names.js';

const AND_SIGN = lazyPattern(String.raw`(?<=\p{L}\s*)&(?=\s*\p{L})`, 'gu');
const NO_LETTER = lazyPattern(String.raw`[^\p{L}\p{N}]|\p{Lm}`, 'gu');

/** A name in the form of the tables: letters and digits, unstyled, no accents; `&` between names is "and". */
const keyOf = (text: string): string => {
  const decomposed = lowered(text).normalize('NFD');
  const lower = decomposed.includes('&') ? decomposed.replace(AND_SIGN(), 'and') : decomposed;
  return isAscii(lower) ? lower.replace(/[^a-z0-9]/g, '') : lower.replace(NO_LETTER(), '');
};

const codesIn = (table: string, prefix: string): ReadonlyMap<string, string> =>
  new Map(
    table
      .trim()
      .split(/[|\n]/)
      .flatMap((entry) => {
        const row = entry.trim();
        const code = row.slice(0, CODE_LENGTH);
        const names = [code, `${prefix}${code}`, ...row.slice(CODE_LENGTH).split(',')];
        return names.map((name) => [keyOf(name), code] as const);
      }),
  );

const CODE_LENGTH = 2;

/** The states of one country: their codes, and what may be before and after one, in the form of `keyOf`. */
interface Region {
  readonly codes: ReadonlyMap<string, string>;
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** A postal code before or after the state. */
  readonly postal: RegExp;
  /** Notations of the country. */
  readonly country: ReadonlySet<string>;
}

/** Code and whole name of each state, lower case. */
const WRITTEN_OUT = STATES.split(/[|\n]/).map((row) => (row.split(',', 1)[0] ?? '').trim().toLowerCase());

/** Abbreviations of the first of a state's two words, after which the second may be cut. */
const FIRST_WORDS: Readonly<Record<string, readonly string[]>> = {
  new: ['new', 'n', 'nw', 'no', 'nueva', 'nuevo'],
  north: ['north', 'n', 'no', 'nor', 'nth'],
  south: ['south', 's', 'so', 'sth'],
  west: ['west', 'w', 'wst'],
  rhode: ['rhode', 'r'],
  puerto: ['puerto', 'p'],
};
const SHORTEST_CUT = 3;
/** Newham is a part of London. */
const NO_STATE = 'newham';

/** `N Hampshire`, `South Car`, `West Virg`: states of two words, whose first or second is cut. */
const cutNames = (): readonly (readonly [string, string])[] =>
  WRITTEN_OUT.flatMap((row) => {
    const [code = '', first = '', second = '', ...more] = row.split(' ');
    if (more.length > 0) return [];
    return (FIRST_WORDS[first] ?? []).flatMap((before) =>
      Array.from(
        { length: second.length - SHORTEST_CUT + 1 },
        (_, more) => [before + second.slice(0, SHORTEST_CUT + more), code] as const,
      ).filter(([key]) => key !== NO_STATE),
    );
  });

/** A single word that is cut: `Massach.` */
const CUT_WORD = /^\s*([a-z]{4,})\.\s*$/i;

const codeOfCutWord = (text: string): string | null => {
  const word = CUT_WORD.exec(text)?.[1]?.toLowerCase();
  const found = word === undefined ? [] : WRITTEN_OUT.filter((row) => row.slice(CODE_LENGTH + 1).startsWith(word));
  return found.length === 1 ? (found[0]?.slice(0, CODE_LENGTH) ?? null) : null;
};

const THE_US = ['unitedstatesofamerica', 'unitedstates', 'usofamerica', 'usa', 'us', 'america', 'estadosunidos'];
const theUs = once((): Region => ({
  codes: new Map([...cutNames(), ...codesIn(STATES, 'us')]),
  prefixes: [
    ...THE_US,
    ...'thestateof stateof commonwealthofthe commonwealthof territoryof state estadode etatde statodi штат'.split(' '),
  ],
  suffixes: [...THE_US, 'stateof', 'state', 'commonwealthof', 'commonwealth', '州', 'штат'],
  postal: /^(?:\d{5}|\d{9})(?=\D)|(?<=\D)(?:\d{5}|\d{9})$/,
  country: new Set(THE_US),
}));
/** The same by names in other languages, created when the first text matches nothing else. */
const theUsAbroad = once((): Region => ({ ...theUs(), codes: codesIn(FOREIGN_STATES, 'us') }));
const canada = once((): Region => ({
  codes: codesIn(PROVINCES, 'ca'),
  prefixes: 'canada can ca theprovinceof provinceof provincedu provincede territoryof province'.split(' '),
  suffixes: ['canada', 'can', 'ca', 'province', 'territory'],
  postal: /^[a-z]\d[a-z]\d[a-z]\d(?=\D)|(?<=\D)[a-z]\d[a-z](?:\d[a-z]\d)?$/,
  country: new Set(['canada', 'can', 'ca']),
}));

/** Maximum number of additions to a state: the country, a postal code, a title. */
const MAX_AROUND = 4;

/** The code of a key, with the country, a postal code or a title beside or attached to it; null: not a state. */
const codeOfKey = (key: string, region: Region, around = 0): string | null => {
  const code = region.codes.get(key);
  if (code !== undefined || around === MAX_AROUND || key === '') return code ?? null;
  const shorter = [
    key.replace(region.postal, ''),
    ...region.prefixes.filter((word) => key.startsWith(word)).map((word) => key.slice(word.length)),
    ...region.suffixes.filter((word) => key.endsWith(word)).map((word) => key.slice(0, -word.length)),
  ];
  for (const rest of shorter) {
    const found = rest.length < key.length && rest.length >= CODE_LENGTH ? codeOfKey(rest, region, around + 1) : null;
    if (found !== null) return found;
  }
  return null;
};

/** Words before the name of a state that make it the name of a place (Port Washington, Lake Michigan). */
const PLACE_BEFORE = /^(?:port|fort|ft|mount|mt|lake|little|new|baja)$/i;
const LONGEST_NAME_IN_WORDS = 3;
/** `United States of America` */
const MAX_COUNTRY_WORDS = 4;

/** The state after a city without a comma: `Seattle WA`, `Buffalo New York USA`. */
const codeAfterCity = (text: string, region: Region): string | null => {
  const words = text.split(/[\s.]+/).filter((word) => word !== '');
  for (let count = MAX_COUNTRY_WORDS; count > 0; count -= 1)
    if (region.country.has(keyOf(words.slice(-count).join('')))) words.splice(-count);
  for (let count = Math.min(LONGEST_NAME_IN_WORDS, words.length - 1); count > 0; count -= 1) {
    const code = region.codes.get(keyOf(words.slice(-count).join('')));
    if (code !== undefined) return PLACE_BEFORE.test(words.at(-count - 1) ?? '') ? null : code;
  }
  return null;
};

const withoutPostalCode = (text: string, region: Region): string =>
  region === canada()
    ? text.replace(/[\s,]+[a-z]\d[a-z][\s\p{Pd}]*\d[a-z]\d\s*$/iu, '')
    : text.replace(/[\s,]+\d{5}(?:[\s\p{Pd}]?\d{4})?\s*$/u, '');

/** `CA, NV` are two states; `LA, CA` is Los Angeles. */
const areTwoCodes = (keys: readonly string[]): boolean =>
  keys.length > 1 && keys[0] !== 'la' && keys.every((key) => key.length === CODE_LENGTH);

/** Longer texts are not a state, and searching them would be slow. */
export const LONGEST_STATE = 128;

/** `isSure`: the country is known; else a city before the state does not show which country's state it is. */
const codeIn = (region: Region, text: string, isSure: boolean): string | null => {
  if (text.length > LONGEST_STATE) return null;
  const whole = codeOfKey(keyOf(text), region);
  if (whole !== null) return whole;
  const bare = withoutPostalCode(text, region);
  const parts = bare
    .split(/[,;/()|:]|\p{Pd}/u)
    .filter((part) => !region.country.has(keyOf(part)) && keyOf(part) !== '');
  const codes = parts.flatMap((part) => codeOfKey(keyOf(part), region) ?? []);
  // The state's code follows the city; the names of two different states mean none.
  if (codes.length > 0) {
    const isCode = keyOf(parts.at(-1) ?? '').length === CODE_LENGTH && !areTwoCodes(parts.map(keyOf));
    return (isCode || new Set(codes).size === 1 ? codes.at(-1) : undefined) ?? null;
  }
  return isSure || bare !== text ? codeAfterCity(parts.at(-1) ?? '', region) : null;
};

/**
 * Two-letter lower-case code of a US state, DC or territory from code, `US-CA`, name or abbreviation, in any case, also
 * with a zip, the country or a city beside it (`CA 94105`, `CaliforniaUSA`, `New York, NY`, `Seattle WA 98101`).
 */
export const usStateCode = (text: string, isInTheUs = true): string | null =>
  codeIn(theUs(), text, isInTheUs) ?? codeOfCutWord(text) ?? codeIn(theUsAbroad(), text, isInTheUs);

/** Two-letter lower-case code of a province or territory of Canada, from its code or its name in English or French. */
export const provinceCode = (text: string, isInCanada = true): string | null => codeIn(canada(), text, isInCanada);
