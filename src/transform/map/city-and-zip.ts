// Cities and postal codes in the form that is sent to Facebook. States are in state.ts.

import { lazyPattern } from '../../lib/memoize.js';
import { byWord } from '../../lib/words.js';
import { bareCity } from './city-name.js';
import { parseCountry } from './country.js';
import { CAR_SIGNS } from './country-aliases.js';
import { hasLetter, isAscii, lettersAndDigits, lowered, withoutSigns } from './normalise.js';
import { asciiDigits } from './phone-text.js';
import { AUSTRALIAN_STATES } from './state-names.js';
import { hasLostDigits, isShortened } from '../../lib/e-notation.js';

interface CityName {
  readonly text: string;
  readonly ascii: string | null;
  readonly also?: readonly string[];
}

const asciiPlace = (place: string): string | null => {
  const ascii = place.replace(/[^a-z0-9]/g, '');
  return /[a-z]/.test(ascii) ? ascii : null;
};

/**
 * City: `text` keeps UTF-8 letters, `ascii` only a-z and 0-9 (null if no letter among them), both of the whole text, as
 * Meta's libraries read it; `also`, if there is more than the name: both forms of the name alone. null: several cities.
 */
export const normaliseCity = (text: string): CityName | null => {
  const bare = bareCity(text);
  const city = bare === null ? null : lettersAndDigits(text);
  if (city === null) return null;
  const name = { text: city, ascii: asciiPlace(city) };
  const alone = bare === null || bare === text ? null : lettersAndDigits(bare);
  if (alone === null || alone === city) return name;
  const ascii = asciiPlace(alone);
  return { ...name, also: ascii === null || ascii === alone ? [alone] : [alone, ascii] };
};

const US_ZIP_DIGITS = 5;
/** More digits are a phone number or an id. */
const TOO_MANY_DIGITS = /^\d{10,}$/;
const SHORTEST_ZIP = 2;
const US_ZIP_AND_FOUR = /^\d{2}\s?\d{3}-\d{4}$/;
/** A zip after the state or the city. */
const US_ZIP_INSIDE = /(?<!\d)(\d{5})(?:-?\d{4})?(?!\d)/;

/** Countries whose codes have this many digits, some with a leading zero, which spreadsheets drop. */
const DIGITS_BY_COUNTRY = byWord([
  [4, 'am au dk ge no nz za'],
  [5, 'de dz es fi fr gt it ke kr lk lt mx my pe pl pr sk tr ua us va vi'],
  [6, 'cn co ec kz ro sg'],
  [7, 'jp'],
  [8, 'br'],
]);
/** No code starts with more zeros than this. */
const MAX_LOST_ZEROS = 2;

const withLostZeros = (zip: string, country: string | null): string => {
  const digits = DIGITS_BY_COUNTRY.get(country ?? '') ?? 0;
  const lost = digits - zip.length;
  return lost > 0 && lost <= MAX_LOST_ZEROS && /^[1-9]\d+$/.test(zip) ? zip.padStart(digits, '0') : zip;
};

/** A place after a code of digits: `10115 Berlin`, `75008 CEDEX 08`. No code has three letters there. */
const PLACE_AFTER = lazyPattern(String.raw`^((?:[a-z]{1,3}[\s-]+)?\d[\d\s-]{1,9}\d)[\s,]+\p{L}{3,}.*$`, 'su');

/** A single letter with a dash after it: no country's codes start with one. */
const CAR_SIGN_BEFORE = /^[abdefhilnps]-(?=\d{4,}$|\d{3}\s\d{2}$)/;
/** Countries whose letters are part of the code. */
const LETTERS_ARE_PART = new Set('ad ag ai az bb bm im je kn ky lc lv md vc vg ws'.split(' '));

/** The country's letters before or after a code. */
const SIGN_BEFORE = /^([a-z]{2})-(?=\d)/;
const COUNTRY_BEFORE = lazyPattern(String.raw`^[^\p{L}\p{N}]*([a-z]{1,3})[^\p{L}\p{N}]*(\d.*)$`, 'u');
const COUNTRY_AFTER = lazyPattern(String.raw`^(.*?)[^\p{L}\p{N}]*(?<!\p{L})([a-z]{1,3})[^\p{L}\p{N}]*$`, 'u');

