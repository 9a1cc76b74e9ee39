import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/lib/errors.js';
import type { SettingsInput } from '../../src/settings/load.js';
import { SETTINGS, SETTING_NAMES } from '../../src/settings/table/table.js';
import { anyJson, brokenOff } from '../support/json-texts.js';
import { load } from './workplace.js';
import { newFolder } from '../support/surroundings.js';

const MARK = 'EAAB-marked-token';
const FILE = 'mp2fb.config.json';

/** Loads with these files around; what a load ends with: all that it says. */
const ended = async (
  files: Readonly<Record<string, string>>,
  given: Partial<SettingsInput>,
): Promise<{ readonly problems: readonly string[] | null; readonly printed: string }> => {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o600);
  }
  await mkdir(join(folder, 'folder'));
  try {
    const loaded = await load({ ...given, cwd: folder });
    const { delivery, mapping } = loaded.settings;
    for (const value of Object.values({ ...delivery, ...delivery.maxRejects, ...mapping }))
      if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
    return { problems: null, printed: JSON.stringify(loaded) + inspect(loaded, { depth: 9, showHidden: true }) };
  } catch (error) {
    // Anything else is a bug, and fails the property with its own words.
    if (!(error instanceof UsageError)) throw error;
    return { problems: error.message.split('\n'), printed: error.message };
  } finally {
    await rm(folder, { recursive: true });
  }
};

const WORDS = [
  'conversions',
  'never',
  'email',
  'EUR',
  'production',
  'purchase=Sale',
  '30m',
  '5%',
  'none',
  'true',
  'v26.0',
];
const json = anyJson([...SETTING_NAMES, 'connections', 'eu', '$schema', 'chunksize', 'purchase'], WORDS);

/** A secret, well written or not: what is wrong with it must not show what it is. */
const secrets = fc.constantFrom(
  ...[MARK, ` ${MARK}\n`, `${MARK} x`, `${MARK}\n${MARK}`, `\u0000${MARK}`].map((text) => JSON.stringify(text)),
  ...[`["${MARK}"]`, `{"${MARK}":1}`, `{"token":"${MARK}"}`, `{"valueOf":"${MARK}","toString":1}`],
);
const secretMembers = fc
  .dictionary(fc.constantFrom('accessToken', 'appSecret'), secrets)
  .map((members) => Object.entries(members).map(([name, text]) => `"${name}":${text}`));
const members = fc
  .tuple(fc.array(fc.tuple(fc.constantFrom(...SETTING_NAMES, 'eu', '__proto__', 'connections'), json)), secretMembers)
  .map(([plain, secret]) => {
    const unique = new Map(plain.map(([name, text]) => [name, `"${name}":${text}`]));
    if (secret.length > 0) ['accessToken', 'appSecret'].forEach((name) => unique.delete(name as 'accessToken'));
    return [...unique.values(), ...secret];
  });
const sections = members.map((list) => `{${list.join()}}`);
const files = fc.oneof(
  { weight: 6, arbitrary: sections },
  { weight: 3, arbitrary: fc.tuple(members, sections).map(([list, eu]) => sectionsOf(list, eu)) },
  { weight: 2, arbitrary: json },
  { weight: 1, arbitrary: brokenOff(sections) },
  { weight: 1, arbitrary: fc.string() },
);
const sectionsOf = (list: readonly string[], eu: string): string =>
  `{${[...list.filter((text) => !text.startsWith('"connections"')), `"connections":{"eu":${eu}}`].join()}}`;

const SECRET_VARIABLES = ['MP2FB_ACCESS_TOKEN', 'FACEBOOK_ACCESS_TOKEN', 'MP2FB_APP_SECRET'];
const VARIABLES = SETTINGS.flatMap(({ env }) => env).filter((name) => !SECRET_VARIABLES.includes(name));
const texts = fc.oneof(fc.constantFrom(...WORDS, '', ' ', '0', '-1', '1e999', '9'.repeat(400)), fc.string());
const environments = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...VARIABLES, 'MP2FB_CHUNKSIZE', 'MP2FB_CONNECTION', '__proto__'), texts, {
      maxKeys: 6,
    }),
    fc.dictionary(fc.constantFrom(...SECRET_VARIABLES), fc.constantFrom(MARK, `${MARK} x`, ` ${MARK} `)),
  )
  .map(([plain, secret]) => ({ ...plain, ...secret }));
const flags = fc.dictionary(
  fc.constantFrom(...SETTING_NAMES, 'connection', 'config', 'envFile'),
  fc.oneof(texts, fc.array(texts), fc.boolean(), fc.constantFrom('token', 'other.json', 'folder', '.env')),
  { maxKeys: 6 },
);

describe('settings of any shape', () => {
  test('resolve, or end with every problem on a line of its own, and show no secret', () =>
    fc.assert(
      fc.asyncProperty(files, files, fc.string(), environments, flags, async (file, other, envFile, env, given) => {
        const around = {
          [FILE]: file,
          'other.json': other,
          '.env': `${envFile}\nMP2FB_ACCESS_TOKEN=${MARK}\n`,
          token: `${MARK}\n`,
        };
        const { problems, printed } = await ended(around, { env, flags: given });
        expect(printed).not.toContain(MARK);
        for (const line of problems ?? []) expect(line).toMatch(/^\S.*: \S/);
        expect(new Set(problems ?? []).size).toBe(problems?.length ?? 0);
      }),
      { numRuns: 150 },
    ));

  test('one text alone, in any place, is a value or a problem', () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...SETTINGS), texts, fc.boolean(), async ({ name, env }, text, asFlag) => {
        const given = asFlag ? { flags: { [name]: text } } : { env: { [env[0]]: text } };
        const { problems } = await ended({}, given);
        for (const line of problems ?? []) expect(line).toMatch(/^\S.*: \S/);
      }),
      { numRuns: 150 },
    ));

  // No setting has a list of one list as its value; a text of one sign is no number, choice, or yes and no.
  const REFUSED_AS_TEXT = SETTINGS.filter(({ kind }) => ['number', 'boolean', 'choice'].includes(kind));
  const wrongMembers = fc.uniqueArray(fc.constantFrom(...SETTING_NAMES), { maxLength: 6 });
  const wrongTexts = fc.uniqueArray(fc.constantFrom(...REFUSED_AS_TEXT), { maxLength: 4 });

  test('what is wrong is named with its place, all of it and nothing else', () =>
    fc.assert(
      fc.asyncProperty(wrongMembers, wrongMembers, wrongTexts, wrongTexts, async (common, eu, variables, flagged) => {
        const wrong = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, [[]]]));
        const document = { ...wrong(common), connections: { eu: wrong(eu) } };
        const { problems } = await ended(
          { [FILE]: JSON.stringify(document) },
          {
            env: Object.fromEntries(variables.map(({ env }) => [env[0], '!'])),
            flags: Object.fromEntries(flagged.map(({ name }) => [name, '!'])),
          },
        );
        const expected = [
          ...common.map((name) => `${name} file ${FILE}`),
          ...eu.map((name) => `${name} connections.eu in ${FILE}`),
          ...variables.map(({ name, env }) => `${name} environment ${env[0]}`),
          ...flagged.map(({ name, flag }) => `${name} flag ${flag}`),
        ];
        const named = (problems ?? []).map((line) =>
          line.replace(/^(\w+).*\((?:"!" )?from (.*)\)$/, '$1 $2').replace(/\/\S*\//, ''),
        );
        expect(named.sort()).toEqual(expected.sort());
      }),
      { numRuns: 100 },
    ));
});
