import pLimit, { type LimitFunction } from 'p-limit';
import type { Clock } from '../lib/clock.js';
import type { LastRoom } from '../model/last-room.js';
import type { Ledger } from '../model/ledger.js';
import type { Chunk, MappedBlock, Outgoing } from '../model/mapped.js';
import type { Delivery } from './deliver.js';
import { fingerprintOf, fingerprintsOf } from './fingerprints.js';
import type { Pace } from './pace.js';

/** Facebook removes duplicates of offline events for so long (Conversions API for offline events, deduplication). */
const FACEBOOK_REMEMBERS_MS = 7 * 86_400_000;

export interface UploadListener {
  alreadySent(input: number): void;
  duplicate(input: number): void;
  /** Of unknown outcome in an earlier run: sent again, or held back. */
  unknown(what: 'sent_again' | 'held'): void;
  unsent(events: readonly Outgoing[]): void;
}

export interface UploadOptions {
  /** Cuts the stream of events into chunks. */
  readonly packer: { add(event: Outgoing): Chunk | null; flush(): Chunk | null };
  readonly resendUnknown: boolean;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly pace: Pace;
  readonly delivery: Delivery;
  readonly stopping: AbortSignal;
  readonly listener: UploadListener;
}

/** Sends what the ledger does not know yet, in chunks, as many at a time as the pace allows. */
export class Upload implements LastRoom {
  readonly #options: UploadOptions;
  readonly #limit: LimitFunction;
  readonly #inFlight = new Set<Promise<void>>();
  readonly stopping: AbortSignal;
  #bug: Error | null = null;

  constructor(options: UploadOptions) {
    this.#options = options;
    this.#limit = pLimit(Math.max(1, options.pace.lanes));
    this.stopping = options.stopping;
  }

  get requestsInFlight(): number {
    return this.#inFlight.size;
  }

  async take(mapped: MappedBlock): Promise<void> {
    for (let index = 0; index < mapped.facts.length; index += 1) {
      const event = { mapped, index };
      if (this.stopping.aborted) this.#options.listener.unsent([event]);
      else if (this.#wanted(event)) await this.#launch(this.#options.packer.add(event));
    }
  }

  async finish(): Promise<void> {
    await this.#launch(this.#options.packer.flush());
    await Promise.all(this.#inFlight);
    if (this.#bug !== null) throw this.#bug;
  }

  #wanted(event: Outgoing): boolean {
    const { ledger, listener, clock, resendUnknown } = this.#options;
    const claim = ledger.claim(fingerprintOf(event));
    if (claim.kind === 'new') return true;
    if (claim.kind === 'sent') listener.alreadySent(event.mapped.block.input);
    else if (claim.kind === 'duplicate') listener.duplicate(event.mapped.block.input);
    else if (resendUnknown || clock.now() - claim.sinceMs < FACEBOOK_REMEMBERS_MS) {
      listener.unknown('sent_again');
      return true;
    } else {
      ledger.release(fingerprintOf(event));
      listener.unknown('held');
      listener.unsent([event]);
    }
    return false;
  }

  /** Starts a chunk when a lane is free: never more than the lanes are started, so nothing queues. */
  async #launch(chunk: Chunk | null): Promise<void> {
    if (chunk === null) return;
    while (this.#inFlight.size >= this.#options.pace.lanes && !this.stopping.aborted)
      await Promise.race(this.#inFlight);
    if (this.#bug !== null) throw this.#bug;
    if (this.stopping.aborted) {
      this.#options.ledger.release(fingerprintsOf(chunk.events));
      this.#options.listener.unsent(chunk.events);
      return;
    }
    this.#limit.concurrency = this.#options.pace.lanes;
    const delivery = this.#limit(() => this.#options.delivery.deliver(chunk.events))
      .catch((error: unknown) => {
        this.#bug = error instanceof Error ? error : new Error('a delivery failed', { cause: error });
      })
      .finally(() => this.#inFlight.delete(delivery));
    this.#inFlight.add(delivery);
  }
}
