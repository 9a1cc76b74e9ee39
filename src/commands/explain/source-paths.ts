// Where values are in a batch, and how a wire event contains them.

import { hash } from 'node:crypto';
import { arrayOrEmpty, isJsonObject, objectOrNull, type JsonObject } from '../../lib/json.js';
import type { IdentityType, ReservedAttribute } from '../../model/batch.js';
import type { Api } from '../../model/settings.js';
import { parseAttributes } from '../../transform/parse/attributes.js';
import { parseIdentities } from '../../transform/parse/identities.js';
import { otherNames, ownNameOf } from '../../transform/parse/member-names.js';
import { Reading } from '../../transform/parse/reading.js';
import type { ByApi, FoundValue, SentField, SentValue } from './explanation.js';

/** The same question for both APIs. */
export const byApi = <Item>(ask: (api: Api) => Item): ByApi<Item> => ({
  'offline-conversions': ask('offline-conversions'),
  conversions: ask('conversions'),
});

/** A member of a wire event by its dotted name. */
export const wireMember = (wire: JsonObject | null, member: string): unknown => {
  let value: unknown = wire;
  for (const name of member.split('.')) value = objectOrNull(value)?.[name];
  return value;
};

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? arrayOrEmpty(value) : value === undefined ? [] : [value];

/** The text that a value on the wire is, or is the SHA-256 of, which proves where it is from; null: none of them. */
const provenance = (value: unknown, texts: readonly string[]): SentValue | null => {
  if (texts.some((text) => text === value)) return { value, hashOf: null };
  const hashOf = texts.find((text) => hash('sha256', text, 'hex') === value);
  return hashOf === undefined ? null : { value, hashOf };
};

/** How a wire event contains a match key that may have been sent as any of these texts. */
export const sentKey = (wire: JsonObject, member: string, texts: readonly string[]): SentField | null => {
  const values = listOf(wireMember(wire, member)).flatMap((value) => provenance(value, texts) ?? []);
  return values.length === 0 ? null : { member, values };
};

/** How a wire event contains a member that is not a match key. */
export const sentMember = (wire: JsonObject | null, member: string): SentField | null => {
  const value = wireMember(wire, member);
  return value === undefined ? null : { member, values: [{ value, hashOf: null }] };
};

/** Which part of a batch an upload reads: each part is passed alone to the functions that an upload uses. */
const identitiesIn = (source: unknown) => parseIdentities(source, new Reading());
const attributesIn = (source: JsonObject) => parseAttributes(source, new Reading());

const NAME = /^[A-Za-z_$][\w$]*$/;

/** `a.b`, or `a["b c"]` if the name is not a plain word. */
const memberPath = (parent: string, name: string): string =>
  NAME.test(name) ? `${parent}${parent === '' ? '' : '.'}${name}` : `${parent}[${JSON.stringify(name)}]`;

/** The name that an object uses for a member of mParticle's, perhaps in another style. */
const nameIn = (object: JsonObject, own: string): string =>
  object[own] === undefined || object[own] === null
    ? (Object.keys(object).find((name) => otherNames().has(name) && ownNameOf(name) === own) ?? own)
    : own;

const listedIdentities = (list: string, entries: readonly unknown[], type: IdentityType): readonly FoundValue[] =>
  entries.flatMap((entry, index) => {
    if (!isJsonObject(entry) || !identitiesIn([entry]).has(type)) return [];
    const member = nameIn(entry, nameIn(entry, 'identity') in entry ? 'identity' : 'value');
    return [{ path: `${list}[${index}].${member}`, value: entry[member] }];
  });

/** Everything in the batch that the reader accepts as this identity type. */
export const identityPlaces = (batch: JsonObject, type: IdentityType): readonly FoundValue[] => {
  const name = nameIn(batch, 'user_identities');
  const source = batch[name];
  if (Array.isArray(source)) return listedIdentities(name, arrayOrEmpty(source), type);
  return Object.entries(objectOrNull(source) ?? {})
    .filter(([spelling, value]) => identitiesIn({ [spelling]: value }).has(type))
    .map(([spelling, value]) => ({ path: memberPath(name, spelling), value }));
};

/** Everything in the batch that the reader accepts as this reserved attribute. */
export const attributePlaces = (batch: JsonObject, attribute: ReservedAttribute): readonly FoundValue[] =>
  memberPlaces(batch, 'user_attributes').flatMap(({ path, value: attributes }) =>
    Object.entries(objectOrNull(attributes) ?? {})
      .filter(([name, value]) => attributesIn({ [name]: value }).has(attribute))
      .map(([name, value]) => ({ path: memberPath(path, name), value })),
  );

/** A member by its steps, as found; nothing when any step is missing. */
export const memberPlaces = (source: JsonObject, ...steps: readonly (string | number)[]): readonly FoundValue[] => {
  let value: unknown = source;
  let path = '';
  for (const step of steps) {
    const isIndex = typeof step === 'number';
    const name = isIndex ? null : nameIn(objectOrNull(value) ?? {}, step);
    value = name === null ? arrayOrEmpty(value)[Number(step)] : objectOrNull(value)?.[name];
    path = name === null ? `${path}[${step}]` : memberPath(path, name);
  }
  return value === undefined ? [] : [{ path, value }];
};
