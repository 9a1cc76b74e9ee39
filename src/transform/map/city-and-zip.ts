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

const keyOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const CODES: ReadonlyMap<string, string> = new Map(
  STATES.trim()
    .split(/[|\n]/)
    .flatMap((entry) => {
      const row = entry.trim();
      const code = row.slice(0, 2);
      return [code, `us${code}`, ...row.slice(3).split(',')].map((spelling) => [keyOf(spelling), code] as const);
    }),
);

/** Two-letter lower-case code of a US state, DC or territory from code, `US-CA`, name or abbreviation, in any case. */
export const usStateCode = (text: string): string | null => CODES.get(keyOf(text)) ?? null;

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
