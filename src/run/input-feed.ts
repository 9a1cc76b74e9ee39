import type { Feed, FeedParts, OpenFeed } from './feed.js';
import { noLedger } from '../ledger/no-ledger.js';
import { InputError } from '../lib/errors.js';
import type { InputState } from '../model/block.js';
import type { InputIdentity } from '../model/ledger.js';
import type { MappingSettings } from '../model/settings.js';
import { shardLabel } from '../model/shard.js';
import { inputIdentityOf, readInput, type InputRef, type ReadOptions } from '../read/index.js';
import type { ReadItem } from '../transform/in-order.js';
import { createHash } from 'node:crypto';

/** What decides how an input is read, without the place of the manifest: it counts by what it says. */
const readingText = ({ format, csv }: ReadOptions): string => {
  const { hasHeaderRow, columns } = csv.manifest ?? {};
  return JSON.stringify([format, csv.delimiter, csv.group, csv.timeZone, hasHeaderRow, columns]);
};

/**
 * A digest of the settings and flags that decide which events go out: an input settled under others may hold events that
 * these want. Times that move with the clock are no part of it.
 */
export const settingsDigest = (mapping: MappingSettings, reading: ReadOptions): string => {
  const { asOfMs, sinceMs, untilMs, ...lasting } = mapping;
  const sorted = Object.entries(lasting).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(sorted) + readingText(reading))
    .digest('hex');
};

const stateOf = (input: InputRef): InputState => ({
  path: input.path,
  format: 'unknown',
  size: input.size,
  bytesRead: 0,
  records: 0,
  status: 'waiting',
  failure: null,
});

export interface InputFeedOptions {
  readonly inputs: readonly InputRef[];
  readonly reading: ReadOptions;
  /** The settings under which inputs count as settled; null: every input is read. */
  readonly mapping: MappingSettings | null;
  /** Whether inputs that turn out settled are noted as such: not in a dry run. */
  readonly noteSettled: boolean;
}

/** Reads the inputs of a run one after another, leaves out those settled before, and notes those settled now. */
class InputFeed implements Feed {
  readonly states: readonly InputState[];
  readonly #options: InputFeedOptions;
  readonly #parts: FeedParts;
  readonly #identities = new Map<number, InputIdentity>();
  readonly #digest: string | null;

  constructor(options: InputFeedOptions, parts: FeedParts) {
    this.#options = options;
    this.#parts = parts;
    this.states = options.inputs.map(stateOf);
    // Who read some lines of an input cannot tell that all of it is settled.
    const { share } = options.reading;
    const lines = share === undefined ? '' : ` lines ${shardLabel(share)}`;
    // Without a ledger nobody will ask whether this is the same file.
    const asks = options.mapping !== null && parts.ledger !== noLedger;
    this.#digest = asks ? settingsDigest(options.mapping, options.reading) + lines : null;
  }

  get bytes(): number | null {
    const sizes = this.#options.inputs.map((input) => input.size);
    return sizes.every((size) => size !== null) ? sizes.reduce((sum, size) => sum + size, 0) : null;
  }

  get bytesRead(): number {
    return this.states.reduce((sum, state) => sum + state.bytesRead, 0);
  }

  /** Behind the last block of each input that was read to its end comes that end. */
  async *read(): AsyncGenerator<ReadItem> {
    for (const [number, input] of this.#options.inputs.entries()) {
      const state = this.states[number];
      if (state === undefined) continue;
      try {
        if (await this.#isSettled(number, input, state)) continue;
        const numbered = { ...input, number };
        for await (const block of readInput(numbered, this.#options.reading, state, this.#parts.stopping))
          yield { kind: 'block', block };
        yield { kind: 'end', input: number };
      } catch (error) {
        // One unreadable input keeps nobody from the others.
        if (!(error instanceof InputError)) throw error;
        this.#parts.failed(error);
      } finally {
        if (state.status === 'reading') state.status = 'stopped';
      }
    }
  }

  async noteSettled(): Promise<void> {
    const { accounts, ledger } = this.#parts;
    for (const number of accounts.takeSettled()) {
      const identity = this.#identities.get(number);
      if (identity !== undefined && this.#digest !== null && this.#options.noteSettled) {
        await ledger.markSettled(identity, this.#digest);
        ledger.rejects.inputSettled(this.states[number]?.path ?? '');
      }
    }
  }

  async #isSettled(number: number, input: InputRef, state: InputState): Promise<boolean> {
    if (this.#digest === null) return false;
    const identity = await inputIdentityOf(input);
    if (identity === null) return false;
    this.#identities.set(number, identity);
    if (!this.#parts.ledger.isSettled(identity, this.#digest)) return false;
    Object.assign(state, { status: 'unchanged', bytesRead: input.size ?? 0 });
    return true;
  }
}

/** The feed of a run over inputs. */
export const inputFeed =
  (options: InputFeedOptions): OpenFeed =>
  (parts) =>
    new InputFeed(options, parts);
