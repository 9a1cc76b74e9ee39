// Which column of amounts is the total of a sale, and which that of a line: by the sums of the rows. Decides only.
import { parseDecimal } from '../../lib/decimal.js';
import { sum } from '../../lib/sum.js';
import { isWithin } from '../../model/money.js';
import { amountReader } from '../../read/csv/amount.js';
import { productsOnly } from './guess-actions.js';
import { guessDecimal } from './guess-amounts.js';
import { bySureness, cellsOf, nearlyAll, type Candidate, type Table } from './table.js';
import { AMOUNT, FIELD, NET_TOTAL, RECEIPT_TOTAL } from './words.js';

/** Sums of decimal numbers differ by less than half a cent. */
const SMALLEST_AMOUNT = 0.005;

/** The numbers of a column; NaN: the cell is not a number. */
const numbersOf = (table: Table, index: number): number[] => {
  const cells = cellsOf(table, index);
  const read = amountReader(guessDecimal(cells)?.sign ?? '.');
  return cells.map((cell) => parseDecimal(read(cell)));
};

/** Whether an amount is that of a line: in nearly all rows at most price × quantity. */
const isOfLine = (table: Table, amount: Candidate, chosen: ReadonlyMap<string, Candidate>): boolean => {
  const [price, quantity] = [chosen.get(FIELD.price), chosen.get(FIELD.quantity)];
  if (price === undefined) return false;
  const amounts = numbersOf(table, amount.index);
  const prices = numbersOf(table, price.index);
  const quantities = quantity === undefined ? [] : numbersOf(table, quantity.index);
  const isAtMost = (one: number, row: number): boolean => isWithin(one, (prices[row] ?? NaN) * (quantities[row] ?? 1));
  return amounts.length > 0 && nearlyAll(amounts, isAtMost);
};

/** Columns of what is added to an amount or subtracted from it; a tip is not part of the sale. */
const ADJUSTMENT =
  /tax|vat|gst|mwst|steuer|tva|iva|btw|moms|kdv|dph|impuesto|imposto|podatek|discount|raba|remise|descuento|desconto|sconto|korting|shipping|delivery|versand|livraison/i;
const RATE = /%|percent|rate|satz|taux|code/i;
/** Three times as many sums are tried for each. */
const MAX_ADJUSTMENTS = 6;

/** All sums of an amount with and without each adjustment, added or subtracted. */
const adjusted = (amount: number, adjustments: readonly number[]): readonly number[] =>
  adjustments.reduce((sums, one) => sums.flatMap((before) => [before, before + one, before - one]), [amount]);

/** Whether taxes, discounts and delivery are all that an amount and a total of nearly all rows differ by. */
const isAdjusted = (table: Table, amount: Candidate, total: Candidate): boolean => {
  const isAdjustment = (header: string): boolean => ADJUSTMENT.test(header) && !RATE.test(header);
  const indexes = (table.headers ?? []).flatMap((header, index) => (isAdjustment(header) ? [index] : []));
  if (indexes.length === 0 || indexes.length > MAX_ADJUSTMENTS) return false;
  const columns = indexes.map((index) => numbersOf(table, index));
  const totals = numbersOf(table, total.index);
  return nearlyAll(numbersOf(table, amount.index), (one, row) => {
    const adjustments = columns.map((column) => Math.abs(column[row] ?? 0) || 0).filter((number) => number !== 0);
    return adjusted(one, adjustments).some((made) => Math.abs(made - (totals[row] ?? NaN)) < SMALLEST_AMOUNT);
  });
};

/**
 * Of an amount and a total, beside products or after taxes and discounts the total is that of the sale; else the surer
 * or first one.
 */
