import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { age, instant, share, size, wholeNumber } from '../../src/cli/values.js';

const NOW = Date.UTC(2026, 10, 27, 12);

describe('values of flags', () => {
  it.each<[string, (text: string) => unknown, string, unknown]>([
    ['a number', wholeNumber(1), '12', 12],
    ['the lowest', wholeNumber(0, 5), '0', 0],
    ['the highest', wholeNumber(0, 5), '5', 5],
    ['a share', share, '0.25', 0.25],
    ['a decimal size', size, '1.5k', 1_500],
    ['a binary size', size, '64KiB', 65_536],
    ['an age', age, '2w', 14 * 86_400_000],
    ['a date', (text) => instant(text)(NOW), '2026-11-20', Date.UTC(2026, 10, 20)],
    ['a time with its zone', (text) => instant(text)(NOW), '2026-11-20T08:00:00+01:00', Date.UTC(2026, 10, 20, 7)],
    ['an age before now', (text) => instant(text)(NOW), '3d', NOW - 3 * 86_400_000],
  ])('accept %s', (_, parse, text, value) => {
    expect(parse(text)).toBe(value);
  });

  it.each<[string, (text: string) => unknown, string]>([
    ['no number', wholeNumber(1), 'many'],
    ['an empty text', wholeNumber(0), ''],
    ['a fraction', wholeNumber(1), '1.5'],
    ['a number below', wholeNumber(1), '0'],
    ['a number above', wholeNumber(0, 5), '6'],
    ['digits without end', wholeNumber(1), '9'.repeat(40)],
    ['a share above one', share, '1.2'],
    ['an empty share', share, ' '],
    ['a size of nothing', size, '0'],
    ['an age without a unit', age, '90'],
    ['a day that no calendar has', instant, '2026-02-30'],
    ['a local time', instant, '2026-11-20T08:00:00'],
  ])('refuse %s', (_, parse, text) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
  });
});
