import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchKeysOf } from '../../../src/transform/map/match-keys.js';
import { hasLostLetters, restored } from '../../../src/transform/map/garbled-text.js';
import { decodeWindows1252, encodeWindows1252 } from '../../../src/lib/windows-1252.js';
import { batchAbout, type Person } from './people.js';

/** The match keys of a person with an address and these attributes. */
const keysOf = (attributes: Required<Person>['attributes'], email = 'ida@example.com') =>
  matchKeysOf(batchAbout({ identities: { email }, attributes }), { emailType: 'email', extendedMatchKeys: false });

const asLatin1 = (text: string): string => Buffer.from(text).toString('latin1');
const as1252 = (text: string): string => decodeWindows1252(Buffer.from(text));

const WORDS = [
  'Müller',
  'MÜLLER',
  'Łódź',
  'São Paulo',
  'O’Brien',
  'Ольга',
  '東京',
  'Ångström',
  'naïve',
  'Ñuñoa',
  'Đặng',
];

describe('a word that was garbled is what it was', () => {
  test.each(WORDS)('%s as UTF-8 that was read as another encoding, once and twice', (word) => {
    for (const read of [asLatin1, as1252]) {
      expect(restored(read(word))).toBe(word);
      expect(restored(read(read(word)))).toBe(word);
    }
  });

  test.each(WORDS)('%s in escapes', (word) => {
    const units = Array.from(word, (char) => char.charCodeAt(0));
    expect(restored(encodeURIComponent(word))).toBe(word);
    expect(restored(units.map((unit) => `&#${unit};`).join(''))).toBe(word);
    expect(restored(units.map((unit) => `&#x${unit.toString(16)};`).join(''))).toBe(word);
    expect(restored(units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join(''))).toBe(word);
  });

  test.each([
    ['M&uuml;ller', 'Müller'],
    ['M&amp;uuml;ller', 'Müller'],
    ['O&#39;Brien', "O'Brien"],
    ['O&apos;Brien', "O'Brien"],
    ['Stra&szlig;e', 'Straße'],
    ['&Oslash;rsted', 'Ørsted'],
    ['&Aacute;lvarez &amp; S&atilde;o', 'Álvarez & São'],
    ['Ann&nbsp;Berg', 'Ann Berg'],
    ['O&#146;Brien', 'O’Brien'],
    ['O&#x92;Brien', 'O’Brien'],
    ['W&lstrok;adys&lstrok;aw', 'Władysław'],
    ['G&aogon;siorowska', 'Gąsiorowska'],
    ['Erd&odblac;s', 'Erdős'],
    ['&Zdot;ak', 'Żak'],
    ['B&amacr;rda', 'Bārda'],
    ['Erdo&gbreve;an', 'Erdoğan'],
    ['Y&inodot;lmaz', 'Yılmaz'],
    ['&Gamma;&iota;ά&nu;&nu;&eta;&sigmaf;', 'Γιάννης'],
    ['&ETH;ur&eth;ur', 'Ðurður'],
    ['An&shy;na', 'Anna'],
    ['Zo&#55357;&#56832;', 'Zo😀'],
    ['M%u00FCller', 'Müller'],
    ['M<U+00FC>ller', 'Müller'],
    ['M\\xfcller', 'Müller'],
    ['M\\xc3\\xbcller', 'Müller'],
    ['M\\303\\274ller', 'Müller'],
    ['M=C3=BCller', 'Müller'],
    ["b'M\\xc3\\xbcller'", 'Müller'],
    ["b'Ida'", 'Ida'],
    ['u"Ida"', 'Ida'],
  ])('%s: %s', (text, word) => expect(restored(text)).toBe(word));

  test.each([
    ...WORDS,
    ...['SÃO PAULO', 'Ângela', 'Ann & Bob', 'AT&T', '50% Off', '100%', 'voilà»', 'a\\b', '&unknown;', '&#;', '%zz'],
    ...['%E4', 'Ã', ''],
  ])('%j is itself', (text) => expect(restored(text)).toBe(text));

  test('no text throws, or lets an encoded one differ', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        restored(text);
        const bytes = encodeWindows1252(text);
        if (bytes !== null && !/[\u0080-\u009f]/.test(text)) expect(decodeWindows1252(bytes)).toBe(text);
      }),
    );
  });
});

