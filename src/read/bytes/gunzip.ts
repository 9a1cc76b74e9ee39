// Unpacks gzip, with several members and checks. The inflating itself is zlib's (inflater.ts).

import { crc32 } from 'node:zlib';
import type { ByteSource } from './byte-source.js';
import { reasonOf } from '../failure.js';
import { Inflater } from './inflater.js';
import type { PeekSource } from './peek.js';

const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** A file name or comment in a header that is longer than this is none. */
const LONGEST_HEADER_BYTES = 64 * 1024;
const DEFLATE = 8;
const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;
const SIZE_MODULUS = 2 ** 32;

const ENDS_EARLY = 'the gzip data ends too early (an unfinished download or upload?)';
const CHECK_FAILED = 'the gzip data is damaged (its checksum does not match)';
const RUBBISH = 'behind the gzip data follows something that is not gzip data';

/** Whether bytes begin as every gzip file does (RFC 1952, 2.3.1). */
export const looksLikeGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const behindZero = (bytes: Buffer, at: number): number => {
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
  if ((flags & FLAGS.name) !== 0) at = behindZero(bytes, at);
  if ((flags & FLAGS.comment) !== 0) at = behindZero(bytes, at);
  if ((flags & FLAGS.headerCrc) !== 0) at += 2;
  return at <= bytes.length ? at : Infinity;
};

/**
 * The text of a gzip file of one or more members, zeros between and behind them allowed. Members are taken apart here
 * because Node's own gunzip drops what it inflated last when rubbish follows, and a row lost is lost.
 */
export class GunzipSource implements ByteSource {
  readonly #source: PeekSource;
  #ownFailure: string | null = null;
  #inflater: Inflater | null = null;
  #crc = 0;
  #size = 0;
  #over = false;

  constructor(source: PeekSource) {
    this.#source = source;
  }

  get failure(): string | null {
    return this.#source.failure ?? this.#ownFailure;
  }

  get ended(): boolean {
    return this.#source.ended;
  }

  async next(): Promise<Buffer | null> {
    while (!this.#over) {
      this.#inflater ??= await this.#openMember();
      if (this.#inflater === null) break;
      const piece = await this.#inflater.pull(() => this.#source.next());
      if (piece !== null) {
        this.#crc = crc32(piece, this.#crc);
        this.#size += piece.length;
        return piece;
      }
      if (!(await this.#closeMember(this.#inflater))) break;
    }
    this.#over = true;
    return null;
  }

  async close(): Promise<void> {
    this.#over = true;
    this.#inflater?.close();
    await this.#source.close();
  }

  /** null: no member follows, or none that can be read. */
  async #openMember(): Promise<Inflater | null> {
    await this.#skipZeros();
    let head = await this.#source.peek(FIXED_HEADER_BYTES);
    if (head.length === 0) return null;
    let length = headerLength(head);
    while (length === Infinity && !this.#source.sawEnd && head.length < LONGEST_HEADER_BYTES) {
      head = await this.#source.peek(head.length + 1);
      length = headerLength(head);
    }
    if (length === null || length === Infinity) return this.#fail(length === null ? RUBBISH : ENDS_EARLY);
    this.#source.skip(length);
    this.#crc = 0;
    this.#size = 0;
    return new Inflater();
  }

  /** Whether the member is whole and another one may follow. */
  async #closeMember(inflater: Inflater): Promise<boolean> {
    inflater.close();
    this.#inflater = null;
    if (inflater.error !== null) {
      this.#fail(reasonOf(inflater.error));
      return false;
    }
    this.#source.putBack(inflater.rest);
    const trailer = await this.#source.peek(TRAILER_BYTES);
    if (trailer.length < TRAILER_BYTES) {
      this.#fail(ENDS_EARLY);
      return false;
    }
    this.#source.skip(TRAILER_BYTES);
    if (trailer.readUInt32LE(0) === this.#crc && trailer.readUInt32LE(4) === this.#size % SIZE_MODULUS) return true;
    this.#fail(CHECK_FAILED);
    return false;
  }

  async #skipZeros(): Promise<void> {
    for (;;) {
      const ahead = await this.#source.peek(1);
      const zeros = ahead.findIndex((byte) => byte !== 0);
      if (zeros !== -1) {
        this.#source.skip(zeros);
        return;
      }
      if (ahead.length === 0) return;
      this.#source.skip(ahead.length);
    }
  }

  #fail(why: string): null {
    this.#ownFailure = why;
    return null;
  }
}
