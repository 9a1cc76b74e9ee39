import type { InputAccounts } from './input-accounts.js';
import { noLedger } from './ledger/none.js';
import { InputError } from './lib/errors.js';
import type { InputState } from './model/block.js';
import type { InputIdentity, Ledger } from './model/ledger.js';
import type { MappingSettings } from './model/settings.js';
import { shardLabel } from './model/shard.js';
import { inputIdentityOf, readInput, type InputRef, type ReadOptions } from './read/inputs.js';
import { settingsDigest } from './settings-digest.js';
import type { ReadItem } from './transform-all.js';

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
  readonly mapping: MappingSettings;
  readonly ledger: Ledger;
  readonly accounts: InputAccounts;
  /** Whether inputs that turn out settled are noted as such: not in a dry run. */
  readonly noteSettled: boolean;
  /** Aborted when nothing more is wanted: an input that has nothing to say (a terminal) must not hold the end up. */
  readonly stopping: AbortSignal;
  readonly failed: (error: InputError) => void;
}

/** Reads the inputs of a run one after another, leaves out those settled before, and notes those settled now. */
export class InputFeed {
  readonly states: readonly InputState[];
  readonly #options: InputFeedOptions;
  readonly #identities = new Map<number, InputIdentity>();
  readonly #digest: string;

  constructor(options: InputFeedOptions) {
    this.#options = options;
    this.states = options.inputs.map(stateOf);
    // Who read some lines of an input cannot tell that all of it is settled.
    const { share } = options.reading;
    this.#digest = settingsDigest(options.mapping) + (share === undefined ? '' : ` lines ${shardLabel(share)}`);
  }

  /** Bytes of all inputs together as they lie on disk; null when one does not say (stdin). */
  get bytes(): number | null {
    const sizes = this.#options.inputs.map((input) => input.size);
    return sizes.every((size) => size !== null) ? sizes.reduce((sum, size) => sum + size, 0) : null;
  }

  get bytesRead(): number {
    return this.states.reduce((sum, state) => sum + state.bytesRead, 0);
  }

  /** Every block of every input in order, and behind its last block the end of each input that was read to its end. */
  async *read(): AsyncGenerator<ReadItem> {
    for (const [number, input] of this.#options.inputs.entries()) {
      const state = this.states[number];
      if (state === undefined) continue;
      try {
        if (await this.#isSettled(number, input, state)) continue;
        const numbered = { ...input, number };
        for await (const block of readInput(numbered, this.#options.reading, state, this.#options.stopping))
          yield { kind: 'block', block };
        yield { kind: 'end', input: number };
      } catch (error) {
        // One unreadable input keeps nobody from the others.
        if (!(error instanceof InputError)) throw error;
        this.#options.failed(error);
      } finally {
        if (state.status === 'reading') state.status = 'stopped';
      }
    }
  }

  /** Notes in the ledger which inputs have become settled whole. */
  async noteSettled(): Promise<void> {
    for (const number of this.#options.accounts.takeSettled()) {
      const identity = this.#identities.get(number);
      if (identity !== undefined && this.#options.noteSettled)
        await this.#options.ledger.markSettled(identity, this.#digest);
    }
  }

  async #isSettled(number: number, input: InputRef, state: InputState): Promise<boolean> {
    // Without a ledger nobody will ask whether this is the same file.
    const identity = this.#options.ledger === noLedger ? null : await inputIdentityOf(input);
    if (identity === null) return false;
    this.#identities.set(number, identity);
    if (!this.#options.ledger.isSettled(identity, this.#digest)) return false;
    Object.assign(state, { status: 'unchanged', bytesRead: input.size ?? 0 });
    return true;
  }
}
