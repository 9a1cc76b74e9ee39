import { join } from 'node:path';
import { open as openLmdb } from 'lmdb';
import { expect, test } from 'vitest';
import { folderName } from '../../src/ledger/store/destination.js';
import { encodeEntry } from '../../src/ledger/store/entry.js';
import { exportLedger } from '../../src/ledger/upkeep/export.js';
import { prune } from '../../src/ledger/upkeep/forget.js';
import { ledgerInfo } from '../../src/ledger/upkeep/info.js';
import { delivered, DESTINATION, fingerprints, inLedger, kinds, NOW_MS, options, split } from './ledgers.js';
import { newFolder } from '../support/surroundings.js';

const SECONDS = Math.floor(NOW_MS / 1_000) - 1_000;
const SENT = encodeEntry({ state: 'sent', seconds: SECONDS, run: 1 });
const UNKNOWN = encodeEntry({ state: 'unknown', seconds: SECONDS, run: 1 });

const inDatabase = async (
  directory: string,
  work: (database: ReturnType<typeof openLmdb>) => Promise<unknown>,
): Promise<void> => {
  const root = openLmdb(join(directory, folderName(DESTINATION)), { encoding: 'string' });
  await work(root);
  await root.close();
};

const aboutOf = async (directory: string): Promise<Record<string, unknown>> => {
  let about: Record<string, unknown> = {};
  await inDatabase(directory, (root) => {
    const text = root.openDB<string, string>({ name: 'about', encoding: 'string' }).get('destination');
    about = JSON.parse(text ?? '{}') as typeof about;
    return Promise.resolve();
  });
  return about;
};

/** A ledger as version 1 of its schema was, or with `killed` one that a run was killed in while it moved the events. */
const earlierLedger = async (sent: Uint8Array, unknown: Uint8Array, killed = false): Promise<string> => {
  const directory = newFolder();
  await delivered(directory, killed ? sent.subarray(0, 160) : fingerprints(0));
  await inDatabase(directory, async (root) => {
    const about = root.openDB<string, string>({ name: 'about', encoding: 'string' });
    const known = JSON.parse(about.get('destination') ?? '{}') as object;
    const version = killed ? { schemaVersion: 2, hasEarlierEvents: true } : { schemaVersion: 1 };
    await about.put('destination', JSON.stringify({ ...known, ...version }));
    const events = root.openDB<Buffer, Buffer>({ name: 'events', keyEncoding: 'binary', encoding: 'binary' });
    for (const one of split(sent)) void events.put(Buffer.from(one), SENT);
    for (const one of split(unknown)) void events.put(Buffer.from(one), UNKNOWN);
    await events.flushed;
  });
  return directory;
};

const times = (count: number, kind: string): string[] => Array.from({ length: count }, () => kind);

test.each([
  ['of schema version 1', false],
  ['that a run was killed in while it moved the events', true],
])('a ledger %s keeps every event: for a dry run, for the next run and for the one after it', async (_, killed) => {
  const [sent, unknown, fresh] = [fingerprints(6_000), fingerprints(40), fingerprints(10)];
  const directory = await earlierLedger(sent, unknown, killed);
  const expected = [...times(6_000, 'sent'), ...times(40, 'unknown'), ...times(10, 'new')];
  const all = Buffer.concat([sent, unknown, fresh]);

  expect(await inLedger(directory, (dry) => kinds(dry, all), { readOnly: true })).toEqual(expected);
  const counts = { sent: 6_000, unknown: 40 };
  expect(await ledgerInfo(directory, options(directory))).toMatchObject([counts]);
  const exported: string[] = [];
  for await (const { fingerprint } of exportLedger(directory)) exported.push(fingerprint);
  expect(exported.sort()).toEqual(
    split(Buffer.concat([sent, unknown]))
      .map((one) => Buffer.from(one).toString('hex'))
      .sort(),
  );

  for (let run = 0; run < 2; run += 1) {
    expect(await inLedger(directory, (ledger) => kinds(ledger, all))).toEqual(expected);
    expect(await aboutOf(directory)).toMatchObject({ schemaVersion: 2, hasEarlierEvents: false });
  }
  expect(await ledgerInfo(directory, options(directory))).toMatchObject([counts]);
});

test('pruning a ledger of schema version 1 forgets what was delivered before, and moves the rest', async () => {
  const [sent, unknown] = [fingerprints(5_000), fingerprints(7)];
  const directory = await earlierLedger(sent, unknown);
  expect(await prune(directory, options(directory), NOW_MS)).toMatchObject([{ events: 5_000 }]);
  expect(await ledgerInfo(directory, options(directory))).toMatchObject([{ sent: 0, unknown: 7 }]);
});
