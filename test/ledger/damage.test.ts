import { execFileSync } from 'node:child_process';
import {
  closeSync,
  openSync,
  writeSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { open as openLmdb } from 'lmdb';
import { LedgerError } from '../../src/lib/errors.js';
import { folderName } from '../../src/ledger/store/destination.js';
import { ledgerError } from '../../src/ledger/store/errors.js';
import { delivered, DESTINATION, fingerprints, kinds, open } from './ledgers.js';
import { newFolder } from '../support/surroundings.js';

const folderOf = (directory: string): string => join(directory, folderName(DESTINATION));
const dataOf = (directory: string): string => join(folderOf(directory), 'data.mdb');

const useOf = async (directory: string, readOnly: boolean, events: Uint8Array): Promise<void> => {
  const ledger = await open(directory, { readOnly });
  try {
    kinds(ledger, events);
  } finally {
    await ledger.close();
  }
};

const overwrite = (path: string, bytes: Buffer, position: number): void => {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, position);
  closeSync(file);
};

const damages: [string, (directory: string) => unknown][] = [
  ['empty', (directory) => truncateSync(dataOf(directory), 0)],
  ['all but empty', (directory) => truncateSync(dataOf(directory), 100)],
  ['cut after the first page', (directory) => truncateSync(dataOf(directory), 4_096)],
  ['cut off', (directory) => truncateSync(dataOf(directory), statSync(dataOf(directory)).size >> 1)],
  ['something else', (directory) => writeFileSync(dataOf(directory), randomBytes(20_000))],
  ['gone, its folder kept', (directory) => rmSync(dataOf(directory))],
  ['a pipe', (directory) => (rmSync(dataOf(directory)), execFileSync('mkfifo', [dataOf(directory)]))],
  ...[0, 4_096].map((page): [string, (directory: string) => unknown] => [
    `with random bytes after the mark of the page at ${page}`,
    (directory) => overwrite(dataOf(directory), randomBytes(128), page + 40),
  ]),
  ['a folder', (directory) => (rmSync(dataOf(directory)), mkdirSync(dataOf(directory)))],
  [
    'below a file',
    (directory) => (rmSync(folderOf(directory), { recursive: true }), writeFileSync(folderOf(directory), '')),
  ],
  [
    'locked by a folder',
    (directory) => (rmSync(join(folderOf(directory), 'lock.mdb')), mkdirSync(join(folderOf(directory), 'lock.mdb'))),
  ],
  [
    'the database of another program',
    async (directory) => {
      rmSync(folderOf(directory), { recursive: true });
      const database = openLmdb(folderOf(directory), {});
      await database.put('a', 1);
      await database.close();
    },
  ],
];

describe.each([
  ['a run', false],
  ['a dry run', true],
])('%s finds the ledger', (_, readOnly) => {
  test.each(damages)('%s', async (__, damage) => {
    const [directory, events] = [newFolder(), fingerprints(20_000)];
    await delivered(directory, events);
    await damage(directory);
    const use = useOf(directory, readOnly, events);
    await expect(use).rejects.toThrow(LedgerError);
    await expect(use).rejects.toThrow(/cannot be used.*move it aside/);
  });
});

test('a folder in the place of the lock: the ledger itself is sound', async () => {
  const directory = newFolder();
  mkdirSync(`${folderOf(directory)}.lock`);
  await expect(open(directory)).rejects.toThrow(/cannot be locked: .*\.lock is a folder/);
});

test('a file in the place of the ledger', async () => {
  const directory = join(newFolder(), 'file');
  writeFileSync(directory, '');
  await expect(open(directory)).rejects.toThrow(LedgerError);
});

test('making a ledger leaves its lock file and nothing else, and removes what a killed creation left', async () => {
  const directory = newFolder();
  const name = folderName(DESTINATION);
  const leftOver = join(directory, `.new-${name}-0123456789ab`);
  const [old, young] = [join(directory, '.new-0123456789ab'), join(directory, '.new-123456789abc')];
  for (const folder of [leftOver, old, young]) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'data.mdb'), 'half');
  }
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  utimesSync(old, hoursAgo, hoursAgo);
  await delivered(directory, fingerprints(1));
  expect(readdirSync(directory).sort()).toEqual(['.new-123456789abc', name, `${name}.lock`]);
});

test.each([
  ['EROFS', 'the disk is read-only'],
  ['EACCES', 'this user has no permission'],
])('a ledger that %s keeps from being written is not to be replaced by a new one', (code, why) => {
  const { message } = ledgerError('/led', Object.assign(new Error(code), { code }));
  expect(message).toContain(
    `cannot be opened or written: ${why}. Correct that; only if no events were sent with it yet`,
  );
});
