// The currency and the value of an event, from its total or its products.

import { cleanText } from '../../lib/clean-text.js';
import type { CommerceEvent } from '../../model/batch.js';
import { hasThousandths, isCurrency, roundAmount, unitsOf } from '../../model/money.js';
import { isGarbledAmount, isGarbledQuantity, parseNumber, quantityOf } from './number.js';
import { isPlaceholder } from './placeholders.js';

/** `XXX` is ISO's code for no currency. */
const NO_CURRENCY = 'XXX';
const isMoney = (code: string): boolean => isCurrency(code) && code !== NO_CURRENCY;

/** The currency of an event: its own, the default, or not one at all. */
export type Currency = { readonly kind: 'given' | 'default'; readonly code: string } | { readonly kind: 'invalid' };

/** Pence and similar units, as stock exchanges write them: a hundredth of the currency with the same letters. */
const IN_PENCE = new Set(['GBp', 'ZAc', 'ILa']);

/** `currency_code` in upper case; the default where none is given, or a placeholder; `invalid`: not an ISO 4217 code. */
export const currencyOf = (given: unknown, defaultCurrency: string): Currency => {
  if (given === undefined || given === null) return { kind: 'default', code: defaultCurrency };
  if (typeof given !== 'string') return { kind: 'invalid' };
  if (isMoney(given)) return { kind: 'given', code: given };
  const text = cleanText(given).trim();
  if (IN_PENCE.has(text)) return { kind: 'invalid' };
  const code = text.toUpperCase();
  if (isMoney(code)) return { kind: 'given', code };
  return code === '' || isPlaceholder(code) ? { kind: 'default', code: defaultCurrency } : { kind: 'invalid' };
};

/** Sum of price × quantity over the products that have both. */
const productsTotal = ({ products }: CommerceEvent): number =>
  products.reduce((total, product) => total + (parseNumber(product.price) ?? 0) * (quantityOf(product) ?? 0), 0);

/** Whether an event has a total: exports write an unset one as 0. */
export const hasTotal = ({ totalAmount }: CommerceEvent): boolean => (parseNumber(totalAmount) ?? 0) !== 0;

/** Sum over the products, of those without a price the totals of their lines. */
export const linesTotal = (event: CommerceEvent): number =>
  event.products.reduce((sum, { lineTotal }) => sum + (parseNumber(lineTotal) ?? 0), productsTotal(event));

/** How many products add nothing to the value of an event that is the sum of its products. */
export const unpricedProducts = (event: CommerceEvent): number =>
  hasTotal(event)
    ? 0
    : event.products.filter(
        ({ price, quantity, lineTotal }) =>
          parseNumber(price) === null &&
          !isGarbledAmount(price) &&
          lineTotal === undefined &&
          quantityOf({ quantity }) !== 0,
      ).length;

/** The names of an event's amounts and quantities that were given but are not numbers. */
export const garbledAmounts = ({ totalAmount, products }: CommerceEvent): readonly string[] => {
  const members = isGarbledAmount(totalAmount) ? ['total_amount'] : [];
  for (const { price, quantity, lineTotal } of products) {
    if (isGarbledAmount(price)) members.push('price');
    if (isGarbledQuantity(quantity)) members.push('quantity');
    if (isGarbledAmount(lineTotal)) members.push('total_product_amount');
  }
  return members;
};

const SIGN = String.raw`\s*(?:\p{L}{0,2}\p{Sc}|[A-Z]{3}|zł|Kč|kr)?\s*`;
/** Amounts that a manifest reads by its decimal sign: `$1,234.56` by a point, `1.234,56 €` by a comma. */
const WRITTEN: ReadonlyMap<'.' | ',', RegExp> = new Map([
  ['.', new RegExp(String.raw`^${SIGN}-?\d{1,3}(?:[,'’ ]?\d{3})*(?:\.\d{1,2})?${SIGN}$`, 'u')],
  [',', new RegExp(String.raw`^${SIGN}-?\d{1,3}(?:[.'’ ]?\d{3})*,\d{1,2}${SIGN}$`, 'u')],
]);

/** The decimal sign by which a manifest would read the first amount that is not a number; null: by neither. */
export const decimalOfGarbled = ({ totalAmount, products }: CommerceEvent): '.' | ',' | null => {
  const amounts = [totalAmount, ...products.flatMap(({ price, lineTotal }) => [price, lineTotal])];
  const first = amounts.find(isGarbledAmount);
  const [sign = null] = [...WRITTEN].find(([, form]) => typeof first === 'string' && form.test(first)) ?? [];
  return sign;
};

/** `1.234`: in many countries the point groups thousands. Twin: `hasThreeDecimals` in ../fast/assembly/event-facts.ts. */
const MAYBE_THOUSANDS = /^\s*[1-9]\d{0,2}\.\d{3}\s*$/;
const maybeThousands = (amount: unknown): boolean => typeof amount === 'string' && MAYBE_THOUSANDS.test(amount);

/** How many of the amounts in an event's value may mean a thousand times as much. */
export const ambiguousAmounts = (event: CommerceEvent, currency: string): number => {
  if (hasThousandths(currency)) return 0;
  const parts = event.products.flatMap(({ price, lineTotal }) => [price, lineTotal]);
  return (hasTotal(event) ? [event.totalAmount] : parts).filter(maybeThousands).length;
};

/** `total_amount` if set, else the sum over the products (mParticle's integration page, "value"). */
const amountOf = (event: CommerceEvent): number => (parseNumber(event.totalAmount) ?? 0) || linesTotal(event);

/** Whether an event's value is below zero, which Facebook does not accept. */
export const isBelowZero = (event: CommerceEvent): boolean => amountOf(event) < 0;

/** Less than the smallest unit of any currency. */
const SAME = 0.000_05;

/**
 * Whether a total and the prices of its products are not in the same unit: one is in cents (fils …) and the other is
 * not. Twin: `isInCents` in ../fast/assembly/event-facts.ts.
 */
export const isInCents = (event: CommerceEvent, currency: string): boolean => {
  const total = parseNumber(event.totalAmount) ?? 0;
  if (total <= 0 || event.products.length === 0) return false;
  const [sum, units] = [productsTotal(event), unitsOf(currency)];
  return sum > 0 && (Math.abs(total - sum * units) < SAME || Math.abs(sum - total * units) < SAME);
};

/** The event's value in units of its currency; null: no value above zero. */
export const valueOf = (event: CommerceEvent, currency: string): number | null => {
  const value = roundAmount(amountOf(event), currency);
  return value > 0 ? value : null;
};
