import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { APIS } from '../../src/model/settings.js';
import { EXIT_CODES } from '../../src/model/exit-code.js';
import { FORWARDED_ACTIONS } from '../../src/model/conversion.js';
import { SETTINGS, settingNamed } from '../../src/settings/table/table.js';
import { COMMANDS, helpOf, program, visibleOptions } from './commands.js';
import { code, fences, readme, region, section, writeRegion } from './readme.js';
import { REGIONS } from './tables.js';

describe('what the README takes from the program (UPDATE=1 writes it anew)', () => {
  test.each(Object.keys(REGIONS))('%s', (name) => {
    const made = REGIONS[name]();
    if (process.env['UPDATE'] === '1') writeRegion(name, made);
    expect(region(name)).toBe(made);
  });
});

const allOptions = COMMANDS.flatMap(({ name, command }) =>
  visibleOptions(command).map((option) => ({ name, flags: option.flags, option })),
);

describe('help', () => {
  test.each(COMMANDS)('mp2fb $name: a sentence for the command, words for each argument', ({ command }) => {
    expect(command.description()).toMatch(/^[A-Z].*\.$/);
    expect(command.summary()).toMatch(/^$|^[A-Z].*\.$/);
    command.registeredArguments.forEach((argument) => expect(argument.description).not.toBe(''));
  });

  test.each(allOptions)('mp2fb $name $flags: what it does, and its default', ({ option }) => {
    const { text, fallback } = helpOf(option);
    expect(text).toMatch(/^[^A-Z]|^[A-Z]{2}|^Facebook|^CSV/);
    expect(text).not.toMatch(/\.$/);
    expect(fallback).not.toBe(null);
  });

  test('mp2fb --help lists every exit code with its meaning', () => {
    let help = '';
    program.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    for (const [number, meaning] of Object.entries(EXIT_CODES)) expect(help).toContain(`${number.padEnd(5)}${meaning}`);
  });

  test('each option stands in the README', () => {
    const text = readme();
    const absent = allOptions.filter(({ flags }) => !text.includes(code(flags).slice(0, -1)));
    expect(absent.map(({ name, flags }) => `${name} ${flags}`)).toEqual([]);
  });
});

describe('names in the README are names of the program', () => {
  const spans = [...readme().matchAll(/`([^`\n]+)`/g)].map(([, text]) => text);
  const longFlags = new Set(allOptions.map(({ option }) => option.long));
  const FOREIGN = new Set(['--global', '--now', '--array']);

  test('flags', () => {
    const shell = fences(readme()).flatMap(({ language, text }) => (language === 'text' ? [] : [text]));
    const mp2fbLines = [...spans, ...shell.join('\n').split('\n')].map((line) =>
      line.replace(/\|\s*(jq|head|wc|sort)\b.*|curl\b.*/, ''),
    );
    const used = mp2fbLines.flatMap((line) => line.match(/(?<=^|\s)--[a-z][a-z-]+/g) ?? []);
    const known = (flag: string) => longFlags.has(flag) || FOREIGN.has(flag) || flag === '--help';
    expect([...new Set(used.filter((flag) => !known(flag)))]).toEqual([]);
  });

  test('commands', () => {
    const names = new Set(COMMANDS.map(({ name }) => name.split(' ')[0]));
    const used = [...readme().matchAll(/\bmp2fb ([a-z]+)\b/g)].map(([, word]) => word);
    const words = new Set(['and', 'in']);
    expect([...new Set(used.filter((word) => !names.has(word) && !words.has(word)))]).toEqual([]);
  });

  test('variables', () => {
    const known = new Set([...SETTINGS.flatMap(({ env }) => env), 'MP2FB_CONFIG', 'MP2FB_CONNECTION']);
    const used = readme().match(/\bMP2FB_[A-Z_]*[A-Z]\b/g) ?? [];
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test('settings in prose', () => {
    // Words of two parts joined by a capital are settings, or members of something that is not one.
    const others =
      /^(readBatches|mapBatch|mappingSettings|encoderFor|uploadBatches|startSandbox|eventName|onWarning|asOf|csvManifest)$|^(eventNames|untilMs|orderId|byReason|runId|shareDone|secondsLeft|perSecond|lastRun)$|^(elapsed|events|already|requests)[A-Z]/;
    const used = spans.filter((text) => /^[a-z]+([A-Z][a-z]+)+$/.test(text) && !others.test(text));
    expect(used.filter((name) => settingNamed(name) === undefined)).toEqual([]);
  });
});

describe('lists', () => {
  test('exit codes: the same numbers and meanings', () => {
    const rows = [...section('## Exit codes').matchAll(/^\| ([\d, ]+) \| (.*?) \|/gm)];
    const told = rows.flatMap(([, numbers]) => numbers.split(', '));
    expect(told).toEqual(Object.keys(EXIT_CODES));
    for (const [, numbers, meaning] of rows.filter(([, text]) => !text.includes(',')))
      expect([numbers, meaning]).toEqual([numbers, EXIT_CODES[Number(numbers) as keyof typeof EXIT_CODES]]);
  });

  test.each([
    ['## What is mapped to what', FORWARDED_ACTIONS.map(code)],
    ['## Two APIs', APIS.map(code)],
  ])('%s', (heading, words) => words.forEach((word) => expect(section(heading)).toContain(word)));
});

describe('links', () => {
  const anchors = new Set(
    [...readme().matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
  const links = [...readme().matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);

  test('within the page', () =>
    expect(links.filter((link) => link.startsWith('#') && !anchors.has(link.slice(1)))).toEqual([]));

  test('to files', () => {
    const files = links.filter((link) => !link.startsWith('#') && !link.includes('://'));
    expect(files.filter((file) => !existsSync(new URL(`../../${file}`, import.meta.url)))).toEqual([]);
  });
});
