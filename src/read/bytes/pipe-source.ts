import { constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import type { ByteSource } from './byte-source.js';
import { reasonOf } from '../failure.js';
import { StreamSource } from './stream-source.js';

/** A named pipe without a writer is open at once like this, and is at its end only after a writer came and went. */
const WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

const streamOf = (path: string): Readable => {
  const fd = openSync(path, WITHOUT_WAITING);
  if (isatty(fd)) return new ReadStream(fd);
  if (fstatSync(fd).isFIFO()) return new Socket({ fd, readable: true, writable: false });
  return createReadStream(path, { fd });
};

/**
 * A named pipe, terminal or other device, read as a stream. As a file it would be waited for in a thread that nothing
 * ends, not even the end of the process. It is opened at the first read; `signal` ends any wait for more.
 */
export class PipeSource implements ByteSource {
  failure: string | null = null;
  readonly #path: string;
  readonly #count: (bytes: number) => void;
  readonly #signal: AbortSignal | undefined;
  #stream: StreamSource | null = null;
  #over = false;

  /** `count` receives the size of every piece read, in bytes. */
  constructor(path: string, count: (bytes: number) => void, signal: AbortSignal | undefined) {
    this.#path = path;
    this.#count = count;
    this.#signal = signal;
  }

  get ended(): boolean {
    return this.#stream?.ended ?? false;
  }

  async next(): Promise<Buffer | null> {
    if (this.#over) return null;
    try {
      this.#stream ??= new StreamSource(streamOf(this.#path), this.#count, this.#signal);
    } catch (error) {
      this.failure = reasonOf(error);
      this.#over = true;
      return null;
    }
    const piece = await this.#stream.next();
    this.failure = this.#stream.failure;
    return piece;
  }

  async close(): Promise<void> {
    this.#over = true;
    await this.#stream?.close();
  }
}
