// Rows of totals, with which tills and spreadsheets end a file. They belong to no sale, but look like a further line of
// the last one, and would add the turnover of a day to its value. Which rows are of one sale: order-cells.ts.
import { parseDecimal } from '../../lib/decimal.js';
import { toStep } from '../../model/money.js';
import type { Header } from './header.js';
import { isBlankCell } from './blank-cells.js';
import { columnsOf, indexOf } from './members.js';
import type { RowParts } from './row-writer.js';

type Row = readonly string[];

const WORDS = new Set(
  [
    'total|totals|grand total|sub total|subtotal|sum|total sales|total amount|net total|gross total|overall total|day total',
    'summe|gesamt|gesamtsumme|gesamtbetrag|gesamtumsatz|zwischensumme|endsumme|tagessumme|totaux|total général|total general',
    'sous total|somme|totale|totali|totale generale|subtotale|somma|suma|sumas|importe total|total geral|soma|totaal|eindtotaal',
    'subtotaal|som|razem|suma końcowa|ogółem|łącznie|suma częściowa|summa|totalt|i alt|yhteensä|celkem|összesen|toplam|ara toplam',
    'итого|всего|合計|小計|総計|合计|小计|总计|합계|소계|총계',
  ].flatMap((list) => list.split('|')),
);

/** A label as it is compared: `Grand-Total (3):` is `grand total`. */
const labelOf = (cell: string): string =>
  cell
    .toLowerCase()
    .replaceAll(/\(.*\)|[:=*#.]/gu, ' ')
    .replaceAll(/[\s_-]+/gu, ' ')
    .trim();

/** Whether a cell says that its row sums up others. One that begins with a digit does not, as nearly all do. */
export const isTotalsWord = (cell: string): boolean => !/^\d/.test(cell) && WORDS.has(labelOf(cell));

/** Whether a short row sums up others: a word for that, and no other. `Summe: 5,00` may be one cell. */
export const isShortTotalsRow = (cells: Row): boolean => {
  const [first = '', ...others] = cells.filter((cell) => !isBlankCell(cell));
  const isWord = isTotalsWord(first.replaceAll(/[\d.,'’]+|\p{Sc}/gu, ' '));
  return /^\p{L}/u.test(first.trim()) && isWord && !others.some((cell) => /\p{L}{4}|@/u.test(cell));
};

/** Amounts of a row that a row of totals may have the sum of: price, price × quantity, the line's own total, the total. */
const amountsOf = (price: number, { productAmount, lineTotal, total }: RowParts): readonly number[] =>
  [price, productAmount, lineTotal, parseDecimal(total)].map((amount) => amount || 0);

/** Sums of the rows above; a single one is not a sum. */
class Sums {
  #rows = 0;
  readonly #sums = [0, 0, 0, 0];

  add(amounts: readonly number[]): void {
    this.#rows += 1;
    for (let at = 0; at < amounts.length; at += 1) this.#sums[at] = (this.#sums[at] ?? 0) + (amounts[at] ?? 0);
  }

  areIn([price = 0, , ...wholes]: readonly number[]): boolean {
    if (this.#rows < 2) return false;
    const [prices = 0, products = 0, ...sums] = this.#sums;
    const isSumOf = (amount: number, sum: number): boolean => amount > 0 && toStep(amount) === toStep(sum);
    return isSumOf(price, prices) || isSumOf(price, products) || wholes.some((one, at) => isSumOf(one, sums[at] ?? 0));
  }
}

/**
 * Compiles the header of a file. The result is called for each row in turn and says whether it sums up others: a row
 * without time, person and product id ("Total" or a similar word may be in their place) in which a cell is such a word,
 * or which has only numbers, one of them the sum of the rows above. `cells` are the file's own, `row` what they mean.
 */
export const totalsRowOf = (header: Header): ((cells: Row, row: RowParts) => boolean) => {
  const productAt = indexOf(header, 'product', 'id');
  const ofSales = [
    indexOf(header, 'data', 'timestamp_unixtime_ms'),
    ...columnsOf(header, 'identities', 'device').map(({ index }) => index),
    productAt,
  ];
  const priceAt = indexOf(header, 'product', 'price');
  const isNamed = indexOf(header, 'product', 'name') >= 0 || indexOf(header, 'product', 'id') >= 0;
  const all = new Sums();
  let recent = new Sums();
  const sumsUp = (cells: Row, row: RowParts, amounts: readonly number[]): boolean => {
    if (ofSales.some((index) => !isBlankCell(row.cells[index]) && !isTotalsWord(row.cells[index] ?? ''))) return false;
    // The label is in the first column, whatever that is; a marked time is still one.
    if (ofSales.some((index) => index !== productAt && !isBlankCell(row.cells[index]))) return true;
    const isOfNone = row.transaction === '' || isTotalsWord(row.transaction);
    if (isOfNone && cells.some(isTotalsWord)) return true;
    const isNumbers = row.transaction === '' && !cells.some((cell) => /\p{L}/u.test(cell));
    return isNumbers && (row.total !== '' || isNamed) && (recent.areIn(amounts) || all.areIn(amounts));
  };
  return (cells, row) => {
    const amounts = amountsOf(parseDecimal(row.cells[priceAt] ?? ''), row);
    if (sumsUp(cells, row, amounts)) {
      recent = new Sums();
      return true;
    }
    all.add(amounts);
    recent.add(amounts);
    return false;
  };
};
