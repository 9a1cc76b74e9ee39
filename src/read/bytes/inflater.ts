// Zlib as a pull interface: bytes in, bytes out. Headers and checksums are in gunzip.ts.

import type { Transform } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

const PIECE_BYTES = 256 * 1024;

/** A decompressor of Node.js; it counts the input that it has used. */
export interface Decompressor extends Transform {
  readonly bytesWritten: number;
}

/** Unpacks one compressed stream, pulled piece by piece, and keeps the input that follows its end. */
export class Inflater {
  error: Error | null = null;
  readonly #stream: Decompressor;
  #input: Buffer = Buffer.alloc(0);
  #fed = 0;
  #busy = false;
  #ended = false;
  #changed = false;
  #wake: (() => void) | null = null;

  /** Without a decompressor: of raw deflate data. */
  constructor(stream: Decompressor = createInflateRaw({ chunkSize: PIECE_BYTES })) {
    this.#stream = stream;
    this.#stream.on('readable', () => this.#change());
    this.#stream.on('end', () => {
      this.#ended = true;
      this.#change();
    });
    this.#stream.on('error', (error) => {
      this.error = error;
      this.#change();
    });
  }

  /** The input after the end of the compressed stream, as far as it was given. */
  get rest(): Buffer {
    const unused = this.#fed - this.#stream.bytesWritten;
    return this.#input.subarray(this.#input.length - unused);
  }

  /** The unpacked bytes up to the end of the stream or an error. `more` returns input, null at its end. */
  async *pieces(more: () => Promise<Buffer | null>): AsyncGenerator<Buffer, void> {
    try {
      for (;;) {
        const piece: unknown = this.#stream.read();
        if (Buffer.isBuffer(piece)) yield piece;
        else if (this.#ended || this.error !== null) return;
        else {
          if (!this.#busy) this.#feed(await more());
          await this.#untilChange();
        }
      }
    } finally {
      this.#stream.destroy();
    }
  }

  #feed(input: Buffer | null): void {
    this.#busy = true;
    if (input === null) {
      this.#stream.end();
      return;
    }
    this.#input = input;
    this.#fed += input.length;
    this.#stream.write(input, () => {
      this.#busy = false;
      // Left-over input follows the end of the stream, even before the `end` event.
      this.#ended ||= this.#stream.bytesWritten < this.#fed;
      this.#change();
    });
  }

  #change(): void {
    this.#changed = true;
    this.#wake?.();
  }

  async #untilChange(): Promise<void> {
    if (!this.#changed)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#changed = false;
    this.#wake = null;
  }
}