/** A state or a country beside five digits: `CA 94105`, `20121 MI`. In Barbados, the letters are part of the code. */
const STATE_BESIDE = /^(?!bb)(?:[a-z]{2}[\s,]+)?(\d{5}(?:-\d{4})?)(?:[\s,]+[a-z]{2})?$/;

const withoutCountry = (zip: string, country: string | null): string => {
  if (!/[a-z]/.test(zip)) return zip;
  if (country === null) {
    const beside = STATE_BESIDE.exec(zip)?.[1];
    if (beside !== undefined) return beside;
    const sign = SIGN_BEFORE.exec(zip)?.[1];
    const isCountry = sign !== undefined && parseCountry(sign) === sign && !LETTERS_ARE_PART.has(sign);
    return zip.replace(isCountry ? SIGN_BEFORE : CAR_SIGN_BEFORE, '');
  }
  if (LETTERS_ARE_PART.has(country)) return zip;
  const inside = WITH_LETTERS.get(country)?.exec(zip)?.[0];
  if (inside !== undefined) return inside;
  const signs = [country, CAR_SIGNS.get(country)];
  const [, before, code = zip] = COUNTRY_BEFORE().exec(zip) ?? [];
  const bare = signs.includes(before) ? code : zip;
  const [, begin = bare, after] = COUNTRY_AFTER().exec(bare) ?? [];
  return signs.includes(after) ? begin : bare;
};

/** What a code is called, before it: `C.P. 06000`, `PLZ: 10115`, `z:94105` of Facebook's leads. */
const LABEL = lazyPattern(
  String.raw`^[^\p{L}\p{N}]*(?:c\.?\s?p\.?|c\.?a\.?p\.?|cep|plz|zip(?:\s?code|\s?\+\s?4)?|pin(?:\s?code)?|post(?:al)?\s?code|code\s?postal|postnr\.?|psč|irsz\.?|z:)[^\p{L}\p{N}]*(?=\d)`,
  'u',
);
/** Codes with letters, taken out of the text around them: `London SW1A 1AA`, `K1A 0B1, Canada`, `1012 AB Amsterdam`. */
const WITH_LETTERS: ReadonlyMap<string, RegExp> = new Map([
  ['gb', /(?<![a-z\d])[a-z]{1,2}\d[a-z\d]?[\s-]*\d[a-z]{2}(?![a-z\d])/],
  ['ca', /(?<![a-z\d])[a-z]\d[a-z][\s-]*\d[a-z]\d(?![a-z\d])/],
  ['nl', /(?<![a-z\d])\d{4}[\s-]*[a-z]{2}(?![a-z\d])/],
  ['ie', /(?<![a-z\d])[a-z]\d[\dw][\s-]*(?=[a-z]*\d)[a-z\d]{4}(?![a-z\d])/],
]);

/** Lower case; digits and dashes of full width become plain ones, and the Japanese sign for "postal code" is removed. */
const plainSigns = (text: string): string =>
  isAscii(text)
    ? text.toLowerCase().trim()
    : lowered(asciiDigits(text))
        .trim()
        .replace(/[\p{Pd}\u2212]/gu, '-')
        .replace(/^[〒〠]\s*|\s*[〒〠]$/g, '');

/** The text with plain dashes, and without what a spreadsheet made of a number (`10115.0`); null: it lost digits. */
const asWritten = (text: string): string | null => {
  const plain = plainSigns(text);
  const zip = hasLetter(plain) ? plain.replace(LABEL(), '').replace(PLACE_AFTER(), '$1') : plain;
  const compact = zip.replace(/\s/g, '');
  if (hasLostDigits(compact)) return null;
  if (isShortened(compact) && /[.,+]/.test(compact)) {
    const number = Number(compact.replace(',', '.'));
    return Number.isInteger(number) && /[.,]/.test(compact) ? String(number) : null;
  }
  // `94,105` and `28.001` are written with groups; no code has a fraction.
  const whole = zip.replace(/^(\d{2,})[.,]0+$/, '$1').replace(/(?<=\d)[.,](?=\d{3}(?!\d))/g, '');
  return /\d[.,]\d/.test(whole) ? null : whole;
};

