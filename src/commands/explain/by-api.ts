import { hash } from 'node:crypto';
import { arrayOrEmpty, objectOrNull, type JsonObject } from '../../lib/json.js';
import type { Api } from '../../model/settings.js';
import type { ByApi, SentField, SentValue } from './explanation.js';

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

/**
 * Which of the texts a value on the wire is, or is the SHA-256 of; null: none of them. That the text belongs to the
 * value is thereby proved, whatever rule made it.
 */
const provenance = (value: unknown, texts: readonly string[]): SentValue | null => {
  if (texts.some((text) => text === value)) return { value, hashOf: null };
  const hashOf = texts.find((text) => hash('sha256', text, 'hex') === value);
  return hashOf === undefined ? null : { value, hashOf };
};

/** What a wire event carries of a match key that may have been sent as any of these texts. */
export const sentKey = (wire: JsonObject, member: string, texts: readonly string[]): SentField | null => {
  const values = listOf(wireMember(wire, member)).flatMap((value) => provenance(value, texts) ?? []);
  return values.length === 0 ? null : { member, values };
};

/** What a wire event carries as a member that is no match key. */
export const sentMember = (wire: JsonObject | null, member: string): SentField | null => {
  const value = wireMember(wire, member);
  return value === undefined ? null : { member, values: [{ value, hashOf: null }] };
};
