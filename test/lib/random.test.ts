import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/lib/random.js';

test('the same seed gives the same numbers, all from 0 to less than 1', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const numbers = Array.from({ length: 50 }, seededRandom(seed));
      expect(numbers.filter((value) => !(value >= 0 && value < 1))).toEqual([]);
      expect(Array.from({ length: 50 }, seededRandom(seed))).toEqual(numbers);
      expect(new Set(numbers).size).toBeGreaterThan(45);
    }),
  );
});
