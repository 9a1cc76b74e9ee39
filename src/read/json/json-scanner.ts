// Finds where JSON values begin and end in a stream, without parsing. Blocks are made in json-values.ts.

import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COMMA,
  isBlank,
  LINE_FEED,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  SPACE,
} from '../bytes/ascii.js';

const COLON = 0x3a;
const ILLEGAL = 0;
const PLAIN = 1;
const BLANK = 2;
const MARK = 3;
const OPENING = 4;
const CLOSING = 5;

/** A batch is about ten brackets deep. Text that opens thousands is not a batch, and all open brackets are stored. */
const MAX_DEPTH = 5_000;

/** What a byte does in a JSON text outside of strings. */
const ROLES = new Uint8Array(256);
const setRoles = (signs: string, role: number): void => {
  for (const byte of Buffer.from(signs)) ROLES[byte] = role;
};
setRoles(',:0123456789+-.eEtrufalsn', PLAIN);
setRoles(' \t\r\n', BLANK);
setRoles('"', MARK);
setRoles('{[', OPENING);
setRoles('}]', CLOSING);

/** End of a run of plain bytes. */
const plainEnd = (bytes: Uint8Array, from: number): number => {
  let at = from + 1;
  while (at < bytes.length && ROLES[bytes[at] ?? 0] === PLAIN) at += 1;
  return at;
};

/** What a scanner finds: `[start, end)` of the bytes that it was given last. */
interface ValueListener {
  /** A complete value: usually an object, else something that is not a batch. */
  value(start: number, end: number): void;
  /** A stretch that is not JSON. */
  broken(start: number, end: number): void;
}

type State = 'between' | 'value' | 'word' | 'broken';

/**
 * Cuts a stream of JSON values (concatenated, with or without line ends, or the elements of arrays) without parsing
 * them. It follows brackets and strings. Where these cannot be right it gives up the value and continues at the next
 * line that starts with `{` at the depth of the broken value or, on one line, at the next `{` after a `}`.
 */
export class JsonScanner {
  /** What is between the values so far, which distinguishes a truncated input from a complete one. */
  state: State = 'between';
  /** Inside a `[` whose elements are the values. */
  inArray = false;
  /** Start of the value (or stretch) being read; negative when it is before the latest bytes. */
  start = 0;
  readonly #listener: ValueListener;
  readonly #containers: number[] = [];
  #inString = false;
  #escaped = false;
  /** The last byte of the value that is not whitespace. */
  #previous = 0;
  /** Blanks since the line began; -1: the line has other characters. */
  #indent = 0;
  #startIndent = 0;
  #linesSinceStart = 0;

  constructor(listener: ValueListener) {
    this.#listener = listener;
  }

  /** Continues at `from`. Unfinished values keep their `start`. */
  scan(bytes: Uint8Array, from: number): void {
    let at = from;
    while (at < bytes.length) {
      if (this.state === 'value') at = this.#value(bytes, at);
      else if (this.state === 'between') at = this.#between(bytes, at);
      else if (this.state === 'word') at = this.#word(bytes, at);
      else at = this.#broken(bytes, at);
    }
  }

  #begin(state: State, at: number): void {
    this.state = state;
    this.start = at;
    this.#startIndent = this.#indent;
    this.#linesSinceStart = 0;
    this.#indent = -1;
    this.#previous = 0;
  }

  #countIndent(byte: number): void {
    if (byte === LINE_FEED) {
      this.#indent = 0;
      this.#linesSinceStart += 1;
    } else if (!isBlank(byte)) this.#indent = -1;
    else if (this.#indent >= 0) this.#indent += 1;
  }

  #between(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] ?? 0;
    const closesArray = this.inArray && byte === CLOSING_BRACKET;
    if (isBlank(byte) || byte === COMMA || closesArray) {
      if (closesArray) this.inArray = false;
      this.#countIndent(byte);
      return at + 1;
    }
    if (byte === OPENING_BRACKET && !this.inArray) {
      this.inArray = true;
      this.#indent = -1;
      return at + 1;
    }
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET || byte === QUOTE) {
      this.#begin('value', at);
      return at;
    }
    this.#begin(byte === CLOSING_BRACE || byte === CLOSING_BRACKET ? 'broken' : 'word', at);
    return at;
  }

  /** Follows a value to its end; if it is invalid, the byte that breaks it is examined again. */
  #value(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && this.state === 'value') {
      at = this.#inString ? this.#string(bytes, at) : this.#structure(bytes, at);
      if (this.#inString || this.#containers.length > 0) continue;
      if (this.#isGivenUp) return at;
      this.state = 'between';
      this.#listener.value(this.start, at);
    }
    return at;
  }

  /** A getter, because TypeScript would narrow `state` to `value` in the loop that asks. */
  get #isGivenUp(): boolean {
    return this.state === 'broken';
  }

  #string(bytes: Uint8Array, from: number): number {
    let at = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      if (byte === BACKSLASH) at += 1;
      else if (byte < SPACE) return this.#giveUp(at);
    }
    this.#escaped = at > bytes.length;
    return bytes.length;
  }

  /** Moves past the next quote or bracket. */
  #structure(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      const role = ROLES[byte] ?? ILLEGAL;
      if (role === PLAIN) {
        at = plainEnd(bytes, at) - 1;
        this.#previous = bytes[at] ?? 0;
        this.#indent = -1;
      } else if (role === BLANK) this.#countIndent(byte);
      else return this.#sign(byte, role, at);
    }
    return bytes.length;
  }

  #sign(byte: number, role: number, at: number): number {
    if (role === ILLEGAL) return this.#giveUp(at);
    if (role === MARK) this.#inString = true;
    else if (role === OPENING) {
      if (!this.#mayOpen()) return this.#giveUp(at);
      this.#containers.push(byte);
      // In ASCII a closing bracket is its opening one plus two.
    } else if (this.#containers.pop() !== byte - 2) return this.#giveUp(at);
    this.#previous = byte;
    this.#indent = -1;
    return at + 1;
  }

  /** A bracket opens after a colon in an object, after a comma or bracket in an array, up to a maximum depth. */
  #mayOpen(): boolean {
    const container = this.#containers.at(-1);
    if (container === undefined) return true;
    if (this.#containers.length === MAX_DEPTH) return false;
    if (container === OPENING_BRACE) return this.#previous === COLON;
    return this.#previous === COMMA || this.#previous === OPENING_BRACKET;
  }

  #giveUp(at: number): number {
    this.state = 'broken';
    this.#inString = false;
    this.#escaped = false;
    this.#containers.length = 0;
    return at;
  }

  #word(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] ?? 0;
    const opens = byte === OPENING_BRACE || byte === OPENING_BRACKET || byte === QUOTE;
    const separates = byte === LINE_FEED || (this.inArray && (byte === COMMA || byte === CLOSING_BRACKET));
    if (!opens && !separates) return at + 1;
    this.state = 'between';
    this.#listener.value(this.start, at);
    return at;
  }

  #broken(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] ?? 0;
    if (byte === OPENING_BRACE && this.#mayResume()) {
      this.state = 'between';
      this.#listener.broken(this.start, at);
      return at;
    }
    if (!isBlank(byte)) this.#previous = byte;
    this.#countIndent(byte);
    return at + 1;
  }

  #mayResume(): boolean {
    if (this.#indent >= 0 && this.#linesSinceStart > 0) return this.#indent <= Math.max(0, this.#startIndent);
    return this.#linesSinceStart === 0 && this.#previous === CLOSING_BRACE;
  }
}
