import type { ByteSource } from './byte-source.js';

/** What a reader of any format works on. */
export interface Cutting {
  /** Index of the input in the run. */
  readonly input: number;
  readonly source: ByteSource;
  readonly blockBytes: number;
  readonly maxRecordBytes: number;
  /** Number of the line (or, in files of JSON values, of the batch) that is being read, for messages. */
  readonly place: { line: number };
}
