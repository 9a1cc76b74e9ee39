import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/commands/check/finding.js';
import { checkCommand } from '../../../src/cli/check.js';
import { systemClock } from '../../../src/lib/clock.js';
import { folderName } from '../../../src/ledger/store/destination.js';
import { openLedger } from '../../../src/ledger/open.js';
import { startSandbox, type Sandbox } from '../../../src/sandbox/http/server.js';
import { storeSale } from '../../sandbox/support.js';
import { batchOf, purchase } from '../../support/batches.js';
import { runCommand, type CommandRun } from '../../support/command.js';
import { temporaryFolder, urlOf } from '../../support/surroundings.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function* endless(count: (bytes: number) => void): Generator<Buffer> {
  for (const piece = Buffer.alloc(1 << 20, ' '); ; count(piece.length)) yield piece;
}

interface Checked extends CommandRun {
  readonly checks: readonly Finding[];
}

const statusOf = ({ checks }: Checked, id: string): string => {
  const all = checks.filter((finding) => finding.id === id).map(({ status }) => status);
  return all.find((status) => status === 'problem') ?? all.find((status) => status === 'warning') ?? all[0] ?? 'absent';
};

const messageOf = ({ checks }: Checked, id: string): string =>
  checks
    .filter((finding) => finding.id === id)
    .map(({ message, advice }) => `${message} ${advice ?? ''}`)
    .join('\n');

interface Given {
  readonly token?: string;
  readonly to?: Sandbox;
  readonly flags?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly inputs?: readonly string[];
  readonly prepare?: (folder: string) => unknown;
}

/** `mp2fb check` for people, in this folder and against this sandbox. */
const printed = (cwd: string, { datasetId, url }: Sandbox, env: object, ...more: readonly string[]) =>
  runCommand(checkCommand, ['--dataset-id', datasetId, '--base-url', url, ...more], {
    cwd,
    env: { MP2FB_ACCESS_TOKEN: 'SANDBOX_TOKEN', ...env },
    nowMs: Date.now(),
  });

/** `mp2fb check --json` in a folder of its own, against the sandbox. */
const check = async ({
  token = 'SANDBOX_TOKEN',
  to = sandbox,
  flags,
  files = {},
  inputs = [],
  prepare,
}: Given): Promise<Checked> => {
  using folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
  await prepare?.(folder.path);
  const destination = flags ?? ['--dataset-id', to.datasetId];
  const argv = [...inputs, ...destination, '--base-url', to.url, '--ledger', join(folder.path, 'ledger'), '--json'];
  const run = await runCommand(checkCommand, argv, {
    cwd: folder.path,
    env: { MP2FB_ACCESS_TOKEN: token },
    nowMs: Date.now(),
  });
  expect(run.out).not.toContain(token);
  return { ...run, checks: run.out === '' ? [] : (JSON.parse(run.out) as { checks: Finding[] }).checks };
};

const HOUR_MS = 3_600_000;
const sale = (person: number, hoursAgo: number, action: Record<string, unknown> = {}): unknown =>
  batchOf(
    [purchase({ total_amount: 10 + person, ...action }, { timestamp_unixtime_ms: Date.now() - hoursAgo * HOUR_MS })],
    { user_identities: { email: `person${person}@example.com` } },
  );
