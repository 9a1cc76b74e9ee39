import { isJsonObject, textOrNull } from '../lib/json.js';
import { IDENTITY_TYPES, type IdentityType } from '../model/batch.js';
import { identityTypeOf } from '../model/identity-types.js';

// Nearly every batch spells the types as the JSON reference does: a look-up spares them the general rule.
const EXACT = new Map<string, IdentityType>(IDENTITY_TYPES.map((type) => [type, type]));
const typeOf = (spelling: unknown): IdentityType | undefined =>
  typeof spelling === 'string' ? (EXACT.get(spelling) ?? identityTypeOf(spelling)) : undefined;

// Only of text and numbers: JSON can hold objects that no number is made of.
const timestampOf = (value: unknown): number =>
  typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;

const fromArray = (entries: readonly unknown[]): Map<IdentityType, string> => {
  const identities = new Map<IdentityType, string>();
  const newest = new Map<IdentityType, number>();
  for (const entry of entries) {
    if (!isJsonObject(entry)) continue;
    const type = typeOf(entry['identity_type'] ?? entry['type']);
    const value = textOrNull(entry['identity'] ?? entry['value']);
    if (type === undefined || value === null) continue;
    const time = timestampOf(entry['timestamp_unixtime_ms']);
    // Nothing forbids two of one type: the newest is what the person has now.
    if (identities.has(type) && !(time > (newest.get(type) ?? 0))) continue;
    identities.set(type, value);
    newest.set(type, time);
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
  if (Array.isArray(source)) return fromArray(source);
  return isJsonObject(source) ? fromObject(source) : new Map();
};
