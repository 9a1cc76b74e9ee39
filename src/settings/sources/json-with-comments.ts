// JSON that people write: comments and trailing commas; faults have line and column.

/** A parsed document, or where it stops being JSON: line and column from 1, never a piece of the text. */
export type ParsedJson =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'fault'; readonly line: number; readonly column: number; readonly message: string };

class Fault extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

/** Whitespace, `//` to the end of the line, and block comments that are closed. */
const GAP = /(?:\s|\/\/[^\n\r]*|\/\*[^]*?\*\/)*/y;
// Control characters are not allowed inside a JSON string (RFC 8259, 7).
// oxlint-disable-next-line no-control-regex
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
/** Deeper than any settings file; what is nested deeper is a mistake, not a reason to run out of stack. */
const DEPTH_LIMIT = 100;

class Reader {
  #at = 0;
  #depth = 0;

  constructor(readonly text: string) {}

  document(): unknown {
    const value = this.#value();
    this.#gap();
    if (this.#at < this.text.length) throw new Fault(this.#at, 'nothing may follow the closing brace');
    return value;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }

  #gap(): void {
    this.#match(GAP);
    if (this.text.startsWith('/*', this.#at)) throw new Fault(this.#at, 'the comment is not closed');
  }

  /** Whether the next sign, after a gap, is this one; if so, it is taken. */
  #takes(sign: string): boolean {
    this.#gap();
    if (this.text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #value(): unknown {
    this.#gap();
    if (this.text[this.#at] === '{') return this.#nested(() => this.#object());
    if (this.text[this.#at] === '[') return this.#nested(() => this.#array());
    const scalar = this.#match(STRING) ?? this.#match(NUMBER) ?? this.#match(WORD);
    if (scalar === null) throw new Fault(this.#at, 'a value is expected here');
    return JSON.parse(scalar);
  }

  #nested(read: () => unknown): unknown {
    if (this.#depth === DEPTH_LIMIT) throw new Fault(this.#at, 'it is nested too deeply');
    this.#depth += 1;
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): unknown {
    const members = new Map<string, unknown>();
    while (!this.#takes('}')) {
      const start = this.#at;
      const key = this.#match(STRING);
      if (key === null) throw new Fault(start, 'a name in double quotes, or }, is expected here');
      const name: unknown = JSON.parse(key);
      if (members.has(String(name))) throw new Fault(start, 'this name occurs for the second time');
      if (!this.#takes(':')) throw new Fault(this.#at, 'a colon is expected here');
      members.set(String(name), this.#value());
      this.#separator('}');
    }
    return Object.fromEntries(members);
  }

  #array(): unknown {
    const items: unknown[] = [];
    while (!this.#takes(']')) {
      items.push(this.#value());
      this.#separator(']');
    }
    return items;
  }

  /** A comma, also before a closing bracket, so that lines can be commented out freely. */
  #separator(end: string): void {
    if (this.#takes(',')) return;
    if (this.text[this.#at] !== end) throw new Fault(this.#at, `a comma, or ${end}, is expected here`);
  }
}

/** Reads JSON that may contain comments (`//` and block comments) and commas before a closing bracket. */
export const parseJsonWithComments = (text: string): ParsedJson => {
  try {
    return { kind: 'value', value: new Reader(text).document() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const before = text.slice(0, error.at).split(/\r\n|\n|\r/);
    return { kind: 'fault', line: before.length, column: (before.at(-1) ?? '').length + 1, message: error.message };
  }
};
