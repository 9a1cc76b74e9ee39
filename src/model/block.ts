import type { RejectReason } from './reasons.js';
import type { RowLines } from './row-lines.js';
import type { CountedWarning } from './warnings.js';

/** A record that could not be read: it is counted as malformed and written to the rejects. */
export interface RecordFault {
  readonly line: number;
  readonly reason: RejectReason;
  /** What is wrong, without any text of the record. */
  readonly message: string;
  /** The record's own text where the reader kept it apart from the block; null when it did not, or it was too large. */
  readonly raw: string | null;
}

/**
 * Consecutive whole records of one input, in input order. Record i is `bytes[starts[i], ends[i])`, the UTF-8 JSON text
 * of one batch without its line end; CSV rows arrive here as the batch that was made of them.
 */
export interface Block {
  /** Index of the input in the run's list of inputs. */
  readonly input: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Line of each record, from 1. */
  readonly lines: Uint32Array;
  /** CSV only: the lines of the rows each record was made of. */
  readonly rows?: RowLines;
  /** CSV only: the lines of rows that the manifest leaves out. */
  readonly leftOut?: readonly number[];
  readonly faults: readonly RecordFault[];
  readonly warnings: readonly CountedWarning[];
}

/** The result of one input, for the report and the ledger. */
export interface InputState {
  readonly path: string;
  format: 'ndjson' | 'json' | 'csv' | 'unknown';
  /** Bytes on disk (compressed if the file is). null: unknown, as for stdin. */
  size: number | null;
  /** Bytes read so far, counted as `size` is. */
  bytesRead: number;
  /** Records handed on, faults included. */
  records: number;
  status: 'waiting' | 'reading' | 'done' | 'unchanged' | 'stopped' | 'failed';
  /** Why it failed, for people: names the path and the cause. */
  failure: string | null;
}
