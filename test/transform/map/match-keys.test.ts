import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchKeysOf } from '../../../src/transform/map/match-keys.js';
import { MATCH_KEY_NAMES, type MatchKeys } from '../../../src/model/conversion.js';
import { batchAbout } from './people.js';

const DEFAULTS = { emailType: 'email', extendedMatchKeys: false } as const;
const EXTENDED = { emailType: 'email', extendedMatchKeys: true } as const;
const DIGEST = 'ab'.repeat(32);
const APPLE = 'AECE52E7-03EE-455A-B3C4-E57283966239';
const GOOGLE = '0b80a255-53a1-4945-a932-58ef7777682c';
const ZEROS = '00000000-0000-0000-0000-000000000000';

const ATTRIBUTES = ['firstname', 'lastname', 'gender', 'city', 'state', 'zip', 'country'] as const;
/** The same for each attribute. */
const each = <Value>(value: Value) => Object.fromEntries(ATTRIBUTES.map((name) => [name, value]));

const plain = (text: string) => ({ form: 'plain', text });
const unusable = (detail: string) => ({ code: 'unusable_match_key', count: 1, detail });

const MARIBEL = {
  identities: { email: ' Maribel.OConnor@Example.com', customer_id: ' HBC-204417 ', mobile_number: '(650) 555-1212' },
  attributes: {
    firstname: 'Maribel',
    lastname: "O'Connor",
    gender: 'Female',
    city: 'San José',
    state: 'California',
    zip: '95112-1234',
    country: 'USA',
  },
  apple: ` ${APPLE} `,
  google: GOOGLE,
};

const DEFAULT_KEYS: MatchKeys = {
  email: { form: 'plain', text: 'maribel.oconnor@example.com' },
  appleAdvertisingId: APPLE,
  googleAdvertisingId: GOOGLE,
  gender: { form: 'plain', text: 'f' },
  firstName: { form: 'plain', text: 'maribel' },
  lastName: { form: 'plain', text: 'oconnor' },
  city: { form: 'plain', text: 'sanjosé', ascii: 'sanjos' },
  country: { form: 'plain', text: 'us' },
};

describe('a hash that is no SHA-256 says nothing to Facebook', () => {
  const MD5 = 'd0763edaa9d9bd2a9516280e9044d885';

  test.each([
    ['firstname', 'firstName'],
    ['lastname', 'lastName'],
    ['gender', 'gender'],
    ['country', 'country'],
    ['city', 'city'],
    ['state', 'state'],
    ['zip', 'zip'],
  ] as const)('%s is left out and named', (attribute, detail) => {
    const batch = batchAbout({ identities: { email: 'ida@example.com' }, attributes: { [attribute]: MD5 } });
    expect(matchKeysOf(batch, EXTENDED)).toEqual({
      keys: { email: plain('ida@example.com') },
      warnings: [unusable(detail)],
    });
  });
});

