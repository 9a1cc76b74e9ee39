// The sink of a dry run: prints events or request bodies.

import type { OutputStream } from '../lib/output-stream.js';
import type { EventSink } from './sink.js';
import { wireStart, type Chunk, type MappedBlock, type Outgoing } from '../model/mapped.js';
import type { Chunker } from './chunker.js';
import type { Selection } from './selection.js';

const NEWLINE = 0x0a;

export interface PreviewListener {
  previewed(events: readonly Outgoing[]): void;
  unsent(events: readonly Outgoing[]): void;
}

/** How selected events are printed: one per line, or as the request bodies that would contain them. */
export type PreviewForm =
  | { readonly kind: 'events' }
  | {
      readonly kind: 'requests';
      readonly chunker: Pick<Chunker, 'add' | 'flush'>;
      readonly body: (events: readonly Outgoing[]) => Uint8Array;
    };

const wireOf = (event: Outgoing): Uint8Array =>
  event.mapped.wire.subarray(wireStart(event), event.mapped.wireEnds[event.index]);

/** Prints what an upload would send, without what the ledger has as sent; the ledger is only read. */
export class Preview implements EventSink {
  readonly #output: OutputStream;
  readonly #form: PreviewForm;
  readonly #selection: Selection;
  readonly #listener: PreviewListener;
  readonly #closed = new AbortController();

  constructor(output: OutputStream, form: PreviewForm, selection: Selection, listener: PreviewListener) {
    this.#output = output;
    this.#form = form;
    this.#selection = selection;
    this.#listener = listener;
  }

  get stopping(): AbortSignal {
    return this.#closed.signal;
  }

  async take(mapped: MappedBlock): Promise<void> {
    const wanted = this.#selection.wanted(mapped);
    if (this.#form.kind === 'events') await this.#lines(mapped, wanted);
    else for (const event of wanted) await this.#request(this.#form.chunker.add(event));
  }

  async finish(): Promise<void> {
    if (this.#form.kind === 'requests') await this.#request(this.#form.chunker.flush());
  }

  async #lines(mapped: MappedBlock, events: readonly Outgoing[]): Promise<void> {
    // The events of a block are consecutive lines already.
    const all = events.length === mapped.facts.count;
    await this.#print(all ? mapped.wire : Buffer.concat(events.map(wireOf)), events);
  }

  async #request(chunk: Chunk | null): Promise<void> {
    if (chunk === null || this.#form.kind !== 'requests') return;
    await this.#print(Buffer.concat([this.#form.body(chunk.events), Buffer.of(NEWLINE)]), chunk.events);
  }

  async #print(data: Uint8Array, events: readonly Outgoing[]): Promise<void> {
    if (events.length === 0) return;
    if (await this.#output.write(data)) this.#listener.previewed(events);
    else {
      this.#listener.unsent(events);
      this.#closed.abort();
    }
  }
}
