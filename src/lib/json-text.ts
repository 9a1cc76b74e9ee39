// Everything that JSON must escape, and everything that JSON.stringify may write in another way.
const NEEDS_CARE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;

/** A text as a JSON string. Most texts of an event are plain ASCII, which needs no more than its quotes. */
export const quoted = (text: string): string => (NEEDS_CARE.test(text) ? JSON.stringify(text) : `"${text}"`);

// Objects are written member by member, as text: twice as fast as building them for JSON.stringify, which matters where
// millions of events are written. A member is `,"name":value`, or nothing at all where there is no value.

type Optional<Value> = Value | null | undefined;

/** A member whose JSON text is ready. */
export const jsonMember = (name: string, json: Optional<string>): string =>
  json === null || json === undefined ? '' : `,"${name}":${json}`;

/** A string that needs no escaping, such as a hash. */
export const plainMember = (name: string, text: Optional<string>): string =>
  text === null || text === undefined ? '' : `,"${name}":"${text}"`;

export const stringMember = (name: string, text: Optional<string>): string =>
  text === null || text === undefined ? '' : `,"${name}":${quoted(text)}`;

/** A finite number. */
export const numberMember = (name: string, value: Optional<number>): string =>
  value === null || value === undefined ? '' : `,"${name}":${value}`;

/** The object of these members, one written behind the other. */
export const objectText = (members: string): string => `{${members.slice(1)}}`;

/** An array of texts that are JSON already. */
export const arrayText = (items: readonly string[]): string => `[${items.join(',')}]`;
