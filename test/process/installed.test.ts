import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { pack, run, type Ran } from '../support/package.js';
import { Proxy } from '../support/proxy.js';
import { jsonLines, ROOT } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { newFolder, temporaryFolder } from '../support/surroundings.js';

const INSTALL = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EIDLETIMEOUT|network/i;
const NO_PACKAGE = /E404|ETARGET|EBADPLATFORM|notarget/;

const install = async (args: readonly string[], cwd: string): Promise<string | null> => {
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'package.json'), '{ "private": true }');
  const { code, err } = await run('npm', [...INSTALL, ...args], cwd);
  return code === 0 ? null : err;
};

type Folder = { readonly at: string } | { readonly absent: string };

/**
 * The folder of the `node` to use, or why there is none. The package `node` fetches its program with an install script,
 * which does not run here; the packages that it fetches hold the programs themselves.
 */
const nodeFolder = async (major: number | null, runtimes: string): Promise<Folder> => {
  if (major === null) return { at: dirname(process.execPath) };
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const failed = await install([`${name}@${major}`], runtimes);
  if (failed !== null && NO_REGISTRY.test(failed)) return { absent: 'the package registry cannot be reached' };
  if (failed !== null && NO_PACKAGE.test(failed)) return { absent: `the registry has no Node ${major} as ${name}` };
  expect(failed).toBe(null);
  const at = join(runtimes, 'node_modules', name, 'bin');
  const { out } = await run('node', ['--version'], runtimes, at);
  return out.startsWith(`v${major}.`) ? { at } : { absent: `Node ${major} of ${name} does not start here` };
};

/** The folder of the package as installed with production dependencies only, once for all versions of Node, or why it is absent. */
let installed: Promise<Folder> | undefined;
const installPackage = async (): Promise<Folder> => {
  const at = join(newFolder(), 'app');
  const { tarball } = await pack(dirname(at));
  const failed = await install(['--omit=dev', tarball], at);
  if (failed !== null && NO_REGISTRY.test(failed)) return { absent: 'the package registry cannot be reached' };
  expect(failed).toBe(null);
  return { at };
};

/** One test: the package, installed with production dependencies only, does its work on a version of Node; null: this one. */
test.for<[name: string, major: number | null]>([
  ['the Node of these tests', null],
  ['Node 22', 22],
  ['Node 24', 24],
])(
  'installed without development dependencies, it does its work on %s',
  { timeout: 240_000 },
  async ([, major], { skip }) => {
    using runtimes = temporaryFolder();
    const empty = await (installed ??= installPackage());
    if ('absent' in empty) return skip(empty.absent);
    const node = await nodeFolder(major, runtimes.path);
    if ('absent' in node) return skip(node.absent);
    using cwd = temporaryFolder();
    const caches = join(cwd.path, 'caches');
    const env: Record<string, string> = { XDG_CACHE_HOME: caches };
    const program = join(empty.at, 'node_modules', '.bin', 'mp2fb');
    const mp2fb = async (code: number, ...args: readonly string[]): Promise<Ran> => {
      const ran = await run(program, args, cwd.path, node.at, env);
      // Each Node deprecates more, and says so there.
      expect(ran.err).not.toMatch(/Warning:|deprecat/i);
      expect(`${ran.code === code ? '' : ran.err}${ran.code}`).toBe(String(code));
      return ran;
    };
    expect(readdirSync(join(empty.at, 'node_modules'))).not.toContain('typescript');

    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect((await mp2fb(0, '--version')).out).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')}\nNode\\.js \\d+`));
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
    expect(await run('node', inputs, empty.at, node.at)).toEqual({ code: 0, out: '50\n', err: '' });

    // One process finds in the ledger what another left there.
    await using peer = new FakeGraphApi();
    const baseUrl = await peer.listen();
    writeFileSync(join(cwd.path, 'token'), 'T0KEN', { mode: 0o600 });
    const live = ['--dataset-id', '1', '--access-token-file', 'token', '--base-url', baseUrl, '--ledger', 'ledger'];
    for (const expected of [sent, 0]) {
      await mp2fb(0, 'upload', 'export.ndjson', ...live, '--progress', 'none', '--report', 'report.json');
      expect(report().events.sent).toBe(expected);
    }
    expect(peer.requests).toBe(1);

    await using proxy = new Proxy();
    env['HTTP_PROXY'] = await proxy.listen();
    const anew = ['--no-ledger', '--threads', '0', '--report', 'report.json', '--progress', 'none'];
    await mp2fb(0, 'upload', 'export.ndjson', ...live, ...anew);
    expect(proxy.passed).toBeGreaterThan(0);
    expect(report().events.sent).toBe(sent);

    // Compiled code is kept where it is safe to.
    const own = join(caches, 'mp2fb');
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(readdirSync(own)).not.toEqual([]);
    for (const makeUnsafe of [
      () => mkdirSync(own, { mode: 0o777 }),
      () => {
        mkdirSync(join(cwd.path, 'elsewhere'), { mode: 0o700 });
        symlinkSync(join(cwd.path, 'elsewhere'), own);
      },
    ]) {
      rmSync(own, { recursive: true, force: true });
      makeUnsafe();
      await mp2fb(0, '--help');
      expect(readdirSync(own)).toEqual([]);
    }
    rmSync(own, { recursive: true, force: true });
    for (const name of ['NODE_DISABLE_COMPILE_CACHE', 'NODE_COMPILE_CACHE']) {
      await run(program, ['--help'], cwd.path, node.at, { ...env, [name]: '1' });
      expect(existsSync(own)).toBe(false);
    }
  },
);
