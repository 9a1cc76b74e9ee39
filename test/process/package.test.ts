import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { beforeAll, describe, expect, test } from 'vitest';
import { fences, section } from '../docs/readme.js';
import { pack, run } from '../support/package.js';
import { ROOT } from '../support/program.js';
import { newFolder, temporaryFolder } from '../support/surroundings.js';

/** What the package is made of beside the built program. */
const OTHERS = [
  'LICENSE',
  'README.md',
  'bin/compile-cache.js',
  'bin/compiled-code.js',
  'bin/mp2fb.js',
  'bin/package.json',
  'package.json',
  'src/README.md',
  ...['src/manual', 'src/recipes'].flatMap((path) => readdirSync(join(ROOT, path)).map((name) => `${path}/${name}`)),
  'src/read/csv/manifest.schema.json',
  'src/report/report.schema.json',
  'src/settings/settings.schema.json',
];

const folder = newFolder();
let tarball: string;
let packed: readonly string[];

beforeAll(async () => {
  ({ tarball, paths: packed } = await pack(folder));
}, 60_000);

describe('the package', () => {
  test('holds the program, its schemas, README, manual and licence, and nothing else', () => {
    expect(packed.filter((path) => !path.startsWith('dist/')).sort()).toEqual([...OTHERS].sort());
    expect(packed.filter((path) => path.startsWith('dist/') && !/\.(c?js|d\.ts)$/.test(path))).toEqual([
      'dist/fast.wasm',
    ]);
  });

  test('holds declarations of the public types alone, and every file that another one loads', () => {
    const declarations = packed.filter((path) => path.endsWith('.d.ts'));
    const reached = declarations
      .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')] as const)
      .flatMap(([path, text]) =>
        [...text.matchAll(/(?:from|import\() ?['"](\.[^'"]+)\.js['"]/g)].map(([, name]) =>
          join(dirname(path), `${name}.d.ts`),
        ),
      );
    expect([...declarations].sort()).toEqual([...new Set(['dist/index.d.ts', ...reached])].sort());
    const imports = packed
      .filter((path) => /\.c?js$/.test(path))
      .flatMap((path) =>
        [...readFileSync(join(ROOT, path), 'utf8').matchAll(/["']\.\/([\w-]+\.c?js)["']/g)].map(
          ([, name]) => `${dirname(path)}/${name}`,
        ),
      );
    expect(imports).toContain('dist/transform-worker.cjs');
    expect(imports.filter((path) => !packed.includes(path))).toEqual([]);
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
import { EXIT_CODES, encoderFor, LedgerHeldError, mergeReports, parseReport, mapBatch, mappingSettings, readBatches, uploadBatches } from 'mp2fb';
import type { GivenBatch, Outcome, Report, UploadOptions } from 'mp2fb';
import schema from 'mp2fb/schemas/report.json' with { type: 'json' };
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
export const all: Report = mergeReports([parseReport(JSON.parse('{}'))]);
export const given: GivenBatch = schema.$schema + EXIT_CODES[3];
// @ts-expect-error: there is no such outcome.
export const outcome: Outcome['outcome'] = 'lost';
`;

test('its types hold in a strict program and in the example, with every declaration checked', async () => {
  using program = temporaryFolder();
  const modules = join(program.path, 'node_modules');
  mkdirSync(modules);
  symlinkSync(ROOT, join(modules, 'mp2fb'), 'dir');
  symlinkSync(join(ROOT, 'node_modules', '@types'), join(modules, '@types'), 'dir');
  const [example] = fences(section('# Use as a library')).filter(({ language }) => language === 'js');
  for (const [name, text] of [
    ['program.mts', PROGRAM],
    ['example.mts', example.text],
  ])
    writeFileSync(join(program.path, name), text);
  const flags = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--skipLibCheck', 'false', '--types', 'node'];
  const target = ['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022'];
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  expect(await run(tsc, [...flags, ...target, 'program.mts', 'example.mts'], program.path)).toEqual({
    code: 0,
    out: '',
    err: '',
  });
});
