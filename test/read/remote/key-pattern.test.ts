import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findInputs } from '../../../src/read/index.js';
import { fixedPrefix, isPattern, keyMatcher } from '../../../src/read/remote/key-pattern.js';
import { newFolder } from '../../support/surroundings.js';

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
    ['a+b$^.txt*', 'a+b$^.txt', true],
    ['Export (2)/*.csv', 'Export (2)/x.csv', true],
    ['a+b(c)$^|.txt/*', 'a+b(c)$^|.txt/x', true],
    ['(sales|returns)/*', 'returns/x', true],
    ['a.b*', 'aXb', false],
    ['open[*', 'open[1', true],
    ['über/*', 'über/ä\n', true],
    ['part-[^0-4].csv', 'part-5.csv', true],
    ['part-[^0-4].csv', 'part-3.csv', false],
    ['part-{1..3}.csv', 'part-2.csv', true],
    ['part-{1..3}.csv', 'part-4.csv', false],
    ['@(sales|returns)/x', 'returns/x', true],
    ['a/*', 'a/.hidden', false],
    ['{a,{b,c}}/x', 'c/x', true],
    ['[[:digit:]].csv', '7.csv', true],
    ['a\\*b*', 'a*bc', true],
    ['a\\*b*', 'axbc', false],
  ])('%s on %s: %s', (pattern, key, matches) => expect(keyMatcher(pattern)(key)).toBe(matches));

  test.each([
    ['exports/2026-11-2?/x', 'exports/2026-11-2'],
    ['*.gz', ''],
    ['a/{b,c}', 'a/'],
    ['a/@(b|c)/x', 'a/'],
    ['a\\*b/*', 'a'],
    ['plain', ''],
  ])('%s is listed by %j', (pattern, prefix) => expect(fixedPrefix(pattern)).toBe(prefix));

  test('a plain key is not a pattern', () => expect(isPattern('a/b-c_d.e!f(g)')).toBe(false));
});

test('a pattern means the same over keys and over files', async () => {
  const names = ['a/x.csv', 'a/b/x.csv', 'a/b/c/y.csv', 'a/1.csv', 'a/2.csv', 'a/12.csv', 'a/.dot.csv', 'b/x.ndjson'];
  const cwd = newFolder();
  for (const name of names) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), '');
  }
  const patterns = [
    ...[
      ...['a/*.csv', 'a/**/*.csv', '**/*.csv', 'a/**', '**', '*/x.*', 'a/?.csv', 'a/[12].csv', 'a/[^1].csv'],
      'a/[!1].csv',
    ],
    ...['a/{1,2}.csv', 'a/{1..2}.csv', '{a,b}/x.*', 'a/@(1|2).csv', 'a/+([0-9]).csv', 'a/*(1|2).csv', 'a/!(x).csv'],
  ];
  for (const pattern of patterns) {
    const files = (await findInputs([pattern], cwd)).map(({ path }) => path);
    const matches = keyMatcher(pattern);
    const prefix = fixedPrefix(pattern);
    expect([pattern, names.filter((name) => name.startsWith(prefix) && matches(name)).sort()]).toEqual([
      pattern,
      files.sort(),
    ]);
  }
});
