import type { GivenBatch } from './batch-text.js';
import type { UploadOptions } from './run-batches.js';
import type { Outcome } from '../run/outcome.js';
import type { Report } from '../model/report.js';
import type { Source } from './pulled-source.js';

/**
 * An upload that goes on while its outcomes are asked for, and can be walked through once. Whoever leaves the loop
 * early ends it: what is in flight is settled before the loop is left.
 */
export class Upload implements AsyncIterable<Outcome> {
  readonly #outcomes: AsyncGenerator<Outcome, Report>;
  #report: Report | null = null;

  constructor(batches: Source<GivenBatch>, options: UploadOptions) {
    this.#outcomes = this.#run(batches, options);
  }

  /** What `--report` saves. Null until the upload is over; there however it ended, if it began. */
  get report(): Report | null {
    return this.#report;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Outcome, Report> {
    return this.#outcomes;
  }

  async *#run(batches: Source<GivenBatch>, options: UploadOptions): AsyncGenerator<Outcome, Report> {
    const { runBatches } = await import('./run-batches.js');
    return yield* runBatches(batches, options, (report) => {
      this.#report = report;
    });
  }
}

/**
 * Uploads batches: JSON texts, objects, or the records of `readBatches`. Each event of each batch comes out as exactly
 * one outcome, in no certain order, when the request that carries it was answered; requests go out full, and what is
 * left over when the source ends. Nothing is pulled from the source unless outcomes are taken, and never more than a
 * few requests ahead of them.
 *
 * An iteration that ends by itself has read the source to its end. Else it throws, behind the last outcome: UsageError
 * (settings), LedgerHeldError, LedgerError, DeliveryStoppedError (Facebook or `maxRejects` ended it), InputError (the
 * source failed; `cause` is its error), or the signal's reason.
 */
export const uploadBatches = (batches: Source<GivenBatch>, options: UploadOptions): Upload =>
  new Upload(batches, options);
