// A writable stream with back-pressure, and printing to stdout. The sinks of events are in send/.

import type { Writable } from 'node:stream';
import { UsageError } from './errors.js';
import { writeFault } from './file-errors.js';

/** A stream with back-pressure whose reader may leave at any time (`| head`). */
export class OutputStream {
  readonly #stream: Writable;
  #closed = false;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#closed = true;
      // A reader that leaves early is not a failure.
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') this.#failure = error;
      this.#wake?.();
    });
    stream.on('drain', () => this.#wake?.());
    stream.on('close', () => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The error that ended the stream (such as a full disk), other than its reader leaving; null: none. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Resolves when more can be written; false when the reader is gone. */
  async write(data: Uint8Array | string): Promise<boolean> {
    if (this.#closed) return false;
    if (!this.#stream.write(data)) await this.#drained();
    return !this.#closed;
  }

  /** Resolves when everything is written, or can no longer be written. */
  async flushed(): Promise<void> {
    if (this.#closed) return;
    // A failed write calls back before the stream's error event, so `written` waits for that event.
    await new Promise<void>((resolve) => {
      this.#stream.once('close', resolve);
      const written = (): void => {
        this.#stream.off('close', resolve);
        setImmediate(resolve);
      };
      if (this.#stream.writableLength === 0) written();
      else this.#stream.write('', written);
    });
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
      if (this.#closed || !this.#stream.writableNeedDrain) this.#wake();
    });
  }
}

/** Resolves when all of stdout is written, or its reader has left; rejects with UsageError if some of it is lost. */
export const ensurePrinted = async (stdout: OutputStream): Promise<void> => {
  await stdout.flushed();
  if (stdout.failure !== null) throw new UsageError(`stdout cannot be written: ${writeFault(stdout.failure)}`);
};

/** Prints the one text of a command; rejects with UsageError when it cannot be written. */
export const print = async (text: string, stdout: Writable): Promise<void> => {
  const output = new OutputStream(stdout);
  await output.write(text);
  await ensurePrinted(output);
};
