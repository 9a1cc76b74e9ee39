import { describe, expect, test } from 'vitest';
import { WARNINGS, warningOf, warningText, withCount, type WarningCode } from '../../src/model/warnings.js';

const CODES = Object.keys(WARNINGS) as WarningCode[];

/** What these say is true of the run as a whole: a number before them counts nothing. */
const OF_THE_RUN: readonly WarningCode[] = [
  'api_closed',
  'token_expires',
  'nothing_forwarded',
  'rejects_kept',
  'token_file_readable',
];

const COUNTED = CODES.filter((code) => !OF_THE_RUN.includes(code));

const BEGINS_WITH_PLURAL = /^(?:match key |CSV |custom |customer |event (?=times))?(?:[a-z]+s|[a-z]+ies)\b/;

describe.each(COUNTED)('%s', (code) => {
  test('begins with the singular for one, with the plural for two and for none', () => {
    expect(warningOf(code, 1)).not.toMatch(BEGINS_WITH_PLURAL);
    for (const count of [0, 2, 1_000]) expect(warningOf(code, count)).toMatch(BEGINS_WITH_PLURAL);
  });

  test('differs in the verb, too, and keeps no braces', () => {
    const [one, many] = [1, 2].map((count) => warningOf(code, count));
    expect(`${one}${many}`).not.toMatch(/[{|}]/);
    expect(many).toBe(WARNINGS[code]);
    if (/ (?:were|are|have) /.test(many?.split(':')[0] ?? '')) expect(one).toMatch(/ (?:was|is|has|it) /);
  });
});

test.each(OF_THE_RUN)('%s is the same for any count', (code) => {
  expect(warningOf(code, 1)).toBe(warningOf(code, 2));
});

test.each([
  ['csv_totals_differ', 1, [], 'sale of a CSV file has rows with different totals: the first total is sent'],
  ['csv_totals_differ', 2, [], 'sales of a CSV file have rows with different totals: the first total is sent'],
  ['csv_unknown_column', 1, ['Mail'], 'CSV column is unknown and was ignored: Mail'],
  [
    'unknown_held',
    1,
    [],
    'event with an unknown delivery status from an earlier run is held back (--resend-unknown sends it)',
  ],
] as const)('%s of %i with %j', (code, count, details, text) => {
  expect(warningText(code, count, details)).toBe(text);
});

test('a text follows another count, with its details; a text of another version is unchanged', () => {
  const one = warningText('unusable_match_key', 1, ['phone', 'zip']);
  const two = warningText('unusable_match_key', 2, ['phone', 'zip']);
  expect([withCount('unusable_match_key', one, 2), withCount('unusable_match_key', two, 1)]).toEqual([two, one]);
  expect(withCount('unusable_match_key', 'keys were odd', 1)).toBe('keys were odd');
});
