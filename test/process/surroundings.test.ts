import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer as createSocketServer, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { Proxy } from '../support/proxy.js';
import { mp2fb, start, type StartOptions } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { exportAndPeer, reportIn, uploadArgs } from '../support/uploads.js';
import { temporaryFolder, until, urlOf } from '../support/surroundings.js';

const env = { MP2FB_ACCESS_TOKEN: 'T' };
/** A server that takes connections, and answers none. */
const deadProxy = async () => {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket.on('error', () => undefined).resume());
  });
  return {
    address: new URL(await urlOf(server)).host,
    sockets,
    [Symbol.dispose]: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
};

describe('proxies of the environment', () => {
  test.each<readonly [what: string, env: (url: string) => Record<string, string>, proxied: boolean]>([
    ['HTTP_PROXY is used', (url) => ({ HTTP_PROXY: url }), true],
    ['HTTP_PROXY without a scheme is used', (url) => ({ HTTP_PROXY: ` ${url.replace('http://', '')} ` }), true],
    ['NO_PROXY is left alone', (url) => ({ HTTP_PROXY: url, NO_PROXY: '127.0.0.1' }), false],
  ])('%s', async (_, variables, proxied) => {
    await using at = await exportAndPeer(50);
    await using proxy = new Proxy();
    const all = { ...env, ...variables(await proxy.listen()) };
    const run = await mp2fb(at.args(), { env: all });
    expect(run.stderr).toContain('Everything sent');
    expect(run.code).toBe(0);
    expect(at.peer.accepted.size).toBe(50);
    expect(proxy.passed > 0).toBe(proxied);
  });

  const checkArgs = (url: string) => ['check', '--dataset-id', '123', '--base-url', url, '--timeout-seconds', '1'];
  const FAR = 'http://127.0.0.1:65001';

  test.each([
    ['upload', (folder: string) => uploadArgs(folder, FAR)],
    ['check', () => checkArgs(FAR)],
    ['a link', () => ['upload', 'https://exports.example.com/a.ndjson', '--dry-run']],
  ])('%s: a variable that holds no address is a mistake in it, and is not repeated', async (_, args) => {
    using folder = temporaryFolder();
    writeExport(join(folder.path, 'export.ndjson'), 1);
    const run = await mp2fb(args(folder.path), { env: { ...env, HTTPS_PROXY: 'http://user:secret%ZZ@proxy:3128' } });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(/^(\d\d:\d\d:\d\d {2})?mp2fb: HTTPS_PROXY: .*\n$/m);
    expect(run.stderr).not.toMatch(/secret|bug|3128/);
  });

  test.each([
    ['upload', (folder: string) => uploadArgs(folder, FAR, ['--timeout-seconds', '1', '--max-retries', '0'])],
    ['check', () => checkArgs(FAR)],
  ])('%s: one that never answers does not keep the program when it is done', async (_, args) => {
    using folder = temporaryFolder();
    writeExport(join(folder.path, 'export.ndjson'), 1);
    using proxy = await deadProxy();
    const run = await mp2fb(args(folder.path), { env: { ...env, HTTP_PROXY: proxy.address } });
    expect(run.code).toBe(4);
    expect(run.stdout + run.stderr).toContain('ETIMEDOUT');
    expect(proxy.sockets.size).toBeGreaterThan(0);
  });
});

describe('a home', () => {
  const ledgerOf = async (more: Record<string, string>, user?: number): Promise<string> => {
    const options = { env: { XDG_STATE_HOME: '', ...more }, cwd: '/', ...(user === undefined ? {} : { user }) };
    const { stdout, stderr, code } = await mp2fb(['settings', '--json'], options);
    expect([code, stderr]).toEqual([0, '']);
    return (JSON.parse(stdout) as { ledger: { value: string } }).ledger.value;
  };

  test.each([{ HOME: '' }, { HOME: 'home' }, {}])('%j is the one of the user database', async (variables) =>
    expect(await ledgerOf(variables)).toBe(join(userInfo().homedir, '.local/state/mp2fb')),
  );

  test.skipIf(process.getuid?.() !== 0)('of a user who has none is the root', async () =>
    expect(await ledgerOf({}, 54_321)).toBe('/.local/state/mp2fb'),
  );
});

test.skipIf(process.platform === 'win32')('a working folder that was deleted is a sentence', async () => {
  using folder = temporaryFolder();
  const through = ['sh', '-c', `mkdir here && cd here && rmdir ../here && exec "$@"`, 'sh'];
  const { code, stderr } = await mp2fb(['settings'], { cwd: folder.path, through });
  expect([code, stderr]).toEqual([2, 'mp2fb: the working folder was deleted: change to another one\n']);
});

test('a peer that switches protocols does not end the program: the request is sent again', async () => {
  await using at = await exportAndPeer(50, { fault: (request) => (request === 1 ? 'switch' : undefined) });
  const run = await mp2fb(at.args(), { env });
  expect([run.code, at.peer.requests, at.peer.accepted.size]).toEqual([0, 2, 50]);
});

