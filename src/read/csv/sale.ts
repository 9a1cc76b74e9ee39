import { parseDecimal } from '../../lib/decimal.js';
import type { RowParts } from './row-writer.js';

/** What closes `product_action`, `data`, the event, `events` and the batch. */
const TAIL = '}}}]}';
/** Finer than the smallest unit of any currency, coarse enough to swallow binary noise. */
const STEPS_PER_UNIT = 10_000;

const toStep = (amount: number): number => Math.round(amount * STEPS_PER_UNIT) / STEPS_PER_UNIT;

/** One sale as its rows come in: the first row's batch, everybody's products. */
export class Sale {
  readonly key: string | null;
  /** Positions of its first and its last row among the rows of the file. */
  readonly first: number;
  last: number;
  /** Lines of its rows. */
  readonly rows: number[] = [];
  /** Characters of its JSON text so far, about. */
  length = 0;
  /** The rows name different totals, and they are not those of the rows themselves. */
  totalsDiffer = false;
  readonly #head: string;
  #products = '';
  #total = '';
  #sum = 0;
  #everyTotalIsItsRows = true;
  #severalTotals = false;

  constructor(row: RowParts, position: number, line: number) {
    this.key = row.key;
    this.first = position;
    this.last = position;
    this.#head = row.head();
    this.length = this.#head.length;
    this.add(row, line);
  }

  add(row: RowParts, line: number): void {
    this.rows.push(line);
    // The comma counts: rows without a product are kept in mind, too.
    this.length += row.product.length + 1;
    if (row.product !== '') this.#products += this.#products === '' ? row.product : ',' + row.product;
    if (row.total === '') return;
    if (this.#total === '') this.#total = row.total;
    else if (row.total !== this.#total) this.#severalTotals = true;
    const total = parseDecimal(row.total);
    this.#sum += total;
    if (toStep(total) !== toStep(row.productAmount)) this.#everyTotalIsItsRows = false;
  }

  /**
   * The batch of the sale as JSON text. A total that all rows repeat counts once. Different totals, each of which is its
   * own row's price × quantity, are added up; of other different ones the first holds, and `totalsDiffer` says so.
   */
  text(): string {
    const members = [...this.#totalMember(), ...(this.#products === '' ? [] : [`"products":[${this.#products}]`])];
    const inner = members.join(',');
    const separator = inner === '' || this.#head.endsWith('{') ? '' : ',';
    return this.#head + separator + inner + TAIL;
  }

  #totalMember(): readonly string[] {
    if (this.#total === '') return [];
    if (!this.#severalTotals) return [`"total_amount":${JSON.stringify(this.#total)}`];
    if (this.#everyTotalIsItsRows) return [`"total_amount":${JSON.stringify(String(toStep(this.#sum)))}`];
    this.totalsDiffer = true;
    return [`"total_amount":${JSON.stringify(this.#total)}`];
  }
}
