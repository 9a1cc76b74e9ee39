import type { InputAccounts } from './input-progress.js';
import type { InputError } from '../lib/errors.js';
import type { InputState } from '../model/block.js';
import type { Ledger } from '../model/ledger.js';
import type { CountedWarning } from '../model/warnings.js';
import type { ReadItem } from '../transform/in-order.js';

/** What a feed needs of the run that it feeds. */
export interface FeedParts {
  readonly ledger: Ledger;
  readonly accounts: InputAccounts;
  /** Aborted when no more input is needed: an input that stays silent (a terminal) must not block the end. */
  readonly stopping: AbortSignal;
  /** Called for an input that could not be read to its end. */
  readonly failed: (error: InputError) => void;
  readonly warn: (warning: CountedWarning) => void;
}

/** Where a run's blocks come from: files, or a program's own batches. */
export interface Feed {
  /** The inputs by their numbers, as far as they are known. */
  readonly states: readonly InputState[];
  /** Total bytes of all inputs on disk; null when one is unknown (stdin). */
  readonly bytes: number | null;
  /**
   * Every block in order, read only when it is asked for. That it ends says nothing of how: a run that stops ends it as
   * well. Only an item with a proof says that an input was read whole.
   */
  read(): AsyncGenerator<ReadItem>;
  /**
   * Begins to mark in the ledger the inputs that have become settled. While marks are being written it does nothing:
   * the next call takes all that were settled meanwhile, since of small files each would wait for the disk. Throws what
   * kept earlier marks from being written.
   */
  markSettled(): void;
  /** Resolves when no marks are being written. Rejects with what kept them from being written. */
  marked(): Promise<void>;
}

/** Makes the feed of one run. */
export type OpenFeed = (parts: FeedParts) => Feed;