test('a second run for the same ledger and destination ends with 5 and names the first', async () => {
  await using at = await exportAndPeer(2_000, { latencyMs: 300 });
  const { child, done } = start(at.args('--chunk-size', '100', '--concurrency', '1'), { env });
  await until(() => at.peer.requests > 0);
  const second = await mp2fb(at.args(), { env });
  expect(second.code).toBe(5);
  expect(second.stderr).toContain(String(child.pid));
  child.kill('SIGTERM');
  expect((await done).code).toBe(143);
});

test('a wait that a signal cuts short counts as long as it took', async () => {
  const throttled = { error: { code: 17, message: 'User request limit reached' } };
  await using at = await exportAndPeer(100, { fault: () => ({ status: 400, body: throttled }) });
  const { child, done } = start(at.args('--max-retries', '100'), { env });
  let stderr = '';
  child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()));
  await until(() => stderr.includes('wait: waiting'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  child.kill('SIGTERM');
  expect((await done).code).toBe(143);
  const { duration, series } = reportIn(at.path);
  const waited = series.reduce((sum, { waitingSeconds }) => sum + waitingSeconds, 0);
  expect(duration.throttledSeconds).toBeGreaterThan(0);
  for (const seconds of [duration.throttledSeconds, waited])
    expect(seconds).toBeLessThanOrEqual(duration.seconds + 0.1);
});

test('a second SIGINT ends at once, and the ledger still has the events in flight', async () => {
  let stalled = true;
  await using at = await exportAndPeer(300, { fault: () => (stalled ? 'stall' : undefined) });
  const args = at.args('--chunk-size', '100', '--concurrency', '3', '--timeout-seconds', '60');
  const { child, done } = start(args, { env });
  await until(() => at.peer.requests === 3);
  child.kill('SIGINT');
  // The same signal in the same moment would be one.
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  expect((await done).code).toBe(130);
  stalled = false;
  const again = await mp2fb(args, { env });
  expect(again.code).toBe(0);
  expect([...at.peer.accepted.keys()].sort()).toEqual([...at.ids].sort());
  expect(reportIn(at.path).warnings).toContainEqual(
    expect.objectContaining({ code: 'sent_unknown_again', count: 300 }),
  );
});

test('a reader of stderr that goes away does not end an upload', async () => {
  await using at = await exportAndPeer(500, { latencyMs: 50 });
  const { child, done } = start(at.args('--chunk-size', '50'), { env });
  child.stderr!.destroy();
  child.stdout!.destroy();
  expect((await done).code).toBe(0);
  expect(at.peer.accepted.size).toBe(500);
  expect(reportIn(at.path).events.sent).toBe(500);
});

test('an idle stdin does not hold the end up', async () => {
  using folder = temporaryFolder();
  await using peer = new FakeGraphApi();
  const args = [
    'upload',
    '-',
    '--dataset-id',
    '1',
    '--base-url',
    await peer.listen(),
    '--ledger',
    join(folder.path, 'ledger'),
  ];
  const { child, done } = start(args, { env, stdin: null });
  let stderr = '';
  child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()));
  await until(() => stderr.includes('start'));
  child.kill('SIGTERM');
  expect((await done).code).toBe(143);
});

test('repeated events are sent once, and the report counts the copies', async () => {
  await using at = await exportAndPeer(300);
  const original = readFileSync(join(at.path, 'export.ndjson'), 'utf8').split('\n').slice(0, 200).join('\n');
  const run = await mp2fb(at.args('-'), { env, stdin: original });
  expect(run.code).toBe(0);
  expect(at.peer.duplicates).toBe(0);
  expect(reportIn(at.path).events).toMatchObject({
    read: 500,
    sent: 300,
    skipped: { byReason: { duplicate: 200 } },
  });
});

describe('as a user to whom one folder is locked', () => {
  const isRoot = process.getuid?.() === 0;
  const NOBODY = 65_534;
  /** Root may read everything: then the program runs as another user. */
  const options: StartOptions = isRoot ? { user: NOBODY } : {};

  test.skipIf(process.platform === 'win32')('that folder is named, exit 6, and everything else is sent', async () => {
    using folder = temporaryFolder();
    await using peer = new FakeGraphApi();
    const [input, locked] = [join(folder.path, 'in'), join(folder.path, 'in/b-locked')];
    mkdirSync(locked, { recursive: true });
    for (const name of ['a.ndjson', 'b-locked/never.ndjson']) writeExport(join(input, name), 3);
    const ids = writeExport(join(input, 'c.ndjson'), 9);
    chmodSync(folder.path, 0o755);
    chmodSync(locked, 0o000);
    const args = ['upload', input, '--dataset-id', '1', '--base-url', await peer.listen(), '--no-ledger'];
    const { code, stderr } = await mp2fb(args, { ...options, env: { MP2FB_ACCESS_TOKEN: 'T0KEN' } });
    chmodSync(locked, 0o700);
    expect([code, stderr]).toEqual([6, expect.stringContaining(`${locked}: it may not be read (permission denied)`)]);
    expect([...peer.accepted.keys()].sort()).toEqual([...ids].sort());
  });
});
