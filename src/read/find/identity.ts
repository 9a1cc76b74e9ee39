import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { InputIdentity } from '../../model/ledger.js';
import type { InputRef } from '../options.js';

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

const remoteIdentity = ({ path, size, modifiedMs, remote }: InputRef): InputIdentity | null => {
  const etag = remote?.etag ?? null;
  if (etag === null || size === null) return null;
  return { path, size, modifiedMs: modifiedMs ?? 0, edges: createHash('sha256').update(etag).digest('hex') };
};

/**
 * What tells an input from every other and from its own earlier states: path, size, time of change, and a SHA-256 of its
 * first and last 64 KiB; of an object elsewhere address, size, time of change, and a SHA-256 of its ETag. null: stdin, a
 * pipe, an object without ETag, or a file that cannot be read (whoever reads it will say so).
 */
export const inputIdentityOf = async (input: InputRef): Promise<InputIdentity | null> => {
  const { absolute, size, modifiedMs } = input;
  if (input.remote !== undefined) return remoteIdentity(input);
  if (absolute === null || size === null || modifiedMs === null) return null;
  const handle = await open(absolute, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    return { path: absolute, size, modifiedMs, edges: await hashEdges(handle, size) };
  } catch {
    return null;
  } finally {
    await handle.close();
  }
};
