// The comment after each column of a draft: how sure its meaning is, and what to check. Contains headers of the file, but
// no cells except blank ones, NULL and 0.
import { forCount, formatCount, formatNumbered } from '../../lib/format.js';
import { isNothing } from '../../read/csv/blank-cells.js';
import { ignoredHeaders, SURE, type DraftFacts } from './draft-facts.js';
import { guessDates, type DateGuess } from './guess-dates.js';
import { cellsOf, filled, type Sureness } from './table.js';
import { FIELD, isCancelled } from './words.js';

/** How many of the sampled times the draft does not read. */
const unreadTimes = ({ times: { count, unread } }: DraftFacts): string => {
  const rejected = forCount('{its row is|their rows are} rejected (mp2fb check names the first)', unread);
  return unread === 0 ? '' : `; ${formatCount(unread)} of ${formatNumbered(count, 'time')} cannot be read: ${rejected}`;
};

/** How sure the format of the times is, and their column. */
const sureOfTimes = ({ format, other, sureness, isDateOnly }: DateGuess, ofColumn: Sureness): string => {
  if (other !== null) return `both ${format ?? ''} and ${other} fit these rows: ${SURE.guess}`;
  if (isDateOnly) return `no time of day was found, so midnight is sent: ${SURE.guess}`;
  const isByLook = ofColumn === 'guess' && sureness === 'sure';
  return isByLook ? `its format is sure, the column is ${SURE.guess}` : SURE[sureness === 'sure' ? ofColumn : sureness];
};

/** The other columns of dates, as a question, if a column is the time of the sale only by its cells. */
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
    : forCount(
        `${formatNumbered(unknownActions, 'word')} of this column {is|are} unknown (a draft shows no cells; mp2fb check names {it|them}): add {it|them} to map, or "*": null to leave such rows out`,
        unknownActions,
      );

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
