// The first rows of a file as a table, and what its columns may be. How that is guessed is in guess-columns.ts.
import type { Sureness } from './guess-cells.js';

/** The beginning of a file. */
export interface Table {
  /** null: the first row is data. */
  readonly headers: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** Paths of JSON that go through a list: what they name is of a product. */
  readonly ofItems?: ReadonlySet<string>;
}

/** What one column, or several joined, is. */
export interface ColumnGuess {
  /** Positions, from 0. */
  readonly indexes: readonly number[];
  readonly field: string;
  readonly sureness: Sureness;
}

/** One column that may be what a field needs. */
export interface Candidate {
  readonly index: number;
  readonly meaning: string;
  readonly sureness: Sureness;
}

/** The cells of a column. */
export const cellsOf = ({ rows }: Table, index: number): string[] => rows.map((row) => row[index] ?? '');

/** The cells of each column without a field. */
export const cellsOfOthers = (table: Table, columns: readonly ColumnGuess[]): readonly (readonly string[])[] => {
  const taken = new Set(columns.flatMap(({ indexes }) => indexes));
  return (table.headers ?? []).flatMap((_, index) => (taken.has(index) ? [] : [cellsOf(table, index)]));
};

/** Positions of columns whose header is repeated. */
export const repeatedOf = (headers: readonly string[]): ReadonlySet<number> => {
  const names = headers.map((header) => header.trim());
  return new Set(names.flatMap((name, index) => (names.indexOf(name) === names.lastIndexOf(name) ? [] : [index])));
};

/** The cells of several columns, joined as a manifest joins them. */
export const joinedCells = (table: Table, indexes: readonly number[]): string[] =>
  table.rows.map((row) =>
    indexes
      .map((index) => row[index]?.trim() ?? '')
      .filter((cell) => cell !== '')
      .join(' '),
  );
