import { describe, expect, test } from 'vitest';
import { limitedDataUseOf } from '../../../src/transform/map/consent.js';
import { batchAbout } from './people.js';

const flagOf = (country: string | undefined, state: string | undefined) =>
  limitedDataUseOf(
    batchAbout({
      attributes: { ...(country === undefined ? {} : { country }), ...(state === undefined ? {} : { state }) },
      saleOptOut: true,
    }),
    'when-opted-out',
  );

describe('the states that Meta lists', () => {
  test.each([
    ['California', 'CA', 1000],
    ['Colorado', 'co', 1001],
    ['Connecticut', 'CT', 1002],
    ['Florida', 'FL', 1003],
    ['Oregon', 'OR', 1004],
    ['Texas', 'TX', 1005],
    ['Montana', 'MT', 1006],
    ['Delaware', 'DE', 1007],
    ['Nebraska', 'NE', 1008],
    ['New Hampshire', 'NH', 1009],
    ['New Jersey', 'NJ', 1010],
    ['Minnesota', 'MN', 1011],
    ['Maryland', 'Md', 1012],
    ['Rhode Island', 'RI', 1013],
  ])('%s, %s: %i', (name, code, state) => {
    for (const spelling of [
      name,
      name.toUpperCase(),
      name.toLowerCase(),
      code,
      ` ${code} `,
      `US-${code}`,
      `\u200e${name}`,
      `${code} 12345`,
      `${name} State`,
    ])
      expect(flagOf('US', spelling)).toEqual({ kind: 'flagged', state });
  });
});

test.each([
  ...['us', 'US', 'U\u200bS', '\u202dUSA\u202c', 'usa', 'United States', 'united states of america', ' U.S. '],
  ...['United&nbsp;States', '["US"]', '"US"'],
])('%j is the US', (country) => {
  expect(flagOf(country, 'CA')).toEqual({ kind: 'flagged', state: 1000 });
});

test.each(['California&nbsp;', 'New%20Hampshire', '["CO","CA"]', '&#67;T'])(
  'the state %j is the one that is sent as a key',
  (state) => {
    expect(flagOf('US', state)).toMatchObject({ kind: 'flagged' });
  },
);

test.each([
  [undefined, 'CA', 'no_country'],
  ['  ', 'CA', 'no_country'],
  ['NULL', 'CA', 'no_country'],
  ['US', 'N/A', 'no_state'],
  [undefined, undefined, 'no_country'],
  ['US', undefined, 'no_state'],
  ['US', ' ', 'no_state'],
  ['CA', 'CA', 'not_us'],
  ['Germany', 'Delaware', 'not_us'],
  ['DE', undefined, 'not_us'],
  ['Freedonia', 'CA', 'not_us'],
  ['US', 'NY', 'state_not_listed'],
  ['US', 'Missouri', 'state_not_listed'],
  ['US', 'Puerto Rico', 'state_not_listed'],
  ['US', 'Ontario', 'state_not_listed'],
  ['US', 'a'.repeat(64), 'state_not_listed'],
] as const)('%j, %j cannot be flagged: %s', (country, state, why) => {
  expect(flagOf(country, state)).toEqual({ kind: 'not_sendable', why });
});

const OFF = { kind: 'off' };
const CALIFORNIA = { kind: 'flagged', state: 1000 };

test.each([
  ['never', true, OFF],
  ['never', false, OFF],
  ['never', null, OFF],
  ['when-opted-out', true, CALIFORNIA],
  ['when-opted-out', false, OFF],
  ['when-opted-out', null, OFF],
  ['always', true, CALIFORNIA],
  ['always', false, CALIFORNIA],
  ['always', null, CALIFORNIA],
] as const)('policy %s, opted out %s', (policy, saleOptOut, flag) => {
  expect(limitedDataUseOf(batchAbout({ attributes: { country: 'US', state: 'CA' }, saleOptOut }), policy)).toEqual(
    flag,
  );
  if (flag === OFF) expect(limitedDataUseOf(batchAbout({ saleOptOut }), policy)).toEqual(OFF);
});
