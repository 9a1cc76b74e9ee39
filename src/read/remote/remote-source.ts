// The bytes of a remote object; reading resumes after failures. The meaning of a store's errors: store-fault.ts.

import type { Readable } from 'node:stream';
import type { Clock } from '../../lib/clock.js';
import type { ByteSource } from '../bytes/byte-source.js';
import { CHANGED, RemoteFault, type RemoteBody, type RemoteFile } from '../remote-file.js';

/** Attempts in a row without a new byte; a connection that still delivers bytes may break any number of times. */
export const MAX_ATTEMPTS = 6;
const FIRST_WAIT_MS = 200;

/** Milliseconds to wait after this many attempts in a row without a new byte. */
export const waitMsAfter = (attempts: number): number => FIRST_WAIT_MS * 2 ** (attempts - 1);

/** A connection that delivers nothing for this long, although data is expected, counts as dead. */
const IDLE_MS = 60_000;

const BROKE = 'the connection broke off';

/** What reading over a network needs from its environment. */
interface RemoteContext {
  readonly sleep: Clock['sleep'];
  readonly idleMs?: number;
  /** Ends any wait at once; absent: nothing stops the reading. */
  readonly signal?: AbortSignal | undefined;
}

interface Flow {
  readonly body: Readable;
  readonly pieces: AsyncIterator<unknown>;
}

/** The bytes of a remote object, in order; after a broken connection a new one continues at the same byte. */
export class RemoteSource implements ByteSource {
  failure: string | null = null;
  ended = false;
  readonly #file: RemoteFile;
  readonly #count: (bytes: number) => void;
  readonly #context: RemoteContext;
  #flow: Flow | null = null;
  /** Bytes returned so far. */
  #at = 0;
  #size: number | null;
  #etag: string | null;
  #fruitless = 0;
  #over = false;
  /** Ends the current wait for the next piece, if there is one. */
  #endWait: ((fault: RemoteFault) => void) | null = null;

  /** `count` receives the size of every piece read, in bytes. */
  constructor(file: RemoteFile, count: (bytes: number) => void, context: RemoteContext) {
    this.#file = file;
    this.#count = count;
    this.#context = context;
    this.#size = file.size;
    this.#etag = file.etag;
    const { signal } = context;
    if (signal?.aborted === true) this.#over = true;
    signal?.addEventListener('abort', this.#stop, { once: true });
  }

  async next(): Promise<Buffer | null> {
    while (!this.#over) {
      try {
        const piece = await this.#read();
        if (piece !== null) return piece;
        this.ended = !this.#over;
        await this.close();
      } catch (error) {
        await this.#afterFault(error);
      }
    }
    return null;
  }

  close(): Promise<void> {
    this.#over = true;
    this.#context.signal?.removeEventListener('abort', this.#stop);
    this.#drop();
    return Promise.resolve();
  }

  readonly #stop = (): void => {
    void this.close();
    this.#endWait?.(new RemoteFault('temporary', 'the reading was stopped'));
  };

  /** null: the object is at its end. */
  async #read(): Promise<Buffer | null> {
    if (this.#at > 0 && this.#at === this.#size) return null;
    const flow = (this.#flow ??= await this.#open());
    const step = this.#over ? null : await this.#orIdle(flow.pieces.next());
    // Closed while waiting.
    if (this.#over || step === null) {
      this.#drop();
      return null;
    }
    if (step.done === true) {
      if (this.#size === null || this.#at === this.#size) return null;
      throw new RemoteFault('temporary', BROKE);
    }
    return this.#take(step.value);
  }

  #take(value: unknown): Buffer {
    const piece = Buffer.isBuffer(value) ? value : Buffer.from(value instanceof Uint8Array ? value : String(value));
    this.#at += piece.length;
    if (this.#size !== null && this.#at > this.#size) throw new RemoteFault('changed', CHANGED);
    this.#fruitless = 0;
    this.#count(piece.length);
    return piece;
  }

  async #open(): Promise<Flow> {
    const answer = await this.#file.open(this.#at, this.#context.signal);
    // Without its own listener, an error before the first read would end the process.
    answer.bytes.on('error', () => undefined);
    try {
      this.#compare(answer);
    } catch (error) {
      answer.bytes.destroy();
      throw error;
    }
    return { body: answer.bytes, pieces: answer.bytes[Symbol.asyncIterator]() };
  }

  /** Not every store supports If-Match and Range, so check its answer. */
  #compare({ etag, size, start }: RemoteBody): void {
    const isOther =
      (etag !== null && this.#etag !== null && etag !== this.#etag) ||
      (size !== null && this.#size !== null && size !== this.#size);
    if (isOther) throw new RemoteFault('changed', CHANGED);
    if (start !== this.#at) throw new RemoteFault('permanent', 'the store cannot give a part of it');
    this.#etag ??= etag;
    this.#size ??= size;
  }

  async #orIdle<T>(promise: Promise<T>): Promise<T> {
    const { idleMs = IDLE_MS } = this.#context;
    let timer: NodeJS.Timeout | undefined;
    const idle = new Promise<never>((_, reject) => {
      this.#endWait = reject;
      timer = setTimeout(() => reject(new RemoteFault('temporary', 'no more data arrived')), idleMs);
    });
    try {
      return await Promise.race([promise, idle]);
    } finally {
      this.#endWait = null;
      clearTimeout(timer);
    }
  }

  /** Waits before the next attempt, or gives up. */
  async #afterFault(error: unknown): Promise<void> {
    this.#drop();
    if (this.#over) return;
    const fault = error instanceof RemoteFault ? error : new RemoteFault('temporary', BROKE, { cause: error });
    this.#fruitless += 1;
    if (fault.kind !== 'temporary' || this.#fruitless >= MAX_ATTEMPTS) {
      this.failure = fault.message;
      this.#over = true;
      return;
    }
    const { sleep, signal } = this.#context;
    // If a stop ends the wait, `next` notices that reading is over.
    await sleep(waitMsAfter(this.#fruitless), signal).catch(() => undefined);
  }

  #drop(): void {
    this.#flow?.body.destroy();
    this.#flow = null;
  }
}