describe('a customer id that looks like a hash is sent as an id and counted', () => {
  test.each([
    ['MD5', 'd0763edaa9d9bd2a9516280e9044d885', 1],
    ['MD5 in capitals', 'D0763EDAA9D9BD2A9516280E9044D885', 1],
    ['SHA-1', 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3', 1],
    ['SHA-512', 'ab'.repeat(64), 1],
    ['a UUID without hyphens', '0b80a25553a14945a93258ef7777682c', 0],
    ['a UUID', GOOGLE, 0],
    ['a SHA-256', DIGEST, 0],
    ['an object id of 24 digits', '507f1f77bcf86cd799439011', 0],
    ['a prefix before hex digits', 'u-d0763edaa9d9bd2a9516280e9044d885', 0],
  ])('%s', (_, customer_id, count) =>
    expect(matchKeysOf(batchAbout({ identities: { customer_id } }), EXTENDED)).toEqual({
      keys: { externalId: customer_id },
      warnings: count === 0 ? [] : [{ code: 'customer_id_hash', count }],
    }),
  );
});

describe('which keys', () => {
  test('the default set is the integration’s own', () => {
    expect(matchKeysOf(batchAbout(MARIBEL), DEFAULTS)).toEqual({ keys: DEFAULT_KEYS, warnings: [] });
  });

  test('the extended set adds phone, state, zip and customer id', () => {
    expect(matchKeysOf(batchAbout(MARIBEL), EXTENDED)).toEqual({
      keys: {
        ...DEFAULT_KEYS,
        phone: plain('16505551212'),
        state: { form: 'plain', text: 'ca', name: 'california', also: null },
        zip: { ...plain('95112'), also: null },
        externalId: 'HBC-204417',
      },
      warnings: [],
    });
  });

  test('no identity and no attribute', () => {
    expect(matchKeysOf(batchAbout({}), EXTENDED)).toEqual({ keys: {}, warnings: [] });
  });
});

test('blank values and withheld advertising ids are simply not there', () => {
  const blank = batchAbout({
    identities: { email: '', customer_id: ' ', mobile_number: '\t' },
    attributes: { ...each(''), lastname: ' ', gender: '\u00a0', country: ' ', mobile: '' },
    apple: ZEROS,
    google: ' ',
  });
  expect(matchKeysOf(blank, EXTENDED)).toEqual({ keys: {}, warnings: [] });
});

test('unusable values are left out and counted by key, without the value', () => {
  const wrong = batchAbout({
    identities: { email: 'not an address', mobile_number: '5551212' },
    attributes: { ...each('!?!'), gender: 'x', city: '555', state: '13', zip: '1', country: 'Freedonia' },
    apple: 'not-a-device-id',
    google: '1234',
  });
  const { keys, warnings } = matchKeysOf(wrong, EXTENDED);
  expect(keys).toEqual({});
  const names = MATCH_KEY_NAMES.filter((name) => name !== 'externalId');
  expect(new Set(warnings)).toEqual(new Set(names.map(unusable)));
  expect(warnings).toHaveLength(names.length);
});

test.each(['%20ida@example.com', 'ida%40example.com', 'ida&#64;example.com'])('the address of %s', (email) =>
  expect(matchKeysOf(batchAbout({ identities: { email } }), EXTENDED).keys.email).toEqual(plain('ida@example.com')),
);

test.each([
  ['["NULL","Leeds"]', 'leeds'],
  ['[null,"Leeds"]', 'leeds'],
  ['["",7,"Leeds"]', null],
  ['["Leeds","Bonn"]', 'leeds'],
  ['[{"name":"Leeds"}]', null],
  ['[["Leeds"]]', null],
  ["{'name': 'Leeds'}", null],
  ['{name=Leeds}', null],
  ['{Leeds}', 'leeds'],
  ['Please select a city', null],
  ['Select City', null],
  ['Bitte Ort wählen', null],
  ['Selectown', 'selectown'],
  ['[null]', null],
  ['[]', null],
])('the city of %s is %j', (city, text) => {
  const { keys, warnings } = matchKeysOf(batchAbout({ attributes: { city } }), DEFAULTS);
  expect(keys.city?.text ?? null).toBe(text);
  expect(warnings).toHaveLength(text === null ? 1 : 0);
});

test('what is a SHA-256 already passes, in lower case', () => {
  const upper = ` ${DIGEST.toUpperCase()} `;
  const hashed = batchAbout({ identities: { email: upper, mobile_number: upper }, attributes: each(upper) });
  const key = { form: 'sha256', text: DIGEST };
  expect(matchKeysOf(hashed, EXTENDED)).toEqual({
    keys: {
      ...{ email: key, phone: key, firstName: key, lastName: key, gender: key, country: key },
      city: { ...key, ascii: null },
      state: { ...key, name: DIGEST, also: null },
      zip: { ...key, also: null },
    },
    warnings: [],
  });
});

test.each([
  [APPLE.toLowerCase(), 'a key'],
  ['0', 'none'],
  ['--', 'a placeholder'],
  [ZEROS.replaceAll('0', '1'), 'a placeholder'],
  [ZEROS.replaceAll('0', 'F'), 'a placeholder'],
  [ZEROS.replaceAll('0', '4'), 'a placeholder'],
  [ZEROS.replaceAll('0', '1').replace(/1$/, '2'), 'a key'],
  [ZEROS.replaceAll('-', ''), 'none'],
  [`${ZEROS.slice(0, -1)}1`, 'a key'],
  ['AECE-0000', 'unusable'],
  [APPLE.replaceAll('-', ''), 'unusable'],
  [APPLE.replace('E', 'G'), 'unusable'],
  [`{${APPLE}}`, 'unusable'],
  [`id:${APPLE}`, 'unusable'],
  [`${APPLE}-1`, 'unusable'],
])('advertising id %s: %s', (text, is) => {
  const { keys, warnings } = matchKeysOf(batchAbout({ apple: text, google: text }), DEFAULTS);
  expect(keys).toEqual(is === 'a key' ? { appleAdvertisingId: text, googleAdvertisingId: text } : {});
  const code = is === 'unusable' ? 'unusable_match_key' : 'placeholder_value';
  const both = ['appleAdvertisingId', 'googleAdvertisingId'].map((detail) => ({ code, count: 1, detail }));
  expect(warnings).toEqual(is === 'unusable' || is === 'a placeholder' ? both : []);
});

describe('e-mail type', () => {
  const NOT_HASHED = { code: 'email_type_not_sha256', count: 1 };

  test.each([
    ['other', DIGEST, DIGEST, []],
    ['other_id_2', DIGEST.toUpperCase(), DIGEST.toUpperCase(), []],
    ['customer_id', ' Jane@Example.com ', ' Jane@Example.com ', [NOT_HASHED]],
    ['other', ` ${DIGEST}`, ` ${DIGEST}`, [NOT_HASHED]],
  ] as const)('%s %j is sent unchanged', (emailType, identity, text, warnings) => {
    const batch = batchAbout({ identities: { [emailType]: identity, email: 'jane@example.com' } });
    expect(matchKeysOf(batch, { emailType, extendedMatchKeys: false })).toEqual({
      keys: { email: { form: 'verbatim', text } },
      warnings,
    });
  });

  test('the e-mail itself is never used in place of another type', () => {
    const batch = batchAbout({ identities: { email: 'jane@example.com', other: ' ' } });
    expect(matchKeysOf(batch, { emailType: 'other', extendedMatchKeys: false })).toEqual({ keys: {}, warnings: [] });
  });
});

describe('phone type', () => {
  const NUMBER = '+1 650 555 1212';
  test.each([
    ['mobile_number', NUMBER, plain('16505551212'), []],
    ['other', DIGEST, { form: 'verbatim', text: DIGEST }, []],
    ['other_id_2', NUMBER, { form: 'verbatim', text: NUMBER }, [{ code: 'phone_type_not_sha256', count: 1 }]],
    ['other', 'n/a', undefined, [{ code: 'placeholder_value', count: 1, detail: 'phone' }]],
    ['other', ' ', undefined, []],
  ] as const)('%s %j is sent as %j', (phoneType, identity, phone, warnings) => {
    const batch = batchAbout({ identities: { mobile_number: NUMBER, [phoneType]: identity } });
    expect(matchKeysOf(batch, { ...EXTENDED, phoneType })).toEqual({ keys: { phone }, warnings });
    expect(matchKeysOf(batch, { ...DEFAULTS, phoneType })).toEqual({ keys: {}, warnings: [] });
  });
});

test.each(['noemail@shop.example.com', 'None@None.com', 'x@x.com', 'ida@shop.invalid', 'n/a', 'unknown', '--'])(
  'the e-mail %s is none, and is counted',
  (email) =>
    expect(matchKeysOf(batchAbout({ identities: { email } }), DEFAULTS)).toEqual({
      keys: {},
      warnings: [{ code: 'placeholder_value', count: 1, detail: 'email' }],
    }),
);

describe('phone', () => {
  const NUMBERS = ['+1 650 555 1211', '+1 650 555 1212', '+1 650 555 1213', '+1 650 555 1214'];
  const phoneOf = (numbers: readonly (string | undefined)[]) => {
    const [mobile_number = '', phone_number_2 = '', phone_number_3 = '', mobile = ''] = numbers;
    return matchKeysOf(
      batchAbout({ identities: { mobile_number, phone_number_2, phone_number_3 }, attributes: { mobile } }),
      EXTENDED,
    );
  };

  test.each([0, 1, 2, 3])('the first usable number is number %i', (first) => {
    const missing = NUMBERS.map((number, index) => (index < first ? undefined : number));
    const wrong = NUMBERS.map((number, index) => (index < first ? '12' : number));
    const found = { keys: { phone: plain(`1650555121${1 + first}`) }, warnings: [] };
    expect(phoneOf(missing)).toEqual(found);
    expect(phoneOf(wrong)).toEqual(found);
  });

  test('no usable number is one warning', () => {
    expect(phoneOf(['12', '123', undefined, '555'])).toEqual({ keys: {}, warnings: [unusable('phone')] });
  });

  const NO_NUMBERS = ['0000000000', '+1 111 111 1111', '+49 5555555', '(000) 000-0000', 'n/a', '9999999'];
  const COUNTED = ['1234567890', '0123456789', '+49 1234567890', '+33 1 23 45 67 89', '+45 12 34 56 78', '123456789'];
  test.each([...NO_NUMBERS, ...COUNTED])('%s is no number: it is counted, and the next one is read', (number) => {
    const nothing = { code: 'placeholder_value', count: 1, detail: 'phone' };
    expect(phoneOf([number])).toEqual({ keys: {}, warnings: [nothing] });
    expect(phoneOf([number, NUMBERS[0]])).toEqual({ keys: { phone: plain('16505551211') }, warnings: [nothing] });
  });

  test.each(['16502222222', '12123456789', '493012345678', '79123456789', '819012345678'])(
    'equal digits at the end of a number, or such as count up, are none: %s',
    (digits) => expect(phoneOf([`+${digits}`])).toEqual({ keys: { phone: plain(digits) }, warnings: [] }),
  );

  test.each([
    ['GB', '07911 123456', '447911123456'],
    ['Germany', '030 12345678', '493012345678'],
    ['US', '650-555-1212', '16505551212'],
  ])('the country attribute %s completes %s', (country, mobile, digits) => {
    expect(matchKeysOf(batchAbout({ attributes: { country, mobile } }), EXTENDED).keys.phone).toEqual(plain(digits));
  });
});

test('state and zip follow the country, also a derived one', () => {
  const keysIn = (country?: string) =>
    matchKeysOf(
      batchAbout({ attributes: { ...(country === undefined ? {} : { country }), state: 'Georgia', zip: '123456' } }),
      EXTENDED,
    ).keys;
  expect(keysIn()).toMatchObject({ state: { text: 'ga', name: 'georgia' }, zip: { text: '123456' } });
  expect(keysIn('US')).toMatchObject({ state: { text: 'ga', name: 'georgia' }, zip: { text: '12345' } });
  expect(keysIn('DE')).toMatchObject({ state: { text: 'georgia', name: 'georgia' }, zip: { text: '123456' } });
});

test('no text makes a key of nothing, throws, or shows in a warning', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  const person = fc.record({
    identities: fc.record({ email: text, mobile_number: text, customer_id: text }),
    attributes: fc.record(each(text)),
    apple: text,
    google: text,
  });
  fc.assert(
    fc.property(person, (somebody) => {
      const { keys, warnings } = matchKeysOf(batchAbout(somebody), EXTENDED);
      for (const key of Object.values(keys)) {
        for (const member of typeof key === 'string' ? [key] : Object.values(key ?? {}).flat())
          if (member !== null) expect(member).toMatch(/\S/);
      }
      expect(warnings.every(({ detail }) => MATCH_KEY_NAMES.some((name) => name === detail))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['N.B.', 'CA', 'nb'],
  ['n.b.', 'DE', undefined],
  ['N.D.', 'US', 'nd'],
  ['n. d', 'US', 'nd'],
  ['n.d.', 'FR', undefined],
  ['N.A.', 'US', undefined],
])('the state %s in %s is %s', (state, country, text) =>
  expect(matchKeysOf(batchAbout({ attributes: { state, country } }), EXTENDED).keys.state?.text).toBe(text),
);
