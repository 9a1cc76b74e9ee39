// Applies a manifest to the header row of a file: the columns of that file. Not here: what a manifest may contain
// (manifest-members.ts), and headers that need none (header.ts).
import { withoutFormula } from '../../lib/clean-text.js';
import { InputError } from '../../lib/errors.js';
import { nearestName } from '../../lib/nearest.js';
import { plainWord } from '../../lib/printable.js';
import { namedCurrency, otherCurrency } from './amount-currency.js';
import { cellReader, leavingOut, planOf, type CellForm, type CellReader, type PlacedEntry } from './cells.js';
import { checkEssentials, unreservedAttributes, widthOf, type Column, type Header } from './header.js';
import type { CsvManifest, ManifestColumn } from './manifest-members.js';
import { isBlankCell } from './blank-cells.js';
import { isAmount, targetOf } from './targets.js';

/** The missing columns, each with the most similar header of the file. Only such headers are shown. */
const lacking = (absent: readonly string[], names: readonly string[]): string => {
  const named = absent.map((column) => {
    const nearest = nearestName(
      column,
      names.filter((name) => name !== ''),
    );
    return nearest === null ? column : `${column} (did you mean column ${names.indexOf(nearest) + 1}, ${nearest}?)`;
  });
  const list = named.join(', ');
  if (names.some((name) => name.includes('\ufffd')))
    return `${list}; its first line is not UTF-8: name its encoding in the manifest`;
  return names.length === 1 ? `${list}; its first line has only one column: is the delimiter right?` : list;
};

/** A header as a manifest names it: with the formula around it that the file may have, or without. */
const headerOf = (column: string): string => plainWord(withoutFormula(column));

/** The positions of an entry's cells in a row. */
const indexesOf = ({ columns, position, value }: ManifestColumn, names: readonly string[] | null): readonly number[] =>
  value !== undefined ? [] : names === null ? [position] : columns.map((column) => names.indexOf(headerOf(column)));

/** Throws InputError if the file does not have each column that a manifest names, or has one of them twice. */
const checkNamed = (placed: readonly PlacedEntry[], names: readonly string[], manifest: string, path: string): void => {
  const columns = placed.flatMap(({ entry }) => entry.columns);
  const twin = columns.map(headerOf).find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twin !== undefined)
    throw new InputError(`${path}: two of its columns have the header ${twin}: rename one of them in the file`);
  const absent = columns.filter((column) => !names.includes(headerOf(column)));
  if (absent.length > 0)
    throw new InputError(`${path} lacks columns that ${manifest} names: ${lacking([...new Set(absent)], names)}`);
};

interface Compiled {
  readonly column: Column;
  readonly read: CellReader | null;
  /** The cell of an amount as it is in the file, with its currency. */
  readonly written?: CellReader;
}

const readerOf = ({ column, read }: Compiled): CellReader => read ?? ((row) => row[column.index] ?? '');

const isCurrency = ({ column }: Compiled): boolean => column.section === 'data' && column.key === 'currency_code';

/** Rows without a currency take the one beside their amount: `5,00 €`. */
const withNamedCurrency = (compiled: readonly Compiled[]): readonly Compiled[] => {
  const amounts = compiled.flatMap(({ written }) => written ?? []);
  if (amounts.length === 0) return compiled;
  const named: CellReader = (row) => amounts.map((written) => namedCurrency(written(row))).find(Boolean) ?? '';
  const column = { section: 'data', key: 'currency_code', index: -1 } as const;
  if (!compiled.some(isCurrency)) return [...compiled, { column, read: named }];
  return compiled.map((one) => {
    const own = readerOf(one);
    return isCurrency(one) ? { ...one, read: (row) => (isBlankCell(own(row)) ? named(row) : own(row)) } : one;
  });
};

/** Compares the currencies beside the amounts of a row with its own; absent: there are no such amounts. */
const otherCurrencies = (compiled: readonly Compiled[]): Pick<Header, 'otherCurrencies'> => {
  const amounts = compiled.flatMap(({ written }) => written ?? []);
  const currency = compiled.find(isCurrency);
  if (amounts.length === 0 || currency === undefined) return {};
  const own = readerOf(currency);
  return { otherCurrencies: (row) => amounts.flatMap((written) => otherCurrency(written(row), own(row)) ?? []) };
};

/** If no cell is changed, the columns of the file are the columns of the batch. */
const planned = (compiled: readonly Compiled[]): Pick<Header, 'columns' | 'cells'> =>
  compiled.every(({ read }) => read === null)
    ? { columns: compiled.map(({ column }) => column) }
    : {
        columns: compiled.map(({ column }, index) => ({ ...column, index })),
        cells: planOf(compiled.map(readerOf)),
      };

/** An amount that is read with a decimal sign is also kept as written, for the currency beside it. */
const compiledOf = ({ entry, target, indexes }: PlacedEntry, form: CellForm): Compiled => {
  const [index = -1] = indexes;
  const column = { ...target, index, ...(entry.dateFormat === undefined ? {} : { isReadTime: true }) };
  const read = cellReader(entry, target, indexes, form);
  if (form.decimal === undefined || !isAmount(target)) return { column, read };
  const asWritten = cellReader(entry, target, indexes, { ...form, decimal: undefined });
  return { column, read, written: readerOf({ column, read: asWritten }) };
};

/**
 * The columns as a manifest names them; `cells` is the header row, null where the file has none. Columns that the
 * manifest leaves out are ignored, as are those it ignores. Throws InputError when the file lacks columns it names.
 */
export const applyManifest = (
  manifest: CsvManifest,
  cells: readonly string[] | null,
  path: string,
  dates: CellForm['dates'],
): Header => {
  const names = cells === null ? null : cells.map(plainWord);
  const placed = manifest.columns.flatMap((entry): PlacedEntry[] => {
    const target = entry.field === null ? null : targetOf(entry.field);
    return target === null ? [] : [{ entry, target, indexes: indexesOf(entry, names) }];
  });
  if (names !== null) checkNamed(placed, names, manifest.path, path);
  const form = { decimal: manifest.decimal, dates };
  const compiled = withNamedCurrency(placed.map((one) => compiledOf(one, form)));
  const { columns, ...plan } = planned(compiled);
  const leavesOut = leavingOut(placed);
  checkEssentials(columns, path, 'Add what is missing to the manifest');
  const cellsOfEntries = manifest.columns.filter(({ value }) => value === undefined).length;
  const size = names === null ? { width: cellsOfEntries, unnamed: 0 } : widthOf(names);
  return {
    ...size,
    columns,
    ...plan,
    ...otherCurrencies(compiled),
    ...(leavesOut === null ? {} : { leavesOut }),
    warnings: unreservedAttributes(columns),
  };
};
