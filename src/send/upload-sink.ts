// The sink of an upload: chunks within the rate limiter. One chunk's delivery: delivery.ts.

import pLimit, { type LimitFunction } from 'p-limit';
import { asError } from '../lib/errors.js';
import type { EventSink } from './sink.js';
import type { Ledger } from '../model/ledger.js';
import type { Chunk, MappedBlock, Outgoing } from '../model/mapped.js';
import type { Chunker } from './chunker.js';
import type { Delivery } from './delivery.js';
import { fingerprintsOf } from './fingerprints.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Selection } from './selection.js';

/**
 * Maximum number of chunks beside those in flight: they wait until the ledger has their start, or their outcome, on
 * disk.
 */
const CHUNKS_AT_THE_LEDGER = 2;

export interface UploadOptions {
  readonly chunker: Pick<Chunker, 'add' | 'flush'>;
  readonly ledger: Pick<Ledger, 'release'>;
  readonly limiter: RateLimiter;
  readonly delivery: Delivery;
  readonly stopping: AbortSignal;
  readonly selection: Selection;
  readonly listener: { unsent(events: readonly Outgoing[]): void };
}

const eventsOf = (mapped: MappedBlock): readonly Outgoing[] =>
  Array.from({ length: mapped.facts.count }, (_, index) => ({ mapped, index }));

/** Sends the events that are new to the ledger in chunks, within the limits of the rate limiter. */
export class Upload implements EventSink {
  readonly #options: UploadOptions;
  readonly #limit: LimitFunction;
  readonly stopping: AbortSignal;
  /** Chunks without all their outcomes. The old tables of a Set of promises would keep their events alive. */
  #chunks = 0;
  readonly #waiting: (() => void)[] = [];
  #bug: Error | null = null;

  constructor(options: UploadOptions) {
    this.#options = options;
    this.#limit = pLimit(this.#mostChunks);
    this.stopping = options.stopping;
  }

  get #mostChunks(): number {
    return this.#options.limiter.lanes + CHUNKS_AT_THE_LEDGER;
  }

  async take(mapped: MappedBlock): Promise<void> {
    mapped.freesWire = true;
    if (this.stopping.aborted) {
      this.#giveUp(eventsOf(mapped));
      return;
    }
    const { selection, chunker } = this.#options;
    // Not one loop: where a loop waits, each turn leaves garbage, which is 80 bytes an event.
    const chunks = selection.wanted(mapped).map((event) => chunker.add(event));
    for (const chunk of chunks.filter((one) => one !== null)) await this.#launch(chunk);
  }

  async finish(): Promise<void> {
    const last = this.#options.chunker.flush();
    if (last !== null) await this.#launch(last);
    while (this.#chunks > 0) await this.#oneDone();
    if (this.#bug !== null) throw this.#bug;
  }

  /** For events that this run does not send after all. */
  #giveUp(events: readonly Outgoing[]): void {
    this.#options.ledger.release(fingerprintsOf(events));
    this.#options.listener.unsent(events);
  }

  /** Starts a chunk as soon as the limits allow: nothing is queued, so memory does not grow with the input. */
  async #launch(chunk: Chunk): Promise<void> {
    while (this.#chunks >= this.#mostChunks) await this.#oneDone();
    if (this.#bug !== null) throw this.#bug;
    if (this.stopping.aborted) {
      this.#giveUp(chunk.events);
      return;
    }
    this.#limit.concurrency = this.#mostChunks;
    this.#chunks += 1;
    void this.#limit(() => this.#options.delivery.deliver(chunk.events))
      .catch((error: unknown) => {
        this.#bug = asError(error);
      })
      .finally(() => {
        this.#chunks -= 1;
        for (const wake of this.#waiting.splice(0)) wake();
      });
  }

  /** Resolves when a chunk has its outcomes. */
  #oneDone(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
