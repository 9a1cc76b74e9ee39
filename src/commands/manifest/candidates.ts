// What each column of a file may be: by the words of its header, else by the form of its cells. Decides only; of several
// candidates for one field, choose-columns.ts chooses.
import { targetOf } from '../../read/csv/targets.js';
import { areActions } from './guess-actions.js';
import { areCurrencies } from './guess-amounts.js';
import { areEmails, areProducts } from './guess-cells.js';
import { guessDates } from './guess-dates.js';
import { byItsCells, cellsFit } from './guess-fit.js';
import { isOfShop, meaningOf, type HeaderMeaning } from './guess-header.js';
import { isOnlyClock, isWithoutClock } from './guess-time.js';
import { cellsOf, filled, widthOf, type Candidate, type Table } from './table.js';
import { ACTION_BY_CELLS, AMOUNT, CANCELLED_TIME, FIELD, isProductField } from './words.js';

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

/** By the words of a header; null: they say nothing, or the cells do not fit. */
const byHeader = (table: Table, header: string, index: number): Candidate | null => {
  const field = fieldNamed(header);
  if (field !== undefined) return { index, meaning: field, sureness: 'sure' };
  const isOfItem = table.ofItems?.has(header) === true;
  const found = isOfItem ? meaningInItem(header) : meaningOf(header);
  const cells = cellsOf(table, index);
  const meaning = found === null ? null : byItsCells(found, cells);
  if (found === null || meaning === null || !cellsFit(meaning, cells)) return null;
  // An item has an id of its own beside that of the product.
  const isRowId = isOfItem && lastName(header) === 'id';
  const isBlank = table.rows.length > 0 && filled(cells).length === 0;
  const isSure = found.isWhole && meaning === found.meaning;
  return { index, meaning, sureness: isBlank || isRowId ? 'guess' : isSure ? 'sure' : 'likely' };
};

/** By the form of the cells: e-mail addresses, products, currencies, actions and times; null: none of these. */
const byCells = (table: Table, index: number): Candidate | null => {
  const cells = cellsOf(table, index);
  const header = table.headers?.[index] ?? '';
  if (areEmails(cells) && !isOfShop(header)) return { index, meaning: FIELD.email, sureness: 'likely' };
  if (areProducts(cells)) return { index, meaning: FIELD.productList, sureness: 'likely' };
  if (areCurrencies(cells)) return { index, meaning: FIELD.currency, sureness: 'guess' };
  if (areActions(cells)) return { index, meaning: ACTION_BY_CELLS, sureness: 'guess' };
  const mayBeTime = meaningOf(header)?.meaning !== CANCELLED_TIME && !isOnlyClock(cells);
  const isText = cells.some((cell) => /[-./:]/.test(cell));
  return mayBeTime && isText && guessDates(cells, false) !== null
    ? { index, meaning: FIELD.time, sureness: 'guess' }
    : null;
};

/** The candidates among the columns that a manifest can name, those by their headers first. */
export const candidatesOf = (table: Table, repeated: ReadonlySet<number>): readonly Candidate[] => {
  const indexes = Array.from({ length: widthOf(table) }, (_, index) => index).filter((index) => !repeated.has(index));
  const named = indexes.flatMap((index) => {
    const header = table.headers?.[index];
    return header === undefined ? [] : (byHeader(table, header, index) ?? []);
  });
  const known = new Set(named.map(({ index }) => index));
  const others = indexes.filter((index) => !known.has(index)).flatMap((index) => byCells(table, index) ?? []);
  // Dates without a time of day come last: another column may have both.
  const isLast = (one: Candidate): boolean => one.meaning === FIELD.time && isWithoutClock(table, one);
  const all = [...named, ...others];
  return [...all.filter((one) => !isLast(one)), ...all.filter(isLast)];
};
