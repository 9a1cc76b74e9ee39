// Puts the rows of one sale together, bounded. What a sale makes of its rows is in sale.ts.

import type { CsvGroup } from '../options.js';
import type { OrderReader } from './order-cells.js';
import type { RowParts } from './row-writer.js';
import { Sale } from './sale.js';

type Belongs = OrderReader['belongs'];

/** Puts rows of one sale together, bounded. A sale comes out once, when no row can join it any more. */
export interface Grouping {
  add(row: RowParts, line: number): void;
  /** A row that cannot be read came: a row that continues the one above continues nothing that is here. */
  interrupt(): void;
  /** Closes every sale that is open: nothing more belongs to them. */
  finish(): void;
}

/** `closed` gets every sale; a sale longer than `mostLength` characters takes no more rows in. */
interface GroupingOptions {
  readonly mostLength: number;
  readonly belongs: Belongs;
  readonly closed: (sale: Sale) => void;
}

/** Adds a row to a sale that takes more rows in. */
const addTo = (sale: Sale, row: RowParts, line: number, mostLength: number): void => {
  if (sale.length <= mostLength) sale.add(row, line);
};

const isPartOf = (row: RowParts, sale: Sale, belongs: Belongs): boolean =>
  row.transaction !== '' && row.transaction === sale.transaction && belongs(row.order(), sale.order);

/** Rows of one sale are one after the other: one sale is open. */
class AdjacentRows implements Grouping {
  readonly #options: GroupingOptions;
  #open: Sale | null = null;
  #position = 0;
  #isInterrupted = false;

  constructor(options: GroupingOptions) {
    this.#options = options;
  }

  add(row: RowParts, line: number): void {
    this.#position += 1;
    const sale = this.#open;
    if (sale !== null && this.#takes(sale, row)) {
      addTo(sale, row, line, this.#options.mostLength);
      sale.last = this.#position;
    } else {
      this.finish();
      this.#open = new Sale(row, this.#position, line);
    }
    this.#isInterrupted = false;
  }

  interrupt(): void {
    this.#isInterrupted = true;
  }

  finish(): void {
    const sale = this.#open;
    this.#open = null;
    if (sale !== null) this.#options.closed(sale);
  }

  #takes(sale: Sale, row: RowParts): boolean {
    const { belongs } = this.#options;
    if (row.continues) return !this.#isInterrupted && belongs(row.order(), sale.order);
    return isPartOf(row, sale, belongs);
  }
}

const byFirstRow = (a: Sale, b: Sale): number => a.first - b.first;

/**
 * Each row of a sale is within so many rows of the one before it. Sales come out when no row can join them any more:
 * kept in the order of their first rows, all others would wait in memory for one that continues to the end of the file.
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
      addTo(sale, row, line, this.#options.mostLength);
      sale.last = this.#position;
      this.#open.delete(sale);
      this.#open.add(sale);
      this.#above = sale;
    }
  }

  interrupt(): void {
    this.#above = null;
  }

  finish(): void {
    for (const sale of [...this.#open].sort(byFirstRow)) this.#options.closed(sale);
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
 * How rows are put together. Adjacent ones have a class of their own without a Map that is emptied for every sale: the
 * engine links the old tables of a Map to its new ones, and what died in old memory kept all that came after it alive.
 */
export const groupingOf = (group: CsvGroup, options: GroupingOptions): Grouping =>
  group.kind === 'window' ? new RowsWithin(group.rows, options) : new AdjacentRows(options);
