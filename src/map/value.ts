import type { CommerceEvent } from '../model/batch.js';
import { numberOrNull, roundToCent } from './amount.js';

const DEFAULT_QUANTITY = 1;

/** Sum of price × quantity over the products that have a price; null: none has. */
const productsTotal = (event: CommerceEvent): number | null => {
  let total: number | null = null;
  for (const product of event.products) {
    const price = numberOrNull(product.price);
    if (price !== null) total = (total ?? 0) + price * (numberOrNull(product.quantity) ?? DEFAULT_QUANTITY);
  }
  return total;
};

/**
 * The event's value in units of its currency: `total_amount` if set, else the sum over its products (mParticle's
 * integration page, "value"). Exports write an unset amount as 0, so 0 never counts as set; null: no value above zero.
 */
export const valueOf = (event: CommerceEvent): number | null => {
  const total = numberOrNull(event.totalAmount);
  const value = roundToCent(total === null || total === 0 ? (productsTotal(event) ?? 0) : total);
  return value > 0 ? value : null;
};
