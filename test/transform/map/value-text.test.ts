import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  cleanText,
  hasLostDigits,
  idTextOf,
  isForeignHash,
  isPlaceholder,
  isShortened,
} from '../../../src/transform/map/value-text.js';

const digest = (kind: string, text: string): string => createHash(kind).update(text).digest('hex');

test.each([
  ...[
    'NULL',
    'null',
    '\\N',
    'None',
    'nil',
    'undefined',
    'N/A',
    '#N/A',
    '(null)',
    '<null>',
    '[null]',
    '"null"',
    '-',
    '--',
    '?',
    ' NULL ',
  ],
  ...[
    'n.a.',
    '(not set)',
    'Unknown',
    '[object Object]',
    'NaN',
    'nan',
    '#REF!',
    '<NA>',
    'keine Angabe',
    'DBNull',
    'N\\A',
    '#SPILL!',
    'pd.NA',
    '(empty)',
    '(Blank)',
    'not_available',
    '""',
    '{}',
  ],
  digest('sha256', '(not set)'),
  digest('md5', '<null>'),
  ...['sha256', 'sha1', 'md5'].flatMap((kind) =>
    ['', 'null', 'NULL', 'None', 'n/a', 'undefined'].map((text) => digest(kind, text)),
  ),
  digest('sha256', '').toUpperCase(),
])('%j stands for no value', (text) => expect(isPlaceholder(text)).toBe(true));

test.each([
  ...[
    'NA',
    'Na',
    'Nan',
    'Nilsson',
    'Nullmeier',
    'Noneman',
    'Ida',
    'Blank',
    'Empty',
    '0',
    'R-1',
    'ida@example.com',
    'Unknown Street 5',
  ],
  digest('sha256', 'ida@example.com'),
  digest('md5', 'ida'),
])('%j is a value', (text) => expect(isPlaceholder(text)).toBe(false));

test.each([
  ['\u200eida@example.com', 'ida@example.com'],
  ['I\u200bda', 'Ida'],
  ['\u00adIda\ufeff', 'Ida'],
  ["'10115", '10115'],
  ["'s-Hertogenbosch", 's-Hertogenbosch'],
  ["'quoted'", "'quoted'"],
  ["O'Brien", "O'Brien"],
  ['plain', 'plain'],
])('%j without its marks is %j', (text, clean) => expect(cleanText(text)).toBe(clean));

test.each([
  digest('md5', 'ida'),
  digest('sha1', 'ida'),
  digest('sha512', 'ida'),
  `sha256:${digest('sha256', 'ida')}`,
  `SHA-1=${digest('sha1', 'ida')}`,
  '{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=',
  '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
])('%j is a hash of another kind', (text) => expect(isForeignHash(text)).toBe(true));

test.each(['ida', 'Sha La La Street Number 17', digest('sha256', 'ida'), 'feedfacecafe'])('%j is none', (text) =>
  expect(isForeignHash(text)).toBe(false),
);

test.each([
  ['4.91512E+11', true],
  ['1,2e+10', true],
  ['49E10', true],
  ['E10', false],
  ['+491512', false],
])('%j shortened by a spreadsheet: %s', (text, is) => expect(isShortened(text)).toBe(is));

test.each([
  ['1.79555E+12', true],
  ['1,79555e12', true],
  ['2E12', false],
  ['1.795551538634E+12', false],
  ['1795551538634', false],
])('%j has lost digits: %s', (text, is) => expect(hasLostDigits(text)).toBe(is));

describe('an id', () => {
  test.each([
    [' R-7 ', 'R-7'],
    ["'000123", '000123'],
    ['1E5', '1E5'],
    ['49E10', '49E10'],
    ['1.2345E+4', '1.2345E+4'],
    ['NULL', { lost: 'placeholder' }],
    ['1.23457E+11', { lost: 'shortened' }],
  ])('%j is sent as %j', (text, id) => expect(idTextOf(text)).toEqual(id));
});
