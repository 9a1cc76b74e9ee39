// Streams (stdin, pipes, devices), pulled chunk by chunk. Files: file-source.ts.

import { constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal, type Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { reasonOf } from '../failure.js';
import type { ByteSource } from './byte-source.js';

/** A named pipe without a writer opens at once this way, and ends only after a writer has come and gone. */
const WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

/** A pipe, terminal or device as a stream: reading it as a file would block a thread that nothing can end. */
export const openDevice = (path: string): Readable => {
  const fd = openSync(path, WITHOUT_WAITING);
  if (isatty(fd)) return new ReadStream(fd);
  if (fstatSync(fd).isFIFO()) return new Socket({ fd, readable: true, writable: false });
  return createReadStream(path, { fd });
};

const bytesOf = (chunk: unknown): Buffer =>
  Buffer.isBuffer(chunk) ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk));

/** A stream, opened at the first read. */
export class StreamSource implements ByteSource {
  failure: string | null = null;
  ended = false;
  readonly #open: () => Readable;
  readonly #count: (bytes: number) => void;
  readonly #signal: AbortSignal | undefined;
  #iterator: AsyncIterator<unknown> | null = null;
  #over = false;

  /** `count` receives the size of every chunk, in bytes; `signal` ends any wait for more. */
  constructor(open: () => Readable, count: (bytes: number) => void, signal?: AbortSignal) {
    this.#open = open;
    this.#count = count;
    this.#signal = signal;
  }

  async next(): Promise<Buffer | null> {
    try {
      while (!this.#over) {
        this.#iterator ??= this.#begin();
        const step = await this.#iterator.next();
        if (step.done === true) {
          this.ended = this.#signal?.aborted !== true;
          break;
        }
        const chunk = bytesOf(step.value);
        this.#count(chunk.length);
        if (chunk.length > 0) return chunk;
      }
    } catch (error) {
      this.failure = reasonOf(error);
    }
    this.#over = true;
    return null;
  }

  async close(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    await this.#iterator?.return?.();
  }

  #begin(): AsyncIterator<unknown> {
    const stream = this.#open();
    if (this.#signal !== undefined) addAbortSignal(this.#signal, stream);
    return stream[Symbol.asyncIterator]();
  }
}
