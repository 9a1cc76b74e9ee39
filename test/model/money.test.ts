import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Amounts, roundAmount } from '../../src/model/money.js';

test.each([
  ['KWD', [12.345, 0.001, 0.004], 12.35],
  ['BHD', Array.from({ length: 1_000 }, () => 0.004), 4],
  ['JPY', [1_000, 333.33], 1_333.33],
  ['USD', Array.from({ length: 1_000 }, () => 0.1), 100],
  ['CLF', [0.0001, 0.0002], 0.0003],
  ['XAU', [], undefined],
])('amounts of %s are summed exactly in its own digits', (currency, amounts, sum) => {
  const sums = new Amounts();
  for (const amount of amounts) sums.add(amount, currency);
  expect(new Map(sums.entries()).get(currency)).toBe(sum);
});

test.each([
  [0.1 + 0.2, 'USD', 0.3],
  [1.005, 'EUR', 1.01],
  [12.3455, 'KWD', 12.346],
  [333.333, 'JPY', 333.33],
])('%d %s is rounded to %d', (amount, currency, rounded) => expect(roundAmount(amount, currency)).toBe(rounded));

test('a sum of fils does not depend on the order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { maxLength: 50 }), (fils) => {
      const sumOf = (all: readonly number[]): number | undefined => {
        const sums = new Amounts();
        for (const one of all) sums.add(one / 1_000, 'OMR');
        return sums.entries()[0]?.[1];
      };
      expect(sumOf(fils)).toBe(sumOf([...fils].reverse()));
      if (fils.length > 0) expect(sumOf(fils)).toBe(fils.reduce((sum, one) => sum + one, 0) / 1_000);
    }),
  );
});
