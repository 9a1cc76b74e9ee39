// Which rows of a CSV file are of one sale, by their order cells: transaction, action, time, currency, person. Nothing
// here of how near to each other such rows are (grouping.ts), nor of amounts (sale.ts).
import { cleanText, withoutDecimals } from '../../lib/clean-text.js';
import { hasLostDigits } from '../../lib/e-notation.js';
import { isNothingAsId } from '../../lib/words.js';
import { canMatch, type Header } from './header.js';
import { isBlankCell, isNothing, isNoValue } from './blank-cells.js';
import { columnsOf, indexOf } from './members.js';
import type { CellTime } from './time.js';

type Row = readonly string[];

/** The order cells of a row as one text of its own, which is small enough to keep for many sales. */
export type OrderCells = string;

/** A character that no relevant cell contains. */
const PART = '\u001f';
/** Lines of one receipt may have times of their own; a till may use a receipt number again on the next day. */
const MAX_APART_MS = 12 * 3_600_000;

/** Ids that say nothing, or whose digits a spreadsheet has lost: sales share them. */
const isSharedId = (id: string): boolean => isNothingAsId(id) || hasLostDigits(id);

/** Without case, spaces around it, and what a spreadsheet or a script added; blank where it says that there is no value. */
const plain = (cell: string | undefined): string => {
  const text = withoutDecimals(
    cleanText(cell ?? '')
      .trim()
      .toLowerCase(),
  );
  return isNoValue(text) ? '' : text;
};

const isBlankOrSame = (cell: string, above: string | undefined): boolean => cell === '' || cell === above;
const isWithin = (cells: Row, above: Row): boolean => cells.every((cell, at) => isBlankOrSame(cell, above[at]));
const shareOne = (cells: Row, above: Row): boolean => cells.some((cell, at) => cell !== '' && cell === above[at]);
const contradict = (cells: Row, above: Row): boolean =>
  cells.some((cell, at) => cell !== '' && above[at] !== '' && cell !== above[at]);

const areNear = (time: string, above: string): boolean =>
  isBlankOrSame(time, above) || (above !== '' && Math.abs(Number(time) - Number(above)) <= MAX_APART_MS);

/** What the order cells of a file's rows say, compiled from its header. */
export interface OrderReader {
  /** The transaction of a row; blank: it names none. */
  readonly transaction: (row: Row) => string;
  readonly cells: (row: Row) => OrderCells;
  /** A further line of the row above, of which it repeats no order cell or only the same ones. */
  readonly continues: (row: Row) => boolean;
  /** Whether a row is of a sale; both name one transaction, or the row `continues` the one above. */
  readonly belongs: (row: OrderCells, sale: OrderCells) => boolean;
}

/** Two people's receipts with one number are two sales: identities separate people, then names and places. */
const isSamePerson = (row: Row, sale: Row, identities: number): boolean => {
  const [own, theirs] = [row.slice(0, identities), sale.slice(0, identities)];
  if (contradict(own, theirs)) return false;
  return shareOne(own, theirs) || (isWithin(own, theirs) && !contradict(row.slice(identities), sale.slice(identities)));
};

type TimeOf = (cell: string) => CellTime;

/** Whether a row is of a sale, by the order cells of both; `identities`: how many of the cells of a person these are. */
const belongsTo = (row: OrderCells, sale: OrderCells, identities: number, timeOf: TimeOf): boolean => {
  if (row === sale) return true;
  const [time = '', action = '', currency = '', ...person] = row.split(PART).map(plain);
  const [saleTime = '', saleAction = '', saleCurrency = '', ...salePerson] = sale.split(PART).map(plain);
  return (
    isBlankOrSame(action, saleAction) &&
    !contradict([currency], [saleCurrency]) &&
    areNear(plain(timeOf(time).text), plain(timeOf(saleTime).text)) &&
    isSamePerson(person, salePerson, identities)
  );
};

/** Compiles the header of a file; `timeOf` reads the cells of its time column. */
export const orderReader = (header: Header, timeOf: TimeOf): OrderReader => {
  const transactionAt = indexOf(header, 'action', 'transaction_id');
  const timeAt = indexOf(header, 'data', 'timestamp_unixtime_ms');
  const totalAt = indexOf(header, 'action', 'total_amount');
  const identities = columnsOf(header, 'identities', 'device');
  const people = [...identities, ...columnsOf(header, 'attributes').filter(canMatch)];
  const once = [timeAt, indexOf(header, 'action', 'action'), indexOf(header, 'data', 'currency_code')];
  const indexes = [...once, ...people.map(({ index }) => index)];
  const items = ['', 'id', 'name', 'price'].map((key) => indexOf(header, 'product', key));
  const transaction = (row: Row): string => {
    const id = plain(row[transactionAt]);
    if (!isSharedId(id)) return id;
    // With it only rows of one time are surely of one sale.
    const time = plain(row[timeAt]);
    return time === '' ? '' : `${id} ${time}`;
  };
  return {
    transaction,
    // Joined, they hold on to nothing else of the row, as parts of its text would.
    cells: (row) => indexes.map((index) => row[index] ?? '').join(PART),
    continues: (row) =>
      isNothing(row[timeAt]) &&
      transaction(row) === '' &&
      isNothing(row[totalAt]) &&
      items.some((index) => !isBlankCell(row[index])),
    belongs: (row, sale) => belongsTo(row, sale, identities.length, timeOf),
  };
};
