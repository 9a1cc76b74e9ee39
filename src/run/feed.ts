import type { InputProgress } from './input-progress.js';
import type { InputError } from '../lib/errors.js';
import type { InputState } from '../model/block.js';
import type { Ledger } from '../model/ledger.js';
import type { CountedWarning } from '../model/warnings.js';
import type { ReadItem } from '../transform/in-order.js';

/** What a feed needs from its run. */
export interface FeedParts {
  readonly ledger: Ledger;
  readonly inputProgress: InputProgress;
  /** Aborted when no more input is needed: an idle input (a terminal) must not block the end. */
  readonly stopping: AbortSignal;
  /** Called for an input that could not be read to its end. */
  readonly failed: (error: InputError) => void;
  readonly warn: (warning: CountedWarning) => void;
}

/** Where a run's blocks come from: files, or a program's own batches. */
export interface Feed {
  /** The inputs by number, as far as they are known. */
  readonly states: readonly InputState[];
  /** Total bytes of all inputs on disk; null when one is unknown (stdin). */
  readonly bytes: number | null;
  /**
   * Every block in order, read on demand. The end of the blocks does not prove anything, because a stopped run also
   * ends them; only an item with a proof says that an input was read completely.
   */
  read(): AsyncGenerator<ReadItem>;
  /**
   * Starts to mark in the ledger the inputs that have become settled. While marks are being written it does nothing,
   * and the next call takes all inputs settled meanwhile, because otherwise each small file would wait for the disk.
   * Throws the error that kept earlier marks from being written.
   */
  markSettled(): void;
  /** Resolves when no marks are being written. Rejects with the error that kept them from being written. */
  marked(): Promise<void>;
}

/** Creates the feed of one run. */
export type OpenFeed = (parts: FeedParts) => Feed;
