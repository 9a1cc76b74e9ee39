import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { APIS } from '../../src/model/settings.js';
import { EXIT_CODES } from '../../src/model/exit-code.js';
import { FORWARDED_ACTIONS } from '../../src/model/conversion.js';
import { WARNINGS } from '../../src/model/warnings.js';
import { FAST_VARIABLE, SETTINGS, settingNamed } from '../../src/settings/table/table.js';
import { COMMANDS, helpOf, program, visibleOptions } from './commands.js';
import { code, documentation, fences, pages, region, section, writeRegion, type Page } from './readme.js';
import { REGIONS } from './tables.js';

describe('what the pages take from the program (npm run docs writes it)', () => {
  test.each(Object.keys(REGIONS))('%s', (name) => {
    const made = REGIONS[name]();
    if (process.env['UPDATE'] === '1') writeRegion(name, made);
    expect(region(name), 'run npm run docs').toBe(made);
  });
});

const ROOT_URL = new URL('../../', import.meta.url);

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

  test('each option is in the documentation', () => {
    const text = documentation();
    const absent = allOptions.filter(({ flags }) => !text.includes(code(flags).slice(0, -1)));
    expect(absent.map(({ name, flags }) => `${name} ${flags}`)).toEqual([]);
  });
});

describe('names in the documentation are names of the program', () => {
  const spans = [...documentation().matchAll(/`([^`\n]+)`/g)].map(([, text]) => text);
  const longFlags = new Set(allOptions.map(({ option }) => option.long));
  const FOREIGN = new Set(['--global']);

  test('flags', () => {
    const shell = fences(documentation()).flatMap(({ language, text }) => (language === 'text' ? [] : [text]));
    const mp2fbLines = [...spans, ...shell.join('\n').replaceAll('\\\n', ' ').split('\n')].map((line) =>
      line.replace(/\|\s*(jq|head|wc|sort)\b.*|\b(?:curl|az)\b.*/, ''),
    );
    const used = mp2fbLines.flatMap((line) => line.match(/(?<=^|\s)--[a-z][a-z-]+/g) ?? []);
    const known = (flag: string) =>
      longFlags.has(flag) || FOREIGN.has(flag) || ['--help', '--help-all', '--version'].includes(flag);
    expect([...new Set(used.filter((flag) => !known(flag)))]).toEqual([]);
  });

  test('commands', () => {
    const names = new Set(COMMANDS.map(({ name }) => name.split(' ')[0]));
    const used = [...documentation().matchAll(/\bmp2fb ([a-z]+)\b/g)].map(([, word]) => word);
    const words = new Set(['and', 'in', 'posts']);
    expect([...new Set(used.filter((word) => !names.has(word) && !words.has(word)))]).toEqual([]);
  });

  test('variables', () => {
    const known = new Set([...SETTINGS.flatMap(({ env }) => env), 'MP2FB_CONFIG', 'MP2FB_CONNECTION', FAST_VARIABLE]);
    const used = documentation().match(/\bMP2FB_[A-Z_]*[A-Z]\b/g) ?? [];
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test('settings in prose', () => {
    // Words of two parts joined by a capital are settings, or members of something that is not one.
    const others =
      /^(readBatches|mapBatch|mappingSettings|encoderFor|uploadBatches|startSandbox|eventName|onWarning|asOf|csvManifest|timeZone|dateFormat)$|^(eventNames|untilMs|orderId|byReason|runId|shareDone|secondsLeft|perSecond|lastRun|exitCode|rejectedByReason)$|^(elapsed|events|already|requests)[A-Z]/;
    const used = spans.filter((text) => /^[a-z]+([A-Z][a-z]+)+$/.test(text) && !others.test(text));
    expect(used.filter((name) => settingNamed(name) === undefined)).toEqual([]);
  });
});

describe('lists', () => {
  test('exit codes: the same numbers and meanings', () => {
    const rows = [...section('### Exit codes').matchAll(/^\| ([\d, ]+) \| (.*?) \|/gm)];
    const documented = rows.flatMap(([, numbers]) => numbers.split(', '));
    expect(documented).toEqual(Object.keys(EXIT_CODES));
    for (const [, numbers, meaning] of rows.filter(([, text]) => !text.includes(',')))
      expect([numbers, meaning]).toEqual([numbers, EXIT_CODES[Number(numbers) as keyof typeof EXIT_CODES]]);
  });

  test.each([
    ['## What is mapped to what', FORWARDED_ACTIONS.map(code)],
    ['## Two APIs', APIS.map(code)],
  ])('%s', (heading, words) => words.forEach((word) => expect(section(heading)).toContain(word)));
});

test('each message of the troubleshooting table is one of the program', () => {
  const sources = readdirSync(new URL('src', ROOT_URL), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(`src/${name}`, ROOT_URL), 'utf8'));
  // Texts of warnings follow their count: they are in no source as people read them.
  const texts = [...sources, ...Object.values(WARNINGS)];
  const messages = [...section('## Troubleshooting').matchAll(/^\| `([^`]+)`/gm)].map(([, message]) => message);
  expect(messages.length).toBeGreaterThan(9);
  const unknown = messages.filter((message) => !texts.some((text) => text.includes(message)));
  // That one is a message of Node.js.
  expect(unknown).toEqual(['node: .env: not found']);
});

test('src/README.md names files that exist, and every dependency', () => {
  const text = readFileSync(new URL('src/README.md', ROOT_URL), 'utf8');
  const paths = [...text.matchAll(/`([\w/-]+(?:\/|\.ts))`/g)].map(([, path]) => path);
  expect(paths.length).toBeGreaterThan(30);
  const exists = (path: string): boolean =>
    existsSync(new URL(`src/${path}`, ROOT_URL)) || existsSync(new URL(path, ROOT_URL));
  expect(paths.filter((path) => !exists(path))).toEqual([]);
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', ROOT_URL), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const named = text.slice(text.indexOf('## Dependencies'));
  expect(Object.keys(dependencies).filter((name) => !named.includes(name))).toEqual([]);
});

describe('links', () => {
  const anchorsOf = (text: string): ReadonlySet<string> =>
    new Set(
      [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
      ),
    );

  const broken = (page: Page, link: string): boolean => {
    const target = new URL(link, new URL(page.name, ROOT_URL));
    const file = new URL(target.href.replace(/#.*$/, ''));
    if (!existsSync(file)) return true;
    return target.hash !== '' && !anchorsOf(readFileSync(file, 'utf8')).has(target.hash.slice(1));
  };

  test.each(pages())('$name: each link leads to a page and a heading', (page) => {
    const links = [...page.text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
    const local = links.filter((link) => !link.includes('://'));
    expect(local.filter((link) => broken(page, link))).toEqual([]);
  });

  test('README.md leads to every page of the manual', () => {
    const [readme, ...manual] = pages();
    expect(manual.filter(({ name }) => !readme.text.includes(`](${name}`)).map(({ name }) => name)).toEqual([]);
  });
});

test('README.md has at most 450 lines', () => {
  expect(pages()[0].text.split('\n').length - 1).toBeLessThanOrEqual(450);
});
