// Everything that JSON must escape, and everything that JSON.stringify may write in another way.
const NEEDS_CARE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;

/** A text as a JSON string. Most texts of an event are plain ASCII, which needs no more than its quotes. */
export const quoted = (text: string): string => (NEEDS_CARE.test(text) ? JSON.stringify(text) : `"${text}"`);

/**
 * A JSON object written member by member. Several times as fast as building an object for JSON.stringify, which matters
 * where millions of events are written. Members that are null or undefined are left out.
 */
export class JsonObjectText {
  #text = '';

  /** A member whose JSON text is ready. */
  json(name: string, json: string): this {
    this.#text += this.#text === '' ? `{"${name}":${json}` : `,"${name}":${json}`;
    return this;
  }

  /** A string that needs no escaping, such as a hash. */
  plain(name: string, text: string | null | undefined): this {
    return text === null || text === undefined ? this : this.json(name, `"${text}"`);
  }

  string(name: string, text: string | null | undefined): this {
    return text === null || text === undefined ? this : this.json(name, quoted(text));
  }

  /** A finite number. */
  number(name: string, value: number | null | undefined): this {
    return value === null || value === undefined ? this : this.json(name, String(value));
  }

  /** Whether no member was written. */
  get isEmpty(): boolean {
    return this.#text === '';
  }

  get text(): string {
    return this.#text === '' ? '{}' : `${this.#text}}`;
  }
}

/** A JSON array of texts that are JSON already. */
export const jsonArray = (items: readonly string[]): string => `[${items.join(',')}]`;
