// The lock of a ledger as a file beside its folder. It is taken before the database is opened, because the database's
// own locks identify a process only by its number, and two containers may both be process 1. Which owner counts as gone
// is decided in lock-owner.ts; the fencing number (lock.ts) keeps a run that was taken over from writing.

import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { isAlreadyThere, isMissing } from '../../lib/file-errors.js';
import { isJsonObject, jsonOrUndefined } from '../../lib/json.js';
import { lockOwnerOf, type LockOwner } from './lock-owner.js';

const OWNER_ONLY = { mode: 0o600 } as const;

/** The file of a ledger's lock. */
export const lockFileOf = (folder: string): string => `${folder}.lock`;

/** The owner in the lock file, alive or not; null: none, or its name is not written yet. */
export const ownerIn = (path: string): LockOwner | null => {
  try {
    const found = jsonOrUndefined(readFileSync(path, 'utf8'));
    if (isJsonObject(found)) return lockOwnerOf(found);
    return lockOwnerOf({ host: 'an unknown host', aliveMs: statSync(path).mtimeMs });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/**
 * Differs for each state of a lock file, without reading it; null: there is none. Two states have the same inode and
 * time only if they were written within one tick of the system's clock, and an owner that has just written is never
 * replaced.
 */
export const lockFileState = (path: string): string | null => {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
};

const isWritten = (path: string, owner: LockOwner): boolean => {
  try {
    writeFileSync(path, JSON.stringify(owner), { flag: 'wx', ...OWNER_ONLY });
    return true;
  } catch (error) {
    if (isAlreadyThere(error)) return false;
    rmSync(path, { force: true });
    throw error;
  }
};

/** Removes the lock of an owner that is gone, unless another run already has. */
const removeGone = (path: string, gone: LockOwner): void => {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
    if (ownerIn(aside)?.token === gone.token) unlinkSync(aside);
    else renameSync(aside, path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
};

const MAX_ATTEMPTS = 10;

/**
 * Writes the lock file for an owner. Returns the owner that was gone and was replaced, null if there was none. `refuse`
 * throws for an owner that is alive. Also throws the file system's errors.
 */
export const takeLockFile = (
  path: string,
  owner: LockOwner,
  refuse: (other: LockOwner) => void,
): { readonly replaced: LockOwner | null } => {
  let replaced: LockOwner | null = null;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && !isWritten(path, owner); attempt += 1) {
    const other = ownerIn(path);
    if (other === null) continue;
    refuse(other);
    removeGone(path, other);
    replaced = other.isReleased ? null : other;
  }
  return { replaced };
};

/** Writes the owner's heartbeat, even if the file was lost. Throws the file system's errors. */
export const renewLockFile = (path: string, owner: LockOwner): void => {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(temporary, JSON.stringify(owner), OWNER_ONLY);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
};

/**
 * Releases the lock. The file stays and names its last owner, so that a run that was paused and taken over can name the
 * other run even after that has finished. If the file cannot be written, the lock expires with this process.
 */
export const releaseLockFile = (path: string, owner: LockOwner): void => {
  try {
    if (ownerIn(path)?.token === owner.token) renewLockFile(path, { ...owner, isReleased: true });
  } catch {
    return;
  }
};
