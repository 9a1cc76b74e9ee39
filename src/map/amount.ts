import { parseDecimal } from '../lib/decimal.js';

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
