import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, HOME, load, problemsOf, shown } from './workplace.js';

const CONFIG = { uploadTag: 'file', connections: { eu: { uploadTag: 'connection' }, us: {} } };

describe('the strongest place wins', () => {
  test.each([
    ['nothing', {}, {}, undefined, null, 'default'],
    ['the file', {}, {}, CONFIG, 'file', 'file PATH'],
    ['a connection', { connection: 'eu' }, {}, CONFIG, 'connection', 'connections.eu in PATH'],
    ['a connection by variable', {}, { MP2FB_CONNECTION: 'eu' }, CONFIG, 'connection', 'connections.eu in PATH'],
    ['a connection that is silent', { connection: 'us' }, {}, CONFIG, 'file', 'file PATH'],
    [
      'the environment',
      { connection: 'eu' },
      { MP2FB_UPLOAD_TAG: 'env' },
      CONFIG,
      'env',
      'environment MP2FB_UPLOAD_TAG',
    ],
    ['an empty variable', {}, { MP2FB_UPLOAD_TAG: ' ' }, CONFIG, 'file', 'file PATH'],
    [
      'a flag',
      { connection: 'eu', uploadTag: 'flag' },
      { MP2FB_UPLOAD_TAG: 'env' },
      CONFIG,
      'flag',
      'flag --upload-tag',
    ],
  ])('%s', async (_, flags, env, config, value, source) => {
    const cwd = await folderWith(config === undefined ? {} : { 'mp2fb.config.json': config });
    const loaded = await load({ flags, env, cwd });
    expect(shown(loaded, 'uploadTag')).toEqual([value, source.replace('PATH', join(cwd, 'mp2fb.config.json'))]);
    expect(loaded.settings.delivery.uploadTag).toBe(value);
  });

  test('an environment file is weaker than the environment, and stronger than the settings file', async () => {
    const cwd = await folderWith({
      'mp2fb.config.json': { uploadTag: 'file', maxRetries: 1, concurrency: 1 },
      '.env': 'MP2FB_UPLOAD_TAG=env-file\n# a comment\nMP2FB_MAX_RETRIES="2"\n',
    });
    const loaded = await load({ cwd, flags: { envFile: '.env' }, env: { MP2FB_UPLOAD_TAG: 'env' } });
    expect(shown(loaded, 'uploadTag')).toEqual(['env', 'environment MP2FB_UPLOAD_TAG']);
    expect(shown(loaded, 'maxRetries')).toEqual([2, `environment MP2FB_MAX_RETRIES in ${cwd}/.env`]);
    expect(shown(loaded, 'concurrency')).toEqual([1, `file ${cwd}/mp2fb.config.json`]);
  });

  test('an environment file may name the settings file and the connection', async () => {
    const cwd = await folderWith({
      'sub/.env': 'MP2FB_CONFIG=mine.json\nMP2FB_CONNECTION=eu\n',
      'sub/mine.json': CONFIG,
    });
    expect(shown(await load({ cwd, flags: { envFile: 'sub/.env' } }), 'uploadTag')[0]).toBe('connection');
    const flags = { envFile: 'sub/.env', connection: 'us' };
    expect(shown(await load({ cwd, flags }), 'uploadTag')[0]).toBe('file');
  });
});

