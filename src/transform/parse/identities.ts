// User identities in every form that exports have.

import type { JsonObject } from '../../lib/json.js';
import { IDENTITY_TYPES, type IdentityType } from '../../model/batch.js';
import { identityTypeOf } from '../../model/identity-types.js';
import type { Reading } from './reading.js';

// Nearly every batch spells the types as the JSON reference does: a look-up spares them the general rule.
const EXACT = new Map<string, IdentityType>(IDENTITY_TYPES.map((type) => [type, type]));
const typeOf = (spelling: unknown): IdentityType | undefined =>
  typeof spelling === 'string' ? (EXACT.get(spelling) ?? identityTypeOf(spelling)) : undefined;

/** Only text and numbers: Number() throws for some objects that JSON can contain. */
const timestampOf = (entry: JsonObject): number => {
  const time = entry['timestamp_unixtime_ms'];
  return typeof time === 'string' || typeof time === 'number' ? Number(time) || 0 : 0;
};

const nameOf = (type: IdentityType): string => `user_identities.${type}`;

/** Nothing forbids two of one type: the newest is what the person has now; of two of the same age, the first counts. */
const newestFirst = (entries: readonly JsonObject[]): readonly JsonObject[] =>
  [...entries].sort((a, b) => timestampOf(b) - timestampOf(a));

const fromEntries = (
  entries: readonly JsonObject[],
  reading: Reading,
  isSorted: boolean,
): Map<IdentityType, string> => {
  const identities = new Map<IdentityType, string>();
  for (const entry of entries) {
    const type = typeOf(entry['identity_type'] ?? entry['type']);
    if (type === undefined) continue;
    const value = reading.text(entry['identity'] ?? entry['value'], nameOf(type));
    if (value === null) continue;
    if (!identities.has(type)) identities.set(type, value);
    else if (!isSorted) return fromEntries(newestFirst(entries), reading, true);
  }
  return identities;
};

const fromArray = (source: readonly unknown[], reading: Reading): Map<IdentityType, string> => {
  const entries: JsonObject[] = [];
  for (const element of source) {
    const entry = reading.object(element, 'an entry of user_identities');
    if (entry !== null) entries.push(entry);
  }
  return fromEntries(entries, reading, false);
};

const fromObject = (source: JsonObject, reading: Reading): Map<IdentityType, string> => {
  const identities = new Map<IdentityType, string>();
  for (const spelling of Object.keys(source)) {
    const type = typeOf(spelling);
    if (type === undefined) continue;
    const value = reading.text(source[spelling], nameOf(type));
    if (value !== null && !identities.has(type)) identities.set(type, value);
  }
  return identities;
};

const isList = (source: JsonObject | readonly unknown[]): source is readonly unknown[] => Array.isArray(source);

/** `user_identities` as an object, an array of `{identity_type, identity}`, or absent; unknown types are ignored. */
export const parseIdentities = (source: unknown, reading: Reading): ReadonlyMap<IdentityType, string> => {
  const identities = reading.objectOrArray(source, 'user_identities');
  if (identities === null) return new Map();
  return isList(identities) ? fromArray(identities, reading) : fromObject(identities, reading);
};
