import { describe, expect, test } from 'vitest';
import { COMMANDS, visibleOptions } from '../docs/commands.js';
import { mp2fb } from '../support/program.js';

test.each([
  [['nonsense'], "unknown command 'nonsense'"],
  [['upload'], "missing required argument 'input'"],
  [['upload', 'x', '--bogus'], "unknown option '--bogus'"],
  [['upload', 'x', '--acces-token=EAAB-made-up'], "unknown option '--acces-token'"],
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
  const route =
    args[0] === 'nonsense' ? 'mp2fb' : `mp2fb ${args[0] === 'ledger' ? args.slice(0, 2).join(' ') : args[0]}`;
  expect(run.stderr).toMatch(new RegExp(`\n\\(${route} --help lists (?:the commands|its options)\\)\n$`));
});

test.each([
  [
    ['recipe', 'crontb'],
    "there is no recipe 'crontb'; did you mean crontab?\n  choose one of crontab, mp2fb.service, ",
  ],
  [['recipe', 'helm'], "there is no recipe 'helm'\n  choose one of crontab, "],
  [
    ['completion', 'fich'],
    "there is no completion for the shell 'fich'; did you mean fish?\n  choose one of bash, zsh",
  ],
])('%j: a wrong word is named with the nearest one and all choices', async (args, words) => {
  const run = await mp2fb(args);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr.startsWith(`mp2fb: ${words}`)).toBe(true);
});

test.each([[['upload']], [['ledger']], [['ledger', 'prune']], [[]]])('help for %j is its --help', async (words) => {
  const [asked, flagged] = await Promise.all([mp2fb(['help', ...words]), mp2fb([...words, '--help'])]);
  expect(asked).toEqual(flagged);
  expect(asked.stdout).toContain(`Usage: ${['mp2fb', ...words].join(' ')} [`);
});

test.each([
  [['help', 'nope'], 'nope'],
  [['nope', '--help'], 'nope'],
  [['help', 'constructor'], 'constructor'],
])('%j: help for an unknown command is wrong usage', async (words, unknown) => {
  const { code, stdout, stderr } = await mp2fb(words);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(`mp2fb: unknown command '${unknown}'\n`);
});

test('help for a misspelled command names the nearest', async () => {
  expect((await mp2fb(['help', 'uplaod'])).stderr).toContain('(Did you mean upload?)');
});

test.each([
  ['init', 'settings --init'],
  ['doctor', 'check'],
  ['version', '--version'],
  ['-v', '--version'],
  ['dry-run', 'upload --dry-run'],
  ['uplaod', 'upload'],
  ['--verison', '--version'],
])('%s: wrong usage points to %s', async (word, meant) => {
  const { code, stdout, stderr } = await mp2fb([word, 'x']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.split('\n').slice(0, 2)).toEqual([
    `mp2fb: unknown ${word.startsWith('-') ? 'option' : 'command'} '${word}'`,
    `(Did you mean ${meant}?)`,
  ]);
});

test('--version names the program, Node.js and the versions of the Graph API', async () => {
  const { code, stdout } = await mp2fb(['--version']);
  expect([code, stdout.split('\n')]).toEqual([
    0,
    [
      expect.stringMatching(/^\d+\.\d+\.\d+\S*$/),
      `Node.js ${process.versions.node}`,
      'Graph API v26.0 (Conversions API), v16.0 (Offline Conversions API)',
      '',
    ],
  ]);
});

describe('--help shows the options that people set, --help-all every option', () => {
  const flagsIn = (help: string): string[] =>
    [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag]) => flag);
  const SHORTENED = { upload: 20, check: 12, explain: 9, quality: 7, settings: 6 };

  test.each(Object.entries(SHORTENED))('%s: %i options', async (name, shown) => {
    const [short, all] = await Promise.all([mp2fb([name, '--help']), mp2fb([name, '--help-all'])]);
    expect([short.code, all.code]).toEqual([0, 0]);
    const { command } = COMMANDS.find((one) => one.name === name)!;
    expect(flagsIn(all.stdout).sort()).toEqual([...visibleOptions(command).map(({ long }) => long), '--help'].sort());
    expect(flagsIn(short.stdout)).toHaveLength(shown + 1);
    expect(short.stdout.split('\n').length).toBeLessThan(90);
  });

  test('a command with few options shows all of them', async () => {
    const [short, all] = await Promise.all([mp2fb(['sandbox', '--help']), mp2fb(['sandbox', '--help-all'])]);
    expect(flagsIn(short.stdout)).toEqual(flagsIn(all.stdout));
  });
});
