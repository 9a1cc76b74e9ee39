// Replaces a file in one step. What is written is up to the caller.

import { randomBytes } from 'node:crypto';
import { chmod, open, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMissing } from './file-errors.js';

const PERMISSIONS = 0o777;
/** Mode of a new file, whatever the umask: these files contain no personal data. */
const NEW_MODE = 0o644;

type Target = { readonly kind: 'nothing' | 'other' } | { readonly kind: 'file'; readonly mode: number };

/** The current target of the path; a link counts as what it points to. */
const targetAt = async (path: string): Promise<Target> => {
  try {
    const stats = await stat(path);
    return stats.isFile() ? { kind: 'file', mode: stats.mode & PERMISSIONS } : { kind: 'other' };
  } catch (error) {
    if (isMissing(error)) return { kind: 'nothing' };
    throw error;
  }
};

/** A rename is durable only when its folder is synced, which some file systems cannot do. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
};

/**
 * Replaces a UTF-8 text file atomically, even across a crash, and keeps the mode of an existing file. The temporary
 * file is beside it, with a leading dot and the suffix `.tmp`. Device files and pipes (`/dev/stderr`) are written
 * directly. Rejects with the file system's own error; then no temporary file is left behind.
 */
export const writeAtomically = async (path: string, text: string): Promise<void> => {
  const existing = await targetAt(path);
  if (existing.kind === 'other') {
    await writeFile(path, text);
    return;
  }
  // A link stays a link: the file behind it is the one replaced.
  const target = existing.kind === 'file' ? await realpath(path) : path;
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const mode = existing.kind === 'file' ? existing.mode : NEW_MODE;
    await writeFile(temporary, text, { flag: 'wx', mode, flush: true });
    // The umask may have removed some of the mode; some file systems keep no modes.
    await chmod(temporary, mode).catch(() => undefined);
    await rename(temporary, target);
  } catch (error) {
    // Report the first error; the temporary file may not even exist.
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
};