test.each([
  ['M?ller', true],
  ['?rsted', true],
  ['M\ufffdller', true],
  ['Ida\ud83d', true],
  ['\ude00Ida', true],
  ['Ida😀', false],
  ['M&nosuch;ller', true],
  ['M&#9999999;ller', true],
  ['AT&T', false],
  ['Ann & Bob; Eve', false],
  ['=?UTF-8?Q?M=FCller?=', true],
  ['?', false],
  ['10115?', false],
  ['Müller', false],
])('whether %j lost letters: %j', (text, lost) => expect(hasLostLetters(text)).toBe(lost));

test.each(['B***', 'B*', 'Be**', 'Be*g', 'B••••', '1011*', '101**', 'SW1A ***', '*0115', 'Bxxx', '██████'])(
  '%j is masked',
  (text) => expect(hasLostLetters(text)).toBe(true),
);

test.each(['Berg*', '*Berg', 'Bexx', 'Maxx', 'Felixx'])('%j is not masked', (text) =>
  expect(hasLostLetters(text)).toBe(false),
);

test('match keys are made of what a text was, and none of one that lost letters', () => {
  const attributes = { firstname: 'Ren?', lastname: 'MÃ¼ller', city: 'K&ouml;ln', country: 'Ã–sterreich', zip: '1010' };
  const { keys, warnings } = keysOf(attributes);
  expect(keys).toMatchObject({
    lastName: { text: 'müller' },
    city: { text: 'köln', ascii: 'kln' },
    country: { text: 'at' },
  });
  expect(warnings).toEqual([{ code: 'unusable_match_key', count: 1, detail: 'firstName' }]);
});

test.each([
  ['ida&#64;example.com', 'ida@example.com'],
  ['ida%40example.com', 'ida@example.com'],
  ["b'ida@example.com'", 'ida@example.com'],
  ['["ida@example.com"]', 'ida@example.com'],
  ['["ida@example.com","ola@example.com"]', 'ida@example.com'],
  ['ida=3d@example.com', 'ida=3d@example.com'],
])('the address %s is read as %s', (email, text) => {
  const { keys } = keysOf({}, email);
  expect(keys.email).toEqual({ form: 'plain', text });
});

test.each([
  ['["Leeds"]', 'leeds'],
  ['["Leeds","York"]', 'leeds'],
  ['{"city":"Leeds"}', undefined],
  ['[]', undefined],
  ['[Leeds]', 'leeds'],
  ['Leeds\\nUK', 'leedsuk'],
  ['\\N', undefined],
  ['\\Nova', 'nova'],
])('the city %j is read as %j: lists that are JSON text count as lists', (city, text) => {
  const found = keysOf({ city });
  expect(found.keys.city?.text).toBe(text);
  expect(found.warnings).toHaveLength(text === undefined ? 1 : 0);
});

test.each(['Ida&#55357;', 'Ida&#xd83d;', 'Ida\\ud83d', 'Ida%ud83d', 'Ida\ud83d', '&nosuch;Ida'])(
  'a name or city with half of a surrogate pair, or an unknown entity, is counted and not sent: %j',
  (text) => {
    const { keys, warnings } = keysOf({ firstname: text, lastname: text, city: text, country: 'DE' });
    expect(keys).toMatchObject({ firstName: undefined, lastName: undefined, city: undefined });
    expect(warnings.map(({ detail }) => detail).sort()).toEqual(['city', 'firstName', 'lastName']);
  },
);

test.each([
  ...['d251835de0d6c81c', '550e8400-e29b-41d4-a716-446655440000', 'tok_1A2b3C4d5E6f', 'user_12345678'],
  ...['AQID3AUG5wgJCgs7DQ4PEA', ' vault:v1:k3Jx92bQ== '],
])('a token is no name, and is counted: %j', (text) => {
  const { keys, warnings } = keysOf({ firstname: text, lastname: text });
  expect(keys).toMatchObject({ firstName: undefined, lastName: undefined });
  expect(warnings.map(({ detail }) => detail).sort()).toEqual(['firstName', 'lastName']);
});

test.each(['Maria1985', 'John 3rd', 'Anna-Maria-Luise', 'Jean-Pierre 2', 'Wolfeschlegelsteinhausen'])(
  '%s is a name',
  (text) => {
    const { keys } = keysOf({ firstname: text, lastname: text });
    expect([keys.firstName, keys.lastName]).not.toContain(undefined);
  },
);
