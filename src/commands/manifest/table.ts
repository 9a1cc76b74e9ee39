// The first rows of a file as a table, and what its columns may be. How that is guessed is in candidates.ts.
import { isNothing } from '../../read/csv/blank-cells.js';

/** How certain a guess is. */
export type Sureness = 'sure' | 'likely' | 'guess';

const SURENESS_ORDER: readonly Sureness[] = ['sure', 'likely', 'guess'];

/** The header row of a file, and the cells of its first rows. */
export interface Table {
  /** null: the first row is data. */
  readonly headers: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** Paths of JSON that go through a list: what they name is of a product. */
  readonly ofItems?: ReadonlySet<string>;
}

/** How the text of a CSV file is written; `encoding`: null for UTF-8. */
interface CsvForm {
  readonly delimiter: string;
  readonly encoding: { readonly label: string; readonly sureness: Sureness } | null;
}

/** So many rows are read of a file. */
export const MAX_ROWS = 200;

/** The beginning of a file; `csv`: null where its rows are JSON. */
export interface FirstRows {
  readonly table: Table;
  readonly csv: CsvForm | null;
  /** The line with a quote that is not closed: only the text before it was read. */
  readonly openLine?: number | null;
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

/** Sorts the surer of two first. */
export const bySureness = (one: Candidate, other: Candidate): number =>
  SURENESS_ORDER.indexOf(one.sureness) - SURENESS_ORDER.indexOf(other.sureness);

/** The number of columns of a file. */
export const widthOf = ({ headers, rows }: Table): number =>
  headers?.length ?? Math.max(0, ...rows.map((row) => row.length));

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

/** The cells with a value, trimmed: NULL and similar words of databases count as blank. */
export const filled = (cells: readonly string[]): string[] =>
  cells.map((cell) => cell.trim()).filter((cell) => !isNothing(cell));

/** This share of the cells may be garbled, because one bad row must not prevent the guesses about a file. */
const MAX_ODD_SHARE = 0.05;

/** Whether a count of cells is nearly all of them. */
export const isNearlyAll = (count: number, all: number): boolean => all - count <= all * MAX_ODD_SHARE;

/** Whether nearly all cells fit; also of no cells. */
export const nearlyAll = <Cell>(cells: readonly Cell[], fits: (cell: Cell, row: number) => boolean): boolean =>
  isNearlyAll(cells.filter((cell, row) => fits(cell, row)).length, cells.length);
