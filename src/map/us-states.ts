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
