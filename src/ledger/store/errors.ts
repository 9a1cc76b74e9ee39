import { LedgerError, LedgerHeldError } from '../../lib/errors.js';

// If the disk is full, LMDB reports a short write as an input/output error (5).
const DISK_FULL_CODES = [28, 122, 27, 5, 'ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'];
const NO_PERMISSION_CODES = [13, 1, 'EACCES', 'EPERM'];
const READ_ONLY_CODES = [30, 'EROFS'];

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** An error in words. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown cause');

/** The error of a ledger whose files are damaged or not its own. */
export const damaged = (folder: string, what: string): LedgerError =>
  new LedgerError(
    `the ledger in ${folder} cannot be used: ${what}. Restore that folder from a backup, or move it aside: ` +
      'then the events recorded in it are sent again (Facebook removes duplicates of the last 7 days only)',
  );

const inaccessible = (folder: string, why: string): LedgerError =>
  new LedgerError(
    `the ledger in ${folder} cannot be opened or written: ${why}. Correct that; only if no events were sent with it yet, ` +
      'choose another folder with --ledger: a new ledger does not know them, and they would be sent again',
  );

const unwritable = (folder: string, error: unknown): LedgerError => {
  const code = codeOf(error);
  if (DISK_FULL_CODES.some((full) => full === code))
    return new LedgerError(
      `the ledger in ${folder} cannot be written: the disk is full or fails, or a limit on file size or quota is reached. ` +
        'Free some space and run the same command again',
    );
  if (READ_ONLY_CODES.some((readOnly) => readOnly === code)) return inaccessible(folder, 'the disk is read-only');
  if (NO_PERMISSION_CODES.some((denied) => denied === code)) return inaccessible(folder, 'this user has no permission');
  if (code === 'ENOTDIR') return damaged(folder, 'a part of its path is not a folder');
  if (code === 'EISDIR')
    return new LedgerError(`the ledger in ${folder} cannot be locked: ${folder}.lock is a folder. Remove that folder`);
  return new LedgerError(`the ledger in ${folder} cannot be written: ${messageOf(error)}`);
};

/** The failure as a sentence that says what to do; a LedgerError is unchanged. */
export const ledgerError = (folder: string, error: unknown): LedgerError | LedgerHeldError => {
  if (error instanceof LedgerError || error instanceof LedgerHeldError) return error;
  // LMDB's own codes are from -30799 to -30600; they report damage.
  const code = codeOf(error);
  if (typeof code === 'number' && code <= -30_600) return damaged(folder, messageOf(error));
  return unwritable(folder, error);
};

/** The lmdb package reports some details of a failed commit only in a second, later rejection. */
const causeOf = async (error: unknown): Promise<unknown> => {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  try {
    await error.commitError;
    return error;
  } catch (cause) {
    return cause;
  }
};

/** Waits until a write is on disk; rejects with a LedgerError. */
export const durable = async (folder: string, write: Promise<unknown>): Promise<void> => {
  try {
    await write;
  } catch (error) {
    throw ledgerError(folder, await causeOf(error));
  }
};
