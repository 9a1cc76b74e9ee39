// The last sales of a file, to see that rows of one sale are apart. Not here: how rows are put together (grouping.ts).
import type { OrderCells, OrderReader } from './order-cells.js';
import type { Sale } from './sale.js';

/** So many sales are remembered. */
const SALES_REMEMBERED = 10_000;
const FIRST_BYTES = 2 * 1024 * 1024;
/** Before the order cells of a sale: how many bytes they are, and the position of its last row. */
const [LENGTH_BYTES, HEAD_BYTES] = [4, 12];
/** UTF-8 takes at most three bytes for one unit of a string. */
const MOST_BYTES_PER_UNIT = 3;

interface EarlierSale {
  readonly order: OrderCells;
  readonly last: number;
}

/** Sales by their transactions. Order cells are bytes here: so many texts would be moved by the engine again and again. */
class SaleTable {
  /** How many sales were noted. */
  count = 0;
  readonly #places = new Map<string, number>();
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #end = 0;

  note(transaction: string, { order, last }: EarlierSale): void {
    const start = this.#end;
    this.#reserve(HEAD_BYTES + order.length * MOST_BYTES_PER_UNIT);
    const length = this.#bytes.write(order, start + HEAD_BYTES, 'utf8');
    this.#bytes.writeUInt32LE(length, start);
    this.#bytes.writeDoubleLE(last, start + LENGTH_BYTES);
    this.#places.set(transaction, start);
    this.#end = start + HEAD_BYTES + length;
    this.count += 1;
  }

  /** The sale noted last of this transaction. */
  find(transaction: string): EarlierSale | undefined {
    const at = this.#places.get(transaction);
    if (at === undefined) return undefined;
    const start = at + HEAD_BYTES;
    const order = this.#bytes.toString('utf8', start, start + this.#bytes.readUInt32LE(at));
    return { order, last: this.#bytes.readDoubleLE(at + LENGTH_BYTES) };
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * this.#bytes.length + more);
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

/** The last sales of a file, so many of them at least and twice as many at most. */
export class RecentSales {
  readonly #belongs: OrderReader['belongs'];
  #current = new SaleTable();
  #previous: SaleTable | null = null;

  constructor(belongs: OrderReader['belongs']) {
    this.#belongs = belongs;
  }

  /** How many rows a sale is behind an earlier one that it should be part of; 0: there is none. Remembers it. */
  rowsBehind({ transaction, order, first, last }: Sale): number {
    const earlier = this.#current.find(transaction) ?? this.#previous?.find(transaction);
    if (this.#current.count === SALES_REMEMBERED) {
      this.#previous = this.#current;
      this.#current = new SaleTable();
    }
    const isPart = earlier !== undefined && this.#belongs(order, earlier.order);
    this.#current.note(transaction, { order: isPart ? earlier.order : order, last });
    return isPart ? Math.max(first - earlier.last, 0) : 0;
  }
}
