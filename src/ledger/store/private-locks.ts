// Ways to read a ledger without the database's own locks, which know a process by its number alone: two containers may
// both be process 1, and then the second can neither lock nor read. When which way is used is decided in store.ts.
import { constants, copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerHeldError } from '../../lib/errors.js';
import { dataFileOf, lastTransactionOf } from './data-file.js';

/** Calls `open` with a folder into which `fill` has put the data; the folder is removed as soon as it is open. */
const inOwnFolder = async <T>(fill: (file: string) => Promise<void>, open: (folder: string) => T): Promise<T> => {
  const own = mkdtempSync(join(tmpdir(), 'mp2fb-'));
  try {
    await fill(dataFileOf(own));
    return open(own);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
};

/** Opens a ledger that no run writes, with locks of this process alone. */
export const withOwnLocks = <T>(folder: string, open: (folder: string) => T): Promise<T> =>
  inOwnFolder((file) => {
    symlinkSync(resolve(dataFileOf(folder)), file);
    return Promise.resolve();
  }, open);

/**
 * Commits during which a copy stays intact: unused pages are overwritten by the second later transaction at the
 * earliest, which starts to write before its commit is visible.
 */
const HARMLESS_COMMITS = 1n;
const MAX_ATTEMPTS = 60;
const BETWEEN_TRIES_MS = 50;

const copyWhole = async (folder: string, file: string): Promise<void> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const before = lastTransactionOf(folder);
    // Costs nothing on file systems that share data between copies.
    copyFileSync(dataFileOf(folder), file, constants.COPYFILE_FICLONE);
    if (lastTransactionOf(folder) - before <= HARMLESS_COMMITS) return;
    await sleep(BETWEEN_TRIES_MS);
  }
  throw new LedgerHeldError(
    `the ledger in ${folder} cannot be read: a run writes to it all the time, maybe in another container. Try again when it ` +
      'has finished',
  );
};

/** Opens a copy of a ledger as it was at one moment. Rejects with LedgerHeldError when a run never leaves time for one. */
export const withCopy = <T>(folder: string, open: (folder: string) => T): Promise<T> =>
  inOwnFolder((file) => copyWhole(folder, file), open);
