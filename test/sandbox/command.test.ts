import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sandboxCommand } from '../../src/cli/sandbox.js';
import { UsageError } from '../../src/lib/errors.js';
import { SANDBOX_DEFAULTS } from '../../src/sandbox/options.js';
import type { Sandbox } from '../../src/sandbox/http/server.js';
import { TOKEN_MARKERS } from '../../src/sandbox/token.js';
import { errorOf, stoppedClock, sendConversions, sandboxOf, storeSale } from './support.js';
import { portsOf } from '../support/command.js';
import { newFolder } from '../support/surroundings.js';

const folder = newFolder();

// The command loads the work of all commands when it runs: a second or more on a busy machine, which is not what is tested.
beforeAll(() => import('../../src/commands/index.js'), 20_000);

const more = { clock: stoppedClock() };

/** Runs the command until `use` is through with it. */
const whileRunning = async (args: string[], use: (sandbox: Sandbox) => Promise<void>) => {
  const stop = new AbortController();
  const { ports, err, exits } = portsOf({ cwd: folder, more: { ...more, signal: stop.signal } });
  const done = sandboxCommand(ports).parseAsync(['--port', '0', ...args], { from: 'user' });
  await expect.poll(err).toContain('Ctrl+C');
  const [url = ''] = /http:\S+/.exec(err()) ?? [];
  const [, datasetId = ''] = /dataset id +(\d+)/.exec(err()) ?? [];
  const [, accessToken = ''] = /access token +(\S+)/.exec(err()) ?? [];
  const unused = {
    offlineEventSetId: '',
    stats: () => ({}) as never,
    events: () => [],
    close: () => Promise.resolve(),
  };
  await use({ url, datasetId, accessToken, ...unused });
  stop.abort();
  await done;
  return { text: err(), exit: exits };
};

test('says where it listens, with what, and at the end what came', async () => {
  const said = await whileRunning(['--token', 'made-up', '--dataset-id', '42'], async (sandbox) => {
    expect([sandbox.datasetId, sandbox.accessToken]).toEqual(['42', 'made-up']);
    expect(errorOf(await sendConversions(sandbox, [storeSale(), storeSale()]))).toBe('ok');
  });
  expect(said.text).toContain('MP2FB_ACCESS_TOKEN=made-up mp2fb upload --base-url http://127.0.0.1:');
  expect(said.text).toContain('1 request: 1 accepted');
  expect(said.text).toContain('2 events: 1 kept, 1 duplicate;');
  expect(said.text).not.toContain('Warning');
  expect(said.exit).toEqual([0]);
});

test('--record keeps the accepted events as NDJSON that only its owner reads', async () => {
  await whileRunning(['--record', 'kept.ndjson'], async (sandbox) => {
    await sendConversions(sandbox, [storeSale(), storeSale({ event_name: 'Lead' })]);
    await sendConversions(sandbox, [storeSale({ event_name: '' })]);
  });
  const lines = (await readFile(join(folder, 'kept.ndjson'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([storeSale(), storeSale({ event_name: 'Lead' })]);
  expect((await stat(join(folder, 'kept.ndjson'))).mode & 0o077).toBe(0);
});

test('an address that others can reach comes with a warning', async () => {
  const said = await whileRunning(['--host', '0.0.0.0'], () => Promise.resolve());
  expect(said.text).toContain('Warning: other machines can reach this sandbox');
});

test('the flags reach the sandbox', async () => {
  const flags = ['--refuse', 'order_id=A-1', '--refuse', 'order_id=A-2', '--name-index', '--throttle-after', '2/60'];
  await whileRunning(flags, async (sandbox) => {
    const said = await sendConversions(sandbox, [storeSale()]);
    expect(said.json.error.error_user_msg).toContain("$['data'][0]");
    const custom_data = { ...storeSale().custom_data, order_id: 'A-2' };
    expect(errorOf(await sendConversions(sandbox, [storeSale({ custom_data })]))).toBe('100/2804019');
    expect(errorOf(await sendConversions(sandbox, [storeSale()]))).toBe('80004/2446079');
  });
});

test('the help names the ids and every word that a token may start with', () => {
  let help = '';
  const command = sandboxCommand(portsOf({ cwd: folder, more }).ports).configureOutput({
    writeOut: (text) => (help += text),
  });
  command.outputHelp();
  const { offlineEventSetId, datasetId } = SANDBOX_DEFAULTS;
  for (const word of [offlineEventSetId, datasetId, ...Object.keys(TOKEN_MARKERS)]) expect(help).toContain(word);
});

describe('wrong usage', () => {
  test.each([
    ['--port', '99999'],
    ['--port', 'x'],
    ['--latency', '-1'],
    ['--fail-rate', '5'],
    ['--reset-rate', ''],
    ['--throttle-after', '10'],
    ['--throttle-after', '0/5'],
    ['--refuse', 'order_id'],
  ])('%s %s', async (flag, value) => {
    const command = sandboxCommand(portsOf({ cwd: folder, more }).ports)
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    await expect(command.parseAsync([flag, value], { from: 'user' })).rejects.toThrow('is invalid');
  });

  test('a port that is taken', async () => {
    const { port } = new URL((await sandboxOf()).url);
    const run = sandboxCommand(portsOf({ cwd: folder, more }).ports).parseAsync(['--port', port], { from: 'user' });
    await expect(run).rejects.toThrow(UsageError);
  });

  test('a record that cannot be opened', async () => {
    const run = sandboxCommand(portsOf({ cwd: folder, more }).ports).parseAsync(['--record', 'no/such/folder'], {
      from: 'user',
    });
    await expect(run).rejects.toThrow(UsageError);
  });
});
