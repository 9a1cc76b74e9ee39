import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { ledgerCommand } from '../../src/cli/ledger.js';
import { UsageError } from '../../src/lib/errors.js';
import { openLedger, type LedgerOptions } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import { transformer } from '../../src/transform/transform.js';
import { batchOf, mappingSettings, NOW_MS, purchase } from '../support/batches.js';
import { portsOf } from '../support/command.js';
import { blockOf } from '../support/mapped.js';
import { clockAt, newFolder } from '../support/surroundings.js';

let folder = '';
let directory = '';
beforeEach(() => {
  folder = newFolder();
  directory = join(folder, 'state', 'mp2fb');
});

const DAY_MS = 86_400_000;
const clock = clockAt(NOW_MS);

/** Runs `mp2fb ledger …` and gives what it printed and exited with. */
const command = async (...args: string[]) => commandUntil(new AbortController().signal, ...args);

/** The same with the signal that stops it. */
const commandUntil = async (signal: AbortSignal, ...args: string[]) => {
  const env = { XDG_STATE_HOME: join(folder, 'state') };
  const { ports, out, err, exits } = portsOf({ cwd: folder, env, more: { host: hostname(), signal } });
  await ledgerCommand(ports).exitOverride().parseAsync(args, { from: 'user' });
  return { printed: out(), said: err(), exits };
};

const open = (readOnly = false, id = '77', more: Partial<LedgerOptions> = {}): Promise<Ledger> =>
  openLedger({
    ...{ directory, destination: { baseUrl: 'https://graph.example.com', api: 'conversions', id } },
    ...{ runId: 'run', clock, host: hostname(), pid: process.pid, isAlive: () => true, readOnly },
    ...more,
  });

const LINES = [
  batchOf([purchase({ transaction_id: 'A' }), purchase({ transaction_id: 'B' }), purchase({ action: 'refund' })]),
  batchOf([purchase({ transaction_id: 'C' })], {
    user_identities: [{ identity_type: 'email', identity: 'jo@example.com' }],
  }),
].map((batch) => JSON.stringify(batch));

/** Delivers the three events of a file, and one more. */
const deliverFile = async (): Promise<Uint8Array> => {
  writeFileSync(join(folder, 'sales.ndjson'), LINES.map((line) => `${line}\n`).join(''));
  const { fingerprints } = transformer(mappingSettings())(blockOf(LINES));
  const events = Buffer.concat([fingerprints, Buffer.alloc(16, 9)]);
  const ledger = await open();
  await ledger.markInFlight(events);
  await ledger.settle(events, new Uint8Array());
  await ledger.close();
  return events;
};

const kinds = async (events: Uint8Array): Promise<string[]> => {
  const ledger = await open(true);
  const found = Array.from(
    { length: events.length / 16 },
    (_, at) => ledger.claim(events.subarray(at * 16, at * 16 + 16)).kind,
  );
  await ledger.close();
  return found;
};

test('info prints the counts of each destination', async () => {
  await deliverFile();
  const { printed } = await command('info');
  expect(printed).toContain('conversions 77 at https://graph.example.com\n');
  expect(printed).toMatch(/sent +4\n/);
  expect(printed).toMatch(/last sent +2026-11-21T00:00:00Z\n/);
  expect(printed).toMatch(/locked by +-\n/);
});

test('info does not count the bytes of rejects as those of events', async () => {
  await deliverFile();
  expect((await command('info')).printed).toMatch(/on disk +\d+\.\d MB\n/);
});

test('info as JSON', async () => {
  await deliverFile();
  const { printed } = await command('info', '--json', '--ledger', directory);
  expect(JSON.parse(printed)).toMatchObject({ sent: 4, unknown: 0, holder: null });
});

test.each(['info', 'prune --older-than 90d', 'forget --since 3d', 'mark-sent', 'rejects'])(
  '%s where there is no ledger',
  async (line) => {
    expect((await command(...line.split(' '))).printed).toBe(`no ledger in ${directory}\n`);
  },
);

