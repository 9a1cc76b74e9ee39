import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { type Refusal, mustBe, required, unexpectedKey, isGiven } from './refusal.js';

/** The rules of `contents` on one edge. */
export interface ContentRules {
  readonly path: readonly string[];
  readonly members: readonly string[];
  readonly quantityIsRequired: boolean;
  readonly prices: readonly string[];
  readonly isPrice: (value: unknown) => boolean;
  readonly priceRule: string;
  readonly isQuantity: (value: unknown) => boolean;
}

const isId = (value: unknown): boolean => (typeof value === 'string' ? value !== '' : Number.isSafeInteger(value));

/** Checks `contents`; members that Meta does not know are refused, as its Conversions API was seen to do. */
export const contentsCheck = (rules: ContentRules): ((contents: unknown) => Refusal | null) => {
  const known = new Set(rules.members);
  const prices = rules.prices.map((name) => ({ name, refusal: mustBe(rules.priceRule, ...rules.path, name) }));
  const notAnArray = mustBe('an array of objects', ...rules.path);
  const noId = required(...rules.path, 'id');
  const noQuantity = required(...rules.path, 'quantity');
  const badQuantity = mustBe('a number above zero', ...rules.path, 'quantity');

  const itemRefusal = (item: JsonObject): Refusal | null => {
    for (const name in item) if (!known.has(name)) return unexpectedKey(name, ...rules.path);
    if (!isId(item['id'])) return noId;
    const quantity = item['quantity'];
    if (isGiven(quantity) ? !rules.isQuantity(quantity) : rules.quantityIsRequired)
      return isGiven(quantity) ? badQuantity : noQuantity;
    for (const { name, refusal } of prices) if (isGiven(item[name]) && !rules.isPrice(item[name])) return refusal;
    return null;
  };

  return (contents) => {
    if (!isGiven(contents)) return null;
    if (!Array.isArray(contents)) return notAnArray;
    for (const item of contents) {
      const refusal = isJsonObject(item) ? itemRefusal(item) : notAnArray;
      if (refusal !== null) return refusal;
    }
    return null;
  };
};
