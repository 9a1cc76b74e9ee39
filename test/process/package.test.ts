import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { jsonLines, ROOT, temporaryFolder } from '../support/program.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const run = (file: string, args: readonly string[], cwd: string): Promise<Ran> =>
  new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env;
    // npm hands its own settings down to what it starts; this npm is to have none.
    const env = { PATH, HOME, NO_COLOR: '1', XDG_STATE_HOME: cwd };
    execFile(file, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
    );
  });

const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EIDLETIMEOUT|network/i;

/** What the package is made of beside the built program. */
const OTHERS = [
  'LICENSE',
  'README.md',
  'bin/mp2fb.js',
  'package.json',
  'src/README.md',
  'src/report/report.schema.json',
  'src/settings/settings.schema.json',
];

const folder = temporaryFolder();
let tarball: string;
let packed: readonly string[];

// Packing builds first; here the build is there already, and other tests are using it.
beforeAll(async () => {
  const { code, out, err } = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder.path],
    ROOT,
  );
  expect(`${code === 0 ? '' : err}${code}`).toBe('0');
  const [{ filename, files }] = JSON.parse(out) as [{ filename: string; files: { path: string }[] }];
  tarball = join(folder.path, filename);
  packed = files.map(({ path }) => path);
}, 60_000);

afterAll(() => folder[Symbol.dispose]());

describe('the package', () => {
  test('holds the program, its schemas, README and licence, and nothing else', () => {
    expect(packed.filter((path) => !path.startsWith('dist/')).sort()).toEqual(OTHERS);
    expect(packed.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts)$/.test(path))).toEqual([]);
  });

  test('holds every built file of the sources', () => {
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const absent = sources
      .map((name) => `dist/${name.replace(/\.ts$/, '.js')}`)
      .filter((path) => !packed.includes(path));
    expect(absent).toEqual([]);
  });

  test('publint finds nothing', async () => {
    const bytes = readFileSync(tarball);
    const contents = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { messages } = await publint({ pack: { tarball: contents }, strict: true });
    expect(messages.map(({ code, path, type }) => `${type} ${code} ${path.join('.')}`)).toEqual([]);
  });
});

test(
  'installed into an empty folder, production dependencies only, it does its work',
  { timeout: 240_000 },
  async ({ skip }) => {
    using empty = temporaryFolder();
    writeFileSync(join(empty.path, 'package.json'), '{ "private": true }');
    const flags = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    const installed = await run('npm', ['install', ...flags, tarball], empty.path);
    skip(installed.code !== 0 && NO_REGISTRY.test(installed.err), 'the package registry cannot be reached');
    expect(`${installed.code === 0 ? '' : installed.err}${installed.code}`).toBe('0');

    const mp2fb = (...args: readonly string[]): Promise<Ran> =>
      run(join(empty.path, 'node_modules', '.bin', 'mp2fb'), args, empty.path);
    const modules = readdirSync(join(empty.path, 'node_modules'));
    expect(modules).not.toContain('typescript');

    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await mp2fb('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect((await mp2fb('--help')).out).toContain('upload');
    expect(JSON.parse((await mp2fb('settings', '--json-schema')).out)).toHaveProperty('definitions');

    expect((await mp2fb('sample', '--batches', '50', '--output', 'export.ndjson')).code).toBe(0);
    const preview = await mp2fb('upload', 'export.ndjson', '--dry-run', '--quiet', '--extended-match-keys');
    expect([preview.code, preview.err]).toEqual([0, '']);
    expect(jsonLines(preview.out).length).toBeGreaterThan(20);

    const sandbox = ['--sandbox', '--api', 'conversions', '--progress', 'plain', '--report', 'report.json'];
    const upload = await mp2fb('upload', 'export.ndjson', ...sandbox);
    expect([upload.code, upload.err.includes('Everything sent')]).toEqual([0, true]);
    const { events } = JSON.parse(readFileSync(join(empty.path, 'report.json'), 'utf8')) as Report;
    expect(events.sent).toBe(jsonLines(preview.out).length);
    expect((await mp2fb('report', 'report.json', '--html', 'page.html')).code).toBe(0);
  },
);
