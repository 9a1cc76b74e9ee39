import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { emailKey, firstNameKey, phoneKey, stateKey, zipKey } from '../../src/transform/map/batch-keys.js';
import { parseCountry } from '../../src/transform/map/country.js';
import { quantityOf } from '../../src/transform/map/number.js';
import { idTextOf } from '../../src/transform/map/value-text.js';

const PAGE = readFileSync(new URL('../../src/manual/matching.md', import.meta.url), 'utf8');

const textOf = (key: unknown): unknown =>
  typeof key === 'object' && key !== null ? (key as { text: string }).text : key;

test.each<[string, unknown, unknown]>([
  ['`NULL`', firstNameKey('NULL'), 'placeholder'],
  ['`none@none.com`', emailKey('none@none.com'), 'placeholder'],
  ['`42`', firstNameKey('42'), 'unusable'],
  ['`Jane.Doe@example.com`', textOf(emailKey('Jane.Doe@example.com')), 'jane.doe@example.com'],
  ['`+1 650-555-1212 ext. 12`', textOf(phoneKey('+1 650-555-1212 ext. 12', null)), '16505551212'],
  ['ten digits', phoneKey('6505551212', null), 'unusable'],
  ['`Seattle WA`', textOf(stateKey('Seattle WA', 'us')), 'wa'],
  ['`Ontario, Canada`', stateKey('Ontario, Canada', 'ca'), expect.objectContaining({ text: 'ontario', also: 'on' })],
  ['`NSW 2000`', textOf(stateKey('NSW 2000', 'au')), 'nsw'],
  ['`W. Australia`', textOf(stateKey('W. Australia', 'au')), 'westernaustralia'],
  ['`EnglandUK`', textOf(stateKey('EnglandUK', 'gb')), 'england'],
  ['`01310-100`', zipKey('01310-100', 'br'), expect.objectContaining({ text: '01310100', also: '01310' })],
  ['`1067` in Germany', textOf(zipKey('1067', 'de')), '01067'],
  ['`9.4105E+4`', textOf(zipKey('9.4105E+4', 'us')), '94105'],
  ['`United States (US)`', parseCountry('United States (US)'), 'us'],
  ['`日本`', parseCountry('日本'), 'jp'],
  ['`{{first_name}}`', firstNameKey('{{first_name}}'), 'placeholder'],
  ['`guest`', idTextOf('guest'), { lost: 'placeholder' }],
  ['`i***@example.com`', emailKey('i***@example.com'), 'unusable'],
  ['`75008 CEDEX 08`', textOf(zipKey('75008 CEDEX 08', 'fr')), '75008'],
  ['`1001.0`', idTextOf('1001.0'), '1001'],
  ['without a quantity counts once', quantityOf({ quantity: undefined }), 1],
])('the page says what happens to %s', (words, is, expected) => {
  expect(PAGE).toContain(words);
  expect(is).toEqual(expected);
});
