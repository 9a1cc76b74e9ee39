// User identities in every form that exports have.

import type { JsonObject } from '../../lib/json.js';
import { IDENTITY_TYPES, type IdentityType } from '../../model/batch.js';
import { identityTypeOf } from '../../model/identity-types.js';
import { isPlaceholderAddress } from '../map/placeholder-addresses.js';
import { idTextOf } from '../map/value-text.js';
import { IDENTITY_NAMES } from './member-names.js';
import type { Reading } from './reading.js';

// Nearly every batch spells the types as the JSON reference does, so a lookup comes before the general rule.
const EXACT = new Map<string, IdentityType>(IDENTITY_TYPES.map((type) => [type, type]));
const typeOf = (spelling: unknown): IdentityType | undefined =>
  typeof spelling === 'string' ? (EXACT.get(spelling) ?? identityTypeOf(spelling)) : undefined;

/** Only text and numbers: Number() throws for some objects that JSON can contain. */
const timestampOf = (entry: JsonObject): number => {
  const time = entry['timestamp_unixtime_ms'];
  return typeof time === 'string' || typeof time === 'number' ? Number(time) || 0 : 0;
};

/** Words like those of types, which are not a person's name. */
const TYPE_WORD =
  /mail|phone|mobile|number|customer|user|account|loyalty|member|client|card|idfa|aaid|hash|facebook|google|apple|profile|crm|(?:^|_)id(?:_|$)/i;
const SIMPLE = /^[a-z][a-z_ -]{0,39}\d{0,2}$/i;
/** Types for devices, which do not identify a person to Facebook. */
const OF_DEVICES: ReadonlySet<unknown> = new Set([
  'device_application_stamp',
  'ios_idfv',
  'android_uuid',
  'push_token',
  'mpid',
]);

/** Whether identities of a type are ignored without a warning. */
export const isOfDevice = (spelling: unknown): boolean => OF_DEVICES.has(spelling);

/** Counts an identity of a type that mParticle does not have. */
const noteType = (spelling: unknown, value: unknown, reading: Reading): void => {
  if (value === undefined || value === null || value === '' || isOfDevice(spelling)) return;
  const isShown = typeof spelling === 'string' && SIMPLE.test(spelling) && TYPE_WORD.test(spelling);
  reading.note('member_ignored', isShown ? `user_identities.${spelling}` : 'user_identities (another type)');
};

const nameOf = (type: IdentityType): string => `user_identities.${type}`;

/** `NULL`, `0`, `noemail@…`: another one of the same type counts in its place. */
const saysNothing = (value: string): boolean =>
  typeof idTextOf(value) !== 'string' || (value.includes('@') && isPlaceholderAddress(value.trim().toLowerCase()));

/** There may be two of one type: the newest is the current one; of two with the same time, the first counts. */
const newestFirst = (entries: readonly JsonObject[]): readonly JsonObject[] =>
  [...entries].sort((a, b) => timestampOf(b) - timestampOf(a));

const fromEntries = (
  entries: readonly JsonObject[],
  reading: Reading,
  isSorted: boolean,
): Map<IdentityType, string> => {
  const identities = new Map<IdentityType, string>();
  for (const entry of entries) {
    const given = entry['identity'] ?? entry['value'];
    const type = typeOf(entry['identity_type'] ?? entry['type']);
    const value = type === undefined ? null : reading.text(given, nameOf(type));
    if (type === undefined || value === null) continue;
    const held = identities.get(type);
    if (held === undefined || saysNothing(held)) identities.set(type, value);
    else if (!isSorted) return fromEntries(newestFirst(entries), reading, true);
  }
  return identities;
};

/** Counts an entry of an unknown type, or one whose identity has another name. */
const noteOdd = (entry: JsonObject, reading: Reading): void => {
  const type = entry['identity_type'] ?? entry['type'];
  const hasValue = 'identity' in entry || 'value' in entry;
  if (typeOf(type) === undefined) noteType(type, hasValue ? (entry['identity'] ?? entry['value']) : true, reading);
  else if (!hasValue) reading.note('member_ignored', 'user_identities (no identity)');
};

const fromArray = (source: readonly unknown[], reading: Reading): Map<IdentityType, string> => {
  const entries: JsonObject[] = [];
  for (const element of source) {
    const entry = reading.object(element, 'an entry of user_identities');
    if (entry !== null) entries.push(reading.named(entry, IDENTITY_NAMES, 'user_identities.'));
  }
  for (const entry of entries) noteOdd(entry, reading);
  return fromEntries(entries, reading, false);
};

const fromObject = (source: JsonObject, reading: Reading): Map<IdentityType, string> => {
  const identities = new Map<IdentityType, string>();
  for (const spelling of Object.keys(source)) {
    const type = typeOf(spelling);
    if (type === undefined) {
      noteType(spelling, source[spelling], reading);
      continue;
    }
    const value = reading.text(source[spelling], nameOf(type));
    if (value === null) continue;
    const held = identities.get(type);
    if (held === undefined || saysNothing(held)) identities.set(type, value);
    else if (held !== value) reading.note('member_ignored', `${nameOf(type)} (a second one)`);
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
