import { isJsonObject, textOrNull, type JsonObject } from '../../lib/json.js';
import { IDENTITY_TYPES, type IdentityType } from '../../model/batch.js';
import { identityTypeOf } from '../../model/identity-types.js';

// Nearly every batch spells the types as the JSON reference does: a look-up spares them the general rule.
const EXACT = new Map<string, IdentityType>(IDENTITY_TYPES.map((type) => [type, type]));
const typeOf = (spelling: unknown): IdentityType | undefined =>
  typeof spelling === 'string' ? (EXACT.get(spelling) ?? identityTypeOf(spelling)) : undefined;

/** Only of text and numbers: JSON can hold objects that no number is made of. */
const timestampOf = (entry: JsonObject): number => {
  const time = entry['timestamp_unixtime_ms'];
  return typeof time === 'string' || typeof time === 'number' ? Number(time) || 0 : 0;
};

const typeOfEntry = (entry: JsonObject): IdentityType | undefined => typeOf(entry['identity_type'] ?? entry['type']);
const valueOfEntry = (entry: JsonObject): string | null => textOrNull(entry['identity'] ?? entry['value']);

/** Nothing forbids two of one type: the newest is what the person has now; of two as old, the first one stands. */
const newestFirst = (entries: readonly unknown[]): readonly unknown[] =>
  entries.filter(isJsonObject).sort((a, b) => timestampOf(b) - timestampOf(a));

const fromArray = (entries: readonly unknown[], isSorted: boolean): Map<IdentityType, string> => {
  const identities = new Map<IdentityType, string>();
  for (const entry of entries) {
    if (!isJsonObject(entry)) continue;
    const type = typeOfEntry(entry);
    const value = valueOfEntry(entry);
    if (type === undefined || value === null) continue;
    if (!identities.has(type)) identities.set(type, value);
    else if (!isSorted) return fromArray(newestFirst(entries), true);
  }
  return identities;
};

const fromObject = (entries: Readonly<Record<string, unknown>>): Map<IdentityType, string> => {
  const identities = new Map<IdentityType, string>();
  for (const [spelling, given] of Object.entries(entries)) {
    const type = typeOf(spelling);
    const value = textOrNull(given);
    if (type !== undefined && value !== null && !identities.has(type)) identities.set(type, value);
  }
  return identities;
};

/** `user_identities` as an object, an array of `{identity_type, identity}`, null or absent; unknown types are ignored. */
export const parseIdentities = (source: unknown): ReadonlyMap<IdentityType, string> => {
  if (Array.isArray(source)) return fromArray(source, false);
  return isJsonObject(source) ? fromObject(source) : new Map();
};