test.each(['info', 'prune --older-than 90d', 'forget --since 3d', 'mark-sent'])(
  '%s names the ledgers of shards',
  async (line) => {
    mkdirSync(join(directory, 'shard-2-of-2'), { recursive: true });
    mkdirSync(join(directory, 'shard-1-of-2'));
    const { printed } = await command(...line.split(' '));
    const first = join(directory, 'shard-1-of-2');
    expect(printed).toBe(`no ledger in ${directory} itself, but of 2 shards: name one, such as --ledger ${first}\n`);
    await (await open()).close();
    const beside = `of 2 shards: name one, such as --ledger ${first}\n`;
    const own = (await command(...line.split(' '))).printed;
    if (line === 'info') expect(own.startsWith(`There are ledgers ${beside}`)).toBe(true);
    else expect(own.endsWith(`There are also ledgers ${beside}`)).toBe(line !== 'mark-sent');
  },
);

test('the settings may name the folder', async () => {
  await deliverFile();
  const elsewhere = join(folder, 'elsewhere');
  writeFileSync(join(folder, 'mp2fb.config.json'), JSON.stringify({ ledger: elsewhere }));
  expect((await command('info')).printed).toBe(`no ledger in ${elsewhere}\n`);
  expect((await command('info', '--ledger', directory)).printed).toContain('conversions 77');
});

test('info continues after a ledger that it cannot read', async () => {
  await deliverFile();
  const ledger = (await command('info', '--json')).printed;
  const { folder: broken } = JSON.parse(ledger) as { folder: string };
  writeFileSync(join(broken, 'data.mdb'), 'nonsense');
  const { printed, exits } = await command('info');
  expect(printed).toContain('data.mdb ends too early');
  expect(exits).toEqual([4]);
});

test.each(['info', 'prune --older-than 90d', 'forget --since 3d', 'mark-sent', 'rejects', 'export'])(
  '%s of a file, a path below one, or no path at all is a usage error',
  async (line) => {
    writeFileSync(join(folder, 'sales.ndjson'), '');
    for (const place of ['sales.ndjson', 'sales.ndjson/ledger']) {
      const said = `ledger: ${join(folder, place)} is a file: name a folder with --ledger`;
      await expect(command(...line.split(' '), '--ledger', place)).rejects.toThrow(new UsageError(said));
    }
    await expect(command(...line.split(' '), '--ledger', '')).rejects.toThrow('--ledger: give the path of a folder');
  },
);

test('mark-sent: what was held back is sent, also in the ledger of a shard; what a run sends again is unchanged', async () => {
  const [held, recent] = [randomBytes(160), randomBytes(32)];
  const shard = join(directory, 'shard-1-of-2');
  for (const [place, nowMs, events] of [
    [directory, NOW_MS - 8 * DAY_MS, held],
    [directory, NOW_MS - 6 * DAY_MS, recent],
    [shard, NOW_MS - 8 * DAY_MS, held],
  ] as const) {
    const ledger = await open(false, '77', { directory: place, clock: clockAt(nowMs) });
    await ledger.markInFlight(events);
    await ledger.close();
  }
  expect((await command('mark-sent')).printed).toBe(
    'conversions 77 at https://graph.example.com: marked 10 events as sent\n'.repeat(2),
  );
  expect(new Set(await kinds(held))).toEqual(new Set(['sent']));
  expect(new Set(await kinds(recent))).toEqual(new Set(['unknown']));
  expect((await command('mark-sent', '--ledger', shard)).printed).toContain(': marked 0 events as sent');
  await expect(command('mark-sent', '--destination', '78')).rejects.toThrow('has no entries for 78');
});

