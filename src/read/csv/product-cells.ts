// Cells with JSON of a whole product action, or of the list of its products, as warehouses and shops export them:
// converts them to the cells that separate columns would have. Not here: cells with JSON of attributes
// (json-object.ts).
import { parseDecimal } from '../../lib/decimal.js';
import { arrayOrEmpty, isJsonObject, objectOrNull, type JsonObject } from '../../lib/json.js';
import { byWord } from '../../lib/words.js';
import type { Column, Header } from './header.js';
import { valueOf } from './json-object.js';
import { isBlankCell, isNothing } from './blank-cells.js';
import type { Target } from './targets.js';

/** The prices of a row's product, or of all its products. */
export interface RowAmounts {
  /** Price × quantity of the product (quantity absent: 1), in units of the currency; NaN: no price, or not a number. */
  readonly productAmount: number;
  /** Whether the price or the line's own total is present, even if it is not a number. */
  readonly hasOwnAmount: boolean;
  readonly lineTotal: number;
}

/** A name without the differences between spellings: mParticle's JSON, its warehouse tables, Google's `item_id`. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

/** Of several names for one key the first that is filled counts: the id of a shop's item is often that of the line. */
const PRODUCT_KEYS = byWord([
  ['id', 'sku productsku itemsku productid itemid id'],
  ['name', 'name productname itemname title'],
  ['brand', 'brand productbrand itembrand'],
  ['category', 'category productcategory itemcategory'],
  ['variant', 'variant productvariant itemvariant'],
  ['price', 'price productprice itemprice unitprice'],
  ['quantity', 'quantity productquantity itemquantity qty'],
  ['coupon_code', 'couponcode productcouponcode'],
  ['total_product_amount', 'totalproductamount producttotalproductamount totalamount'],
  ['custom_attributes', 'customattributes attributes productattributes'],
]);

const ACTION_KEYS = byWord([
  ['action', 'action actiontype productactiontype productactiontypeid actiontypeid'],
  ['transaction_id', 'transactionid'],
  ['total_amount', 'totalamount'],
  ['tax_amount', 'taxamount'],
  ['shipping_amount', 'shippingamount'],
  ['coupon_code', 'couponcode'],
  ['affiliation', 'affiliation'],
  ['currency_code', 'currencycode currency'],
  ['products', 'products productactionproducts productslist productlist'],
]);

/** The cells that an action's cell becomes, in this order. */
const OF_ACTIONS: readonly Target[] = [
  { section: 'product', key: '' },
  ...['action', 'transaction_id', 'total_amount', 'tax_amount', 'shipping_amount', 'coupon_code', 'affiliation'].map(
    (key) => ({ section: 'action', key }) as const,
  ),
  { section: 'data', key: 'currency_code' },
];

/** The value of a JSON text, even if it is quoted once more; undefined: it is not JSON. */
const innerValueOf = (text: string): unknown => {
  const value = valueOf(text);
  return typeof value === 'string' && /^\s*[[{]/.test(value) ? innerValueOf(value) : value;
};

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

const renamed = (object: JsonObject, names: ReadonlyMap<string, string>): JsonObject => {
  const values = new Map(Object.entries(object).map(([name, value]) => [plain(name), value] as const));
  const found = new Map<string, unknown>();
  for (const [name, key] of names)
    if (values.has(name) && isNothing(textOf(found.get(key)))) found.set(key, values.get(name));
  return Object.fromEntries(found);
};

/** JSON texts of the products, concatenated. Anything but a list of objects is left for the mapping to reject. */
const productsOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => JSON.stringify(isJsonObject(one) ? renamed(one, PRODUCT_KEYS) : one)).join(',');
};

/** The beginning of JSON; anything else is the name of an action, where mParticle's reference once had it. */
const MAYBE_JSON = /^\s*["[{]/;

/** The cells from a cell with a list of products, with a whole action, or with its name. */
const cellsOf = (cell: string, key: string): readonly string[] => {
  if (isNothing(cell)) return [];
  if (key === '' && !MAYBE_JSON.test(cell)) return OF_ACTIONS.map((target) => (target.key === 'action' ? cell : ''));
  // A text that was cut off is not JSON.
  const value = innerValueOf(cell) ?? cell;
  if (key === 'products' || !isJsonObject(value)) return [productsOf(value)];
  const action = renamed(value, ACTION_KEYS);
  return OF_ACTIONS.map((target) =>
    target.section === 'product' ? productsOf(listOf(action)) : textOf(action[target.key]),
  );
};

const listOf = ({ products }: JsonObject): unknown => {
  if (typeof products !== 'string') return products;
  return isNothing(products) ? null : (innerValueOf(products) ?? products);
};

/** The sum of the prices of a row's products, as `productsOf` has written them. */
export const amountsOfList = (products: string): RowAmounts => {
  let [productAmount, lineTotal] = [0, 0];
  const items = arrayOrEmpty(valueOf(`[${products}]`)).map((one) => objectOrNull(one) ?? {});
  for (const { price, quantity, total_product_amount: whole } of items) {
    productAmount += parseDecimal(textOf(price)) * (isNothing(textOf(quantity)) ? 1 : parseDecimal(textOf(quantity)));
    lineTotal += parseDecimal(textOf(whole));
  }
  return { productAmount, lineTotal, hasOwnAmount: !Number.isNaN(productAmount) || !Number.isNaN(lineTotal) };
};

const isSame = (one: Target, other: Target): boolean => one.section === other.section && one.key === other.key;

/** Exports write 0 for a missing amount. */
const isUnset = (cell: string | undefined, { key }: Target): boolean =>
  isBlankCell(cell) || (key === 'total_amount' && parseDecimal(cell ?? '') === 0);

/**
 * The header with columns for the content of JSON cells; a column of the file for the same field has priority if it is
 * filled. The header itself if it has no such column.
 */
export const withProductCells = (header: Header): Header => {
  const wholes = header.columns.filter(
    ({ section, key }) => key === '' && (section === 'action' || section === 'product'),
  );
  if (wholes.length === 0) return header;
  const columns: Column[] = header.columns.filter((column) => !wholes.includes(column));
  let next = Math.max(header.width, ...header.columns.map(({ index }) => index + 1));
  const plans = wholes.map(({ index, section }) => ({
    index,
    key: section === 'product' ? 'products' : '',
    targets: (section === 'product' ? OF_ACTIONS.slice(0, 1) : OF_ACTIONS).map((target) => {
      const known = columns.find((column) => isSame(column, target));
      if (known === undefined) columns.push({ ...target, index: next });
      return { target, to: known?.index ?? next++ };
    }),
  }));
  const cells = (row: readonly string[]): readonly string[] => {
    const filled = [...(header.cells?.(row) ?? row)];
    while (filled.length < next) filled.push('');
    for (const { index, key, targets } of plans) {
      const found = cellsOf(filled[index] ?? '', key);
      targets.forEach(({ target, to }, at) => {
        if (isUnset(filled[to], target)) filled[to] = found[at] ?? '';
      });
    }
    return filled;
  };
  return { ...header, columns, cells };
};
