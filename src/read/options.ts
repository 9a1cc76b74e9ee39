import type { Readable } from 'node:stream';
import type { Shard } from '../model/shard.js';
import type { CsvManifest } from './csv/manifest.js';
import type { RemoteFile } from './remote-file.js';

/** One input as a run sees it. */
export interface InputRef {
  /** As shown to people: relative as given; `-` for stdin. */
  readonly path: string;
  /** null: stdin, or not on this machine. */
  readonly absolute: string | null;
  /** Bytes on disk, compressed if the file is. null: not known (stdin, pipes). */
  readonly size: number | null;
  /** Last change, in milliseconds since the epoch; null: not known. */
  readonly modifiedMs: number | null;
  /** Why the listing could not read it, for people; absent: no problem is known. */
  readonly failure?: string | undefined;
  /** An object on another machine; `path` is its address without anything secret. */
  readonly remote?: RemoteFile | undefined;
}

/** Which rows with one transaction id make one sale: adjacent ones, or each within `rows` rows of the previous one. */
export type CsvGroup = { readonly kind: 'adjacent' } | { readonly kind: 'window'; readonly rows: number };

/** How CSV files, and tables as JSON, are read. */
export interface CsvOptions {
  /** One character; absent: recognised from the first line. */
  readonly delimiter?: string | undefined;
  readonly manifest?: CsvManifest | undefined;
  readonly group: CsvGroup;
  /** IANA name of the zone that times without one are in; absent: such times stay as they are, and are rejected. */
  readonly timeZone?: string | undefined;
}

/** How inputs are read. */
export interface ReadOptions {
  readonly format: 'auto' | 'ndjson' | 'csv';
  /** Bytes of text in one block, about; default `DEFAULT_BLOCK_BYTES`. */
  readonly blockBytes?: number | undefined;
  /** Longer records are left out with a fault; default `DEFAULT_MAX_RECORD_BYTES`. */
  readonly maxRecordBytes?: number | undefined;
  readonly csv: CsvOptions;
  readonly stdin: () => Readable;
  /** Stop after this many records, faults included. */
  readonly firstRecords?: number | undefined;
  /** Keep only the lines of this shard; absent: all. */
  readonly shard?: Pick<Shard, 'index' | 'of'> | undefined;
}

/** Large enough that the cost of a block vanishes, small enough that a few of them do not matter. */
export const DEFAULT_BLOCK_BYTES = 1024 * 1024;

/** mParticle accepts batches up to 128 kB (default service limits); a hundred times more is not a batch. */
export const DEFAULT_MAX_RECORD_BYTES = 16 * 1024 * 1024;
