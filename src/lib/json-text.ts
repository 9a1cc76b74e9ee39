// Everything that JSON must escape, and everything that JSON.stringify may write differently.
const NEEDS_CARE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;

const LONE_SURROGATE = /\p{Cs}/gu;

/** A text as it is inside the quotes of JSON; lone surrogates, which UTF-8 cannot encode, become U+FFFD. */
export const escaped = (text: string): string =>
  NEEDS_CARE.test(text) ? JSON.stringify(text.replace(LONE_SURROGATE, '\ufffd')).slice(1, -1) : text;

/** A text as a JSON string. */
export const quoted = (text: string): string => `"${escaped(text)}"`;

// Writes objects member by member, as text: twice as fast as building them for JSON.stringify, which matters for
// millions of events. A member is `,"name":value`, or an empty text if there is no value. Each writer is made once for
// one name, so that the part before the value is built once.

type Optional<Value> = Value | null | undefined;
type MemberWriter<Value> = (value: Optional<Value>) => string;

/** The text of `,"name":`, for a name that needs no escaping. */
const before = (name: string): string => `,"${name}":`;

/** Members whose value is JSON text already. */
export const jsonMember = (name: string): MemberWriter<string> => {
  const start = before(name);
  return (json) => (json === null || json === undefined ? '' : start + json);
};

/** Strings that need no escaping, such as hashes. */
export const plainMember = (name: string): MemberWriter<string> => {
  const start = `${before(name)}"`;
  return (text) => (text === null || text === undefined ? '' : start + text + '"');
};

/** Any strings. */
export const stringMember = (name: string): MemberWriter<string> => {
  const start = before(name);
  return (text) => (text === null || text === undefined ? '' : start + quoted(text));
};

/** Finite numbers. */
export const numberMember = (name: string): MemberWriter<number> => {
  const start = before(name);
  return (value) => (value === null || value === undefined ? '' : start + String(value));
};

/** The object of these members, concatenated. */
export const objectText = (members: string): string => `{${members.slice(1)}}`;

/** An array of texts that are JSON already. */
export const arrayText = (items: readonly string[]): string => `[${items.join(',')}]`;
