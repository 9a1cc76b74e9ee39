import { wireStart, type Chunk, type Outgoing } from '../model/mapped.js';

/**
 * Meta documents no limit on the body; with this one a request of unusually large events can still be sent within the
 * timeout.
 */
const MAX_CHUNK_BYTES = 8 * 1024 * 1024;

/** Bytes of one event's JSON text and its separator. */
const wireLength = (event: Outgoing): number => (event.mapped.wireEnds[event.index] ?? 0) - wireStart(event);

/**
 * Cuts a stream of events into chunks of at most `maxEvents` events and, except for a larger single event, `maxBytes`.
 */
export class Chunker {
  readonly #maxEvents: number;
  readonly #maxBytes: number;
  #events: Outgoing[] = [];
  #bytes = 0;

  constructor(maxEvents: number, maxBytes: number = MAX_CHUNK_BYTES) {
    this.#maxEvents = maxEvents;
    this.#maxBytes = maxBytes;
  }

  /** Adds one event; returns the chunk that it completes, or null. */
  add(event: Outgoing): Chunk | null {
    const bytes = wireLength(event);
    const full = this.#bytes + bytes > this.#maxBytes ? this.flush() : null;
    this.#events.push(event);
    this.#bytes += bytes;
    if (full !== null) return full;
    return this.#events.length >= this.#maxEvents ? this.flush() : null;
  }

  /** The rest, or null if there is none. */
  flush(): Chunk | null {
    if (this.#events.length === 0) return null;
    const chunk: Chunk = { events: this.#events, bytes: this.#bytes };
    this.#events = [];
    this.#bytes = 0;
    return chunk;
  }
}
