import type { Product } from '../../model/batch.js';
import type { ContentItem } from '../../model/conversion.js';
import { withoutNoise } from '../../model/money.js';
import type { WarningCode } from '../../model/warnings.js';
import { isNullWord } from '../../lib/json.js';
import { parseNumber, quantityOf } from './number.js';
import { idOrWarn } from './value-text.js';

type Warn = (code: WarningCode, detail?: string) => void;

/** The text; null for a database's word for no value. Twin: `mayBeNullWord` in ../fast/assembly/event-facts.ts. */
const textOrWarn = (text: string | null, member: string, warn: Warn): string | null => {
  if (text === null || !isNullWord(text)) return text;
  warn('placeholder_value', member);
  return null;
};

const itemOf = (id: string, quantity: number, product: Product, warn: Warn): ContentItem => {
  const price = parseNumber(product.price);
  return {
    id,
    quantity: withoutNoise(quantity),
    // Meta's own client accepts only prices above zero.
    price: price !== null && price > 0 ? withoutNoise(price) : null,
    brand: textOrWarn(product.brand, 'product brand', warn),
    category: textOrWarn(product.category, 'product category', warn),
    title: textOrWarn(product.name, 'product name', warn),
  };
};

/**
 * The products as Facebook's `contents`. Left out and reported through `warn`: products without an id (Facebook demands
 * one), those that were returned or whose quantity is not a number (Facebook accepts quantities above zero only), and
 * those whose price is below zero: discounts are not products.
 */
export const contentsOf = (products: readonly Product[], warn: Warn): readonly ContentItem[] => {
  const items: ContentItem[] = [];
  for (const product of products) {
    const quantity = quantityOf(product);
    const id = idOrWarn(product.id, 'product id', warn);
    if (id === null) warn('item_without_id');
    else if (quantity === null || quantity <= 0 || (parseNumber(product.price) ?? 0) < 0) warn('item_without_quantity');
    else items.push(itemOf(id, quantity, product, warn));
  }
  return items;
};
