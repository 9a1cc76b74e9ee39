// Collects the records of one block. Readers of each format use it.

import type { Block, RecordFault } from '../model/block.js';
import type { CountedWarning } from '../model/warnings.js';
import type { ByteSource } from './bytes/byte-source.js';

/** Where a reader is, for messages. */
interface ReadingPlace {
  /** Number of the line (or, in files of JSON values, of the batch) that is being read. */
  line: number;
  /** How the text ends too early, as `in the middle of line 7`; absent: it does not. */
  cutOff?: string;
}

/** What a reader of any format works on. */
export interface Cutting {
  readonly input: number;
  readonly source: ByteSource;
  readonly blockBytes: number;
  readonly maxRecordBytes: number;
  readonly place: ReadingPlace;
}

/**
 * A real batch has more than a hundred bytes, so a block of 1 MB never has this many. Tiny records become objects of a
 * hundred times their size, so half a million lines of garbage must not be processed at once.
 */
export const MAX_RECORDS_OF_BLOCK = 10_000;

/** The bytes in memory that can be transferred to a thread: small Buffers share a pool, and are copied. */
const ownMemory = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.byteLength >= Buffer.poolSize && bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);

/** Collects the tables of one block. */
export class BlockBuilder {
  readonly #input: number;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #lines: number[] = [];
  readonly #faults: RecordFault[] = [];
  readonly #warnings: CountedWarning[] = [];
  readonly #rowLines: number[] = [];
  readonly #rowEnds: number[] = [];
  readonly #leftOut: number[] = [];

  constructor(input: number) {
    this.#input = input;
  }

  get isFull(): boolean {
    return this.#entries >= MAX_RECORDS_OF_BLOCK;
  }

  get isEmpty(): boolean {
    return this.#entries === 0;
  }

  get #entries(): number {
    return this.#starts.length + this.#faults.length + this.#warnings.length + this.#leftOut.length;
  }

  /** A record at `[start, end)` of the block's bytes. */
  record(start: number, end: number, line: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
    this.#lines.push(line);
  }

  /** A record made of CSV rows; either all records of a block are, or none. */
  recordOfRows(start: number, end: number, rows: readonly number[]): void {
    this.record(start, end, rows[0] ?? 0);
    this.#rowLines.push(...rows);
    this.#rowEnds.push(this.#rowLines.length);
  }

  fault(fault: RecordFault): void {
    this.#faults.push(fault);
  }

  /** A row that is left out because the manifest says so. */
  leaveOut(line: number): void {
    this.#leftOut.push(line);
  }

  warn(warning: CountedWarning): void {
    this.#warnings.push(warning);
  }

  /** The block with these bytes, which must not change any more. */
  finish(bytes: Uint8Array): Block {
    return {
      input: this.#input,
      bytes: ownMemory(bytes),
      starts: Uint32Array.from(this.#starts),
      ends: Uint32Array.from(this.#ends),
      lines: Uint32Array.from(this.#lines),
      ...(this.#rowEnds.length === 0
        ? {}
        : { rows: { lines: Uint32Array.from(this.#rowLines), ends: Uint32Array.from(this.#rowEnds) } }),
      ...(this.#leftOut.length === 0 ? {} : { leftOut: this.#leftOut }),
      faults: this.#faults,
      warnings: this.#warnings,
    };
  }
}
