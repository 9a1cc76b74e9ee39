// Unpacks gzip, with several members and checks. The inflating itself is zlib's (inflater.ts).

import { crc32 } from 'node:zlib';
import { DerivedSource, type ByteSource } from './byte-source.js';
import { looksLikeGzip } from './compression.js';
import { GZIP_ENDS_EARLY, reasonOf } from '../failure.js';
import { Inflater } from './inflater.js';
import type { PeekSource } from './peek.js';

const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** Maximum length of the file name or the comment in a header. */
const LONGEST_HEADER_BYTES = 64 * 1024;
const DEFLATE = 8;
const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;
const SIZE_MODULUS = 2 ** 32;

const CHECK_FAILED = 'the gzip data is damaged (its checksum does not match)';
const RUBBISH = 'something that is not gzip data follows the gzip data';

const afterZero = (bytes: Buffer, at: number): number => {
  const zero = bytes.indexOf(0, at);
  return zero === -1 ? Infinity : zero + 1;
};

/** Length of the member header at the start of `bytes` (RFC 1952, 2.3); null: no header; Infinity: incomplete. */
const headerLength = (bytes: Buffer): number | null => {
  if (!looksLikeGzip(bytes)) return null;
  if (bytes.length < FIXED_HEADER_BYTES) return Infinity;
  if (bytes[2] !== DEFLATE) return null;
  const flags = bytes[3] ?? 0;
  let at = FIXED_HEADER_BYTES;
  if ((flags & FLAGS.extra) !== 0) at += at + 2 > bytes.length ? Infinity : 2 + bytes.readUInt16LE(at);
  if ((flags & FLAGS.name) !== 0) at = afterZero(bytes, at);
  if ((flags & FLAGS.comment) !== 0) at = afterZero(bytes, at);
  if ((flags & FLAGS.headerCrc) !== 0) at += 2;
  return at <= bytes.length ? at : Infinity;
};

const skipZeros = async (source: PeekSource): Promise<void> => {
  for (let ahead = await source.peek(1); ahead.length > 0; ahead = await source.peek(1)) {
    const zeros = ahead.findIndex((byte) => byte !== 0);
    source.skip(zeros === -1 ? ahead.length : zeros);
    if (zeros !== -1) return;
  }
};

/** Why the header at the start of `head` cannot be read; null: it was skipped. */
const skipHeader = async (source: PeekSource, head: Buffer): Promise<string | null> => {
  let length = headerLength(head);
  for (let seen = head.length; length === Infinity && !source.sawEnd && seen < LONGEST_HEADER_BYTES;) {
    const more = await source.peek(seen + 1);
    length = headerLength(more);
    seen = more.length;
  }
  if (length === null || length === Infinity) return length === null ? RUBBISH : GZIP_ENDS_EARLY;
  source.skip(length);
  return null;
};

/** Why the member that ends here is not complete; null: it is. */
const skipTrailer = async (source: PeekSource, crc: number, size: number): Promise<string | null> => {
  const trailer = await source.peek(TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES) return GZIP_ENDS_EARLY;
  source.skip(TRAILER_BYTES);
  return trailer.readUInt32LE(0) === crc && trailer.readUInt32LE(4) === size % SIZE_MODULUS ? null : CHECK_FAILED;
};

async function* members(source: PeekSource): AsyncGenerator<Buffer, string | null> {
  for (;;) {
    await skipZeros(source);
    const head = await source.peek(FIXED_HEADER_BYTES);
    if (head.length === 0) return null;
    const noHeader = await skipHeader(source, head);
    if (noHeader !== null) return noHeader;
    const inflater = new Inflater();
    let [crc, size] = [0, 0];
    for await (const piece of inflater.pieces(() => source.next())) {
      crc = crc32(piece, crc);
      size += piece.length;
      yield piece;
    }
    if (inflater.error !== null) return reasonOf(inflater.error);
    source.putBack(inflater.rest);
    const notWhole = await skipTrailer(source, crc, size);
    if (notWhole !== null) return notWhole;
  }
}

/**
 * The text of a gzip file of one or more members, which may have zeros between and after them. Members are separated
 * here because Node's own gunzip drops the last output if garbage follows, and rows would be lost.
 */
export const gunzip = (source: PeekSource): ByteSource => new DerivedSource(source, members(source));
