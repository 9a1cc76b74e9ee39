import type { RejectReason } from './reasons.js';

/** One batch of an input. */
export interface BatchRecord {
  /** The input as it was named. */
  readonly file: string;
  /** From 1; in files of JSON values that do not stand one on a line, the number of the batch. */
  readonly line: number;
  /** The batch's own JSON text, with all digits of its 64-bit ids. A CSV sale comes as the batch that it stands for. */
  readonly text: string;
}

/** A record of an input that could not be read as one. */
export interface UnreadableRecord {
  readonly file: string;
  readonly line: number;
  readonly reason: RejectReason;
  /** Without any text of the record. */
  readonly message: string;
}
