import { open, type FileHandle } from 'node:fs/promises';
import type { ByteSource } from './byte-source.js';
import { reasonOf } from '../failure.js';

const NOTHING = Buffer.alloc(0);

/** A file that is read in order. It is opened at the first read, so that waiting inputs keep no file open. */
export class FileSource implements ByteSource {
  failure: string | null = null;
  ended = false;
  readonly #path: string;
  readonly #pieceBytes: number;
  readonly #count: (bytes: number) => void;
  #handle: FileHandle | null = null;
  #over = false;

  /** `count` receives the size of every piece read, in bytes. */
  constructor(path: string, pieceBytes: number, count: (bytes: number) => void) {
    this.#path = path;
    this.#pieceBytes = pieceBytes;
    this.#count = count;
  }

  next(): Promise<Buffer | null> {
    return this.nextAfter(NOTHING);
  }

  async nextAfter(carry: Buffer): Promise<Buffer | null> {
    if (this.#over) return null;
    try {
      this.#handle ??= await open(this.#path, 'r');
      // Not from the pool: a block's memory may be transferred to another thread whole.
      const piece = Buffer.allocUnsafeSlow(carry.length + this.#pieceBytes);
      const { bytesRead } = await this.#handle.read(piece, carry.length, this.#pieceBytes, null);
      this.#count(bytesRead);
      if (bytesRead > 0) {
        piece.set(carry);
        return piece.subarray(0, carry.length + bytesRead);
      }
      this.ended = true;
    } catch (error) {
      this.failure = reasonOf(error);
    }
    await this.close();
    return null;
  }

  async close(): Promise<void> {
    this.#over = true;
    const handle = this.#handle;
    this.#handle = null;
    // Nothing was written, so an error of close is irrelevant.
    await handle?.close().catch(() => undefined);
  }
}
