// Which of several columns is taken for what a sale needs. Decides only; what columns may be is in guess-columns.ts.
import { parseDecimal } from '../../lib/decimal.js';
import { sum } from '../../lib/sum.js';
import { isWithin } from '../../model/money.js';
import { amountReader } from '../../read/csv/amount.js';
import { productsAlone } from './guess-actions.js';
import { guessDecimal } from './guess-amounts.js';
import { nearlyAll, type Sureness } from './guess-cells.js';
import { cellsOf, type Candidate, type Table } from './table.js';
import { AMOUNT, CANCELLED, CANCELLED_TIME, FIELD, KIND, NET_TOTAL, RECEIPT_TOTAL, STATUS } from './words.js';

/** The action, recognised by its cells alone; a header that names it comes first. */
export const DONE = 'done';

/** Any number of columns may say that a sale was cancelled. */
const SAYS_CANCELLED: readonly string[] = [CANCELLED, CANCELLED_TIME];

/** Sums of decimal numbers differ by less than half a cent. */
const SMALLEST_AMOUNT = 0.005;

const ORDER: readonly Sureness[] = ['sure', 'likely', 'guess'];

/** The numbers of a column; NaN: a cell is none. */
const numbersOf = (table: Table, { index }: Candidate): number[] => {
  const cells = cellsOf(table, index);
  const read = amountReader(guessDecimal(cells)?.sign ?? '.');
  return cells.map((cell) => parseDecimal(read(cell)));
};

/** Whether an amount is that of a line: in nearly all rows at most price × quantity. */
const isOfLine = (table: Table, amount: Candidate, found: ReadonlyMap<string, Candidate>): boolean => {
  const [price, quantity] = [found.get(FIELD.price), found.get(FIELD.quantity)];
  if (price === undefined) return false;
  const [amounts, prices, quantities] = [amount, price, quantity].map((one) => (one ? numbersOf(table, one) : []));
  const rows = (amounts ?? []).map((one, at) => isWithin(one, (prices?.[at] ?? NaN) * (quantities?.[at] ?? 1)));
  return rows.length > 0 && nearlyAll(rows, (isIt) => isIt);
};

/** This share of the receipts of several rows has other totals in each row only if each is its own row's. */
const MIN_OTHERS_SHARE = { ofProducts: 0.25, ofOtherRows: 0.5 };

/** A table without rows of taxes and payments, where a column says which these are. */
const productRows = (table: Table): Table => {
  const columns = (table.headers ?? []).map((_, index) => ({ index, alone: productsAlone(cellsOf(table, index)) }));
  const kind = columns.find(({ alone }) => alone?.isSure === true);
  const isOther = (row: readonly string[]): boolean => kind?.alone?.map[row[kind.index]?.trim() ?? ''] === null;
  return { ...table, rows: table.rows.filter((row) => !isOther(row)) };
};