describe('the access token', () => {
  const token = async (env: Record<string, string>, flags = {}, config?: unknown): Promise<string | undefined> => {
    const cwd = await folderWith({
      'token.txt': '\n in-file \n',
      ...(config === undefined ? {} : { 'mp2fb.config.json': config }),
    });
    return (await load({ cwd, env, flags })).settings.delivery.accessToken?.reveal();
  };

  test.each([
    ['none', {}, {}, undefined, undefined],
    ["this program's variable", { MP2FB_ACCESS_TOKEN: 'own', FACEBOOK_ACCESS_TOKEN: 'shared' }, {}, undefined, 'own'],
    ['the shared variable', { FACEBOOK_ACCESS_TOKEN: 'shared' }, {}, { accessToken: 'config' }, 'shared'],
    ['a file that a flag names', { MP2FB_ACCESS_TOKEN: 'own' }, { accessTokenFile: 'token.txt' }, undefined, 'in-file'],
    [
      'a file that a variable names',
      { MP2FB_ACCESS_TOKEN_FILE: 'token.txt', FACEBOOK_ACCESS_TOKEN: 'x' },
      {},
      undefined,
      'in-file',
    ],
    [
      'a variable over a file in the settings file',
      { MP2FB_ACCESS_TOKEN: 'own' },
      {},
      { accessTokenFile: 'gone' },
      'own',
    ],
    ['a file in the settings file', {}, {}, { accessTokenFile: 'token.txt' }, 'in-file'],
    [
      'a connection over the settings file',
      {},
      { connection: 'a' },
      { accessToken: 'common', connections: { a: { accessTokenFile: 'token.txt' } } },
      'in-file',
    ],
  ])('%s', async (_, env, flags, config, expected) => expect(await token(env, flags, config)).toBe(expected));

  test('two in one place are a problem', async () => {
    const cwd = await folderWith({ 'mp2fb.config.json': { accessToken: 'a', accessTokenFile: 'b' } });
    expect(await problemsOf({ cwd })).toEqual([
      'accessToken: must not be set beside accessTokenFile; keep one of them; ' +
        `mParticle calls it "System User Admin Access Token" (from file ${cwd}/mp2fb.config.json)`,
    ]);
  });
});

describe('paths', () => {
  test('count from the place that holds them', async () => {
    const cwd = await folderWith({
      'etc/mine.json': { accessTokenFile: 'token.txt', ledger: '../state', connections: { a: { ledger: './a' } } },
      'etc/token.txt': 'T',
      'env/.env': 'MP2FB_LEDGER=from-env-file',
    });
    const ledger = async (flags: object, env = {}): Promise<string | null> =>
      (await load({ cwd, flags: { config: 'etc/mine.json', ...flags }, env })).settings.delivery.ledger;
    expect(await ledger({})).toBe(join(cwd, 'state'));
    expect(await ledger({ connection: 'a' })).toBe(join(cwd, 'etc/a'));
    expect(await ledger({ envFile: 'env/.env' })).toBe(join(cwd, 'env/from-env-file'));
    expect(await ledger({}, { MP2FB_LEDGER: 'from-env' })).toBe(join(cwd, 'from-env'));
    expect(await ledger({ ledger: 'from-flag' })).toBe(join(cwd, 'from-flag'));
    expect(await ledger({ ledger: '~/mine' })).toBe(`${HOME}/mine`);
    expect(await ledger({ ledger: '/absolute' })).toBe('/absolute');
  });

  test.each([
    ['linux', {}, `${HOME}/.local/state/mp2fb`],
    ['linux', { XDG_STATE_HOME: '/state' }, '/state/mp2fb'],
    ['linux', { XDG_STATE_HOME: 'relative' }, `${HOME}/.local/state/mp2fb`],
    ['darwin', {}, `${HOME}/Library/Application Support/mp2fb`],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/mp2fb'],
    ['win32', {}, `${HOME}/AppData/Local/mp2fb`],
  ] as const)('the ledger on %s with %j is kept in %s', async (platform, env, ledger) => {
    expect((await load({ platform, env })).settings.delivery.ledger).toBe(ledger);
  });

  test.each([
    ['flag', { flags: { ledger: false } }],
    ['variable', { env: { MP2FB_LEDGER: 'no' } }],
  ])('no ledger by %s', async (_, given) => {
    const loaded = await load(given);
    expect(loaded.settings.delivery.ledger).toBeNull();
    expect(shown(loaded, 'ledger')[0]).toBe(false);
  });
});
