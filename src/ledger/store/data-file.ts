import { closeSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../../lib/file-errors.js';
import { damaged, ledgerError } from './errors.js';

const HEAD_BYTES = 64;
/** LMDB's mark, in the machine's byte order, near the start of its first page (lmdb.h, MDB_MAGIC). */
const MARK = Buffer.from([0xde, 0xc0, 0xef, 0xbe]);
const LEAST_BYTES = 8_192;

/** The file with a ledger's data. */
const dataFileOf = (folder: string): string => join(folder, 'data.mdb');

/** Size in bytes; null when there is no such file. */
export const dataFileBytes = (folder: string): number | null => {
  try {
    return statSync(dataFileOf(folder)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw ledgerError(folder, error);
  }
};

/** Which file on which disk it is; null when there is none. Throws LedgerError. */
export const dataFileIdentity = (folder: string): string | null => {
  try {
    const { dev, ino } = statSync(dataFileOf(folder));
    return `${dev}:${ino}`;
  } catch (error) {
    if (isMissing(error)) return null;
    throw ledgerError(folder, error);
  }
};

/** The database library does not survive a folder of that name. */
const checkLockFile = (folder: string): void => {
  const lock = statSync(join(folder, 'lock.mdb'), { throwIfNoEntry: false });
  if (lock?.isFile() === false) throw damaged(folder, 'lock.mdb is not a file');
};

const headOf = (folder: string): Buffer => {
  const file = openSync(dataFileOf(folder), 'r');
  try {
    if (!fstatSync(file).isFile()) throw damaged(folder, 'data.mdb is not a file');
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
};

/**
 * Looks at the data file before the database library does, which ends the process when the file is none of its own.
 * Throws LedgerError.
 */
export const checkDataFile = (folder: string): void => {
  try {
    if (!headOf(folder).includes(MARK)) throw damaged(folder, 'data.mdb is damaged, or of another program');
    if ((dataFileBytes(folder) ?? 0) < LEAST_BYTES) throw damaged(folder, 'data.mdb ends too early');
    checkLockFile(folder);
  } catch (error) {
    throw ledgerError(folder, error);
  }
};

/**
 * A file shorter than the database thinks: pages that were given back at once are never written, but a file that was
 * cut off looks the same, and reading behind its end would kill the process. With zeros there, what is lost shows as
 * an error when it is read. Only for the one process that writes.
 */
export const fillUp = (folder: string, bytes: number): void => {
  if ((dataFileBytes(folder) ?? 0) < bytes) truncateSync(dataFileOf(folder), bytes);
};
