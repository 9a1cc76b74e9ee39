import type { CsvGroup } from '../options.js';
import type { RowParts } from './row-writer.js';
import { Sale } from './sale.js';

/** Rows of one sale lie closer together than this, or nobody can tell that they are of one sale. */
const SALES_REMEMBERED = 10_000;

/** The names of the last sales of a file, so many of them at least and twice as many at most. */
export class RecentSales {
  #current = new Set<string>();
  #previous = new Set<string>();

  /** Whether a sale of this name came lately; it has now. */
  tookBefore(name: string): boolean {
    if (this.#current.has(name)) return true;
    if (this.#current.size === SALES_REMEMBERED) {
      this.#previous = this.#current;
      this.#current = new Set();
    }
    this.#current.add(name);
    return this.#previous.has(name);
  }
}

/** Puts rows of one sale together, bounded. A sale comes out once, when no row can join it any more. */
export interface Grouping {
  add(row: RowParts, line: number): void;
  /** Closes every sale that is open: nothing more belongs to them. */
  finish(): void;
}

/** `closed` gets every sale; a sale longer than `mostLength` characters takes no more rows in. */
export interface GroupingOptions {
  readonly mostLength: number;
  readonly closed: (sale: Sale) => void;
}

/** Rows of one sale lie one behind the other: one sale is open. */
class AdjacentRows implements Grouping {
  readonly #options: GroupingOptions;
  #open: Sale | null = null;
  #position = 0;

  constructor(options: GroupingOptions) {
    this.#options = options;
  }

  add(row: RowParts, line: number): void {
    this.#position += 1;
    if (this.#open === null || row.key === null || this.#open.key !== row.key) {
      this.finish();
      this.#open = new Sale(row, this.#position, line);
    } else if (this.#open.length <= this.#options.mostLength) this.#open.add(row, line);
  }

  finish(): void {
    const sale = this.#open;
    this.#open = null;
    if (sale !== null) this.#options.closed(sale);
  }
}

const byFirstRow = (a: Sale, b: Sale): number => a.first - b.first;

/**
 * Each row of a sale lies within so many rows of the one before it. Sales come out when no row can join them any more:
 * kept in the order of their first rows, all others would wait in memory for one that goes on to the end of the file.
 */
class RowsWithin implements Grouping {
  readonly #rowsApart: number;
  readonly #options: GroupingOptions;
  /** Open sales in the order of their last rows; those without a key under a name that no key has. */
  readonly #open = new Map<string, Sale>();
  #position = 0;

  constructor(rowsApart: number, options: GroupingOptions) {
    this.#rowsApart = rowsApart;
    this.#options = options;
  }

  add(row: RowParts, line: number): void {
    this.#position += 1;
    this.#closeBefore(this.#position - this.#rowsApart);
    const name = row.key ?? String(this.#position);
    const sale = this.#open.get(name);
    if (sale === undefined) {
      this.#open.set(name, new Sale(row, this.#position, line));
      return;
    }
    if (sale.length <= this.#options.mostLength) sale.add(row, line);
    sale.last = this.#position;
    this.#open.delete(name);
    this.#open.set(name, sale);
  }

  finish(): void {
    const open = [...this.#open.values()].sort(byFirstRow);
    this.#open.clear();
    for (const sale of open) this.#options.closed(sale);
  }

  #closeBefore(position: number): void {
    for (const [name, sale] of this.#open) {
      if (sale.last >= position) return;
      this.#open.delete(name);
      this.#options.closed(sale);
    }
  }
}

/**
 * How rows find together. Adjacent ones have a way of their own, and no Map that is emptied for every sale: the engine
 * links the old tables of a Map to its new ones, and what died in old memory kept all that came after it alive.
 */
export const groupingOf = (group: CsvGroup, options: GroupingOptions): Grouping =>
  group.kind === 'window' ? new RowsWithin(group.rows, options) : new AdjacentRows(options);
