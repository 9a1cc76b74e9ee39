// The names among custom attributes for which Meta defines a type (Conversions API, "Custom data parameters"), and how
// a text becomes a value of that type. Which attributes are sent at all is decided in custom-data.ts.

import { cleanText } from '../../lib/clean-text.js';
import { isNullWord, jsonOrUndefined } from '../../lib/json.js';
import { withoutNoise } from '../../model/money.js';
import { idTextOf } from './value-text.js';
import { parseNumber } from './number.js';

/** The value that is sent for an attribute with a standard name; undefined: Meta would not accept its value. */
type Typed = number | string | readonly string[] | undefined;

const amount = (value: unknown): Typed => {
  const number = parseNumber(value);
  return number === null ? undefined : withoutNoise(number);
};

const wholeNumber = (value: unknown): Typed => {
  const number = parseNumber(value);
  return number !== null && Number.isInteger(number) && number >= 0 ? number : undefined;
};

const plain = (value: string): string => value.toLowerCase().replace(/[\s_-]/g, '');

const isScalar = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** A list with numbers that JSON.parse rounds is read as text. */
const jsonArrayOf = (text: string): readonly unknown[] | null => {
  const value = /^\s*\[/.test(text) ? jsonOrUndefined(text) : undefined;
  const isRounded = (item: unknown): boolean => typeof item === 'number' && !Number.isSafeInteger(item);
  return Array.isArray(value) && !value.some(isRounded) ? value : null;
};

/** A list of one word, as mParticle's list attributes and Meta's older `content_type` have it, is the word. */
const wordIn = (value: unknown): unknown => {
  const list: readonly unknown[] | null = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? jsonArrayOf(value)
      : null;
  return list?.length === 1 ? list[0] : value;
};

/** One of these words, in any case, with spaces, hyphens or nothing instead of the underscores: `InStore`. */
const oneOf =
  (choices: readonly string[]) =>
  (value: unknown): string | undefined => {
    const written = wordIn(value);
    return typeof written === 'string' ? choices.find((choice) => plain(choice) === plain(written)) : undefined;
  };

/** `['A', 'B']`, as Python writes a list; `{A,"B"}`, as PostgreSQL does; `"A,B"`, a list in quotes. */
const AROUND_LIST = /^\s*(?:[[(](.*)[\])]|\{([^:=]*)\}|"([^"]*)")\s*$/s;

/** An id; null: it has no meaning, or lost its digits. */
const idOrNull = (text: string): string | null => {
  const id = idTextOf(text);
  return typeof id === 'string' ? id : null;
};

/** An array, JSON text of one, or ids separated by commas or semicolons. */
const listOf = (value: unknown): Typed => {
  const items: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? (jsonArrayOf(value) ?? cleanText(value).replace(AROUND_LIST, '$1$2$3').split(/[,;]/))
      : [value];
  const ids = items.map((item) => (item === null ? '' : isScalar(item) ? idOrNull(String(item)) : null));
  const usable = ids.filter((id): id is string => id !== null && id !== '');
  return usable.length === 0 || ids.includes(null) ? undefined : usable;
};

const text = (value: unknown): Typed => (isScalar(value) && !isNullWord(String(value)) ? String(value) : undefined);

/** The customer's relation to the business (Conversions API, `customer_segmentation`): Meta's nine values. */
// prettier-ignore
export const CUSTOMER_SEGMENTS = [
  'new_customer_to_business', 'new_customer_to_business_line', 'new_customer_to_product_area',
  'new_customer_to_medium', 'existing_customer_to_business', 'existing_customer_to_business_line',
  'existing_customer_to_product_area', 'existing_customer_to_medium', 'customer_in_loyalty_program',
] as const;

/** The member of custom data for it. */
export const CUSTOMER_SEGMENTATION = 'customer_segmentation';

/** Meta's value that a text means; undefined: none of the nine. */
export const customerSegmentOf = oneOf(CUSTOMER_SEGMENTS);

/** Facebook treats these as its own wherever they are, also if an attribute has the same name. */
export const TAKEN_NAMES: ReadonlySet<string> = new Set(['value', 'currency', 'order_id', 'contents']);

const TYPES: ReadonlyMap<string, (value: unknown) => Typed> = new Map<string, (value: unknown) => Typed>([
  ['predicted_ltv', amount],
  ['net_revenue', amount],
  ['num_items', wholeNumber],
  ['content_ids', listOf],
  ['content_type', oneOf(['product', 'product_group'])],
  ['delivery_category', oneOf(['in_store', 'curbside', 'home_delivery'])],
  ['content_name', text],
  ['content_category', text],
  ['search_string', text],
  ['status', text],
  [CUSTOMER_SEGMENTATION, customerSegmentOf],
]);

/** How a value under this name gets Meta's type; undefined: the name is the customer's own. */
export const standardType = (name: string): ((value: unknown) => Typed) | undefined => TYPES.get(name);
