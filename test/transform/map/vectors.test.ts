import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { advertisingIdOf } from '../../../src/transform/map/match-keys.js';
import { parseCountry } from '../../../src/transform/map/country.js';
import { normaliseGender } from '../../../src/transform/map/gender.js';
import { isSha256, normaliseEmail, normaliseName } from '../../../src/transform/map/normalise.js';
import { normaliseId } from '../../../src/transform/encode/common-members.js';
import { normalisePhone } from '../../../src/transform/map/phone.js';
import { normaliseCity, zipReadings } from '../../../src/transform/map/city-and-zip.js';
import { normaliseState } from '../../../src/transform/map/state.js';
import { plainOrHashed } from '../../../src/transform/map/batch-keys.js';

type Api = 'capi' | 'offline';
interface Vector {
  key: string;
  input: string;
  normalised: string | null;
  sha256: string | null;
  api: Api | 'both';
  disputed?: boolean;
  hashed?: boolean;
  context?: { country: string };
}

const path = new URL('../../../fixtures/vectors/normalisation.json', import.meta.url);
const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vector[];

const advertisingId = (text: string, api: Api): string | null => {
  const id = advertisingIdOf(text);
  if (id.kind !== 'id') return null;
  return api === 'offline' ? normaliseId(id.text) : id.text;
};

type Read = (text: string, api: Api, country: string | null) => string | null;
const email: Read = (text) => normaliseEmail(text);
const phone: Read = (text, _, country) => normalisePhone(text, country);
const gender: Read = (text) => normaliseGender(text);
const name: Read = (text) => normaliseName(text);
const zip: Read = (text, _, country) => zipReadings(text, country)?.text ?? null;

/** What each API is sent first for a key, before hashing. */
const READ: Record<string, Read> = {
  em: email,
  email,
  ph: phone,
  phone,
  ge: gender,
  gen: gender,
  fn: name,
  ln: name,
  ct: (text, api) => {
    const city = normaliseCity(text);
    return api === 'offline' ? (city?.ascii ?? city?.text ?? null) : (city?.text ?? null);
  },
  st: (text, api) => normaliseState(text, null)?.[api === 'offline' ? 'name' : 'text'] ?? null,
  zp: zip,
  zip,
  country: (text) => parseCountry(text),
  external_id: (text) => normaliseId(text),
  extern_id: (text) => text.trim(),
  madid: advertisingId,
};

const NOT_SENT = ['db', 'doby', 'dobm', 'dobd', 'fi', 'f5first', 'f5last', 'lead_id'];

const plainText = ({ key, input, context }: Vector, api: Api): string | null =>
  plainOrHashed(input, (text) => READ[key](text, api, context?.country ?? null))?.text ?? null;

const cases = vectors
  .filter(({ key }) => !NOT_SENT.includes(key))
  .flatMap((vector) =>
    (vector.api === 'both' ? (['capi', 'offline'] as const) : [vector.api]).map((api) => ({ ...vector, api })),
  );

test('every key of the vectors is either sent or known not to be', () => {
  const keys = new Set(vectors.map(({ key }) => key));
  expect([...keys].sort()).toEqual([...Object.keys(READ), ...NOT_SENT].filter((key) => keys.has(key)).sort());
});

describe('rows on which all of Meta agrees', () => {
  const agreed = cases.filter(({ disputed }) => disputed !== true);

  test.each(agreed)('$api $key $input', (vector) => {
    const text = plainText(vector, vector.api);
    expect(text).toBe(vector.normalised);
    if (text === null || vector.hashed === false) return;
    expect(isSha256(vector.input) ? text : hash('sha256', text, 'hex')).toBe(vector.sha256);
  });
});

