// Groups the rows of one sale, in bounded memory. How a sale is built from its rows is in sale.ts.

import type { CsvGroup } from '../options.js';
import type { OrderReader } from './order-cells.js';
import type { RowParts } from './row-writer.js';
import { Sale, type Lack } from './sale.js';

type Belongs = OrderReader['belongs'];

/** Groups rows into sales, in bounded memory. A sale is passed on once, when no further row can join it. */
export interface Grouping {
  add(row: RowParts, line: number): void;
  /** Whether the row, which is the next one, would be a further line of an open sale. */
  accepts(row: RowParts): boolean;
  /** A row could not be read: a row that only continues the one above cannot be assigned. */
  interrupt(): void;
  /** The row that interrupts does not fit the header, and names one of these transactions: its sale lacks it. */
  broken(transactions: readonly string[]): void;
  /** Closes every open sale. `isCut`: the rows after these could not be read, and may belong to them. */
  finish(isCut?: boolean): void;
}

const BROKEN_ROW: Lack = {
  reason: 'csv_row',
  message: 'a row of this sale does not fit the header: the sale is sent when that row is fixed',
};
const UNREAD_ROWS: Lack = {
  reason: 'truncated',
  message: 'rows of this sale may be among those that were not read',
};

/** `closed` receives every sale; a sale longer than `maxLength` characters accepts no more rows. */
interface GroupingOptions {
  readonly maxLength: number;
  readonly belongs: Belongs;
  readonly closed: (sale: Sale) => void;
}

/** Adds a row to a sale, if it is not too long for another one. */
const addTo = (sale: Sale, row: RowParts, line: number, maxLength: number): void => {
  if (sale.length <= maxLength) sale.add(row, line);
};

const isPartOf = (row: RowParts, sale: Sale, belongs: Belongs): boolean =>
  row.transaction !== '' && row.transaction === sale.transaction && belongs(row.order(), sale.order);

/** A sale after the last row that was read. */
const lastSale = (sale: Sale, isCut: boolean): Sale => {
  if (isCut && sale.transaction !== '') sale.lack ??= UNREAD_ROWS;
  return sale;
};

/** Rows of one sale are adjacent, so one sale is open at a time. */
class AdjacentRows implements Grouping {
  readonly #options: GroupingOptions;
  #open: Sale | null = null;
  #position = 0;
  #isInterrupted = false;
  #broken: readonly string[] = [];

  constructor(options: GroupingOptions) {
    this.#options = options;
  }

  add(row: RowParts, line: number): void {
    this.#position += 1;
    const sale = this.#open;
    if (sale !== null && this.#isOf(sale, row)) {
      addTo(sale, row, line, this.#options.maxLength);
      sale.last = this.#position;
    } else {
      this.finish();
      this.#open = new Sale(row, this.#position, line);
      if (this.#broken.includes(row.transaction)) this.#open.lack = BROKEN_ROW;
    }
    this.#isInterrupted = false;
    this.#broken = [];
  }

  accepts(row: RowParts): boolean {
    return this.#open !== null && this.#isOf(this.#open, row);
  }

  interrupt(): void {
    this.#isInterrupted = true;
  }

  broken(transactions: readonly string[]): void {
    this.#broken = transactions;
    if (this.#open !== null && transactions.includes(this.#open.transaction)) this.#open.lack = BROKEN_ROW;
  }

  finish(isCut = false): void {
    const sale = this.#open;
    this.#open = null;
    if (sale !== null) this.#options.closed(lastSale(sale, isCut));
  }

  #isOf(sale: Sale, row: RowParts): boolean {
    const { belongs } = this.#options;
    if (row.continues) return !this.#isInterrupted && belongs(row.order(), sale.order);
    return isPartOf(row, sale, belongs);
  }
}

const byFirstRow = (a: Sale, b: Sale): number => a.first - b.first;

/**
 * Each row of a sale is within this many rows of the previous one. Sales are passed on when no row can join them any
 * more. In the order of their first rows, all others would have to wait in memory for one that continues to the end of
 * the file.
 */
class RowsWithin implements Grouping {
  readonly #rowsApart: number;
  readonly #options: GroupingOptions;
  /** Open sales in the order of their last rows. */
  readonly #open = new Set<Sale>();
  readonly #byTransaction = new Map<string, readonly Sale[]>();
  #position = 0;
  /** The sale of the row above; null: there is none, or that row could not be read. */
  #above: Sale | null = null;
  #broken: readonly string[] = [];

  constructor(rowsApart: number, options: GroupingOptions) {
    this.#rowsApart = rowsApart;
    this.#options = options;
  }

  add(row: RowParts, line: number): void {
    this.#position += 1;
    this.#closeBefore(this.#position - this.#rowsApart);
    const sale = this.#saleOf(row);
    if (sale === undefined) this.#above = this.#begin(row, line);
    else {
      addTo(sale, row, line, this.#options.maxLength);
      sale.last = this.#position;
      this.#open.delete(sale);
      this.#open.add(sale);
      this.#above = sale;
    }
    if (this.#broken.includes(row.transaction)) this.#above.lack = BROKEN_ROW;
    this.#broken = [];
  }

  accepts(row: RowParts): boolean {
    this.#closeBefore(this.#position + 1 - this.#rowsApart);
    return this.#saleOf(row) !== undefined;
  }

  interrupt(): void {
    this.#above = null;
  }

  broken(transactions: readonly string[]): void {
    this.#broken = transactions;
    for (const sale of transactions.flatMap((one) => this.#named(one))) sale.lack = BROKEN_ROW;
  }

  finish(isCut = false): void {
    for (const sale of [...this.#open].sort(byFirstRow)) this.#options.closed(lastSale(sale, isCut));
  }

  #saleOf(row: RowParts): Sale | undefined {
    const { belongs } = this.#options;
    if (!row.continues) return this.#named(row.transaction).find((sale) => isPartOf(row, sale, belongs));
    return this.#above !== null && belongs(row.order(), this.#above.order) ? this.#above : undefined;
  }

  #named(transaction: string): readonly Sale[] {
    return this.#byTransaction.get(transaction) ?? [];
  }

  #begin(row: RowParts, line: number): Sale {
    const sale = new Sale(row, this.#position, line);
    this.#open.add(sale);
    if (row.transaction !== '') this.#byTransaction.set(row.transaction, [...this.#named(row.transaction), sale]);
    return sale;
  }

  #closeBefore(position: number): void {
    for (const sale of this.#open) {
      if (sale.last >= position) return;
      this.#open.delete(sale);
      const others = this.#named(sale.transaction).filter((other) => other !== sale);
      if (others.length === 0) this.#byTransaction.delete(sale.transaction);
      else this.#byTransaction.set(sale.transaction, others);
      this.#options.closed(sale);
    }
  }
}

/**
 * How rows are grouped. Adjacent rows have a class of their own, because a Map that is emptied for every sale links its
 * old tables to the new ones, which would keep everything alive that was ever in them.
 */
export const groupingOf = (group: CsvGroup, options: GroupingOptions): Grouping =>
  group.kind === 'window' ? new RowsWithin(group.rows, options) : new AdjacentRows(options);
