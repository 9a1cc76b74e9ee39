// Identifies an input, now and in later runs. Whether two looks found the same is decided in model/input-proof.ts.
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { InputIdentity, InputSnapshot } from '../../model/input-proof.js';
import type { InputRef } from '../options.js';
import { RemoteFault, type RemoteState } from '../remote-file.js';

const EDGE_BYTES = 64 * 1024;

const readAt = async (handle: FileHandle, start: number, end: number): Promise<Buffer> => {
  const edge = Buffer.allocUnsafe(end - start);
  const { bytesRead } = await handle.read(edge, 0, edge.length, start);
  return edge.subarray(0, bytesRead);
};

const hashEdges = async (handle: FileHandle, size: number): Promise<string> => {
  const headEnd = Math.min(size, EDGE_BYTES);
  const tailStart = Math.max(headEnd, size - EDGE_BYTES);
  const hash = createHash('sha256').update(await readAt(handle, 0, headEnd));
  return hash.update(await readAt(handle, tailStart, size)).digest('hex');
};

const fileSnapshot = async (path: string): Promise<InputSnapshot | null> => {
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return null;
    const { size, mtimeMs: modifiedMs, ctimeMs, dev, ino } = stats;
    const identity = { path, size, modifiedMs, edges: await hashEdges(handle, size) };
    return { identity, version: `${dev}:${ino}:${ctimeMs}` };
  } catch {
    return null;
  } finally {
    await handle.close();
  }
};

const remoteSnapshot = (path: string, { size, etag, modifiedMs }: RemoteState): InputSnapshot | null => {
  if (etag === null || size === null) return null;
  const edges = createHash('sha256').update(etag).digest('hex');
  return { identity: { path, size, modifiedMs: modifiedMs ?? 0, edges }, version: '' };
};

/**
 * An input as it is now. Of a file its path, size, modification time, a SHA-256 of its first and last 64 KiB, device, inode
 * and time of the last change of any kind; of an object elsewhere address, size, modification time, and a SHA-256 of its
 * ETag, as it was listed. null: stdin, a pipe, an object without ETag, or a file that cannot be read (reading it will
 * report that).
 */
export const snapshotOf = async ({ path, absolute, size, remote }: InputRef): Promise<InputSnapshot | null> => {
  if (remote !== undefined) return remoteSnapshot(path, remote);
  return absolute === null || size === null ? null : fileSnapshot(absolute);
};

/**
 * The input after it was read. A link is looked up again, because web servers may change a file while they send it;
 * object stores replace objects as a whole, and every answer was compared with the listed ETag. null: it does not
 * answer any more.
 */
export const snapshotAfter = async (input: InputRef, signal?: AbortSignal): Promise<InputSnapshot | null> => {
  const { path, remote } = input;
  if (remote?.current === undefined) return snapshotOf(input);
  try {
    const now = await remote.current(signal);
    // An object that has lost its ETag is not the listed one.
    return remoteSnapshot(path, { ...now, etag: now.etag ?? '' });
  } catch (error) {
    if (error instanceof RemoteFault) return null;
    throw error;
  }
};

/** What identifies an input in later runs; null as for `snapshotOf`. */
export const inputIdentityOf = async (input: InputRef): Promise<InputIdentity | null> =>
  (await snapshotOf(input))?.identity ?? null;
