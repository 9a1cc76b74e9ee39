// The comments of a draft, after a column or instead of one that is missing. They contain headers of the file, but no
// cells except blank ones, NULL and 0. Not here: the lines of the draft (render.ts).
import { forCount, formatCount, formatNumbered } from '../../lib/format.js';
import { isNothing } from '../../read/csv/members.js';
import type { FirstRows } from './first-rows.js';
import { areFlags, nameRefunds, productsAlone } from './guess-actions.js';
import { areAmounts } from './guess-cells.js';
import { guessDates, type DateGuess } from './guess-dates.js';
import type { Guesses } from './guess-columns.js';
import { meaningOf } from './guess-header.js';
import type { SampledTimes } from './sampled-times.js';
import { cellsOf, filled, type Sureness } from './table.js';
import {
  CANCELLED,
  CANCELLED_FLAG,
  CANCELLED_TIME,
  DATE_PART,
  FIELD,
  isCancelled,
  plainHeader,
  PAID,
  REFUND,
  STATUS,
  UTC,
  ZONE,
  ZONE_WORDS,
} from './words.js';

/** The facts from which a draft is made. */
export interface DraftFacts extends FirstRows {
  /** The file, as people see it, and as a shell needs it. */
  readonly shellPath: string;
  /** The output path of the draft, for a shell; null: stdout. */
  readonly shellOutput: string | null;
  readonly width: number;
  readonly guesses: Guesses;
  readonly times: SampledTimes;
  /** The zone for times without one, and its source. */
  readonly timeZone: { readonly name: string; readonly isGiven: boolean };
}

/** How certain a guess is, in words. */
export const SURE: Readonly<Record<Sureness, string>> = {
  sure: 'sure',
  likely: 'likely',
  guess: 'a guess: please check',
};

/** The header of a column, by its position. */
export const columnName = ({ table: { headers } }: Pick<DraftFacts, 'table'>, index: number): string =>
  headers?.[index]?.trim() ?? '';

/** How many of the sampled times the draft does not read. */
const unreadTimes = ({ times: { count, unread } }: DraftFacts): string => {
  const rejected = forCount('{its row is|their rows are} rejected (mp2fb check names the first)', unread);
  return unread === 0 ? '' : `; ${formatCount(unread)} of ${formatNumbered(count, 'time')} cannot be read: ${rejected}`;
};

/** How sure the format of the times is, and their column. */
const sureOfTimes = ({ format, other, sureness, isDateAlone }: DateGuess, ofColumn: Sureness): string => {
  if (other !== null) return `both ${format ?? ''} and ${other} fit these rows: ${SURE.guess}`;
  if (isDateAlone) return `no time of day was found, so midnight is sent: ${SURE.guess}`;
  const isByLook = ofColumn === 'guess' && sureness === 'sure';
  return isByLook ? `its format is sure, the column is ${SURE.guess}` : SURE[sureness === 'sure' ? ofColumn : sureness];
};

/** The headers of columns that have no field, and whose header and cells are such. */
const ignoredHeaders = (facts: DraftFacts, isSuch: (header: string, cells: readonly string[]) => boolean): string => {
  const { table, guesses, width } = facts;
  const used = new Set(guesses.columns.flatMap(({ indexes }) => indexes));
  return Array.from({ length: table.headers === null ? 0 : width }, (_, index) => index)
    .filter((index) => !used.has(index))
    .filter((index) => isSuch(columnName(facts, index), cellsOf(table, index)))
    .map((index) => JSON.stringify(columnName(facts, index)))
    .join(', ');
};

/** The other columns of dates, where nothing but the look of its cells says that a column is the time of the sale. */
const otherTimes = (facts: DraftFacts): string => {
  const headers = ignoredHeaders(
    facts,
    (_, cells) => /[-./:]/.test(cells.join('')) && guessDates(cells, false) !== null,
  );
  return headers === '' ? '' : `; or is it one of: ${headers}?`;
};

const timeComment = (facts: DraftFacts, sureness: Sureness): string => {
  const { dates } = facts.guesses;
  return dates === null
    ? 'no format of the times was found: name it as dateFormat, for example "dd.MM.yyyy HH:mm"'
    : `${sureOfTimes(dates, sureness)}${sureness === 'guess' ? otherTimes(facts) : ''}${unreadTimes(facts)}`;
};

/** The comment after the language of the months. */
export const languageComment = ({ sureness }: { readonly sureness: Sureness }): string =>
  sureness === 'sure'
    ? 'by the names of months: sure'
    : `by the names of months: ${SURE[sureness]}; lip and lis are other months in Polish (pl) than in Croatian (hr)`;

