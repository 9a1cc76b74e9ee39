import { chmod } from 'node:fs/promises';
import { inspect } from 'node:util';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addSettingsFlags } from '../../src/cli/settings-flags.js';
import { folderWith, load, problemsOf } from './workplace.js';

const MARK = 'EAAB-marked-token';

describe('a secret is never shown', () => {
  test.each([
    ['variable', { env: { MP2FB_ACCESS_TOKEN: MARK, MP2FB_APP_SECRET: MARK } }, {}],
    ['file', { flags: { accessTokenFile: 'token', appSecretFile: 'token' } }, { token: MARK }],
    ['settings file', {}, { 'mp2fb.config.json': { accessToken: MARK, appSecret: MARK } }],
  ])('from a %s, loaded well', async (_, given, files) => {
    const loaded = await load({ cwd: await folderWith(files), ...given });
    expect(loaded.settings.delivery.accessToken?.reveal()).toBe(MARK);
    expect(loaded.settings.delivery.appSecret?.reveal()).toBe(MARK);
    expect(JSON.stringify(loaded) + inspect(loaded, { depth: 9, showHidden: true })).not.toContain(MARK);
  });

  test.each([
    ['a token of two words', { env: { MP2FB_ACCESS_TOKEN: `${MARK} x` } }, {}],
    ['a token file of two lines', { flags: { accessTokenFile: 'token' } }, { token: `${MARK}\n${MARK}` }],
    [
      'a token in the wrong setting',
      { flags: { datasetId: MARK, api: MARK, emailType: MARK, baseUrl: MARK, maxRejects: MARK } },
      {},
    ],
    ['a token in a list', { env: { MP2FB_ENVIRONMENTS: MARK } }, {}],
    ['a settings file that is not JSON', {}, { 'mp2fb.config.json': `{"accessToken": "${MARK}" "x"}` }],
    ['a number for a token', {}, { 'mp2fb.config.json': { accessToken: [MARK] } }],
  ])('in the problems of %s', async (_, given, files) => {
    const lines = await problemsOf({ cwd: await folderWith(files), ...given });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain(MARK);
  });
});

test('a token as a flag is refused, with the reason and a way out', async () => {
  const command = addSettingsFlags(new Command('x')).exitOverride();
  command.parse(['--access-token', MARK], { from: 'user' });
  expect(JSON.stringify(command.opts())).not.toContain(MARK);
  expect(await problemsOf({ flags: command.opts() })).toEqual([
    '--access-token: refused, because process lists show it to every user of this machine: ' +
      'put it in a file and name that with --access-token-file FILE, or set MP2FB_ACCESS_TOKEN or FACEBOOK_ACCESS_TOKEN',
  ]);
  command.parse(['--app-secret'], { from: 'user' });
  expect((await problemsOf({ flags: command.opts() })).at(-1)).toMatch(/^--app-secret: .* MP2FB_APP_SECRET$/);
});

describe.skipIf(process.platform === 'win32')('a file that others may read', () => {
  const warned = async (name: string, content: unknown, given: object, mode: number, platform = process.platform) => {
    const cwd = await folderWith({ [name]: content });
    await chmod(`${cwd}/${name}`, mode);
    return (await load({ cwd, platform, ...given })).warnings;
  };
  const token = { flags: { accessTokenFile: 'token' } };

  test.each([
    ['token file', 'token', 'T', token, 'accessTokenFile'],
    ['app secret file', 'token', 'T', { flags: { appSecretFile: 'token' } }, 'appSecretFile'],
    ['settings file', 'mp2fb.config.json', { accessToken: 'T' }, {}, 'accessToken'],
    [
      'settings file with a secret in a connection',
      'mp2fb.config.json',
      { connections: { a: { appSecret: 'T' } } },
      {},
      'appSecret',
    ],
    ['environment file', '.env', 'FACEBOOK_ACCESS_TOKEN=T', { flags: { envFile: '.env' } }, 'accessToken'],
  ])('%s', async (_, name, content, given, detail) => {
    const expected = expect.stringMatching(new RegExp(`^${detail} in .*/${name}$`)) as string;
    const warning = { code: 'token_file_readable', count: 1, detail: expected };
    expect(await warned(name, content, given, 0o644)).toEqual([warning]);
    expect(await warned(name, content, given, 0o640)).toEqual([]);
  });

  test('is no matter without a secret in it, or on Windows', async () => {
    expect(
      await warned(
        'mp2fb.config.json',
        { accessTokenFile: '/dev/null', connections: {} },
        { env: { MP2FB_ACCESS_TOKEN: 'T' } },
        0o644,
      ),
    ).toEqual([]);
    expect(await warned('token', 'T', token, 0o644, 'win32')).toEqual([]);
  });
});
