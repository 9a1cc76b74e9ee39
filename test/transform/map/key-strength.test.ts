import { describe, expect, test } from 'vitest';
import { keyStrength } from '../../../src/transform/map/match-keys.js';
import { keyMaskOf, type MatchKeyName } from '../../../src/model/conversion.js';

const strengthOf = (names: readonly MatchKeyName[]) => keyStrength(keyMaskOf(names));

const subsets = <Name>(names: readonly Name[]): Name[][] =>
  names.reduce<Name[][]>((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]]);

const BROAD: readonly (readonly MatchKeyName[])[] = [
  ['city', 'country', 'state', 'zip', 'gender'],
  ['firstName', 'gender'],
  ['lastName', 'gender'],
];

test('no key at all', () => {
  expect(strengthOf([])).toBe('none');
});

describe.each(BROAD.map((set) => [set]))('%j', (set) => {
  test.each(
    subsets(set)
      .filter((names) => names.length > 0)
      .map((names) => [names]),
  )('%j alone is too broad', (names) => {
    expect(strengthOf(names)).toBe('insufficient');
  });
});

test.each<[readonly MatchKeyName[]]>([
  [['email']],
  [['phone']],
  [['appleAdvertisingId']],
  [['googleAdvertisingId']],
  [['externalId']],
  [['firstName', 'lastName']],
  [['firstName', 'lastName', 'gender']],
  [['firstName', 'city']],
  [['firstName', 'country']],
  [['lastName', 'zip']],
  [['lastName', 'gender', 'state']],
])('%j is enough', (names) => {
  expect(strengthOf(names)).toBe('sufficient');
});

test.each(['email', 'phone', 'appleAdvertisingId', 'googleAdvertisingId', 'externalId'] as const)(
  '%s makes any set enough',
  (name) => {
    for (const set of BROAD) expect(strengthOf([...set, name])).toBe('sufficient');
  },
);
