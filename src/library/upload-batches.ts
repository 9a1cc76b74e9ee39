import type { GivenBatch } from './batch-text.js';
import { checkOptions } from './misuse.js';
import type { UploadOptions } from './run-batches.js';
import type { Outcome } from '../run/outcome.js';
import type { Report } from '../model/report.js';
import type { Source } from './pulled-source.js';

/**
 * A running upload, as an async iterator of its outcomes that can be iterated once. Leaving the loop early stops the
 * upload after the requests in flight have finished.
 */
export class Upload implements AsyncIterable<Outcome> {
  readonly #outcomes: AsyncGenerator<Outcome, Report>;
  #report: Report | null = null;

  constructor(batches: Source<GivenBatch>, options: UploadOptions) {
    this.#outcomes = this.#run(batches, options);
  }

  /** What `--report` saves. Null until the upload has ended, in whatever way; then set, unless it never started. */
  get report(): Report | null {
    return this.#report;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Outcome, Report> {
    return this.#outcomes;
  }

  async *#run(batches: Source<GivenBatch>, options: UploadOptions): AsyncGenerator<Outcome, Report> {
    checkOptions(options);
    const { runBatches } = await import('./run-batches.js');
    return yield* runBatches(batches, options, (report) => {
      this.#report = report;
    });
  }
}

/**
 * Uploads batches: JSON texts, objects, or the records of `readBatches`. Each event of each batch yields exactly
 * one outcome, in no fixed order, once its request was answered. Requests are sent when full, and at the end of the
 * source. Nothing is pulled from the source unless outcomes are read, and never more than a few requests ahead.
 *
 * An iteration that completes has read the source to its end. Otherwise it throws after the last outcome: UsageError
 * (settings), LedgerHeldError, LedgerError, DeliveryStoppedError (Facebook or `maxRejects` ended it), InputError (the
 * source failed; `cause` is its error), or the signal's reason.
 */
export const uploadBatches = (batches: Source<GivenBatch>, options: UploadOptions): Upload =>
  new Upload(batches, options);
