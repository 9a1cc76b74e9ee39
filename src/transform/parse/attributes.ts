import type { JsonObject } from '../../lib/json.js';
import { memoize } from '../../lib/memoize.js';
import type { ReservedAttribute } from '../../model/batch.js';
import type { Reading } from './reading.js';

const RESERVED: ReadonlyMap<string, ReservedAttribute> = new Map(
  (['firstname', 'lastname', 'gender', 'city', 'state', 'zip', 'country', 'mobile'] as const).map((name) => [
    name,
    name,
  ]),
);
const RESERVED_PREFIX = 'reserved.';

/** `$FirstName`, `$firstname` and the `reserved.firstname` that some stores make of it all mean one attribute. */
const reservedAttributeOf = memoize((key): ReservedAttribute | null => {
  if (key.startsWith('$')) return RESERVED.get(key.slice(1).toLowerCase()) ?? null;
  if (!key.startsWith(RESERVED_PREFIX)) return null;
  return RESERVED.get(key.slice(RESERVED_PREFIX.length).toLowerCase()) ?? null;
});

const firstText = (value: unknown, name: ReservedAttribute, reading: Reading): string | null => {
  if (!Array.isArray(value)) return reading.text(value, `user_attributes.$${name}`);
  for (const element of value) {
    const text = reading.text(element, `user_attributes.$${name}`);
    if (text !== null) return text;
  }
  return null;
};

/** The reserved ones of `user_attributes`; of a list attribute the first value that says something. */
export const parseAttributes = (
  source: JsonObject | null,
  reading: Reading,
): ReadonlyMap<ReservedAttribute, string> => {
  const attributes = new Map<ReservedAttribute, string>();
  if (source === null) return attributes;
  for (const key of Object.keys(source)) {
    const name = reservedAttributeOf(key);
    if (name === null || attributes.has(name)) continue;
    const value = firstText(source[key], name, reading);
    if (value !== null) attributes.set(name, value);
  }
  return attributes;
};