const assignAmount = (table: Table, chosen: Map<string, Candidate>): void => {
  const [amount, total] = [chosen.get(AMOUNT), chosen.get(FIELD.total)];
  if (amount === undefined) return;
  const hasLines = chosen.has(FIELD.price) || chosen.has(FIELD.quantity);
  const isBefore = (other: Candidate): boolean => (bySureness(amount, other) || amount.index - other.index) < 0;
  if (total === undefined || (!hasLines && isBefore(total) && !isAdjusted(table, amount, total)))
    chosen.set(FIELD.total, { ...amount, meaning: FIELD.total });
  else if (!chosen.has(FIELD.lineTotal) && isOfLine(table, amount, chosen))
    chosen.set(FIELD.lineTotal, { ...amount, meaning: FIELD.lineTotal, sureness: 'likely' });
};

/** This share of the receipts of several rows has other totals in each row only if each is its own row's. */
const MIN_OTHERS_SHARE = { ofProducts: 0.25, ofOtherRows: 0.5 };

/** A table without rows of taxes and payments, where a column says which these are. */
const productRows = (table: Table): Table => {
  const columns = (table.headers ?? []).map((_, index) => ({ index, only: productsOnly(cellsOf(table, index)) }));
  const kind = columns.find(({ only }) => only?.isSure === true);
  const isOther = (row: readonly string[]): boolean => kind?.only?.map[row[kind.index]?.trim() ?? ''] === null;
  return { ...table, rows: table.rows.filter((row) => !isOther(row)) };
};

/** The totals of each receipt of several rows, in which none is blank. */
const totalsByReceipt = (table: Table, total: Candidate, order: Candidate): readonly (readonly number[])[] => {
  const [totals, orders] = [numbersOf(table, total.index), cellsOf(table, order.index)];
  const receipts: number[][] = [];
  totals.forEach((one, row) => {
    if (row > 0 && orders[row] === orders[row - 1]) receipts.at(-1)?.push(one);
    else receipts.push([one]);
  });
  return receipts.filter((receipt) => receipt.length > 1 && receipt.every(Number.isFinite));
};

/** Whether the rows have totals of their own: neither one that is repeated, nor one row with the sum of the others. */
const areOwnTotals = (receipt: readonly number[]): boolean => {
  const all = sum(receipt);
  const isSumOfOthers = (one: number): boolean => Math.abs(2 * one - all) < SMALLEST_AMOUNT;
  return new Set(receipt).size > 1 && !receipt.includes(0) && !receipt.some(isSumOfOthers);
};

/** A total that differs in the rows of a receipt is that of a line: where lines cost the same, it would count once. */
const assignLineTotal = (table: Table, chosen: Map<string, Candidate>): void => {
  const [total, order] = [chosen.get(FIELD.total), chosen.get(FIELD.order)];
  if (total === undefined || order === undefined || chosen.has(FIELD.lineTotal)) return;
  // Rows that are not of products may be payments or rates of tax, but also changes of the order.
  const isOfProducts = [FIELD.productId, FIELD.productName].some((field) => chosen.has(field));
  const share = isOfProducts ? MIN_OTHERS_SHARE.ofProducts : MIN_OTHERS_SHARE.ofOtherRows;
  const receipts = totalsByReceipt(productRows(table), total, order);
  const own = receipts.filter(areOwnTotals).length;
  if (own === 0 || own < receipts.length * share) return;
  chosen.delete(FIELD.total);
  chosen.set(FIELD.lineTotal, { ...total, meaning: FIELD.lineTotal, sureness: 'likely' });
};

/**
 * Makes columns of amounts the total of the sale or of the line, changing `chosen` (by meaning). The total of a receipt
 * comes before any other one; a total without tax is used only where there is no other.
 */
export const assignTotals = (table: Table, chosen: Map<string, Candidate>): void => {
  const receipt = chosen.get(RECEIPT_TOTAL);
  if (receipt !== undefined && (receipt.sureness !== 'guess' || !chosen.has(FIELD.total)))
    chosen.set(FIELD.total, { ...receipt, meaning: FIELD.total });
  assignAmount(table, chosen);
  const net = chosen.get(NET_TOTAL);
  if (net !== undefined && !chosen.has(FIELD.total))
    chosen.set(FIELD.total, { ...net, meaning: FIELD.total, sureness: 'guess' });
  if (receipt === undefined) assignLineTotal(table, chosen);
};
