// States and provinces: the code or name that is sent, without what may be beside it (country, postal code, city).
// Codes are in state-codes.ts, cities and postal codes in city-and-zip.ts.

import { parseCountry } from './country.js';
import { lazyPattern } from '../../lib/memoize.js';
import { hasLetter, lettersAndDigits, lowered } from './normalise.js';
import { LONGEST_STATE, provinceCode, usStateCode } from './state-codes.js';
import { AUSTRALIAN_STATES } from './state-names.js';

interface StateName {
  readonly text: string;
  readonly name: string;
  /** Another reading where Meta's page and its libraries differ; null: they agree. */
  readonly also: string | null;
}

/** `Province of Quebec`, `the State of New South Wales`, `Province du Québec` */
const TITLE_BEFORE =
  /^\s*(?:the\s+)?(?:province|state|territory|region|canton|county|commonwealth|free state)\s+of\s+(?:the\s+)?|^\s*province\s+(?:de\s+la\s+|de\s+|du\s+|d['’])/i;
/** The code or number after a name: `Ontario (ON)`, `Paris (75)`, `Bahia - BA`, `Bahia/BA`. */
const CODE_AFTER = lazyPattern(
  String.raw`(?<=\p{L}{3,})\s*(?:\(\s*(?:\p{L}{2,3}|\d{1,3})\s*\)|(?:\s-|/)\s*\p{Lu}{2})\s*$`,
  'u',
);
/** The same before it: `MI - Milano`, `SP - São Paulo`, `75 Paris`. */
const CODE_BEFORE = lazyPattern(
  String.raw`^\s*(?:(?:\p{Lu}{2,3}|\d{1,3}[AB]?)\s*(?:\s\p{Pd}|/)\s*(?=\p{L}{4}|\p{L}{2,3}\s+\p{L}{2})|\d{1,3}\s+(?=\p{L}{2}))`,
  'u',
);
const BETWEEN_WORDS = lazyPattern(String.raw`[^\p{L}]+`, 'u');

/** The code of a state of Australia among other words; undefined: none, or several. */
const australianCode = (text: string): string | undefined => {
  const codes = text.split(BETWEEN_WORDS()).filter((word) => AUSTRALIAN_STATES.includes(word.toUpperCase()));
  return codes.length === 1 ? codes[0] : undefined;
};
const POSTAL_AFTER = lazyPattern(
  String.raw`(?<=\p{L}.*)[\s,\p{Pd}]+(?:\d{3,}(?:\s*\p{Pd}\s*\d{2,})?|[a-z]\d[a-z](?:\s*\p{Pd}?\s*\d[a-z]\d)?)\s*$`,
  'iu',
);
/** One word of letters, whose case shows no second one attached to it. */
const ONE_WORD = /^(?:[A-Z]*|[A-Za-z]?[a-z]*)$/;
const NUMBERS = /^\d{1,3}$/;
const TWO_LETTERS = /^[a-z]{2}$/;
/** `CA, NV`: codes of several states. */
const SEVERAL_CODES = /^[^a-z]*[a-z]{2}(?:[^a-z]+[a-z]{2})+[^a-z]*$/i;
const POSTAL_BEFORE = lazyPattern(String.raw`^\s*\d{3,}(?:\p{Pd}\d{2,})?\s+`, 'u');

/** Where a country without a sign before it may begin: `Ontario Canada`, `OntarioCanada`, `NSWAustralia`, `EnglandUK`. */
const BEGINS = lazyPattern(
  String.raw`(?<=\p{L}\s+)(?=\p{L})|(?<=\p{Ll})(?=\p{Lu})|(?<=^\s*\p{Lu}{2,3})(?=\p{Lu}\p{Ll})`,
  'gu',
);
/** The beginning of a name with the country in it: `South Australia`, `Estado de México`, `Noord Holland`. */
const BEGINNING_OF_NAME = lazyPattern(
  String.raw`(?:^|[\s-])(?:\p{L}\.?|(?:north|south|west|east)(?:ern)?|n[oö]rd|noord|norte|nor|s[uü]d|zuid|sur|sul|ost|oost|est|centr\p{L}+|mid|new|old|inner|upper|lower|greater|lesser|proper|egentliga|grand?|d[aeiou]s?|del\p{L}*|of|the)\s*$`,
  'iu',
);

const withoutCountry = (text: string, country: string): string => {
  for (const { index } of text.matchAll(BEGINS())) {
    const before = text.slice(0, index);
    if (parseCountry(text.slice(index).trim()) === country && !BEGINNING_OF_NAME().test(before)) return before;
  }
  return text;
};

/** Countries whose states are shortened so; Canada's have codes. */
const WITH_SHORT_COMPASS = new Set(['au', 'gb', 'in', 'za']);
const SHORT_COMPASS = lazyPattern(String.raw`^\s*([nsew])(?:\.\s*|\s+)(?=\p{L}{4})`, 'iu');
const COMPASS: Readonly<Record<string, string>> = { n: 'North', s: 'South', e: 'East', w: 'West' };
/** Shortened names that begin with `Northern` rather than `North`. */
const ADJECTIVE_BEFORE = /^(?:. *(?:cape|ireland|territory)|w *australia)$/i;

/** `W. Bengal` and `N. Territory` with the whole word. */
const withWholeCompass = (text: string): string =>
  text.replace(SHORT_COMPASS(), (_, first: string) => {
    const ending = ADJECTIVE_BEFORE.test(text.replace('.', ' ').trim()) ? 'ern ' : ' ';
    return `${COMPASS[first.toLowerCase()] ?? first}${ending}`;
  });

/** A state outside the US without country, postal code and title: `Ontario, Canada`, `NSW 2000`, `DE-BY`. */
const bareState = (text: string, country: string | null): string => {
  if (country === null || ONE_WORD.test(text)) return text;
  const code = country.toUpperCase();
  const bare = withoutCountry(text, country)
    .replace(/(?:[,(]|\s\p{Pd})\s*([^,()]+)\)?\s*$/u, (suffix, word: string) =>
      parseCountry(word) === country ? '' : suffix,
    )
    .replace(new RegExp(`^\\s*${code}[\\s\\p{Pd}:/]+(?=\\p{L})`, 'u'), '')
    .replace(new RegExp(`(?<=\\p{L})[\\s\\p{Pd}:/]+${code}\\s*$`, 'u'), '')
    .replace(POSTAL_AFTER(), '')
    .replace(POSTAL_BEFORE(), '')
    .replace(TITLE_BEFORE, '')
    .replace(CODE_AFTER(), '')
    .replace(CODE_BEFORE(), '');
  const whole = WITH_SHORT_COMPASS.has(country) ? withWholeCompass(bare) : bare;
  if (country === 'au') return australianCode(whole) ?? whole;
  return hasLetter(whole) ? whole : text;
};

/** A country after the state, if the batch has no other: `Ontario, Canada`. */
const countryAfter = (text: string): string | null => {
  const word = /[,(]\s*([^,()]{3,})\)?\s*$/.exec(text)?.[1];
  return word === undefined ? null : parseCountry(word);
};

/**
 * State: `text` is the two-letter code where a US state is meant (country `us` or not known), else the whole name;
 * `also` the province's code in Canada, or the letters a to z alone; `name` is the name as written in a-z, 0-9 and `_`,
 * as Meta's old uploader sent it.
 */
export const normaliseState = (text: string, country: string | null): StateName | null => {
  if (text.length > LONGEST_STATE) return null;
  const name = lowered(text).replace(/[^a-z0-9_]/g, '');
  const readable = /[a-z]/.test(name) ? name : null;
  const isOfTheUs = country === null || country === 'us';
  const code = isOfTheUs ? usStateCode(text, country === 'us') : null;
  if (code !== null) return { text: code, name: readable ?? code, also: null };
  if (country === 'us' && SEVERAL_CODES.test(text)) return null;
  const place = country ?? countryAfter(text);
  const bare = bareState(text, place);
  const whole = lettersAndDigits(bare);
  // Without its special characters it would be a state: `u&mUS`.
  if (whole === null || (isOfTheUs && usStateCode(whole, country === 'us') !== null)) return null;
  const province = place === 'ca' || place === null ? provinceCode(text, place === 'ca') : null;
  // Meta's libraries keep only a to z, and two letters if they know the code.
  const ascii = lowered(bare).replace(/[^a-z0-9]/g, '');
  // What looks like a code but is not: `ZZ` in the US; `JP-13`, since Facebook knows no states by number.
  const isNoCode = (text: string): boolean =>
    country === 'us' || (country === 'ca' && province === null)
      ? TWO_LETTERS.test(text)
      : text.startsWith(country ?? '-') && NUMBERS.test(text.slice(2));
  if ([whole, name, ascii].some(isNoCode)) return null;
  const other = province ?? (/[a-z]/.test(ascii) ? ascii : null);
  return { text: whole, name: readable ?? whole, also: other === whole ? null : other };
};
