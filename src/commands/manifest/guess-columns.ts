// Guesses the meaning of all columns of a file, by a known system or by candidates, and the form of their cells. Decides
// only.
import { candidatesOf } from './candidates.js';
import { chooseColumns } from './choose-columns.js';
import { actionsOf, guessGenders, salesOnly, type ActionGuess } from './guess-actions.js';
import { codesOf, currencyOf, guessDecimal, type CurrencyGuess, type DecimalGuess } from './guess-amounts.js';
import { areAmounts } from './guess-cells.js';
import { guessDates, type DateGuess } from './guess-dates.js';
import { withNames } from './guess-names.js';
import { withRowId } from './guess-order.js';
import { withTime } from './guess-time.js';
import { attributeField, systemOf, type KnownSystem } from './systems.js';
import { cellsOf, cellsOfOthers, joinedCells, repeatedOf, type ColumnGuess, type Table } from './table.js';
import { FIELD, isCancelled, isProductField } from './words.js';

/** Everything that was guessed about a file's columns. */
export interface Guesses extends ActionGuess {
  readonly system: KnownSystem | null;
  readonly columns: readonly ColumnGuess[];
  readonly dates: DateGuess | null;
  readonly decimal: DecimalGuess | null;
  readonly currency: CurrencyGuess | null;
  readonly genders: ReturnType<typeof guessGenders>;
  /** The maps of columns that have them by their field; of the action and the gender they are above. */
  readonly maps: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  /** Positions of columns whose header is repeated: a manifest cannot name them. */
  readonly repeated: ReadonlySet<number>;
}

/** By the headers of a known system: fields in its order of preference, each once; columns that are blank come last. */
const bySystem = (
  system: KnownSystem,
  table: Table,
  headers: readonly string[],
  repeated: ReadonlySet<number>,
): ColumnGuess[] => {
  const names = headers.map((header) => header.trim().toLowerCase());
  const taken = new Set<string>();
  const columns: ColumnGuess[] = [];
  const add = (indexes: readonly number[], field: string): void => {
    if (taken.has(field) || indexes.some((index) => index === -1 || repeated.has(index))) return;
    taken.add(field);
    columns.push({ indexes, field, sureness: 'sure' });
  };
  const at = (name: string): number => names.indexOf(name);
  for (const [joined, field] of system.joined ?? []) add(joined.map(at), field);
  const isBlank = (index: number): boolean => cellsOf(table, index).every((cell) => cell.trim() === '');
  const single = Object.entries(system.fields).map(([name, field]) => ({ index: at(name), field }));
  for (const { index, field } of single) if (!isBlank(index)) add([index], field);
  for (const { index, field } of single) add([index], field);
  headers.forEach((header, index) => {
    const field = attributeField(header);
    if (field !== null) add([index], field);
  });
  return columns;
};

/** Where a column has the list of all products, no other one is of a single product. */
const withoutSingle = (columns: readonly ColumnGuess[]): ColumnGuess[] =>
  columns.some(({ field }) => field === FIELD.productList)
    ? columns.filter(({ field }) => !isProductField(field))
    : [...columns];

/** Without a known system: by the candidates for each field. */
const byAll = (table: Table, repeated: ReadonlySet<number>): ColumnGuess[] => {
  const chosen = chooseColumns(table, candidatesOf(table, repeated));
  return withoutSingle(withNames(table, withRowId(table, withTime(table, chosen), repeated)));
};

/** What a sale needs, and the files of a known system may have in a column that is not always there. */
// prettier-ignore
const ESSENTIALS: readonly string[] = [
  FIELD.action, FIELD.currency, FIELD.email, FIELD.optOut, FIELD.status,
];

const withEssentials = (known: readonly ColumnGuess[], guessed: readonly ColumnGuess[]): ColumnGuess[] => [
  ...known,
  ...guessed.filter(
    ({ field, indexes: [index = -1] }) =>
      (ESSENTIALS.includes(field) || isCancelled(field)) &&
      !known.some((one) => one.field === field || one.indexes.includes(index)),
  ),
];

const AMOUNT_FIELDS: readonly string[] = [FIELD.total, FIELD.price, FIELD.lineTotal];

/** The cells of the columns with one of these fields. */
const cellsIn = (table: Table, columns: readonly ColumnGuess[], fields: readonly string[]): string[] =>
  columns.filter(({ field }) => fields.includes(field)).flatMap(({ indexes }) => joinedCells(table, indexes));

/** The signs of a table's amounts. `isInDollars`: then an ambiguous date more likely begins with the month. */
const guessSigns = (
  table: Table,
  columns: readonly ColumnGuess[],
): Pick<Guesses, 'decimal' | 'currency'> & { readonly isInDollars: boolean } => {
  const amounts = cellsIn(table, columns, AMOUNT_FIELDS);
  // If no column is known to be an amount, the user names one of the others.
  const decimal = guessDecimal(amounts.length > 0 ? amounts : cellsOfOthers(table, columns).filter(areAmounts).flat());
  const headers = columns
    .filter(({ field }) => AMOUNT_FIELDS.includes(field))
    .map(({ indexes: [index = 0] }) => table.headers?.[index] ?? '');
  const hasCurrency = columns.some(({ field }) => field === FIELD.currency);
  const currency = currencyOf(amounts, headers, hasCurrency ? cellsIn(table, columns, [FIELD.currency]) : null);
  return { decimal, currency, isInDollars: decimal?.sign !== ',' && amounts.some((text) => text.includes('$')) };
};

/** What the columns of a file are, as far as its header and first rows say. */
export const guessColumns = (table: Table): Guesses => {
  const headers = table.headers ?? [];
  const repeated = repeatedOf(headers);
  const system = table.headers === null ? null : systemOf(headers);
  const ofSystem = system === null ? [] : bySystem(system, table, headers, repeated);
  const all = system === null ? byAll(table, repeated) : withEssentials(ofSystem, byAll(table, repeated));
  const { decimal, currency, isInDollars } = guessSigns(table, all);
  const cellsFor = (field: string): string[] => cellsIn(table, all, [field]);
  // Amounts in dollars beside a column of what was paid in.
  const columns = currency === null ? all : all.filter(({ field }) => field !== FIELD.currency);
  const leavingOut = columns.filter(({ field }) => field === FIELD.status || isCancelled(field));
  return {
    system,
    columns,
    decimal,
    repeated,
    genders: guessGenders(cellsFor(FIELD.gender)),
    maps: {
      ...system?.maps,
      ...Object.fromEntries(leavingOut.map(({ field }) => [field, salesOnly(cellsFor(field))])),
      [FIELD.currency]: codesOf(cellsFor(FIELD.currency)),
    },
    dates: guessDates(cellsFor(FIELD.time), isInDollars),
    currency,
    ...actionsOf(ofSystem.some(({ field }) => field === FIELD.action) ? system : null, cellsFor(FIELD.action)),
  };
};
