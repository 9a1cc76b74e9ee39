import type { CommerceEvent } from '../../model/batch.js';
import { parseDecimal } from '../../lib/decimal.js';

const ISO_4217 = new Set(Intl.supportedValuesOf('currency'));

export type Currency = { readonly kind: 'given' | 'default'; readonly code: string } | { readonly kind: 'invalid' };

/** `currency_code` in upper case; the default where none is given; `invalid`: not an ISO 4217 code. */
export const currencyOf = (given: unknown, defaultCurrency: string): Currency => {
  if (given === undefined || given === null) return { kind: 'default', code: defaultCurrency };
  if (typeof given !== 'string') return { kind: 'invalid' };
  const code = given.trim().toUpperCase();
  if (code === '') return { kind: 'default', code: defaultCurrency };
  return ISO_4217.has(code) ? { kind: 'given', code } : { kind: 'invalid' };
};

const CENTS = 100;
/** Larger ones are not exact any more, nor any money: their products and sums might be infinite. */
const LARGEST = Number.MAX_SAFE_INTEGER;
const isAmount = (number: number): boolean => Math.abs(number) <= LARGEST;

/** A number with cents, or a numeric string ("42.50"), as number; null for everything else, blank text included. */
export const numberOrNull = (value: unknown): number | null => {
  if (typeof value === 'number') return isAmount(value) ? value : null;
  if (typeof value !== 'string') return null;
  const number = parseDecimal(value);
  return isAmount(number) ? number : null;
};

/** Whether a source gave something there that is no number; null, absent and blank are not given. */
export const isGarbledAmount = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  numberOrNull(value) === null &&
  !(typeof value === 'string' && value.trim() === '');

/** To the cent, so that binary noise (0.1 + 0.2) does not reach Facebook. */
export const roundToCent = (amount: number): number => Math.round(amount * CENTS * (1 + Number.EPSILON)) / CENTS;

const DEFAULT_QUANTITY = 1;

/** Sum of price × quantity over the products that have a price. */
const productsTotal = (event: CommerceEvent): number =>
  event.products.reduce(
    (total, { price, quantity }) => total + (numberOrNull(price) ?? 0) * (numberOrNull(quantity) ?? DEFAULT_QUANTITY),
    0,
  );

/**
 * The event's value in units of its currency: `total_amount` if set, else the sum over its products (mParticle's
 * integration page, "value"). Exports write an unset amount as 0, so 0 never counts as set; null: no value above zero.
 */
export const valueOf = (event: CommerceEvent): number | null => {
  const total = numberOrNull(event.totalAmount);
  const value = roundToCent(total === null || total === 0 ? productsTotal(event) : total);
  return value > 0 ? value : null;
};
