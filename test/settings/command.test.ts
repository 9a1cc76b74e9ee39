import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Ports } from '../../src/commands/ports.js';
import { settingsCommand } from '../../src/cli/settings.js';
import { startingFile } from '../../src/settings/table/starting-file.js';
import { SETTINGS } from '../../src/settings/table/table.js';
import { portsOf } from '../support/command.js';
import { folderWith, HOME, load, problemsOf } from './workplace.js';

/** What one command line prints. */
const run = async (
  cwd: string,
  argv: readonly string[],
  env: Ports['env'] = {},
): Promise<[out: string, err: string]> => {
  const { ports, out, err } = portsOf({ cwd, env, more: { homeDirectory: HOME } });
  await settingsCommand(ports).exitOverride().parseAsync(argv, { from: 'user' });
  return [out(), err()];
};

describe('mp2fb settings', () => {
  test('prints each setting, its value and its source, secrets as ***', async () => {
    const cwd = await folderWith({
      'mp2fb.config.json': { emailType: 'Other 2', connections: { eu: { datasetId: '12' } } },
    });
    const [out, err] = await run(cwd, ['--connection', 'eu', '--max-rejects', '5%'], {
      MP2FB_ACCESS_TOKEN: 'EAAB-marked',
    });
    const rows = new Map(out.split('\n').map((line) => [line.replace(/ .*/, ''), line.split(/ {2,}/).slice(1)]));
    expect([...rows.keys()]).toEqual(['setting', ...SETTINGS.map(({ name }) => name), '']);
    expect(rows.get('accessToken')).toEqual(['***', 'environment MP2FB_ACCESS_TOKEN']);
    expect(rows.get('emailType')).toEqual(['other_id_2', `file ${cwd}/mp2fb.config.json`]);
    expect(rows.get('datasetId')).toEqual(['12', `connections.eu in ${cwd}/mp2fb.config.json`]);
    expect(rows.get('maxRejects')).toEqual(['5%', 'flag --max-rejects']);
    expect(rows.get('maxRetries')).toEqual(['8', 'default']);
    expect(out).not.toContain('EAAB');
    expect(err).toBe('');
  });

  test('prints the same as JSON', async () => {
    const [out] = await run('/nowhere', ['--json'], { MP2FB_ACCESS_TOKEN: 'EAAB-marked', MP2FB_DATASET_ID: '1' });
    const byName = JSON.parse(out);
    expect(byName.accessToken).toEqual({ value: '***', source: 'environment MP2FB_ACCESS_TOKEN' });
    expect(byName.maxAgeDays).toEqual({ value: 62, source: 'default' });
    expect(byName.environments).toEqual({ value: ['production'], source: 'default' });
    expect(Object.keys(byName)).toEqual(SETTINGS.map(({ name }) => name));
  });

  test('warns on stderr', async () => {
    const cwd = await folderWith({ token: 'T' });
    await writeFile(`${cwd}/open`, 'T', { mode: 0o644 });
    const [, err] = await run(cwd, ['--access-token-file', 'open']);
    expect(err).toBe(
      `Warning: other users can read a file with a secret; chmod 600 fixes that (accessTokenFile in ${cwd}/open)\n`,
    );
  });

  test('prints the JSON Schema', async () => {
    const schema = JSON.parse((await run('/nowhere', ['--json-schema']))[0]);
    expect(Object.keys(schema.definitions)).toEqual(SETTINGS.map(({ name }) => name));
  });
});

describe('mp2fb settings --init', () => {
  test('writes a file that sets nothing and loads well', async () => {
    const cwd = await folderWith();
    const [out, err] = await run(cwd, ['--init']);
    expect(out).toBe('');
    expect(err).toContain(`${cwd}/mp2fb.config.json`);
    expect((await load({ cwd })).resolved).toEqual((await load()).resolved);
  });

  test('does not explain lists and objects as flags', () => {
    expect(startingFile()).not.toMatch(/separated by commas|may be repeated/);
  });

  test('writes where --config says', async () => {
    const cwd = await folderWith();
    await run(cwd, ['--init', '--config', 'mine.json']);
    expect(await readFile(`${cwd}/mine.json`, 'utf8')).toBe(startingFile());
  });

  test('never overwrites', async () => {
    const cwd = await folderWith({ 'mp2fb.config.json': '{}' });
    await expect(run(cwd, ['--init'])).rejects.toThrow('mp2fb.config.json already exists and was not changed');
    expect(await readFile(`${cwd}/mp2fb.config.json`, 'utf8')).toBe('{}');
    await expect(run(cwd, ['--init', '--config', 'none/mine.json'])).rejects.toThrow('the folder none does not exist');
  });

  test('every line of it may be uncommented, one by one or all', async () => {
    const files = { 'access-token.txt': 'T', 'app-secret.txt': 'S' };
    const active = startingFile().replaceAll(/^ {2}\/\/ (?=")(?!"mp2fb )/gm, '  ');
    const cwd = await folderWith({ ...files, 'mp2fb.config.json': active });
    const { resolved } = await load({ cwd, flags: { connection: 'stores-eu' } });
    const untouched = resolved.filter(({ source }) => source === 'default').map(({ name }) => name);
    expect(untouched).toEqual([]);
    const lines = active.split('\n').filter((line) => line.startsWith('  "') && !line.includes('testEventCode'));
    for (const line of lines)
      expect(await problemsOf({ cwd: await folderWith({ ...files, 'mp2fb.config.json': `{${line}}` }) }), line).toEqual(
        [],
      );
  });
});
