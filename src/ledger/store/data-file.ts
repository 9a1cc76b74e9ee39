// Checks of LMDB's data file before it is opened. The pages with its metadata are in meta-pages.ts.

import { closeSync, openSync, readSync, statSync, truncateSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { damaged, ledgerError } from './errors.js';
import { isMetaValid, META_BYTES, pageSizeOf, transactionOf } from './meta-pages.js';

const MIN_BYTES = 8_192;

/** The file with a ledger's data. */
export const dataFileOf = (folder: string): string => join(folder, 'data.mdb');

const statsOf = (folder: string, path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw ledgerError(folder, error);
  }
};

/** Size in bytes; null when there is no such file. Throws LedgerError. */
export const dataFileBytes = (folder: string): number | null => statsOf(folder, dataFileOf(folder))?.size ?? null;

/** Whether a ledger exists, complete or not: a folder without its data file is also one, and has to be examined. */
export const ledgerExists = (folder: string): boolean => statsOf(folder, folder) !== undefined;

/** Identifies the file and its disk; null if there is none. Throws LedgerError. */
export const dataFileIdentity = (folder: string): string | null => {
  const stats = statsOf(folder, dataFileOf(folder));
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
};

/** The database library crashes if there is a folder of that name. */
const checkLockFile = (folder: string): void => {
  const lock = statSync(join(folder, 'lock.mdb'), { throwIfNoEntry: false });
  if (lock?.isFile() === false) throw damaged(folder, 'lock.mdb is not a file');
};

const bytesAt = (file: number, position: number): Buffer => {
  const bytes = Buffer.alloc(META_BYTES);
  return bytes.subarray(0, readSync(file, bytes, 0, META_BYTES, position));
};

const metaPagesOf = (folder: string): readonly [Buffer, Buffer] => {
  const file = openSync(dataFileOf(folder), 'r');
  try {
    const first = bytesAt(file, 0);
    return [first, bytesAt(file, pageSizeOf(first))];
  } finally {
    closeSync(file);
  }
};

const checkMetaPages = (folder: string, fileBytes: number): void => {
  const [first, second] = metaPagesOf(folder);
  const pageSize = pageSizeOf(first);
  if (!isMetaValid(first, 0, pageSize, fileBytes) || !isMetaValid(second, 1, pageSize, fileBytes))
    throw damaged(folder, 'data.mdb is damaged, or belongs to another program');
};

/** Number of the last transaction that was committed. Throws the file system's errors. */
export const lastTransactionOf = (folder: string): bigint => {
  const [first, second] = metaPagesOf(folder).map(transactionOf);
  return (first ?? 0n) > (second ?? 0n) ? (first ?? 0n) : (second ?? 0n);
};

/**
 * Checks the data file before the database library opens it, which ends the process if the file is not its own. Throws
 * LedgerError.
 */
export const checkDataFile = (folder: string): void => {
  try {
    const stats = statSync(dataFileOf(folder), { throwIfNoEntry: false });
    if (stats === undefined) throw damaged(folder, 'data.mdb is missing');
    // Opening a pipe would block until a writer opens it.
    if (!stats.isFile()) throw damaged(folder, 'data.mdb is not a file');
    if (stats.size < MIN_BYTES) throw damaged(folder, 'data.mdb ends too early');
    checkMetaPages(folder, stats.size);
    checkLockFile(folder);
  } catch (error) {
    throw ledgerError(folder, error);
  }
};

/**
 * Extends a file that is shorter than the database expects. Pages that were freed at once are never written, but a file
 * that was cut off looks the same, and reading beyond its end would kill the process. With zeros there, missing data
 * shows as an error when it is read. Only for the one process that writes.
 */
export const extendDataFile = (folder: string, bytes: number): void => {
  if ((dataFileBytes(folder) ?? 0) < bytes) truncateSync(dataFileOf(folder), bytes);
};
