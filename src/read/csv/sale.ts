// One sale from its rows: total, products, the batch's JSON text. Which rows belong to it: grouping.ts.

import type { RecordFault } from '../../model/block.js';
import { isRounded, isWithin, toStep } from '../../model/money.js';
import { parseDecimal } from '../../lib/decimal.js';
import { isNothing } from './blank-cells.js';
import type { OrderCells } from './order-cells.js';
import type { RowParts } from './row-writer.js';

/** What closes `product_action`, `data`, the event, `events` and the batch. */
const TAIL = '}}}]}';
const isSameAmount = (a: number, b: number): boolean => toStep(a) === toStep(b);

/** Why a sale is not sent: rows of it are missing, and with them it would be another sale to the ledger. */
export type Lack = Pick<RecordFault, 'reason' | 'message'>;

/** One sale, built row by row: the batch of the first row, the products of all. */
export class Sale {
  readonly transaction: string;
  /** Positions of its first and its last row among the rows of the file. */
  readonly first: number;
  last: number;
  /** Lines of its rows. */
  readonly rows: number[] = [];
  /** Characters of its JSON text so far, about. */
  length = 0;
  /** The rows name different totals, and they are not those of the rows themselves. */
  totalsDiffer = false;
  /** null: nothing says that a row is missing. */
  lack: Lack | null = null;
  /** Columns that a sale has once, and that its rows fill with different values. */
  readonly differing = new Set<string>();
  readonly #row: RowParts;
  /** The cells of the first row, with what further rows add. */
  #cells: readonly string[];
  #head: string;
  #order: OrderCells | null = null;
  #products = '';
  readonly #totals = new Totals();

  constructor(row: RowParts, position: number, line: number) {
    this.transaction = row.transaction;
    this.first = position;
    this.last = position;
    this.#row = row;
    this.#cells = row.cells;
    this.#head = row.head(row.cells);
    this.length = this.#head.length;
    this.add(row, line);
  }

  /** The order cells of the first row. */
  get order(): OrderCells {
    return (this.#order ??= this.#row.order());
  }

  add(row: RowParts, line: number): void {
    this.rows.push(line);
    // With the comma, because rows without a product also use memory.
    this.length += row.product.length + 1;
    if (row.product !== '') {
      this.#products += this.#products === '' ? row.product : ',' + row.product;
    }
    this.#totals.add(row);
    if (row !== this.#row) this.#addOnce(row);
  }

  #addOnce({ once, cells }: RowParts): void {
    const filled = once?.(this.#cells, cells, (column) => this.differing.add(column)) ?? this.#cells;
    if (filled === this.#cells) return;
    this.#cells = filled;
    this.length -= this.#head.length;
    this.#head = this.#row.head(filled);
    this.length += this.#head.length;
  }

  /** The batch of the sale as JSON text. */
  text(): string {
    const total = this.#totals.total();
    this.totalsDiffer = this.#totals.differ;
    const members = [
      this.#row.action(this.#cells),
      total === '' ? '' : `"total_amount":${JSON.stringify(total)}`,
      this.#products === '' ? '' : `"products":[${this.#products}]`,
    ];
    return this.#head + members.filter((member) => member !== '').join(',') + TAIL;
  }
}

/** Whether the total of a sale is the sum of its lines; 0: there is none. */
const isOfLines = (total: number, lines: number): boolean => total !== 0 && lines !== 0 && isSameAmount(total, lines);

/** An amount that several rows repeat; NaN: they name different ones. */
const onlyOne = (held: number, amount: number): number => (held === 0 || isSameAmount(held, amount) ? amount : NaN);

/** The total of a sale, of what its rows say. */
class Totals {
  /** The rows name different totals, and they are not those of the rows themselves. */
  differ = false;
  /** The first total above or below zero; exports write 0, or a word such as NULL, where there is none. */
  #first = '';
  #zero = '';
  #several = false;
  #sum = 0;
  /** The totals of rows that name a product or a price. */
  #itemSum = 0;
  #itemLineSum = 0;
  /** The totals of rows that name neither a product nor a price; 0: none, NaN: several. */
  #ofSale = 0;
  #lineOfSale = 0;
  #rows = 0;
  #rowsWithTotal = 0;
  #rowsWithOwnAmount = 0;
  #eachIsItsRows = true;
  #eachIsWithinItsRows = true;
  #productSum = 0;
  #lineSum = 0;

  add({ total, charges, hasItem, product, productAmount, lineTotal, hasOwnAmount }: RowParts): void {
    this.#rows += 1;
    if (hasOwnAmount) this.#rowsWithOwnAmount += 1;
    const isOfSale = !hasItem && Number.isNaN(productAmount);
    if (product !== '') {
      if (!isOfSale) this.#itemLineSum += lineTotal;
      else if (!Number.isNaN(lineTotal)) this.#lineOfSale = onlyOne(this.#lineOfSale, lineTotal);
      this.#productSum += productAmount;
      this.#lineSum += lineTotal;
    }
    if (total === '') return;
    const amount = parseDecimal(total);
    if (amount === 0 || (Number.isNaN(amount) && isNothing(total))) {
      this.#zero = total;
      return;
    }
    if (this.#first === '') this.#first = total;
    else if (total !== this.#first && !isSameAmount(amount, parseDecimal(this.#first))) this.#several = true;
    this.#rowsWithTotal += 1;
    this.#sum += amount;
    if (isOfSale) this.#ofSale = onlyOne(this.#ofSale, amount);
    else this.#itemSum += amount;
    const withCharges = productAmount + charges;
    if (isRounded(amount, productAmount) || isRounded(amount, withCharges) || isSameAmount(amount, lineTotal)) return;
    this.#eachIsItsRows = false;
    if (!isWithin(amount, withCharges)) this.#eachIsWithinItsRows = false;
  }

  /**
   * A total that rows repeat counts once, and so does that of a row without a product if the others add up to it. Totals
   * that are each their own row's are added up: those that equal the row's price × quantity, with its tax and shipping or
   * without, even on two lines of one product, and different ones that are at most that (discounts), or on all rows of a
   * file without prices. Of other different ones the first is used, and `differ` says so. Without any total, the lines'
   * own totals are added up where they are not what their prices say.
   */
  total(): string {
    if (this.#first === '') return this.#ofLines();
    if (isOfLines(this.#ofSale, this.#itemSum)) return String(toStep(this.#ofSale));
    const areLines = this.#rowsWithTotal > 1 && (this.#eachIsItsRows || (this.#several && this.#eachIsWithinItsRows));
    const haveNoPrices = this.#several && this.#rowsWithOwnAmount === 0 && this.#rowsWithTotal === this.#rows;
    if ((areLines || haveNoPrices) && !Number.isNaN(this.#sum)) return String(toStep(this.#sum));
    this.differ = this.#several;
    return this.#first;
  }

  #ofLines(): string {
    if (isOfLines(this.#lineOfSale, this.#itemLineSum)) return String(toStep(this.#lineOfSale));
    const known = this.#lineSum > 0 && !isSameAmount(this.#lineSum, this.#productSum);
    return known ? String(toStep(this.#lineSum)) : this.#zero;
  }
}
