// Remembers the last sales of a file, to find rows of one sale that are apart. Not here: how rows are grouped
// (grouping.ts).
import type { OrderCells, OrderReader } from './order-cells.js';
import type { Sale } from './sale.js';

const SALES_REMEMBERED = 10_000;
const FIRST_BYTES = 2 * 1024 * 1024;
/** Before the texts of a sale: the bytes of its transaction and of its order cells, and the position of its last row. */
const [ORDER_LENGTH, LAST_ROW, HEAD_BYTES] = [4, 8, 16];
/** UTF-8 takes at most three bytes for one unit of a string. */
const MAX_BYTES_PER_UNIT = 3;

interface EarlierSale {
  readonly order: OrderCells;
  readonly last: number;
}

/** A power of two, and more than twice the number of sales. */
const PLACES = 32_768;

/** For `note` and `find`. */
const hashOf = (text: string): number => {
  let hash = text.length;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash, 31) ^ text.charCodeAt(at);
  return hash;
};

/** Sales by their transactions. Texts are kept as bytes, because the garbage collector would move so many strings often. */
class SaleTable {
  count = 0;
  /** Where a sale begins in the bytes, plus one; 0: none. */
  readonly #starts = new Int32Array(PLACES);
  readonly #hashes = new Int32Array(PLACES);
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #end = 0;

  note(transaction: string, hash: number, { order, last }: EarlierSale): void {
    const start = this.#end;
    this.#reserve(HEAD_BYTES + (transaction.length + order.length) * MAX_BYTES_PER_UNIT);
    const name = this.#bytes.write(transaction, start + HEAD_BYTES, 'utf8');
    const length = this.#bytes.write(order, start + HEAD_BYTES + name, 'utf8');
    this.#bytes.writeUInt32LE(name, start);
    this.#bytes.writeUInt32LE(length, start + ORDER_LENGTH);
    this.#bytes.writeDoubleLE(last, start + LAST_ROW);
    const place = this.#placeOf(transaction, hash);
    this.#starts[place] = start + 1;
    this.#hashes[place] = hash;
    this.#end = start + HEAD_BYTES + name + length;
    this.count += 1;
  }

  /** The latest sale with this transaction. */
  find(transaction: string, hash: number): EarlierSale | undefined {
    const start = this.#startAt(this.#placeOf(transaction, hash));
    if (start === null) return undefined;
    const at = start + HEAD_BYTES + this.#bytes.readUInt32LE(start);
    const order = this.#bytes.toString('utf8', at, at + this.#bytes.readUInt32LE(start + ORDER_LENGTH));
    return { order, last: this.#bytes.readDoubleLE(start + LAST_ROW) };
  }

  #startAt(place: number): number | null {
    const startPlusOne = this.#starts[place] ?? 0;
    return startPlusOne === 0 ? null : startPlusOne - 1;
  }

  /** Where a transaction is in the table, or the free place where it belongs. */
  #placeOf(transaction: string, hash: number): number {
    let place = (hash ^ (hash >>> 15)) & (PLACES - 1);
    for (let start = this.#startAt(place); start !== null; start = this.#startAt(place)) {
      if (this.#hashes[place] === hash && this.#transactionOf(start) === transaction) break;
      place = (place + 1) & (PLACES - 1);
    }
    return place;
  }

  #transactionOf(start: number): string {
    const from = start + HEAD_BYTES;
    return this.#bytes.toString('utf8', from, from + this.#bytes.readUInt32LE(start));
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * this.#bytes.length + more);
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

/** The last sales of a file: at least this many, and at most twice as many. */
export class RecentSales {
  readonly #belongs: OrderReader['belongs'];
  #current = new SaleTable();
  #previous: SaleTable | null = null;

  constructor(belongs: OrderReader['belongs']) {
    this.#belongs = belongs;
  }

  /** How many rows a sale is behind an earlier one to which it should belong; 0: there is none. Remembers the sale. */
  rowsBehind({ transaction, order, first, last }: Sale): number {
    const hash = hashOf(transaction);
    const earlier = this.#current.find(transaction, hash) ?? this.#previous?.find(transaction, hash);
    if (this.#current.count === SALES_REMEMBERED) {
      this.#previous = this.#current;
      this.#current = new SaleTable();
    }
    const isPart = earlier !== undefined && this.#belongs(order, earlier.order);
    this.#current.note(transaction, hash, { order: isPart ? earlier.order : order, last });
    return isPart ? Math.max(first - earlier.last, 0) : 0;
  }
}
