import { addAbortSignal, type Readable } from 'node:stream';
import type { ByteSource } from './byte-source.js';
import { reasonOf } from '../failure.js';

const bytesOf = (chunk: unknown): Buffer =>
  Buffer.isBuffer(chunk) ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk));

/** A stream such as stdin, pulled chunk by chunk. */
export class StreamSource implements ByteSource {
  failure: string | null = null;
  ended = false;
  readonly #iterator: AsyncIterator<unknown>;
  readonly #count: (bytes: number) => void;
  readonly #signal: AbortSignal | undefined;
  #over = false;

  /** `count` receives the size of every chunk, in bytes; `signal` ends any wait for more. */
  constructor(stream: Readable, count: (bytes: number) => void, signal?: AbortSignal) {
    if (signal !== undefined) addAbortSignal(signal, stream);
    this.#iterator = stream[Symbol.asyncIterator]();
    this.#count = count;
    this.#signal = signal;
  }

  async next(): Promise<Buffer | null> {
    try {
      while (!this.#over) {
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
    await this.#iterator.return?.();
  }
}
