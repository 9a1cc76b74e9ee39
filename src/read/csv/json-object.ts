// Cells that contain a whole object as JSON text, as warehouses write their attribute columns.
import { isJsonObject, jsonOrUndefined } from '../../lib/json.js';

const LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** Text that is JSON without its backslashes: Redshift escapes quotes even if a cell is not quoted. */
const ESCAPED = /^\s*(?:\[\s*)?\{\s*\\"/;
const unescaped = (text: string): string => (ESCAPED.test(text) ? text.replace(/\\(["\\])/g, '$1') : text);

/** The value of a JSON text, with whole numbers as texts if JSON.parse would round them; undefined: it is not JSON. */
export const valueOf = (text: string): unknown => {
  const exact = (found: string): string => (found.startsWith('"') ? found : `"${found}"`);
  const json = unescaped(text);
  return jsonOrUndefined(/\d{16}/.test(json) ? json.replace(LONG_NUMBER, exact) : json);
};

/** BigQuery writes attributes as a list of names and values. */
const NAMES = ['attributename', 'name', 'key'];
const VALUES = ['attributevalue', 'value'];

const pairOf = (entry: unknown): string | null => {
  if (!isJsonObject(entry)) return null;
  const [name, value] = [NAMES, VALUES].map((keys) => entry[keys.find((key) => key in entry) ?? '']);
  return typeof name === 'string' ? `${JSON.stringify(name)}:${JSON.stringify(value ?? null)}` : null;
};

/**
 * The members of the object in a cell's JSON text, without its braces, on one line; also of a list of names and values.
 * null: the cell does not contain an object.
 */
export const objectMembers = (cell: string): string | null => {
  const text = unescaped(cell.trim());
  const value = valueOf(text);
  if (isJsonObject(value))
    return text
      .slice(1, -1)
      .replace(/[\r\n]+/g, ' ')
      .trim();
  if (typeof value === 'string') return objectMembers(value);
  if (value === null) return '';
  const pairs = Array.isArray(value) ? value.map(pairOf) : [null];
  return pairs.includes(null) ? null : pairs.join(',');
};
