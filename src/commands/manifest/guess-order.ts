// Which column is the number of the receipt, if no header names it. Decides only.
import { areCodes } from './guess-cells.js';
import { cellsOf, filled, type ColumnGuess, type Table } from './table.js';
import { FIELD, isProductField, plainHeader } from './words.js';

const OF_LINES: readonly string[] = [FIELD.productId, FIELD.price, FIELD.quantity, FIELD.lineTotal];
const OF_SALES: readonly string[] = [FIELD.time, FIELD.email];
/** Headers of the number of a row, in their order of preference. */
const ROW_IDS: readonly string[] = 'numero numer nummer szam number nr no id'.split(' ');

/** Headers of a product's id beside other columns of products, else of the sale's. */
const REFERENCES: readonly string[] = 'reference referencia riferimento referenz ref'.split(' ');

/** With a reference that is the only column of a product as the number of the sale, where no column has that. */
const withReference = (table: Table, columns: readonly ColumnGuess[]): readonly ColumnGuess[] => {
  const [product, ...others] = columns.filter(({ field }) => isProductField(field));
  const header = table.headers?.[product?.indexes[0] ?? -1] ?? '';
  const isOrder = others.length === 0 && REFERENCES.includes(plainHeader(header));
  if (product === undefined || !isOrder || columns.some(({ field }) => field === FIELD.order)) return columns;
  return columns.map((column) => (column === product ? { ...column, field: FIELD.order, sureness: 'guess' } : column));
};

/** Numbers of the rows of this file: in the next one, the same sale has another. */
const areCounted = (cells: readonly string[]): boolean =>
  cells.length > 1 && cells.every((cell, at) => Number(cell) === at + 1);

/** Whether a column is the same in adjacent rows exactly where their time and person are. */
const isOfSales = (table: Table, columns: readonly ColumnGuess[], index: number): boolean => {
  const indexes = columns.filter(({ field }) => OF_SALES.includes(field)).flatMap((column) => column.indexes);
  const isSame = (at: readonly number[], row: number): boolean =>
    at.every((one) => table.rows[row]?.[one] === table.rows[row - 1]?.[one]);
  const pairs = table.rows.slice(1).map((_, before) => [isSame(indexes, before + 1), isSame([index], before + 1)]);
  return pairs.some(([sale]) => sale) && pairs.every(([sale, id]) => sale === id);
};

/**
 * With the number of a row as that of the sale, where no filled column has it: in a file without lines of products, or
 * if adjacent lines of one sale share it.
 */
export const withRowId = (
  table: Table,
  guessed: readonly ColumnGuess[],
  repeated: ReadonlySet<number>,
): readonly ColumnGuess[] => {
  const columns = withReference(table, guessed);
  const names = (table.headers ?? []).map((header, at) => (repeated.has(at) ? '' : plainHeader(header)));
  const isId = (cells: readonly string[]): boolean => areCodes(cells) && !areCounted(cells);
  const index = ROW_IDS.map((id) => names.indexOf(id)).find((at) => at !== -1 && isId(cellsOf(table, at))) ?? -1;
  const isBlank = ({ indexes: [at = -1] }: ColumnGuess): boolean => filled(cellsOf(table, at)).length === 0;
  const others = columns.filter((column) => column.field !== FIELD.order || !isBlank(column));
  const isOfLine = ({ field, indexes: [at = -1] }: ColumnGuess): boolean =>
    OF_LINES.includes(field) && table.ofItems?.has(table.headers?.[at] ?? '') !== true;
  const isKnown = index === -1 || others.some(({ field }) => field === FIELD.order);
  const isOrder = !isKnown && (!others.some(isOfLine) || isOfSales(table, others, index));
  return isOrder ? [...others, { indexes: [index], field: FIELD.order, sureness: 'guess' }] : columns;
};
