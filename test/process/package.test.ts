import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { StandIn } from '../support/stand-in.js';
import { jsonLines, ROOT, temporaryFolder } from '../support/program.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Everything here takes seconds; a registry that stopped in the middle of an answer would be waited for in vain. */
const LONGEST_MS = 60_000;
const ENDED = `ETIMEDOUT: ended after ${LONGEST_MS} ms`;

/** `nodeFolder`: where `node` is looked for first; by default it is the one that runs the tests. */
const run = (
  file: string,
  args: readonly string[],
  cwd: string,
  nodeFolder = dirname(process.execPath),
): Promise<Ran> =>
  new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env;
    // npm hands its own settings down to what it starts; this npm is to have none.
    const env = { PATH: [nodeFolder, PATH].join(delimiter), HOME, NO_COLOR: '1', XDG_STATE_HOME: cwd };
    execFile(file, args, { cwd, env, maxBuffer: 2 ** 26, timeout: LONGEST_MS }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err: error?.killed === true ? ENDED : err }),
    );
  });

const INSTALL = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EIDLETIMEOUT|network/i;
const NO_PACKAGE = /E404|ETARGET|EBADPLATFORM|notarget/;

/** What the package is made of beside the built program. */
const OTHERS = [
  'LICENSE',
  'README.md',
  'bin/mp2fb.js',
  'package.json',
  'src/README.md',
  'src/read/csv/manifest.schema.json',
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

  test('holds a declaration of each source, and every file that another one loads', () => {
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const declared = sources.map((name) => `dist/${name.replace(/\.ts$/, '.d.ts')}`);
    const imports = packed
      .filter((path) => path.endsWith('.js'))
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .flatMap((text) => [...text.matchAll(/["']\.\/([\w-]+\.js)["']/g)].map(([, name]) => `dist/${name}`));
    expect(imports).toContain('dist/transform-worker.js');
    expect([...declared, ...imports].filter((path) => !packed.includes(path))).toEqual([]);
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

describe('installed into an empty folder, production dependencies only', () => {
  const empty = temporaryFolder();
  const runtimes = temporaryFolder();

  const install = async (args: readonly string[], cwd: string): Promise<string | null> => {
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'package.json'), '{ "private": true }');
    const { code, err } = await run('npm', [...INSTALL, ...args], cwd);
    return code === 0 ? null : err;
  };

  /** Why the package could not be installed: the words of npm; null: it is there. */
  let failure: string | null = null;

  beforeAll(async () => {
    failure = await install(['--omit=dev', tarball], empty.path);
  }, 240_000);

  afterAll(() => {
    empty[Symbol.dispose]();
    runtimes[Symbol.dispose]();
  });

  /**
   * The folder of the `node` to use, or why there is none. The package `node` fetches its program with an install
   * script, which does not run here; the packages that it fetches hold the programs themselves.
   */
  const nodeFolder = async (major: number | null): Promise<{ readonly at: string } | { readonly absent: string }> => {
    if (failure !== null && NO_REGISTRY.test(failure)) return { absent: 'the package registry cannot be reached' };
    expect(failure).toBe(null);
    if (major === null) return { at: dirname(process.execPath) };
    const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    const cwd = join(runtimes.path, String(major));
    const failed = await install([`${name}@${major}`], cwd);
    if (failed !== null && NO_REGISTRY.test(failed)) return { absent: 'the package registry cannot be reached' };
    if (failed !== null && NO_PACKAGE.test(failed)) return { absent: `the registry has no Node ${major} as ${name}` };
    expect(failed).toBe(null);
    const at = join(cwd, 'node_modules', name, 'bin');
    const { out } = await run('node', ['--version'], cwd, at);
    return out.startsWith(`v${major}.`) ? { at } : { absent: `Node ${major} of ${name} does not start here` };
  };

  test.for<readonly [string, number | null]>([
    ['the Node of these tests', null],
    ['Node 22', 22],
    ['Node 24', 24],
  ])('it does its work on %s', { timeout: 240_000 }, async ([, major], { skip }) => {
    const node = await nodeFolder(major);
    if ('absent' in node) return skip(node.absent);
    using cwd = temporaryFolder();
    const mp2fb = async (code: number, ...args: readonly string[]): Promise<Ran> => {
      const ran = await run(join(empty.path, 'node_modules', '.bin', 'mp2fb'), args, cwd.path, node.at);
      // Each Node deprecates more, and says so there.
      expect(ran.err).not.toMatch(/Warning:|deprecat/i);
      expect(`${ran.code === code ? '' : ran.err}${ran.code}`).toBe(String(code));
      return ran;
    };
    expect(readdirSync(join(empty.path, 'node_modules'))).not.toContain('typescript');

    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await mp2fb(0, '--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect((await mp2fb(0, '--help')).out).toContain('upload');
    expect(JSON.parse((await mp2fb(0, 'settings', '--json-schema')).out)).toHaveProperty('definitions');
    await mp2fb(2, 'upload', '--chunk-size', 'x', 'export.ndjson');
    await mp2fb(6, 'upload', '--dry-run', 'export.ndjson');

    await mp2fb(0, 'sample', '--batches', '50', '--output', 'export.ndjson');
    const preview = await mp2fb(0, 'upload', 'export.ndjson', '--dry-run', '--quiet', '--extended-match-keys');
    expect(preview.err).toBe('');
    expect(jsonLines(preview.out).length).toBeGreaterThan(20);

    const sandbox = ['--sandbox', '--api', 'conversions', '--progress', 'plain', '--report', 'report.json'];
    const upload = await mp2fb(0, 'upload', 'export.ndjson', ...sandbox, '--threads', '1');
    expect(upload.err).toContain('Everything sent');
    const report = () => JSON.parse(readFileSync(join(cwd.path, 'report.json'), 'utf8')) as Report;
    const { sent } = report().events;
    expect(sent).toBe(jsonLines(preview.out).length);
    await mp2fb(0, 'report', 'report.json', '--html', 'page.html');

    const count = `import { readBatches } from 'mp2fb';
      let batches = 0;
      for await (const record of readBatches(process.argv[1])) batches += 'text' in record ? 1 : 0;
      console.log(batches);`;
    const inputs = ['--input-type=module', '--eval', count, join(cwd.path, 'export.ndjson')];
    expect(await run('node', inputs, empty.path, node.at)).toEqual({ code: 0, out: '50\n', err: '' });

    // One process finds in the ledger what another left there.
    await using peer = new StandIn();
    const baseUrl = await peer.listen();
    writeFileSync(join(cwd.path, 'token'), 'T0KEN', { mode: 0o600 });
    const live = ['--dataset-id', '1', '--access-token-file', 'token', '--base-url', baseUrl, '--ledger', 'ledger'];
    for (const expected of [sent, 0]) {
      await mp2fb(0, 'upload', 'export.ndjson', ...live, '--progress', 'none', '--report', 'report.json');
      expect(report().events.sent).toBe(expected);
    }
    expect(peer.requests).toBe(1);
  });
});
