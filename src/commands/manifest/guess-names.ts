// Which columns are the first and the last name of a person. Decides only; the words of headers are in header-words.ts.
import { areSeveralWords, areWords } from './guess-cells.js';
import { bareHeader } from './guess-header.js';
import { cellsOf, type ColumnGuess, type Table } from './table.js';
import { FIELD } from './words.js';

/** Headers of the last name beside one of the first name: `Name;Vorname`, `Nom;Prénom`, `First;Last`. */
const LAST_NAMES = new Set('name nom nume naam namn navn last'.split(' '));

/**
 * The columns with those of first and last name. Headers that may be part of a name count only side by side; a column of
 * whole names is not the first name.
 */
export const withNames = (table: Table, columns: readonly ColumnGuess[]): readonly ColumnGuess[] => {
  const names = (table.headers ?? []).map(bareHeader);
  const first = columns.find(({ field }) => field === FIELD.firstName);
  const firstAt = first?.indexes[0] ?? names.indexOf('first');
  if (firstAt === -1 || columns.some(({ field }) => field === FIELD.lastName)) return columns;
  const isLast = (at: number): boolean => {
    const cells = cellsOf(table, at);
    return LAST_NAMES.has(names[at] ?? '') && areWords(cells) && !areSeveralWords(cells);
  };
  const lastAt = [firstAt - 1, firstAt + 1].find(isLast);
  if (lastAt === undefined)
    return areSeveralWords(cellsOf(table, firstAt)) ? columns.filter((column) => column !== first) : columns;
  const likely = (at: number, field: string): ColumnGuess => ({ indexes: [at], field, sureness: 'likely' });
  return [
    ...columns,
    likely(lastAt, FIELD.lastName),
    ...(first === undefined ? [likely(firstAt, FIELD.firstName)] : []),
  ];
};