const actionComment = ({ guesses: { unknownActions } }: DraftFacts, sureness: Sureness): string =>
  unknownActions === 0
    ? SURE[sureness]
    : `not known of this column: ${formatNumbered(unknownActions, 'more word')} (a draft shows no cells; mp2fb check names them); add them to map, or "*": null to leave such rows out`;

/** The cells of a field in rows that begin a receipt. */
const firstCells = ({ table, guesses: { columns } }: DraftFacts, field: string): readonly string[] => {
  const cellsIn = (one: string): string[] =>
    cellsOf(table, columns.find((column) => column.field === one)?.indexes[0] ?? -1).map((cell) => cell.trim());
  const orders = cellsIn(FIELD.order);
  return cellsIn(field).filter((_, at) => orders[at] !== '' && orders[at] !== orders[at - 1]);
};

/** The map that leaves out rows with these cells. */
const leavingOut = (cells: readonly string[]): string =>
  `"map": { ${[...new Set(cells)].map((cell) => `${JSON.stringify(cell)}: null`).join(', ')} }`;

/** This many rows with the same address do not all belong to one person. */
const MANY_ROWS = 5;

/** Whether all addresses are the same, like that of the shop that exported them. */
const haveOneAddress = ({ table: { rows }, guesses: { columns } }: DraftFacts): boolean => {
  const index = columns.find(({ field }) => field === FIELD.email)?.indexes[0] ?? -1;
  const addresses = rows.map((row) => row[index]?.trim().toLowerCase() ?? '').filter((address) => address !== '');
  return addresses.length >= MANY_ROWS && new Set(addresses).size === 1;
};

const emailComment = (facts: DraftFacts, sureness: Sureness): string => {
  if (haveOneAddress(facts)) return `all rows have the same address, which may be the shop's own: ${SURE.guess}`;
  const blank = facts.guesses.system === null ? firstCells(facts, FIELD.email).filter(isNothing) : [];
  return blank.length === 0
    ? SURE[sureness]
    : `${SURE[sureness]}; blank in ${formatNumbered(blank.length, 'receipt')} here: ${leavingOut(blank)} leaves such rows out, even those with another match key; without it, those without any are rejected`;
};

const OPT_OUT =
  'a guess: does yes mean that the person opted out of the sale of their data? No event is flagged without --send-ccpa-limited-data-use when-opted-out';

const ZERO = /^\D*0+(?:[.,]0+)?\D*$/;