const ndjson = (records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const sales = (count: number): string =>
  ndjson(Array.from({ length: count }, (_, person) => sale(person, 1 + person / 60)));

describe('the token', () => {
  test.each([
    ['SANDBOX_TOKEN', 0, { token_valid: 'ok', token_expiry: 'ok', token_permissions: 'ok', destination: 'ok' }],
    ['EXPIRED_TOKEN', 4, { token_valid: 'problem', destination: 'problem' }],
    ['INVALID_TOKEN', 4, { token_valid: 'problem', destination: 'problem' }],
    ['EXPIRING_TOKEN', 0, { token_valid: 'ok', token_expiry: 'warning', destination: 'ok' }],
    ['NOPERMISSION_TOKEN', 4, { token_valid: 'ok', token_permissions: 'problem', destination: 'warning' }],
    ['UNDEBUGGABLE_TOKEN', 0, { token_valid: 'warning', token_permissions: 'absent', destination: 'ok' }],
    ['"QUOTED_TOKEN"', 4, { token_shape: 'problem', destination: 'absent' }],
  ])('%s', async (token, code, expected) => {
    const checked = await check({ token });
    for (const [id, status] of Object.entries(expected)) expect([id, statusOf(checked, id)]).toEqual([id, status]);
    expect(checked.code).toBe(code);
  });

  test('shows the composite score that Meta gives', async () => {
    const own = await startSandbox();
    await fetch(`${own.url}/v26.0/${own.datasetId}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        access_token: 'T',
        data: [storeSale({ event_time: Math.floor(Date.now() / 1000) - 60 })],
      }),
    });
    const checked = await check({ to: own });
    await own.close();
    expect(messageOf(checked, 'quality')).toMatch(
      /composite score: Purchase \d+(\.\d)? of 10 \(omnichannel ads need 8\.5/,
    );
  });

  test('is masked in the words of Facebook that quote it', async () => {
    const error = { message: 'Malformed access token MARKED_TOKEN', type: 'OAuthException', code: 190 };
    const server = createServer((_, response) => response.writeHead(400).end(JSON.stringify({ error })));
    const url = await urlOf(server);
    const checked = await check({ token: 'MARKED_TOKEN', to: { ...sandbox, url } });
    server.close();
    expect(messageOf(checked, 'token_valid')).toContain('Facebook says: Malformed access token ***');
  });

  test('an answer without end is read only as far as one of Facebook can be long', async () => {
    let bytes = 0;
    const server = createServer((_, response) => {
      response.writeHead(200);
      Readable.from(endless((piece) => (bytes += piece)))
        .pipe(response)
        .on('error', () => undefined);
    });
    const url = await urlOf(server);
    const checked = await check({ to: { ...sandbox, url } });
    server.closeAllConnections();
    server.close();
    expect(statusOf(checked, 'facebook_reached')).toBe('problem');
    expect(checked.out).toContain('an answer too long');
    expect(bytes).toBeLessThan(100_000_000);
  });

  test('travels in a header or a body, never in an address', async () => {
    const seen: { url: string; authorization: string; body: string }[] = [];
    const server = createServer((request, response) => {
      const body: Buffer[] = [];
      request.on('data', (piece: Buffer) => body.push(piece));
      request.on('end', () => {
        const { url = '', headers } = request;
        seen.push({ url, authorization: headers.authorization ?? '', body: Buffer.concat(body).toString() });
        response.end('{"id":"1"}');
      });
    });
    const url = await urlOf(server);
    await check({ token: 'MARKED_TOKEN', to: { ...sandbox, url } });
    server.close();
    expect(seen.map(({ url: address }) => address.replace(/\?.*/, ''))).toEqual([
      `/v26.0/${sandbox.datasetId}`,
      '/v26.0/dataset_quality',
      '/v26.0/debug_token',
    ]);
    for (const { url: address, authorization } of seen) {
      expect(address).not.toContain('MARKED');
      expect(authorization).toBe('Bearer MARKED_TOKEN');
    }
    expect(seen[2].body).toContain('method=get&input_token=MARKED_TOKEN');
  });

  test('an app secret that is demanded is proved', async () => {
    const demanding = await startSandbox({ appSecret: 'APP_SECRET' });
    const without = await check({ to: demanding });
    expect(messageOf(without, 'destination')).toContain('appsecret_proof');
    using folder = temporaryFolder();
    const run = await printed(folder.path, demanding, { MP2FB_APP_SECRET: 'APP_SECRET' }, '--no-ledger');
    await demanding.close();
    expect(run.code).toBe(0);
    expect(run.out).not.toMatch(/SANDBOX_TOKEN|APP_SECRET/);
  });
});

describe('the destination', () => {
  test('an id that is not there', async () => {
    const checked = await check({ flags: ['--dataset-id', '999'] });
    expect(statusOf(checked, 'destination')).toBe('problem');
    expect(messageOf(checked, 'destination')).toContain('assign the dataset');
    expect(checked.code).toBe(4);
  });

  test('Facebook is unreachable', async () => {
    const gone = await startSandbox();
    await gone.close();
    const checked = await check({ to: gone });
    expect(messageOf(checked, 'facebook_reached')).toContain('ECONNREFUSED');
    expect(statusOf(checked, 'token_valid')).toBe('absent');
    expect(checked.code).toBe(4);
  });

  test('an offline event set, at a simulator', async () => {
    const checked = await check({ flags: ['--offline-event-set-id', sandbox.offlineEventSetId] });
    expect(statusOf(checked, 'destination')).toBe('ok');
    expect(statusOf(checked, 'api_version')).toBe('ok');
    expect(checked.code).toBe(0);
  });

  test('an expired version is a problem, and the destination is still read', async () => {
    const checked = await check({ flags: ['--dataset-id', sandbox.datasetId, '--api-version', 'v20.0'] });
    expect(statusOf(checked, 'api_version')).toBe('problem');
    expect(statusOf(checked, 'destination')).toBe('ok');
    expect(checked.code).toBe(4);
  });
});

describe('settings', () => {
  test('every problem, and exit code 2', async () => {
    const checked = await check({ flags: ['--dataset-id', 'abc', '--concurrency', '0'] });
    expect(checked.checks.map(({ status, area }) => [status, area])).toEqual(Array(2).fill(['problem', 'settings']));
    expect(checked.code).toBe(2);
  });

  test('what an upload lacks', async () => {
    const checked = await check({ flags: [] });
    expect(messageOf(checked, 'settings_complete')).toContain('--dataset-id');
    expect(checked.code).toBe(2);
  });
});

describe('the machine', () => {
  test('a locked ledger is reported, and stays locked', async () => {
    const claimant = { runId: 'nightly', clock: systemClock, host: 'here', pid: process.pid, isAlive: () => true };
    const destination = { baseUrl: sandbox.url, api: 'conversions', id: sandbox.datasetId };
    let close = (): Promise<void> => Promise.resolve();
    const held = await check({
      prepare: async (folder) => {
        const ledger = await openLedger({ ...claimant, directory: join(folder, 'ledger'), destination });
        close = () => ledger.close();
      },
    });
    await close();
    expect(statusOf(held, 'ledger')).toBe('warning');
    expect(messageOf(held, 'ledger')).toContain('nightly');
    expect(held.code).toBe(0);
  });

  test('a free one stays as it is: none is made', async () => {
    using folder = temporaryFolder();
    const ledger = join(folder.path, 'ledger');
    const run = await printed(folder.path, sandbox, {}, '--ledger', ledger);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/ok +Ledger +writable and not locked/);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('a damaged one is a problem', async () => {
    const destination = { baseUrl: sandbox.url, api: 'conversions', id: sandbox.datasetId };
    const checked = await check({
      prepare: (folder) => {
        const inner = join(folder, 'ledger', folderName(destination));
        mkdirSync(inner, { recursive: true });
        writeFileSync(join(inner, 'data.mdb'), 'rubbish'.repeat(5_000));
      },
    });
    expect(statusOf(checked, 'ledger')).toBe('problem');
    expect(checked.code).toBe(4);
  });

  test('disk space and clock', async () => {
    const checked = await check({});
    expect(messageOf(checked, 'disk_space')).toMatch(/^[\d.,]+ [MGT]B free in .*\(rejects, report, ledger\)/);
    expect(statusOf(checked, 'clock')).toBe('ok');
  });

  test.skipIf(!existsSync('/proc/self'))('the disk of the ledger is looked at where no file is on it', async () => {
    const files = ['--report', '/proc/nowhere/report.json'];
    const checked = await check({ flags: ['--dataset-id', sandbox.datasetId, ...files] });
    expect(messageOf(checked, 'disk_space')).toMatch(
      /nowhere \(report\).*\n[\d.,]+ [MGT]B free in .*ledger \(ledger\)/,
    );
  });

  // Nothing can be written there: the disk is another one, and has no room.
  test.skipIf(!existsSync('/proc/self'))('each disk that a run would write to is looked at by itself', async () => {
    const files = ['--report', 'report.json', '--metrics', '/proc/nowhere/metrics.prom'];
    const { checks, code } = await check({ flags: ['--dataset-id', sandbox.datasetId, ...files] });
    const disks = checks.filter(({ id }) => id === 'disk_space').map(({ message }) => message);
    expect(disks).toEqual([
      expect.stringMatching(/ \(report, ledger\)/),
      expect.stringMatching(/^0 B free in \/proc\/nowhere \(metrics\)$/),
    ]);
    expect(code).toBe(4);
  });
});

describe('inputs', () => {
  test('what the beginning of them promises', async () => {
    const other = ndjson([sale(1, 100), sale(2, 70 * 24), sale(3, 1, { action: 'refund' }), '{']);
    const checked = await check({
      files: { 'a.ndjson': sales(30), 'b.ndjson': other },
      inputs: ['a.ndjson', 'b.ndjson'],
    });
    expect(messageOf(checked, 'events')).toContain(
      '31 events of 33 can be sent, if the ledger does not know them (34 records read)',
    );
    expect(messageOf(checked, 'skips')).toContain('other_action 1');
    expect(messageOf(checked, 'rejects')).toMatch(/too_old 1(.|\n)*1 record of 34 is malformed: not_a_batch/);
    expect(messageOf(checked, 'values')).toMatch(/[\d,.]+ USD, on 100% of the events/);
    expect(messageOf(checked, 'match_keys')).toContain('e-mail 100%');
    expect(messageOf(checked, 'event_times')).toMatch(
      /3.1% are more than 62 days old(.|\n)*6.3% are more than 48 hours old/,
    );
    expect(checked.code).toBe(0);
    expect(checked.out).not.toContain('person');
  });

  test('events that Facebook keeps only one of, without the copies that an upload leaves out', async () => {
    const one = { timestamp_unixtime_ms: Date.now() - HOUR_MS };
    const item = (id: string) => batchOf([purchase({ total_amount: 5 }, { ...one, event_id: id })]);
    const receipt = { 'a.ndjson': ndjson([item('1'), item('1'), item('2'), item('3')]) };
    const checked = await check({ files: receipt, inputs: ['a.ndjson'] });
    expect(messageOf(checked, 'data')).toContain('2 events have the same name, second and order id');
    expect(messageOf(checked, 'data')).toContain('First at a.ndjson:3:0');
    const once = await check({ files: { 'a.ndjson': ndjson([item('1'), item('1')]) }, inputs: ['a.ndjson'] });
    expect(statusOf(once, 'data')).toBe('absent');
  });

  test('--records bounds what is read of each', async () => {
    const files = { 'a.ndjson': sales(30), 'b.ndjson': sales(3) };
    const known = 'can be sent, if the ledger does not know them';
    const one = await check({ files, inputs: ['a.ndjson', '--records', '7'] });
    expect(messageOf(one, 'events')).toContain(`7 events of 7 ${known} (the first 7 records read)`);
    const two = await check({ files, inputs: ['a.ndjson', 'b.ndjson', '--records', '7'] });
    expect(messageOf(two, 'events')).toContain(`${known} (10 records read, of large inputs only the first)`);
  });

  test.each([
    ['missing', {}],
    ['no text', { 'a.ndjson': 'PK\u0003\u0004 and so on' }],
  ])('%s: exit code 6', async (_, files) => {
    const checked = await check({ files, inputs: ['a.ndjson'] });
    expect(statusOf(checked, 'inputs')).toBe('problem');
    expect(checked.code).toBe(6);
  });
});

describe('test events', () => {
  const flags = (...more: string[]): string[] => ['--dataset-id', sandbox.datasetId, '--send-test', '3', ...more];

  test('are sent as test events, after a warning that they count, and the ledger keeps them', async () => {
    const arrived = sandbox.stats().events;
    const checked = await check({
      files: { 'a.ndjson': sales(30) },
      inputs: ['a.ndjson'],
      flags: flags('--test-event-code', 'TEST1'),
    });
    expect(checked.err).toContain('Meta still counts them');
    expect(messageOf(checked, 'send_test')).toContain('3 events accepted');
    expect(checked.code).toBe(0);
    expect(sandbox.stats().events).not.toEqual(arrived);
  });

  test('not while there are problems', async () => {
    const checked = await check({
      token: 'EXPIRED',
      files: { 'a.ndjson': sales(3) },
      inputs: ['a.ndjson'],
      flags: flags('--test-event-code', 'TEST1'),
    });
    expect(messageOf(checked, 'send_test')).toContain('none sent');
    expect(checked.err).toBe('');
  });

  test.each([
    ['without a code', ['a.ndjson'], [], /test event code/],
    ['without inputs', [], ['--test-event-code', 'T'], /inputs/],
    ['from stdin', ['-'], ['--test-event-code', 'T'], /stdin/],
  ])('%s: exit code 2', async (_, inputs, more, says) => {
    const checked = await check({ files: { 'a.ndjson': sales(1) }, inputs, flags: flags(...more) });
    expect(checked.failure).toMatch(says);
    expect(checked.code).toBe(2);
  });
});

test('people get a list with its sum', async () => {
  using folder = temporaryFolder();
  const run = await printed(folder.path, sandbox, { MP2FB_ACCESS_TOKEN: 'EXPIRING_TOKEN' }, '--no-ledger');
  expect(run.out).toMatch(
    /^ok {7}Settings {2,}conversions to \d+; 5 set \(accessToken, datasetId, api, baseUrl, ledger\)$/m,
  );
  expect(run.out).toMatch(/^warning {2}Token: expiry +it expires on .*, in [23] days$/m);
  expect(run.out).toMatch(/^\d+ ok, 2 warnings, 0 problems$/m);
});

test('a folder without a file, and one with nothing but tests of the bucket, are problems', async () => {
  for (const name of ['empty', 'bucket']) {
    const checked = await check({
      inputs: [name],
      prepare: (folder) => {
        mkdirSync(join(folder, 'empty'));
        mkdirSync(join(folder, 'bucket'));
        writeFileSync(join(folder, 'bucket/mparticle_validation.txt'), '');
      },
    });
    expect(messageOf(checked, 'inputs')).toContain(`${name}: the folder has no file to read`);
    expect(statusOf(checked, 'inputs')).toBe('problem');
  }
});
