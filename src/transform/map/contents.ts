import type { Product } from '../../model/batch.js';
import type { ContentItem } from '../../model/conversion.js';
import type { WarningCode } from '../../model/warnings.js';
import { idOrWarn } from './value-text.js';
import { numberOrNull, quantityOf } from './value.js';

const itemOf = (id: string, quantity: number, product: Product): ContentItem => {
  const price = numberOrNull(product.price);
  return {
    id,
    quantity,
    // Meta's own client takes prices above zero only.
    price: price !== null && price > 0 ? price : null,
    brand: product.brand,
    category: product.category,
    title: product.name,
  };
};

/**
 * The products as Facebook's `contents`. Left out and reported through `warn`: products without an id (Facebook demands
 * one), those that were returned or whose quantity is not a number (Facebook accepts quantities above zero only), and
 * those whose price is below zero: discounts are no products.
 */
export const contentsOf = (
  products: readonly Product[],
  warn: (code: WarningCode, detail?: string) => void,
): readonly ContentItem[] => {
  const items: ContentItem[] = [];
  for (const product of products) {
    const quantity = quantityOf(product);
    const id = idOrWarn(product.id, 'product id', warn);
    if (id === null) warn('item_without_id');
    else if (quantity === null || quantity <= 0 || (numberOrNull(product.price) ?? 0) < 0)
      warn('item_without_quantity');
    else items.push(itemOf(id, quantity, product));
  }
  return items;
};
