// Reads a run's inputs in order, skips settled ones and marks those settled now. Parsing: transform.

import { sum } from '../lib/sum.js';
import type { Feed, FeedParts, OpenFeed } from './feed.js';
import { noLedger } from '../ledger/no-ledger.js';
import { asError, InputError } from '../lib/errors.js';
import type { Block, InputState } from '../model/block.js';
import type { InputSnapshot } from '../model/input-proof.js';
import type { MappingSettings } from '../model/settings.js';
import { shardLabel } from '../model/shard.js';
import {
  readInput,
  snapshotOf,
  unreadState,
  type InputRef,
  type NumberedInput,
  type ReadEnd,
  type ReadOptions,
} from '../read/index.js';
import type { ReadItem } from '../transform/in-order.js';
import type { Settled } from './input-progress.js';
import { hash } from 'node:crypto';
import { stableSettingsText } from './plan.js';

/** What decides how an input is read; the manifest counts by its content, not its path. */
const readingText = ({ format, csv }: ReadOptions): string => {
  const { path, ...said } = csv.manifest ?? {};
  return JSON.stringify([format, csv.delimiter, csv.group, csv.timeZone, said]);
};

/**
 * A digest of the settings and flags that decide which events are sent, because an input settled under other settings
 * may have events that these would send. Times that depend on the clock are left out.
 */
const settingsDigest = (mapping: MappingSettings, reading: ReadOptions): string =>
  hash('sha256', stableSettingsText(mapping) + readingText(reading), 'hex');

interface InputFeedOptions {
  readonly inputs: readonly InputRef[];
  readonly reading: ReadOptions;
  /** The settings under which inputs count as settled; null: every input is read. */
  readonly mapping: MappingSettings | null;
}

/** Reads the inputs of a run one after another, skips those settled before, and marks those settled now. */
class InputFeed implements Feed {
  readonly states: readonly InputState[];
  readonly #options: InputFeedOptions;
  readonly #parts: FeedParts;
  readonly #digest: string | null;
  /** The marks that are being written; null: none. */
  #marking: Promise<void> | null = null;
  #markFault: Error | null = null;

  constructor(options: InputFeedOptions, parts: FeedParts) {
    this.#options = options;
    this.#parts = parts;
    this.states = options.inputs.map(unreadState);
    // A shard of lines cannot prove that the whole input is settled.
    const { shard } = options.reading;
    const lines = shard === undefined ? '' : ` lines ${shardLabel(shard)}`;
    // Without a ledger no later run needs the input's identity.
    const asks = options.mapping !== null && parts.ledger !== noLedger;
    this.#digest = asks ? settingsDigest(options.mapping, options.reading) + lines : null;
  }

  get bytes(): number | null {
    const sizes = this.#options.inputs.map((input) => input.size);
    return sizes.every((size) => size !== null) ? sum(sizes) : null;
  }

  /** The end of each input follows its last block, however it was reached. */
  async *read(): AsyncGenerator<ReadItem> {
    let bytesBefore = 0;
    for (const [number, input] of this.#options.inputs.entries()) {
      const state = this.states[number];
      if (state === undefined) continue;
      const end: { reached: ReadEnd } = { reached: null };
      try {
        for await (const block of this.#blocks({ ...input, number }, state, end))
          yield { kind: 'block', block, bytesRead: bytesBefore + state.bytesRead };
        if (end.reached === 'changed') this.#parts.warn({ code: 'input_changed', count: 1, detail: input.path });
      } catch (error) {
        // An unreadable input does not stop the others.
        if (!(error instanceof InputError)) throw error;
        this.#parts.failed(error);
      } finally {
        if (state.status === 'reading') state.status = 'stopped';
      }
      const proof = end.reached === 'changed' ? null : end.reached;
      bytesBefore += state.bytesRead;
      yield { kind: 'end', input: number, proof, bytesRead: bytesBefore };
    }
  }

  markSettled(): void {
    if (this.#markFault !== null) throw this.#markFault;
    if (this.#marking !== null) return;
    const settled = this.#parts.inputProgress.takeSettled();
    if (settled.length > 0 && this.#digest !== null) this.#marking = this.#mark(settled, this.#digest);
  }

  async marked(): Promise<void> {
    await this.#marking;
    if (this.#markFault !== null) throw this.#markFault;
  }

  async #mark(settled: readonly Settled[], digest: string): Promise<void> {
    const { ledger } = this.#parts;
    try {
      await Promise.all(settled.map(({ proof }) => ledger.markSettled(proof, digest)));
    } catch (error) {
      this.#markFault = asError(error);
    } finally {
      this.#marking = null;
    }
  }

  async *#blocks(input: NumberedInput, state: InputState, end: { reached: ReadEnd }): AsyncGenerator<Block> {
    const before = this.#digest === null ? null : await snapshotOf(input);
    if (this.#isSettled(before)) Object.assign(state, { status: 'unchanged', bytesRead: input.size ?? 0 });
    else end.reached = yield* readInput(input, this.#options.reading, state, this.#parts.stopping, before);
  }

  #isSettled(now: InputSnapshot | null): boolean {
    return now !== null && this.#digest !== null && this.#parts.ledger.isSettled(now.identity, this.#digest);
  }
}

/** The feed of a run over inputs. */
export const inputFeed =
  (options: InputFeedOptions): OpenFeed =>
  (parts) =>
    new InputFeed(options, parts);
