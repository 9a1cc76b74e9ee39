import { describe, expect, test } from 'vitest';
import { fixedPrefix, isPattern, keyMatcher } from '../../../src/read/remote/key-pattern.js';

describe('patterns over keys', () => {
  test.each([
    ['a/*.ndjson', 'a/x.ndjson', true],
    ['a/*.ndjson', 'a/b/x.ndjson', false],
    ['a/**/*.ndjson', 'a/x.ndjson', true],
    ['a/**/*.ndjson', 'a/b/c/x.ndjson', true],
    ['a/**', 'a/b/c', true],
    ['2026/11/2?/*', '2026/11/24/part-0', true],
    ['2026/11/2?/*', '2026/11/04/part-0', false],
    ['day=2026-11-{20,21}/*.gz', 'day=2026-11-21/a.gz', true],
    ['day=2026-11-{20,21}/*.gz', 'day=2026-11-22/a.gz', false],
    ['{sales,returns*}/x', 'returns-2/x', true],
    ['part-[0-4].csv', 'part-3.csv', true],
    ['part-[0-4].csv', 'part-5.csv', false],
    ['part-[!0-4].csv', 'part-5.csv', true],
    ['a+b(c)$^|.txt*', 'a+b(c)$^|.txt', true],
    ['a.b*', 'aXb', false],
    ['open[*', 'open[1', true],
    ['über/*', 'über/ä\n', true],
  ])('%s on %s: %s', (pattern, key, matches) => expect(keyMatcher(pattern)(key)).toBe(matches));

  test.each([
    ['exports/2026-11-2?/x', 'exports/2026-11-2'],
    ['*.gz', ''],
    ['a/{b,c}', 'a/'],
  ])('%s is listed by %j', (pattern, prefix) => expect(fixedPrefix(pattern)).toBe(prefix));

  test('a plain key is none', () => expect(isPattern('a/b-c_d.e!f(g)')).toBe(false));
});
