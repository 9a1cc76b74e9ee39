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

/** Our choice for every disputed row of one API: its key, the input, what is sent. The reasons are in manual/matching.md. */
const OF_ONE: readonly (readonly [Api, string, string, string | null])[] = [
  ['capi', 'country', 'United States', 'us'],
  ['capi', 'zp', 'M1 1AE', 'm11ae'],
  ['capi', 'zp', '98 121-9431', '98121'],
  ['capi', 'madid', 'AECE52E7-03EE-455A-B3C4-E57283966239', 'AECE52E7-03EE-455A-B3C4-E57283966239'],
];
/** The same of both: their keys, the input, what `capi` and, where it differs, `offline` is sent. */
const OF_BOTH: readonly (readonly [string, string, string, string | null, offline?: string])[] = [
  ['ph', 'phone', '555.123.4567', null],
  ['ph', 'phone', '(555) 123-4567', null],
  ['ph', 'phone', '+1-555-123-4567 ext. 123', '15551234567'],
  ['ge', 'gen', '        Woman         ', 'f'],
  ['ge', 'gen', 'Male', 'm'],
  ['ge', 'gen', 'Boy', 'm'],
  ['ge', 'gen', 'MALE', 'm'],
  ['ge', 'gen', "  ma'am  ", 'f'],
  ['ct', 'ct', 'San José', 'sanjosé', 'sanjos'],
  ['ct', 'ct', 'São Paulo', 'sãopaulo', 'sopaulo'],
  ['ct', 'ct', 'Zürich', 'zürich', 'zrich'],
  ['ct', 'ct', 'København', 'københavn', 'kbenhavn'],
  ['ct', 'ct', 'Москва', 'москва'],
  ['ct', 'ct', '北京', '北京'],
  ['ct', 'ct', 'Los Angeles 90210', 'losangeles90210'],
  ['ct', 'ct', '555', null],
  ['ct', 'ct', 'New_York', 'newyork'],
  ['st', 'st', 'California', 'ca', 'california'],
  ['st', 'st', '    California.   ', 'ca', 'california'],
  ['st', 'st', 'North Carolina', 'nc', 'northcarolina'],
  ['st', 'st', 'West Virginia', 'wv', 'westvirginia'],
  ['st', 'st', 'Texas', 'tx', 'texas'],
  ['st', 'st', 'Ontario', 'ontario'],
  ['st', 'st', 'British Columbia', 'britishcolumbia'],
  ['st', 'st', 'Tex.', 'tx', 'tex'],
  ['st', 'st', 'District of Columbia', 'dc', 'districtofcolumbia'],
  ['st', 'st', 'Bayern', 'bayern'],
  ['st', 'st', 'NSW', 'nsw'],
  ['country', 'country', 'USA', 'us'],
  ['country', 'country', 'United Kingdom', 'gb'],
  ['country', 'country', 'U.K.', 'gb'],
  ['country', 'country', 'Germany', 'de'],
  ['country', 'country', 'South Korea', 'kr'],
  ['zp', 'zp', 'L3T 5M7', 'l3t5m7'],
  ['zp', 'zp', 'NR9 5AL', 'nr95al'],
];
const CHOSEN: readonly (readonly [Api, string, string, string | null])[] = [
  ...OF_ONE,
  ...OF_BOTH.flatMap(([key, offlineKey, input, sent, offline = sent]) => [
    ['capi', key, input, sent] as const,
    ['offline', offlineKey, input, offline] as const,
  ]),
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
