import { expect, test } from 'vitest';
import { mp2fb } from '../support/program.js';

test.each([
  [['nonsense'], "unknown command 'nonsense'"],
  [['upload'], "missing required argument 'input'"],
  [['upload', 'x', '--bogus'], "unknown option '--bogus'"],
  [['ledger', 'prune'], "required option '--older-than <age>' not specified"],
  [['sample', '--days', 'x'], "option '--days <n>' argument 'x' is invalid"],
  [['upload', 'x', '--limit', '0'], "option '--limit <n>' argument '0' is invalid"],
  [['upload', 'x', '--as-of', 'noon'], "option '--as-of <time>' argument 'noon' is invalid"],
  [['check', '--records', 'x'], "option '--records <n>' argument 'x' is invalid"],
  [['ledger', 'prune', '--older-than', 'long'], "option '--older-than <age>' argument 'long' is invalid"],
  [['ledger', 'forget', '--since', '2026-02-30'], "option '--since <time>' argument '2026-02-30' is invalid"],
])('%j: wrong usage names the program', async (args, words) => {
  const run = await mp2fb(args);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr.startsWith(`mp2fb: ${words}`)).toBe(true);
  expect(run.stderr).toMatch(/\n\(--help lists what there is\)\n$/);
});

test.each([[['upload']], [['ledger']], [['ledger', 'prune']], [[]]])('help for %j is its --help', async (words) => {
  const [asked, flagged] = await Promise.all([mp2fb(['help', ...words]), mp2fb([...words, '--help'])]);
  expect(asked).toEqual(flagged);
  expect(asked.stdout).toContain(`Usage: ${['mp2fb', ...words].join(' ')} [`);
});