/** The totals of each receipt of several rows, in which none is blank. */
const totalsByReceipt = (table: Table, total: Candidate, order: Candidate): readonly (readonly number[])[] => {
  const [totals, orders] = [numbersOf(table, total), cellsOf(table, order.index)];
  const receipts: number[][] = [];
  totals.forEach((one, at) => {
    if (at > 0 && orders[at] === orders[at - 1]) receipts.at(-1)?.push(one);
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
const withLineTotal = (table: Table, found: Map<string, Candidate>): void => {
  const [total, order] = [found.get(FIELD.total), found.get(FIELD.order)];
  if (total === undefined || order === undefined || found.has(FIELD.lineTotal)) return;
  // Rows that are not of products may be payments or rates of tax, but also changes of the order.
  const isOfProducts = [FIELD.productId, FIELD.productName].some((field) => found.has(field));
  const share = isOfProducts ? MIN_OTHERS_SHARE.ofProducts : MIN_OTHERS_SHARE.ofOtherRows;
  const receipts = totalsByReceipt(productRows(table), total, order);
  const own = receipts.filter(areOwnTotals).length;
  if (own === 0 || own < receipts.length * share) return;
  found.delete(FIELD.total);
  found.set(FIELD.lineTotal, { ...total, meaning: FIELD.lineTotal, sureness: 'likely' });
};

/** Columns of what is added to an amount or subtracted from it; a tip is not part of the sale. */
const ADJUSTMENT =
  /tax|vat|gst|mwst|steuer|tva|iva|btw|moms|kdv|dph|impuesto|imposto|podatek|discount|raba|remise|descuento|desconto|sconto|korting|shipping|delivery|versand|livraison/i;
const RATE = /%|percent|rate|satz|taux|code/i;
/** Three times as many sums are tried for each. */
const MAX_ADJUSTMENTS = 6;

/** Whether taxes, discounts and delivery are all that an amount and a total of nearly all rows differ by. */
const isAdjusted = (table: Table, amount: Candidate, total: Candidate): boolean => {
  const isAdjustment = (header: string): boolean => ADJUSTMENT.test(header) && !RATE.test(header);
  const adjustments = (table.headers ?? [])
    .flatMap((header, index) => (isAdjustment(header) ? [{ ...amount, index }] : []))
    .map((one) => numbersOf(table, one).map((number) => Math.abs(number) || 0));
  const totals = numbersOf(table, total);
  const rows = numbersOf(table, amount).map((one, at) => {
    const added = adjustments.map((column) => column[at] ?? 0).filter((number) => number !== 0);
    const sums = added.reduce(
      (before, number) => before.flatMap((made) => [made, made + number, made - number]),
      [one],
    );
    return sums.some((made) => Math.abs(made - (totals[at] ?? NaN)) < SMALLEST_AMOUNT);
  });
  return adjustments.length > 0 && adjustments.length <= MAX_ADJUSTMENTS && nearlyAll(rows, (isIt) => isIt);
};

/**
 * Of an amount and a total, beside products or after taxes and discounts the total is that of the sale; else the surer
 * or first one.
 */
const withAmount = (table: Table, found: Map<string, Candidate>): void => {
  const [amount, total] = [found.get(AMOUNT), found.get(FIELD.total)];
  if (amount === undefined) return;
  const hasLines = found.has(FIELD.price) || found.has(FIELD.quantity);
  const rank = ({ sureness, index }: Candidate): readonly [number, number] => [ORDER.indexOf(sureness), index];
  const [surer = 0, first = 0] = total === undefined ? [] : rank(amount).map((one, at) => one - (rank(total)[at] ?? 0));
  const isFirst = !hasLines && (surer < 0 || (surer === 0 && first < 0));
  if (total === undefined || (isFirst && !isAdjusted(table, amount, total)))
    found.set(FIELD.total, { ...amount, meaning: FIELD.total });
  else if (!found.has(FIELD.lineTotal) && isOfLine(table, amount, found))
    found.set(FIELD.lineTotal, { ...amount, meaning: FIELD.lineTotal, sureness: 'likely' });
};

/**
 * The surest candidate for each meaning, of several the first; a receipt's total is the total, its status the action.
 */
export const best = (table: Table, candidates: readonly Candidate[]): ReadonlyMap<string, Candidate> => {
  const found = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const before = found.get(candidate.meaning);
    if (before === undefined || ORDER.indexOf(candidate.sureness) < ORDER.indexOf(before.sureness))
      found.set(candidate.meaning, candidate);
  }
  const receipt = found.get(RECEIPT_TOTAL);
  if (receipt !== undefined && (receipt.sureness !== 'guess' || !found.has(FIELD.total)))
    found.set(FIELD.total, { ...receipt, meaning: FIELD.total });
  withAmount(table, found);
  const net = found.get(NET_TOTAL);
  if (net !== undefined && !found.has(FIELD.total))
    found.set(FIELD.total, { ...net, meaning: FIELD.total, sureness: 'guess' });
  if (receipt === undefined) withLineTotal(table, found);
  const action = [FIELD.action, STATUS, CANCELLED, DONE, KIND].flatMap((one) => found.get(one) ?? [])[0];
  if (action !== undefined) found.set(FIELD.action, { ...action, meaning: FIELD.action });
  const status = found.get(STATUS);
  if (status !== undefined && status !== action) found.set(FIELD.status, { ...status, meaning: FIELD.status });
  const isOther = (one: Candidate): boolean => SAYS_CANCELLED.includes(one.meaning) && one !== action;
  for (const other of candidates.filter(isOther)) {
    const meaning = found.has(FIELD.cancelled) ? `${FIELD.cancelled}_${other.index + 1}` : FIELD.cancelled;
    found.set(meaning, { ...other, meaning });
  }
  for (const meaning of [RECEIPT_TOTAL, NET_TOTAL, AMOUNT, STATUS, CANCELLED, CANCELLED_TIME, DONE, KIND])
    found.delete(meaning);
  return found;
};
