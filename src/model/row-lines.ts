/** The lines of the rows of each record of a block, as tables that are cheap to pass between threads. */
export interface RowLines {
  readonly lines: Uint32Array;
  /** Where the lines of each record end in `lines`. */
  readonly ends: Uint32Array;
}

/** The tables for records with these lines. */
export const rowLinesOf = (records: readonly (readonly number[])[]): RowLines => {
  let end = 0;
  const ends = Uint32Array.from(records, (lines) => (end += lines.length));
  return { lines: Uint32Array.from(records.flat()), ends };
};

/** The lines of the rows of one record, in their order. */
export const rowsOfRecord = ({ lines, ends }: RowLines, record: number): readonly number[] =>
  Array.from(lines.subarray(ends[record - 1] ?? 0, ends[record] ?? 0));

/** The same of each record. */
export const rowsOfRecords = (rows: RowLines): readonly (readonly number[])[] =>
  Array.from(rows.ends, (_, record) => rowsOfRecord(rows, record));
