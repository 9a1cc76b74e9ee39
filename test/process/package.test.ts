import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
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

/** A program in TypeScript that uses what the library gives. */
const PROGRAM = `
import { encoderFor, LedgerHeldError, mapBatch, mappingSettings, readBatches, uploadBatches } from 'mp2fb';
import type { Outcome, Report, UploadOptions } from 'mp2fb';
import manifest from 'mp2fb/package.json' with { type: 'json' };

const settings = mappingSettings({ api: 'conversions', maxAgeDays: 'none' });
const options: UploadOptions = { datasetId: '1', accessTokenFile: 'token.txt', ledger: false, fetch, asOf: new Date() };
const upload = uploadBatches(readBatches('export/', { format: 'ndjson' }), options);
export const rejected: string[] = [manifest.version];
try {
  for await (const outcome of upload) if (outcome.outcome === 'rejected') rejected.push(outcome.message);
} catch (error) {
  if (!(error instanceof LedgerHeldError)) throw error;
}
for (const event of mapBatch({ events: [] }, settings).events)
  if (event.kind === 'conversion') rejected.push(encoderFor(settings)(event.conversion).json);
export const report: Report | null = upload.report;
// @ts-expect-error: there is no such outcome.
export const outcome: Outcome['outcome'] = 'lost';
`;

test('its types hold in a strict program, with every declaration checked', { timeout: 60_000 }, async () => {
  using program = temporaryFolder();
  const modules = join(program.path, 'node_modules');
  mkdirSync(modules);
  symlinkSync(ROOT, join(modules, 'mp2fb'), 'dir');
  symlinkSync(join(ROOT, 'node_modules', '@types'), join(modules, '@types'), 'dir');
  writeFileSync(join(program.path, 'program.mts'), PROGRAM);
  const flags = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--skipLibCheck', 'false', '--types', 'node'];
  const target = ['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022'];
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  expect(await run(tsc, [...flags, ...target, 'program.mts'], program.path)).toEqual({ code: 0, out: '', err: '' });
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

    const count = `import { readBatches } from 'mp2fb';
      let batches = 0;
      for await (const record of readBatches('export.ndjson')) batches += 'text' in record ? 1 : 0;
      console.log(batches);`;
    const counted = await run(process.execPath, ['--input-type=module', '--eval', count], empty.path);
    expect(counted).toEqual({ code: 0, out: '50\n', err: '' });
  },
);