/** With a place beside it. Longer texts are not a postal code, and searching them would be slow. */
const LONGEST_TEXT = 128;
/** Written without spaces, seven and eight digits are nine of which a spreadsheet dropped the zeros. */
const US_NINE_WITHOUT_ZEROS = /^[1-9]\d{6,7}$/;
const US_ALL_DIGITS = 9;

const readZip = (written: string, country: string | null): string | null => {
  const [area = ''] = written.split('-', 1);
  const zip = withLostZeros(withoutSigns(area).replace(LABEL(), ''), country);
  if (country === 'us') {
    if (TOO_MANY_DIGITS.test(zip)) return null;
    if (US_NINE_WITHOUT_ZEROS.test(area)) return zip.padStart(US_ALL_DIGITS, '0').slice(0, US_ZIP_DIGITS);
    if (/^\d{5}/.test(zip)) return zip.slice(0, US_ZIP_DIGITS);
    const inside = (US_ZIP_INSIDE.exec(written) ?? US_ZIP_INSIDE.exec(zip))?.[1];
    if (inside !== undefined) return inside;
    // A letter instead of a digit; complete codes of other countries have more characters.
    if (zip.length === US_ZIP_DIGITS) return null;
  }
  return zip.length < SHORTEST_ZIP || !/[\p{L}\p{N}]/u.test(zip) ? null : digitsOf(zip, country);
};

/** Countries whose codes are digits, beside those of `DIGITS_BY_COUNTRY`. */
const ONLY_DIGITS = new Set('at be bg ch cz ee gr hr hu id il in ph pt rs ru se si th tw vn'.split(' '));
const CANADIAN = /^[a-z]\d[a-z](?:\d[a-z]\d)?$/;

/** A code of digits without words beside it; null: a letter instead of a digit. Foreign codes are unchanged. */
const digitsOf = (zip: string, country: string | null): string | null => {
  if (country === null || !hasLetter(zip)) return zip;
  const length = DIGITS_BY_COUNTRY.get(country);
  if (country === 'ca') return CANADIAN.test(zip) || zip.length !== 6 ? zip : null;
  if (length === undefined && !ONLY_DIGITS.has(country)) return zip;
  if (zip.length === length) return null;
  const runs = (zip.match(/\d+/g) ?? []).filter((run) =>
    length === undefined ? /^\d{4,7}$/.test(run) : run.length === length,
  );
  const run = runs.length === 1 ? runs[0] : undefined;
  if (/\p{L}{3}/u.test(zip)) return run ?? null;
  // `20121 MI`, `0800 NT`; four digits and two letters may be a code of the Netherlands.
  const isState = country === 'au' && AUSTRALIAN_STATES.includes(zip.replace(/\d/g, '').toUpperCase());
  return run !== undefined && (run.length > 4 || isState) ? run : zip;
};

/**
 * Postal code in both readings where they differ: `text` as Meta's page has it (no spaces, no dash), `also` as Meta's
 * libraries do (cut at the dash). In the US (alpha-2 `us`) the first five digits are the code. Zeros that a spreadsheet
 * dropped are put back where the country's codes have a fixed number of digits.
 */
export const zipReadings = (
  text: string,
  country: string | null,
): { readonly text: string; readonly also: string | null } | null => {
  const written = text.length > LONGEST_TEXT ? null : asWritten(text);
  // No country has codes without digits.
  if (written === null || !/\p{N}/u.test(written)) return null;
  const bare = withoutCountry(written, country);
  const cut = readZip(bare, country);
  const isUs = country === 'us' || (country === null && US_ZIP_AND_FOUR.test(bare));
  if (isUs || !bare.includes('-')) return cut === null ? null : { text: cut, also: null };
  const whole = readZip(bare.replaceAll('-', ''), country);
  if (whole === null) return null;
  const afterDash = bare.slice(bare.indexOf('-')).replace(/[\s-]/g, '');
  // With the zeros that were put back.
  const begin = whole.endsWith(afterDash) ? whole.slice(0, whole.length - afterDash.length) : cut;
  const isCode = begin !== whole && begin !== null && begin.length >= SHORTEST_ZIP;
  return { text: whole, also: isCode ? begin : null };
};

/** A zip that means "none": only zeros, or five nines. */
export const isPlaceholderZip = (text: string): boolean =>
  /^\s*(?:0{3,}(?:[\s-]?0+)?|9{5}(?:-?9{4})?)(?:\.0+)?\s*$/.test(text);
