import { expect, test } from 'vitest';
import { isWrong, phoneOutcomes } from './spellings.js';

const NUMBERS_PER_COUNTRY = 5;
const outcomes = phoneOutcomes(NUMBERS_PER_COUNTRY);

test('all 245 countries are tried', () => {
  expect(new Set(outcomes.map(({ country }) => country)).size).toBe(245);
});

test('no spelling of a number is read as another number', () => {
  expect(outcomes.filter(isWrong)).toEqual([]);
});

test('every spelling is read where the country is given', () => {
  expect(outcomes.filter(({ given, read }) => given && read === null)).toEqual([]);
});

test('a national number without its country is left out', () => {
  expect(outcomes.filter(({ spelling, given, read }) => spelling === 'national' && !given && read !== null)).toEqual(
    [],
  );
});
