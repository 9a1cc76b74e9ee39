import type { CsvGroup } from '../options.js';
import type { RowParts } from './row-writer.js';
import { Sale } from './sale.js';

/**
 * Puts rows of one sale together, bounded: either only while they are adjacent, or while they lie within so many rows of
 * the sale's first. Sales come out in the order of their first rows.
 */
export class Grouping {
  /** null: only adjacent rows. */
  readonly #rowsApart: number | null;
  /** Open sales in the order of their first rows; those without a key under a name that no key has. */
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
    const known = row.key === null ? undefined : this.#open.get(row.key);
    if (known !== undefined) {
      if (known.length <= this.#mostLength) known.add(row, line);
      return;
    }
    if (this.#rowsApart === null) this.finish();
    this.#open.set(row.key ?? String(this.#position), new Sale(row, this.#position, line));
  }

  /** Closes every sale that is open: nothing more belongs to it. */
  finish(): void {
    this.#closeBefore(Infinity);
  }

  #closeBefore(position: number): void {
    for (const [name, sale] of this.#open) {
      if (sale.position >= position) return;
      this.#open.delete(name);
      this.#closed(sale);
    }
  }
}
