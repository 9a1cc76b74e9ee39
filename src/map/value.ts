import type { CommerceEvent } from '../model/batch.js';
import { numberOrNull, roundToCent } from './amount.js';

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
