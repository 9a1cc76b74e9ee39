import { lowered } from './normalise.js';

/** States, the District of Columbia and territories: USPS code, name, then customary abbreviations. */
const STATES = `
al Alabama, Ala | ak Alaska | az Arizona, Ariz | ar Arkansas, Ark | ca California, Calif, Cal | co Colorado, Colo
ct Connecticut, Conn | de Delaware, Del | dc District of Columbia, Washington DC | fl Florida, Fla | ga Georgia
hi Hawaii | id Idaho | il Illinois, Ill | in Indiana, Ind | ia Iowa | ks Kansas, Kan, Kans | ky Kentucky
la Louisiana | me Maine | md Maryland | ma Massachusetts, Mass | mi Michigan, Mich | mn Minnesota, Minn
ms Mississippi, Miss | mo Missouri | mt Montana, Mont | ne Nebraska, Neb, Nebr | nv Nevada, Nev
nh New Hampshire | nj New Jersey | nm New Mexico, N Mex | ny New York, New York State | nc North Carolina, N Car
nd North Dakota, N Dak | oh Ohio | ok Oklahoma, Okla | or Oregon, Ore, Oreg | pa Pennsylvania, Penn, Penna
ri Rhode Island | sc South Carolina, S Car | sd South Dakota, S Dak | tn Tennessee, Tenn | tx Texas, Tex | ut Utah
vt Vermont | va Virginia | wa Washington, Wash, Washington State | wv West Virginia, W Va | wi Wisconsin, Wis, Wisc
wy Wyoming, Wyo | as American Samoa | gu Guam | mp Northern Mariana Islands | pr Puerto Rico
um US Minor Outlying Islands | vi US Virgin Islands, Virgin Islands`;

/** Provinces and territories of Canada: code, then names in English and French. */
const PROVINCES = `
ab Alberta | bc British Columbia, Colombie-Britannique | mb Manitoba | nb New Brunswick, Nouveau-Brunswick
nl Newfoundland and Labrador, Newfoundland, Terre-Neuve-et-Labrador | ns Nova Scotia, Nouvelle-Écosse
nt Northwest Territories, Territoires du Nord-Ouest | nu Nunavut | on Ontario | pe Prince Edward Island, Île-du-Prince-Édouard
qc Quebec, Québec | sk Saskatchewan | yt Yukon, Yukon Territory`;

const keyOf = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const codesIn = (table: string, prefix: string): ReadonlyMap<string, string> =>
  new Map(
    table
      .trim()
      .split(/[|\n]/)
      .flatMap((entry) => {
        const row = entry.trim();
        const code = row.slice(0, 2);
        return [code, `${prefix}${code}`, ...row.slice(3).split(',')].map((name) => [keyOf(name), code] as const);
      }),
  );

const CODES = codesIn(STATES, 'us');
const PROVINCE_CODES = codesIn(PROVINCES, 'ca');

const CODE_LENGTH = 2;

/** A zip behind the state, with or without its four digits. */
const ZIP_BEHIND = /[\s,]*\d{5}(?:-?\d{4})?\s*$/;
const COUNTRY_BEHIND = /[\s,(]*(?:united states(?: of america)?|u\.?s\.?a\.?|u\.s\.?|(?<=[\s,(])us)\)?\s*$/i;
const TITLE_BEFORE = /^\s*(?:(?:the\s+)?(?:state|commonwealth|territory)\s+of\s+|us\s*[-:/]\s*)/i;
const COMPASS = /^\s*([nsw])\.?(?:o\.?)?\s+/i;
const COMPASS_WORDS: Readonly<Record<string, string>> = { n: 'north ', s: 'south ', w: 'west ' };

/** As in an index: `Virginia, West`. */
const COMPASS_BEHIND = /^\s*(\p{L}+)\s*,\s*(north|south|west)\s*$/iu;

const trimmedState = (text: string): string =>
  text
    .replace(COUNTRY_BEHIND, '')
    .replace(ZIP_BEHIND, '')
    .replace(COUNTRY_BEHIND, '')
    .replace(TITLE_BEFORE, '')
    .replace(COMPASS_BEHIND, '$2 $1')
    .replace(COMPASS, (_, letter: string) => COMPASS_WORDS[letter.toLowerCase()] ?? '');

/**
 * Two-letter lower-case code of a US state, DC or territory from code, `US-CA`, name or abbreviation, in any case, also
 * with a zip, the country or a city beside it (`CA 94105`, `CaliforniaUSA`, `New York, NY`).
 */
export const usStateCode = (text: string): string | null => {
  const known = CODES.get(keyOf(text));
  if (known !== undefined) return known;
  const bare = trimmedState(text);
  const whole = CODES.get(keyOf(bare));
  if (whole !== undefined) return whole;
  const parts = bare.split(/[,/(]/);
  const codes = parts.flatMap((part) => CODES.get(keyOf(part)) ?? []);
  // Behind a city comes the state's code; two names of different states say nothing.
  const isCode = keyOf(parts.at(-1) ?? '').length === CODE_LENGTH;
  return (isCode || new Set(codes).size === 1 ? codes.at(-1) : undefined) ?? null;
};

/** Two-letter lower-case code of a province or territory of Canada, from its code or its name in English or French. */
export const provinceCode = (text: string): string | null => PROVINCE_CODES.get(keyOf(text)) ?? null;

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
  /** Another reading where Meta's page and its libraries differ; null: they agree. */
  readonly also: string | null;
}

/**
 * State: `text` is the two-letter code where a US state is meant (country `us` or not known), else the whole name; `also`
 * the province's code in Canada, or the letters a to z alone;
 * `name` is the name as written in a-z, 0-9 and `_`, as Meta's old uploader sent it.
 */
export const normaliseState = (text: string, country: string | null): StateName | null => {
  const whole = lettersAndDigits(text);
  if (whole === null) return null;
  const code = country === null || country === 'us' ? usStateCode(text) : null;
  const name = lowered(text).replace(/[^a-z0-9_]/g, '');
  const readable = /[a-z]/.test(name) ? name : null;
  if (code !== null) return { text: code, name: readable ?? code, also: null };
  const province = country === 'ca' || country === null ? provinceCode(text) : null;
  // Meta's libraries keep a to z alone, and two letters where they know the code.
  const other = province ?? readable?.replace(/_/g, '') ?? null;
  return { text: whole, name: readable ?? whole, also: other === whole ? null : other };
};
