import { closeSync, constants, copyFileSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerHeldError } from '../../lib/errors.js';
import { dataFileBytes } from './data-file.js';

/** The database's two first pages, of 16 KiB at most: they change with every transaction. */
const HEAD_BYTES = 32_768;

const headOf = (file: string): Buffer => {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(handle, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(handle);
  }
};

const sync = (file: string): void => {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/**
 * Replaces the file with a copy of its data: a run that was paused, and may resume at any moment, keeps the old file
 * open and writes only there. Throws LedgerHeldError if that run writes meanwhile.
 */
export const moveAside = (folder: string): void => {
  if (dataFileBytes(folder) === null) return;
  const [data, copy] = [join(folder, 'data.mdb'), join(folder, 'data.mdb.copy')];
  try {
    const before = headOf(data);
    copyFileSync(data, copy, constants.COPYFILE_FICLONE);
    sync(copy);
    if (!headOf(data).equals(before))
      throw new LedgerHeldError(
        `the run that locked the ledger in ${folder} is active again. Wait until it has finished`,
      );
    rmSync(join(folder, 'lock.mdb'), { force: true });
    renameSync(copy, data);
  } finally {
    rmSync(copy, { force: true });
  }
};