/** Our choice for every disputed row: [api, key, input, what is sent]. The reasons stand in normalise.ts. */
const CHOSEN: readonly (readonly [Api, string, string, string | null])[] = [
  ['capi', 'country', 'United States', 'us'],
  ['capi', 'zp', 'M1 1AE', 'm11ae'],
  ['capi', 'ph', '555.123.4567', null],
  ['offline', 'phone', '555.123.4567', null],
  ['capi', 'ph', '(555) 123-4567', null],
  ['offline', 'phone', '(555) 123-4567', null],
  ['capi', 'ph', '+1-555-123-4567 ext. 123', '15551234567'],
  ['offline', 'phone', '+1-555-123-4567 ext. 123', '15551234567'],
  ['capi', 'ge', '        Woman         ', 'f'],
  ['offline', 'gen', '        Woman         ', 'f'],
  ['capi', 'ge', 'Male', 'm'],
  ['offline', 'gen', 'Male', 'm'],
  ['capi', 'ge', 'Boy', 'm'],
  ['offline', 'gen', 'Boy', 'm'],
  ['capi', 'ge', 'MALE', 'm'],
  ['offline', 'gen', 'MALE', 'm'],
  ['capi', 'ge', "  ma'am  ", 'f'],
  ['offline', 'gen', "  ma'am  ", 'f'],
  ['capi', 'ct', 'San José', 'sanjosé'],
  ['offline', 'ct', 'San José', 'sanjos'],
  ['capi', 'ct', 'São Paulo', 'sãopaulo'],
  ['offline', 'ct', 'São Paulo', 'sopaulo'],
  ['capi', 'ct', 'Zürich', 'zürich'],
  ['offline', 'ct', 'Zürich', 'zrich'],
  ['capi', 'ct', 'København', 'københavn'],
  ['offline', 'ct', 'København', 'kbenhavn'],
  ['capi', 'ct', 'Москва', 'москва'],
  ['offline', 'ct', 'Москва', 'москва'],
  ['capi', 'ct', '北京', '北京'],
  ['offline', 'ct', '北京', '北京'],
  ['capi', 'ct', 'Los Angeles 90210', 'losangeles90210'],
  ['offline', 'ct', 'Los Angeles 90210', 'losangeles90210'],
  ['capi', 'ct', '555', null],
  ['offline', 'ct', '555', null],
  ['capi', 'ct', 'New_York', 'newyork'],
  ['offline', 'ct', 'New_York', 'newyork'],
  ['capi', 'st', 'California', 'ca'],
  ['offline', 'st', 'California', 'california'],
  ['capi', 'st', '    California.   ', 'ca'],
  ['offline', 'st', '    California.   ', 'california'],
  ['capi', 'st', 'North Carolina', 'nc'],
  ['offline', 'st', 'North Carolina', 'northcarolina'],
  ['capi', 'st', 'West Virginia', 'wv'],
  ['offline', 'st', 'West Virginia', 'westvirginia'],
  ['capi', 'st', 'Texas', 'tx'],
  ['offline', 'st', 'Texas', 'texas'],
  ['capi', 'st', 'Ontario', 'ontario'],
  ['offline', 'st', 'Ontario', 'ontario'],
  ['capi', 'st', 'British Columbia', 'britishcolumbia'],
  ['offline', 'st', 'British Columbia', 'britishcolumbia'],
  ['capi', 'st', 'Tex.', 'tx'],
  ['offline', 'st', 'Tex.', 'tex'],
  ['capi', 'st', 'District of Columbia', 'dc'],
  ['offline', 'st', 'District of Columbia', 'districtofcolumbia'],
  ['capi', 'st', 'Bayern', 'bayern'],
  ['offline', 'st', 'Bayern', 'bayern'],
  ['capi', 'st', 'NSW', 'nsw'],
  ['offline', 'st', 'NSW', 'nsw'],
  ['capi', 'country', 'USA', 'us'],
  ['offline', 'country', 'USA', 'us'],
  ['capi', 'country', 'United Kingdom', 'gb'],
  ['offline', 'country', 'United Kingdom', 'gb'],
  ['capi', 'country', 'U.K.', 'gb'],
  ['offline', 'country', 'U.K.', 'gb'],
  ['capi', 'country', 'Germany', 'de'],
  ['offline', 'country', 'Germany', 'de'],
  ['capi', 'country', 'South Korea', 'kr'],
  ['offline', 'country', 'South Korea', 'kr'],
  ['capi', 'zp', 'L3T 5M7', 'l3t5m7'],
  ['offline', 'zp', 'L3T 5M7', 'l3t5m7'],
  ['capi', 'zp', 'NR9 5AL', 'nr95al'],
  ['offline', 'zp', 'NR9 5AL', 'nr95al'],
  ['capi', 'zp', '98 121-9431', '98121'],
  ['capi', 'madid', 'AECE52E7-03EE-455A-B3C4-E57283966239', 'AECE52E7-03EE-455A-B3C4-E57283966239'],
];

describe('rows on which Meta disagrees with itself', () => {
  test('each has a choice', () => {
    const label = (api: string, key: string, input: string): string => [api, key, input].join('|');
    const disputed = cases.filter((vector) => vector.disputed === true);
    expect(new Set(CHOSEN.map(([api, key, input]) => label(api, key, input)))).toEqual(
      new Set(disputed.map(({ api, key, input }) => label(api, key, input))),
    );
  });

  test.each(CHOSEN)('%s %s %s', (api, key, input, sent) => {
    expect(READ[key](input, api, null)).toBe(sent);
  });
});
