import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as format from '../../src/lib/format.js';
import { printable } from '../../src/lib/printable.js';
import { cutStartTo, cutTo, padEnd, widthOf, wrap } from '../../src/report/summary/text.js';
import { painter, wantsColor } from '../../src/report/summary/paint.js';

describe('numbers', () => {
  test('are written as Intl.NumberFormat writes them', () => {
    const intl = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2 });
    const cents = fc.integer({ min: -1e14, max: 1e14 });
    fc.assert(
      fc.property(cents, (amount) => {
        expect(format.formatMoney(amount / 100, 'USD')).toBe(`${intl.format(amount / 100)} USD`);
      }),
    );
  });

  test.each([
    [format.formatCount(1_204_500), '1,204,500'],
    [format.formatNumbered(1, 'batch', 'batches'), '1 batch'],
    [format.formatNumbered(0, 'input'), '0 inputs'],
    [format.formatShare(0, 0), '0%'],
    [format.formatShare(0, 10), '0%'],
    [format.formatShare(10, 10), '100%'],
    [format.formatShare(1, 1_000_000), '<0.1%'],
    [format.formatShare(999_999, 1_000_000), '>99.9%'],
    [format.formatShare(1, 3), '33.3%'],
    [format.formatLimit(0.05), '5%'],
    [format.formatLimit(0.0025), '0.25%'],
    [format.formatLimit(0.07), '7%'],
    [format.formatBytes(0), '0 B'],
    [format.formatBytes(999), '999 B'],
    [format.formatBytes(1_000), '1.0 kB'],
    [format.formatBytes(1_241_000_000), '1.2 GB'],
    [format.formatBytes(412_000_000), '412 MB'],
    [format.formatBytes(5e15), '5,000 TB'],
    [format.formatDuration(0), '0 s'],
    [format.formatDuration(0.04), '0.1 s'],
    [format.formatDuration(4.25), '4.3 s'],
    [format.formatDuration(9), '9 s'],
    [format.formatDuration(59.4), '59 s'],
    [format.formatDuration(59.6), '1 min'],
    [format.formatDuration(134), '2 min 14 s'],
    [format.formatDuration(3_600), '1 h'],
    [format.formatDuration(3_780), '1 h 3 min'],
    [format.formatDuration(187_200), '2 d 4 h'],
    [format.formatMilliseconds(210), '210 ms'],
    [format.formatMilliseconds(2_314), '2.3 s'],
    [format.formatRate(8_210.4), '8,210/s'],
    [format.formatRate(0.42), '0.4/s'],
    [format.formatRate(0), '0/s'],
    [format.formatMoney(12_345_678.9, 'USD'), '12,345,678.90 USD'],
    [format.formatMoney(1_234, 'JPY'), '1,234 JPY'],
    [format.formatMoney(1.5, 'KWD'), '1.500 KWD'],
    [format.formatMoney(1.5, 'points'), '1.50 points'],
    // Digits as in ISO 4217, as they are sent, and not as `Intl` shows them (none for both).
    [format.formatMoney(12.345, 'IQD'), '12.345 IQD'],
    [format.formatMoney(12.34, 'HUF'), '12.34 HUF'],
    [format.formatInstant('2026-07-31T02:00:01.000Z'), '2026-07-31 02:00 UTC'],
    [format.formatInstant('never'), 'never'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('text on a terminal', () => {
  test.each([
    ['plain', 5],
    ['✔ sent … 1 ━━── · 2', 19],
    ['東京', 4],
    ['e\u0301', 1],
    ['👍', 2],
  ])('%s takes %d cells', (text, cells) => {
    expect(widthOf(text)).toBe(cells);
  });

  test.each([
    [cutTo('exports', 7), 'exports'],
    [cutTo('exports', 6), 'expor…'],
    [cutTo('東京都', 4), '東…'],
    [cutTo('x', 0), ''],
    [cutStartTo('/data/exports/a.ndjson', 9), '…a.ndjson'],
    [padEnd('東', 4), '東  '],
    [wrap('one two three', 7).join('|'), 'one two|three'],
    [wrap('unbreakable word', 4).join('|'), 'unbr|eaka|ble|word'],
    [printable('a\u001b[2Jb\u202ec\nd'), 'a?[2Jb?c d'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '' }, true, true],
  [{ NO_COLOR: '0' }, true, false],
  [{ TERM: 'dumb' }, true, false],
])('colours with %j on a terminal %s: %s', (env, isTTY, expected) => {
  expect(wantsColor(env, isTTY)).toBe(expected);
});

test('paint goes around a text, or not at all', () => {
  expect(painter(true)('green', 'ok')).toBe('\u001b[32mok\u001b[39m');
  expect(painter(false)('green', 'ok')).toBe('ok');
});
