// Unpacks zstd data frame by frame, because Node's own decompressor ends after the first frame without an error. Only
// Node.js 22.15 and later have a decompressor.
import { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { DerivedSource, type ByteSource } from './byte-source.js';
import { looksLikeZstd } from './compression.js';
import { Inflater, type Decompressor } from './inflater.js';
import type { PeekSource } from './peek.js';

const MAGIC_BYTES = 4;
const DAMAGED = 'the zstd data is damaged or ends too early (an unfinished download or upload?)';
const RUBBISH = 'something that is not zstd data follows the zstd data';

const isDecompressor = (stream: unknown): stream is Decompressor =>
  stream instanceof Transform && 'bytesWritten' in stream && typeof stream.bytesWritten === 'number';

const newDecompressor = (): Decompressor | null => {
  const make: unknown = Reflect.get(zlib, 'createZstdDecompress');
  const stream: unknown = typeof make === 'function' ? Reflect.apply(make, zlib, []) : null;
  return isDecompressor(stream) ? stream : null;
};

/** One byte is appended: a complete frame leaves it over, a truncated one consumes it (silently on Node.js 22). */
const AFTER_THE_END = Buffer.of(0);

async function* frames(source: PeekSource, first: Decompressor): AsyncGenerator<Buffer, string | null> {
  for (let stream: Decompressor | null = first; stream !== null;) {
    const inflater: Inflater = new Inflater(stream);
    let added = 0;
    yield* inflater.pieces(async () => {
      const piece = await source.next();
      if (piece === null) return null;
      if ((await source.peek(1)).length > 0) return piece;
      added = AFTER_THE_END.length;
      return Buffer.concat([piece, AFTER_THE_END]);
    });
    const { error, rest } = inflater;
    if (error !== null || rest.length < added) return DAMAGED;
    source.putBack(rest.subarray(0, rest.length - added));
    const head = await source.peek(MAGIC_BYTES);
    if (head.length === 0) return null;
    stream = looksLikeZstd(head) ? newDecompressor() : null;
  }
  return RUBBISH;
}

/** The text of a zstd file of one or more frames; null: this Node.js cannot unpack it. */
export const unzstd = (source: PeekSource): ByteSource | null => {
  const stream = newDecompressor();
  return stream === null ? null : new DerivedSource(source, frames(source, stream));
};
