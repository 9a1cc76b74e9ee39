// zstd data as a source of text: taken apart frame by frame, because Node's own decompressor ends behind the first one
// without an error. Only Node.js 22.15 and later have a decompressor.
import { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { ByteSource } from './byte-source.js';
import { Inflater, type Decompressor } from './inflater.js';
import type { PeekSource } from './peek.js';

const MAGIC_BYTES = 4;
const FRAME = 0xfd2fb528;
/** Frames for other programs, without text; the last four bits are theirs. */
const SKIPPABLE_FRAME = 0x184d2a50;
const SKIPPABLE_KINDS = 16;

const DAMAGED = 'the zstd data is damaged or ends too early (an unfinished download or upload?)';
const RUBBISH = 'behind the zstd data follows something that is not zstd data';

/** Whether bytes begin as a zstd frame does (RFC 8878, 3.1). */
export const looksLikeZstd = (bytes: Buffer): boolean => {
  if (bytes.length < MAGIC_BYTES) return false;
  const magic = bytes.readUInt32LE(0);
  return magic === FRAME || magic - (magic % SKIPPABLE_KINDS) === SKIPPABLE_FRAME;
};

const isDecompressor = (stream: unknown): stream is Decompressor =>
  stream instanceof Transform && 'bytesWritten' in stream && typeof stream.bytesWritten === 'number';

const newDecompressor = (): Decompressor | null => {
  const make: unknown = Reflect.get(zlib, 'createZstdDecompress');
  const stream: unknown = typeof make === 'function' ? Reflect.apply(make, zlib, []) : null;
  return isDecompressor(stream) ? stream : null;
};

/** The text of a zstd file of one or more frames. */
class UnzstdSource implements ByteSource {
  readonly #source: PeekSource;
  #inflater: Inflater | null;
  #ownFailure: string | null = null;

  constructor(source: PeekSource, first: Inflater) {
    this.#source = source;
    this.#inflater = first;
  }

  get failure(): string | null {
    return this.#source.failure ?? this.#ownFailure;
  }

  get ended(): boolean {
    return this.#source.ended;
  }

  async next(): Promise<Buffer | null> {
    while (this.#inflater !== null) {
      const piece = await this.#inflater.pull(() => this.#source.next());
      if (piece !== null) return piece;
      this.#inflater = await this.#frameBehind(this.#inflater);
    }
    return null;
  }

  async close(): Promise<void> {
    this.#inflater?.close();
    this.#inflater = null;
    await this.#source.close();
  }

  async #frameBehind(inflater: Inflater): Promise<Inflater | null> {
    inflater.close();
    if (inflater.error !== null) this.#ownFailure = DAMAGED;
    if (this.#ownFailure !== null) return null;
    this.#source.putBack(inflater.rest);
    const head = await this.#source.peek(MAGIC_BYTES);
    if (head.length === 0) return null;
    const stream = looksLikeZstd(head) ? newDecompressor() : null;
    if (stream === null) this.#ownFailure = RUBBISH;
    return stream === null ? null : new Inflater(stream);
  }
}

/** The text of a zstd file; null: this Node.js cannot unpack it. */
export const unzstd = (source: PeekSource): ByteSource | null => {
  const stream = newDecompressor();
  return stream === null ? null : new UnzstdSource(source, new Inflater(stream));
};
