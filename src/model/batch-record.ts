import type { RejectReason } from './reasons.js';

/** One batch of an input. */
export interface BatchRecord {
  /** The input as it was named. */
  readonly file: string;
  /** From 1; in files whose JSON values are not one per line, the index of the batch from 1. */
  readonly line: number;
  /** The batch's own JSON text, with all digits of its 64-bit ids. A CSV sale is converted to a batch. */
  readonly text: string;
}

/** A record of an input that could not be read as one. */
export interface UnreadableRecord extends Omit<BatchRecord, 'text'> {
  readonly reason: RejectReason;
  /** Without any text of the record. */
  readonly message: string;
}
