// Rows of a table as JSON objects: the value at a path, the existing paths, and the cells of a row. Not here: reading
// them from a text (json-rows.ts).
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { valueOf } from './json-object.js';
import type { CsvManifest } from './manifest-members.js';
import { isNothing } from './blank-cells.js';

/** An object or a list. */
const JSON_TEXT = /^\s*[{[]/;

/** The value of a path in each item of a list. */
class OfItems {
  readonly values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    this.values = values;
  }
}

/** The result of a path that continues where there are no members. */
const BROKEN = Symbol('broken');

/** The value at a path; through a list without an index, those of all its items; through JSON text, those in it. */
const valueAt = (given: unknown, path: string): unknown => {
  const value = typeof given === 'string' && JSON_TEXT.test(given) ? valueOf(given) : given;
  if (Array.isArray(value)) {
    const [, index, rest = ''] = /^(\d+)(?:\.(.+))?$/.exec(path) ?? [];
    if (index === undefined) return new OfItems(value.map((item) => valueAt(item, path)));
    return rest === '' ? value[Number(index)] : valueAt(value[Number(index)], rest);
  }
  // Text that starts like JSON but is not JSON is `undefined` here.
  if (value === null || value === undefined) return typeof given === 'string' ? BROKEN : undefined;
  if (!isJsonObject(value)) return typeof value === 'string' && isNothing(value) ? undefined : BROKEN;
  if (Object.hasOwn(value, path)) return value[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot);
    if (Object.hasOwn(value, name)) return valueAt(value[name], path.slice(dot + 1));
  }
  return undefined;
};

const someValue = (value: unknown, test: (one: unknown) => boolean): boolean =>
  value instanceof OfItems ? value.values.some((one) => someValue(one, test)) : test(value);

/** Whether a path goes through something that has no members: a number, or a text that is not JSON. */
export const isBroken = (row: JsonObject, path: string): boolean =>
  someValue(valueAt(row, path), (value) => value === BROKEN);

/** Whether there is an object or a list of values at a path. */
export const holdsSeveral = (row: JsonObject, path: string): boolean =>
  someValue(valueAt(row, path), (value) => typeof value === 'object' && value !== null);

/** A value as a cell; numbers get the manifest's decimal sign, as its other cells have it. */
const cellOf = (value: unknown, decimal: CsvManifest['decimal']): string => {
  if (value === undefined || value === null || value === BROKEN) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && decimal === ',') return String(value).replace('.', ',');
  return JSON.stringify(value instanceof OfItems ? value.values : value);
};

/** Whether a path leads through a list of a row, so that each item becomes a row of its own. */
export const isOfItems = (row: JsonObject, path: string): boolean => valueAt(row, path) instanceof OfItems;

/** Whether a row has a member at a path, even if it is null. */
export const hasPath = (row: JsonObject, path: string): boolean =>
  someValue(valueAt(row, path), (value) => value !== undefined && value !== BROKEN);

/** Objects whose members customers name: one cell contains all of them. */
const DICTIONARY = /attributes$/i;
const DEEPEST_PATH = 8;

/** Items of a list that is read as one value: no items, texts, or attributes as names and values. */
const areItems = (list: readonly unknown[]): boolean => list.some(isJsonObject);

/** The paths of a row's values, in its order; through a list of objects, those of its items. */
export const pathsOf = (value: unknown, before = '', depth = 0): readonly string[] => {
  const isOne = before !== '' && (DICTIONARY.test(before) || depth === DEEPEST_PATH);
  if (Array.isArray(value) && !isOne && areItems(value))
    return [...new Set(value.flatMap((item) => pathsOf(item, before, depth)))];
  if (!isJsonObject(value) || isOne) return before === '' ? [] : [before];
  return Object.entries(value).flatMap(([name, inner]) =>
    pathsOf(inner, before === '' ? name : `${before}.${name}`, depth + 1),
  );
};

/**
 * The rows of one object: several if paths lead through a list. Rows after the first have only the cells of the list,
 * like the further lines of a sale in a CSV file.
 */
export const rowsOf = (
  row: JsonObject,
  paths: readonly string[],
  decimal: CsvManifest['decimal'],
): readonly string[][] => {
  const found = paths.map((path) => valueAt(row, path));
  const items = Math.max(1, ...found.map((value) => (value instanceof OfItems ? value.values.length : 1)));
  return Array.from({ length: items }, (_, item) =>
    found.map((value) => {
      if (value instanceof OfItems) return cellOf(value.values[item], decimal);
      return item === 0 ? cellOf(value, decimal) : '';
    }),
  );
};
