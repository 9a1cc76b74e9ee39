import type { IncomingMessage } from 'node:http';

/** A body that is too long is read on to its end, unkept, so that the caller hears why; but not for ever. */
const LONGEST_UNKEPT = 8;

/** Reads a request's body; null when it is longer than allowed. Rejects when the caller hangs up. */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > maxBytes * LONGEST_UNKEPT) return null;
    if (bytes <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > maxBytes ? null : Buffer.concat(chunks, bytes);
};
