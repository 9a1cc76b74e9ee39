import type { CsvGroup } from '../options.js';
import type { RowParts } from './row-writer.js';
import { Sale } from './sale.js';

const byFirstRow = (a: Sale, b: Sale): number => a.first - b.first;

/**
 * Puts rows of one sale together, bounded: either only while they are adjacent, or while each lies within so many rows
 * of the one before it. A sale comes out when no row can join it any more: kept in the order of their first rows, all
 * others would wait in memory for one that goes on to the end of the file.
 */
export class Grouping {
  /** null: only adjacent rows. */
  readonly #rowsApart: number | null;
  /** Open sales in the order of their last rows; those without a key under a name that no key has. */
  readonly #open = new Map<string, Sale>();
  readonly #closed: (sale: Sale) => void;
  readonly #mostLength: number;
  #position = 0;

  /** `closed` gets every sale once; a sale longer than `mostLength` characters takes no more rows in. */
  constructor(group: CsvGroup, mostLength: number, closed: (sale: Sale) => void) {
    this.#rowsApart = group.kind === 'window' ? group.rows : null;
    this.#mostLength = mostLength;
    this.#closed = closed;
  }

  add(row: RowParts, line: number): void {
    this.#position += 1;
    if (this.#rowsApart !== null) this.#closeBefore(this.#position - this.#rowsApart);
    const name = row.key ?? String(this.#position);
    const sale = this.#open.get(name);
    if (sale === undefined) {
      if (this.#rowsApart === null) this.finish();
      this.#open.set(name, new Sale(row, this.#position, line));
      return;
    }
    if (sale.length <= this.#mostLength) sale.add(row, line);
    this.#toBack(name, sale);
  }

  /** Closes every sale that is open, in the order of their first rows: nothing more belongs to them. */
  finish(): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    // One alone, as it is behind nearly every row when they are adjacent, is in order.
    if (open.length > 1) open.sort(byFirstRow);
    for (const sale of open) this.#closed(sale);
  }

  #toBack(name: string, sale: Sale): void {
    sale.last = this.#position;
    // The only one there is stays where it is, as most sales are when rows are adjacent.
    if (this.#open.size === 1) return;
    this.#open.delete(name);
    this.#open.set(name, sale);
  }

  #closeBefore(position: number): void {
    for (const [name, sale] of this.#open) {
      if (sale.last >= position) return;
      this.#open.delete(name);
      this.#closed(sale);
    }
  }
}
