// Guesses the meaning of each column of a file: by a known system, by the words of its header, by its cells. Decides
// only.
import { actionsOf, areActions, guessGenders, salesOnly, type ActionGuess } from './guess-actions.js';
import {
  areCurrencies,
  codesOf,
  currencyOf,
  guessDecimal,
  type CurrencyGuess,
  type DecimalGuess,
} from './guess-amounts.js';
import { areAmounts, areEmails, areProducts } from './guess-cells.js';
import { guessDates, type DateGuess } from './guess-dates.js';
import { targetOf } from '../../read/csv/targets.js';
import { chooseColumns } from './choose-columns.js';
import { byItsCells, cellsFit } from './guess-fit.js';
import { isOfShop, meaningOf, type HeaderMeaning } from './guess-header.js';
import { withNames } from './guess-names.js';
import { withRowId } from './guess-order.js';
import { isOnlyClock, isWithoutClock, withTime } from './guess-time.js';
import { attributeField, systemOf, type KnownSystem } from './systems.js';
import {
  cellsOf,
  cellsOfOthers,
  filled,
  joinedCells,
  repeatedOf,
  type Candidate,
  type ColumnGuess,
  type Table,
} from './table.js';
import { ACTION_BY_CELLS, AMOUNT, CANCELLED_TIME, FIELD, isCancelled, isProductField } from './words.js';

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
  for (const [joined, field] of system.joined ?? [])
    add(
      joined.map((name) => names.indexOf(name)),
      field,
    );
  const isBlank = (index: number): boolean => cellsOf(table, index).every((cell) => cell.trim() === '');
  const single = Object.entries(system.fields).map(([name, field]) => ({ index: names.indexOf(name), field }));
  for (const { index, field } of single) if (!isBlank(index)) add([index], field);
  for (const { index, field } of single) add([index], field);
  headers.forEach((header, index) => {
    const field = attributeField(header);
    if (field !== null) add([index], field);
  });
  return columns;
};

/** Names of members of an item that mean something else of a sale. */
const OF_ITEM: Readonly<Record<string, string>> = {
  [FIELD.total]: FIELD.lineTotal,
  [AMOUNT]: FIELD.lineTotal,
  id: FIELD.productId,
  name: FIELD.productName,
};

const lastName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** The meaning of a member of an item: of products only. */
const meaningInItem = (path: string): HeaderMeaning | null => {
  const name = lastName(path);
  const meaning = meaningOf(name)?.meaning ?? name.toLowerCase();
  const field = OF_ITEM[meaning] ?? meaning;
  return isProductField(field) ? { meaning: field, isWhole: false } : null;
};

/** The field that a header names as mParticle does, with dots; undefined: it is another header. */
const fieldNamed = (header: string): string | undefined => {
  const target = header.includes('.') ? targetOf(header) : null;
  const isSame = (field: string): boolean => JSON.stringify(targetOf(field)) === JSON.stringify(target);
  return target === null ? undefined : (Object.values(FIELD).find(isSame) ?? header.trim());
};

const byWords = (table: Table, headers: readonly string[], repeated: ReadonlySet<number>): Candidate[] =>
  headers.flatMap((header, index): Candidate[] => {
    const field = repeated.has(index) ? undefined : fieldNamed(header);
    if (field !== undefined) return [{ index, meaning: field, sureness: 'sure' }];
    const isOfItem = table.ofItems?.has(header) === true;
    const found = repeated.has(index) ? null : isOfItem ? meaningInItem(header) : meaningOf(header);
    const meaning = found === null ? null : byItsCells(found, cellsOf(table, index));
    if (found === null || meaning === null || !cellsFit(meaning, cellsOf(table, index))) return [];
    // An item has an id of its own beside that of the product.
    const isRowId = isOfItem && lastName(header) === 'id';
    const isBlank = table.rows.length > 0 && filled(cellsOf(table, index)).length === 0;
    return [
      {
        index,
        meaning,
        sureness: isBlank || isRowId ? 'guess' : found.isWhole && meaning === found.meaning ? 'sure' : 'likely',
      },
    ];
  });

/** Without a word that says so, e-mail addresses, currencies, times, and what was done are known by their look. */
const byCells = (table: Table, width: number, taken: ReadonlySet<number>): Candidate[] =>
  Array.from({ length: width }, (_, index) => index)
    .filter((index) => !taken.has(index))
    .flatMap((index): Candidate[] => {
      const cells = cellsOf(table, index);
      if (areEmails(cells) && !isOfShop(table.headers?.[index] ?? ''))
        return [{ index, meaning: FIELD.email, sureness: 'likely' }];
      if (areProducts(cells)) return [{ index, meaning: FIELD.productList, sureness: 'likely' }];
      if (areCurrencies(cells)) return [{ index, meaning: FIELD.currency, sureness: 'guess' }];
      if (areActions(cells)) return [{ index, meaning: ACTION_BY_CELLS, sureness: 'guess' }];
      const isTime = meaningOf(table.headers?.[index] ?? '')?.meaning !== CANCELLED_TIME && !isOnlyClock(cells);
      const isText = cells.some((cell) => /[-./:]/.test(cell));
      return isTime && isText && guessDates(cells, false) !== null
        ? [{ index, meaning: FIELD.time, sureness: 'guess' }]
        : [];
    });

/** Where a column has the list of all products, no other one is of a single product. */
const withoutSingle = (columns: readonly ColumnGuess[]): ColumnGuess[] =>
  columns.some(({ field }) => field === FIELD.productList)
    ? columns.filter(({ field }) => !isProductField(field))
    : [...columns];

const byAll = (table: Table, repeated: ReadonlySet<number>): ColumnGuess[] => {
  const width = table.headers?.length ?? Math.max(0, ...table.rows.map((row) => row.length));
  const words = table.headers === null ? [] : byWords(table, table.headers, repeated);
  const taken = new Set([...words.map(({ index }) => index), ...repeated]);
  const candidates = [...words, ...byCells(table, width, taken)];
  // At midnight is no sale where another column has the time of day.
  const isLast = (one: Candidate): boolean => one.meaning === FIELD.time && isWithoutClock(table, one);
  const found = chooseColumns(table, [...candidates.filter((one) => !isLast(one)), ...candidates.filter(isLast)]);
  return withoutSingle(withNames(table, withRowId(table, withTime(table, found), repeated)));
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