describe('forget', () => {
  test('stops between two files when a signal comes', async () => {
    await deliverFile();
    const stopped = await commandUntil(AbortSignal.abort('SIGINT'), 'forget', '--input', 'sales.ndjson');
    expect(stopped).toEqual({ printed: '', said: '', exits: [130] });
  });

  test('--input with a folder: a file that cannot be read is named at the end, the others are done', async () => {
    const events = await deliverFile();
    mkdirSync(join(folder, 'exports'));
    writeFileSync(join(folder, 'exports', 'a.bin'), Buffer.alloc(100, 2));
    writeFileSync(join(folder, 'exports', 'b.ndjson'), `${LINES.join('\n')}\n`);
    await expect(command('forget', '--input', 'exports')).rejects.toThrow(/^exports\/a\.bin is binary data/);
    expect(await kinds(events)).toEqual(['new', 'new', 'new', 'sent']);
  });

  test('--input: the events of that file', async () => {
    const events = await deliverFile();
    const { printed } = await command('forget', '--input', 'sales.ndjson');
    expect(printed).toBe('sales.ndjson\nconversions 77 at https://graph.example.com: forgot 3 events\n');
    expect(await kinds(events)).toEqual(['new', 'new', 'new', 'sent']);
  });

  test('--since', async () => {
    const events = await deliverFile();
    await command('forget', '--since', '1h');
    expect(await kinds(events)).toEqual(['new', 'new', 'new', 'new']);
  });

  test('of several destinations the one that is named, and none by guessing', async () => {
    const events = await deliverFile();
    await (await open(false, '88')).close();
    const since = ['forget', '--since', '1h'];
    await expect(command(...since)).rejects.toThrow(/give one of them as --destination: (77, 88|88, 77)/);
    await expect(command(...since, '--destination', '99')).rejects.toThrow('has no entries for 99');
    const { printed } = await command(...since, '--destination', '88');
    expect(printed).toBe('conversions 88 at https://graph.example.com: forgot 0 events\n');
    expect(await kinds(events)).toEqual(['sent', 'sent', 'sent', 'sent']);
    const connections = { old: { datasetId: '77' }, young: { datasetId: '88' } };
    writeFileSync(join(folder, 'mp2fb.config.json'), JSON.stringify({ connections }));
    await command(...since, '--connection', 'old');
    expect(await kinds(events)).toEqual(['new', 'new', 'new', 'new']);
  });

  test.each([[[]], [['--input', 'a', '--since', '1d']], [['--rejects', 'a', '--since', '1d']]])(
    '%j is a usage error',
    async (args) => {
      await expect(command('forget', ...args)).rejects.toMatchObject({ exitCode: 2 });
    },
  );
});

test('prune --older-than', async () => {
  const events = await deliverFile();
  await command('prune', '--older-than', '1d');
  expect(await kinds(events)).toEqual(['sent', 'sent', 'sent', 'sent']);
});

test('export where there is no ledger says so on stderr', async () =>
  expect(await command('export')).toMatchObject({ printed: '', said: `no ledger in ${directory}\n` }));

test('export prints a line an event', async () => {
  const events = await deliverFile();
  const lines = (await command('export')).printed.trim().split('\n');
  expect(lines).toHaveLength(events.length / 16);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual({
    api: 'conversions',
    destination: '77',
    fingerprint: '09'.repeat(16),
    state: 'sent',
    at: '2026-11-21T00:00:00.000Z',
  });
});

test('export stops reading the ledger, without an error, when the reader of its lines has left', async () => {
  const EVENTS = 1_000;
  let read = 0;
  const events = function* () {
    for (; read < EVENTS; read += 1) yield { index: read };
  };
  const stdout = new PassThrough({ highWaterMark: 1 });
  stdout.once('data', () => stdout.destroy());
  const { writeNdjson } = await import('../../src/commands/ledger/ledger.js');
  await expect(writeNdjson(events(), stdout)).resolves.toBeUndefined();
  expect(read).toBeLessThan(EVENTS);
});