/** Amounts of payment providers are often in cents, which no manifest divides; a total of 0 counts as missing. */
const totalsComment = (facts: DraftFacts, sureness: Sureness): string => {
  const cells = filled(firstCells(facts, FIELD.total));
  const hasPrices = facts.guesses.columns.some(({ field }) => field === FIELD.price);
  const zeros = hasPrices ? cells.filter((cell) => ZERO.test(cell)) : [];
  if (zeros.length > 0)
    return `${SURE[sureness]}; 0 in ${formatNumbered(zeros.length, 'receipt')} here, which counts as missing: price × quantity is sent; ${leavingOut(zeros)} leaves such rows out`;
  if (cells.length > 0 && cells.every((cell) => /^[-−(]/.test(cell)))
    return `${SURE[sureness]}; all are below zero, and a sale needs a value above zero: change their sign before the upload`;
  const mayBeCents = cells.length > 0 && cells.every((cell) => /^-?\d{3,}$/.test(cell));
  return mayBeCents
    ? `${SURE[sureness]}; all are whole numbers: if they are cents, divide them before the upload`
    : SURE[sureness];
};

const leftOutComment = ({ table, guesses: { columns, maps } }: DraftFacts, field: string): string => {
  const { [field]: map = {} } = maps;
  const cells = cellsOf(table, columns.find((column) => column.field === field)?.indexes[0] ?? -1);
  const left = cells.filter((cell) => cell.trim() !== '' && !(cell.trim() in map)).length;
  const which = Object.keys(map).length > 1 ? 'with other words' : 'in which it is filled';
  return `rows ${which} are left out: ${formatCount(left)} of these ${formatCount(cells.length)}`;
};

/** The comment after a column with this field. */
export const columnComment = (facts: DraftFacts, field: string, sureness: Sureness): string => {
  if (field === FIELD.time) return timeComment(facts, sureness);
  if (field === FIELD.action) return actionComment(facts, sureness);
  if (field === FIELD.gender && facts.guesses.genders !== null) return 'by the letters of these rows: likely';
  if (field === FIELD.total) return totalsComment(facts, sureness);
  if (field === FIELD.optOut) return OPT_OUT;
  if (field === FIELD.status || isCancelled(field)) return leftOutComment(facts, field);
  return field === FIELD.email ? emailComment(facts, sureness) : SURE[sureness];
};

const timeHeadersLike = (facts: Pick<DraftFacts, 'table' | 'guesses'>, wanted: RegExp): readonly string[] =>
  facts.guesses.columns
    .filter(({ field }) => field === FIELD.time)
    .flatMap(({ indexes }) => indexes.map((index) => columnName(facts, index)))
    .filter((header) => wanted.test(header));

/** Whether the header of the times says that they are those of UTC. */
export const isInUtc = (facts: Pick<DraftFacts, 'table' | 'guesses'>): boolean =>
  timeHeadersLike(facts, UTC).length > 0;

/** The columns that may say which zone times are in. */
export const zoneHeaders = (facts: DraftFacts): string =>
  [
    ...timeHeadersLike(facts, ZONE).map((header) => JSON.stringify(header)),
    ignoredHeaders(facts, (header) => ZONE_WORDS.includes(plainHeader(header))),
  ]
    .filter((headers) => headers !== '')
    .join(', ');

/** The columns that are times by their header, and whose cells no format fits. */
export const timeHeaders = (facts: DraftFacts): string =>
  ignoredHeaders(facts, (header) => [FIELD.time, DATE_PART].includes(meaningOf(header)?.meaning ?? ''));

/** The columns that say how much of a sale was paid back; null: none. */
export const refundComment = (facts: DraftFacts): string | null => {
  const headers = ignoredHeaders(facts, (header, cells) => REFUND.test(header) && areAmounts(cells));
  return headers === '' ? null : `refunds are not subtracted from the value of a sale: ${headers}`;
};

/** The columns that may say which rows are no sales (a refunded payment is completed, too); null: none. */
export const statusComment = (facts: DraftFacts): string | null => {
  const { columns, system } = facts.guesses;
  const [action] = columns.find(({ field }) => field === FIELD.action)?.indexes ?? [];
  const isType = action !== undefined && meaningOf(columnName(facts, action))?.meaning !== STATUS;
  const ofType = isType || system !== null ? [] : [FIELD.action];
  const meanings: readonly string[] = [STATUS, CANCELLED, CANCELLED_FLAG, CANCELLED_TIME, ...ofType];
  const headers = ignoredHeaders(
    facts,
    (header, cells) =>
      (meanings.includes(meaningOf(header)?.meaning ?? '') ||
        (PAID.includes(plainHeader(header)) && areFlags(cells)) ||
        (system === null && nameRefunds(cells))) &&
      filled(cells).length > 0 &&
      productsAlone(cells) === null &&
      !(REFUND.test(header) && areAmounts(cells)),
  );
  return headers === ''
    ? null
    : `which rows are no sales may also be said in ${headers}: a map with null for such cells leaves them out`;
};

/** That products without a quantity are one each, and which column may be it; null: there is one, or no product. */
export const quantityComment = (facts: DraftFacts): string | null => {
  const fields = facts.guesses.columns.map(({ field }) => field);
  if (!fields.includes(FIELD.productId) || fields.includes(FIELD.quantity)) return null;
  const numeric = ignoredHeaders(facts, (_, cells) => areAmounts(cells));
  const choice = numeric === '' ? '' : `; is it one of: ${numeric}?`;
  return `no column of the quantity was found: each row counts as one product${choice}`;
};

/** How the value of a sale is found if no column is the receipt's total, and which column may be it. */
export const totalComment = (facts: DraftFacts): string | null => {
  const { guesses } = facts;
  const has = (ending: RegExp): boolean => guesses.columns.some(({ field }) => ending.test(field));
  if (has(/product_action(?:\.total_amount|\.products)?$/)) return null;
  const numeric = ignoredHeaders(facts, (_, cells) => areAmounts(cells));
  const value = has(/total_product_amount$/)
    ? 'the sum of the line totals'
    : has(/products\.price$/)
      ? 'price × quantity'
      : null;
  const choice = numeric === '' ? '' : `; is it one of: ${numeric}?`;
  return value === null
    ? `no column of the amount was found: one should be ${FIELD.total}${choice}`
    : `no column of the receipt's total was found: the value will be ${value}${choice}`;
};
