import type { Block } from '../../model/block.js';
import { rowLinesOf, rowsOfRecord, rowsOfRecords, type RowLines } from '../../model/row-lines.js';

/** The records of a block by number: those that the reader cut, then those that parsing found inside them. */
export class RecordTable {
  readonly #block: Block;
  readonly #bytes: Buffer;
  readonly #found: { readonly start: number; readonly end: number; readonly line: number; readonly parent: number }[] =
    [];

  constructor(block: Block) {
    this.#block = block;
    this.#bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
  }

  text(record: number): string {
    return this.#bytes.toString('utf8', this.#start(record), this.#end(record));
  }

  line(record: number): number {
    return this.#block.lines[record] ?? this.#inner(record)?.line ?? 0;
  }

  /** Adds the pieces of a record, which together are its text, as records of their own; returns their numbers. */
  split(record: number, pieces: readonly string[]): readonly number[] {
    let start = this.#start(record);
    return pieces.map((piece) => {
      const end = start + Buffer.byteLength(piece);
      this.#found.push({ start, end, line: this.line(record), parent: record });
      start = end;
      return this.#block.starts.length + this.#found.length - 1;
    });
  }

  /** The block itself, with tables that include the records found inside others. */
  ownBlock(): Block {
    if (this.#found.length === 0) return this.#block;
    const { starts, ends, lines, rows } = this.#block;
    return {
      ...this.#block,
      starts: Uint32Array.from([...starts, ...this.#found.map((record) => record.start)]),
      ends: Uint32Array.from([...ends, ...this.#found.map((record) => record.end)]),
      lines: Uint32Array.from([...lines, ...this.#found.map((record) => record.line)]),
      ...(rows === undefined ? {} : { rows: this.#rowsWithFound(rows) }),
    };
  }

  #rowsWithFound(rows: RowLines): RowLines {
    return rowLinesOf([...rowsOfRecords(rows), ...this.#found.map(({ parent }) => rowsOfRecord(rows, parent))]);
  }

  #inner(record: number): { readonly start: number; readonly end: number; readonly line: number } | undefined {
    return this.#found[record - this.#block.starts.length];
  }

  #start(record: number): number {
    return this.#block.starts[record] ?? this.#inner(record)?.start ?? 0;
  }

  #end(record: number): number {
    return this.#block.ends[record] ?? this.#inner(record)?.end ?? 0;
  }
}
