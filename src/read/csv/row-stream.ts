// The part of csv-parse that reading rows needs, and its results. Not here: which text csv-parse gets (row-cutter.ts),
// and what invalid quotes mean (row-parser.ts).

import type { Options, Parser } from 'csv-parse';
import { asError } from '../../lib/errors.js';
import { CARRIAGE_RETURN, LINE_FEED, QUOTE } from '../bytes/ascii.js';

/** No spreadsheet has more than 16,384. A cell costs memory even if it is a single delimiter. */
export const MAX_COLUMNS = 100_000;

/** Whether an unfinished row already has too many cells; delimiters in quotes do not count. */
export const hasTooManyCells = (row: Uint8Array, delimiter: string): boolean => {
  if (row.length < MAX_COLUMNS) return false;
  const sign = Buffer.from(delimiter).at(-1);
  let [cells, quoted] = [1, false];
  for (const byte of row) {
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === sign && !quoted) cells += 1;
  }
  return cells > MAX_COLUMNS;
};

/** Receives the rows, in order. `line`: where the row starts, from 1. */
export interface RowListener {
  row(cells: readonly string[], line: number, raw: () => string): void;
  /** A row with invalid quotes, all within one line. */
  misquoted(line: number, raw: string): void;
}

/** Why no further row can be recognised: where the quote was opened, or where the row starts. */
export interface RowsEnd {
  readonly kind: 'quote_not_closed' | 'row_too_large';
  readonly line: number;
}

/** How a text is cut into rows. */
export interface RowOptions {
  readonly delimiter: string;
  readonly maxRecordBytes: number;
  /** Number of the text's first line; default 1. */
  readonly firstLine?: number;
}

/** How often a byte occurs in a part of a text; fast if it is rare. */
export const countBytes = (text: Buffer, byte: number, from: number, to: number): number => {
  let count = 0;
  for (let at = text.indexOf(byte, from); at !== -1 && at < to; at = text.indexOf(byte, at + 1)) count += 1;
  return count;
};

/** The line ends of a text: files joined from two systems have line feeds after only some carriage returns. */
export const lineEndOf = (head: Buffer): number =>
  head.includes(LINE_FEED) || !head.includes(CARRIAGE_RETURN) ? LINE_FEED : CARRIAGE_RETURN;

/** The part of csv-parse that is used, which is loaded only if there is a CSV file. */
export interface CsvLibrary {
  readonly parse: (options: Options) => Parser;
  /** Parses a complete text, and throws the errors of the stream. */
  readonly parseText: (text: Buffer, options: Options) => unknown;
}

/** csv-parse over a text that comes in pieces. `row` receives each row and its end. */
export class RowStream {
  readonly #parser: Parser;
  readonly #row: (cells: readonly string[], end: number) => void;
  #failure: Error | null = null;

  constructor(library: CsvLibrary, options: Options, row: (cells: readonly string[], end: number) => void) {
    this.#row = row;
    this.#parser = library.parse(options);
    const push = this.#parser.push.bind(this.#parser);
    // Intercept rows before the stream's queue, which costs an object and a turn per row; csv-parse's `on_record` costs
    // even more.
    this.#parser.push = (cells: readonly string[] | null) => (cells === null ? push(null) : this.#take(cells));
    // Every error is returned by `offer`; without a listener the stream would also throw it.
    this.#parser.on('error', () => undefined).resume();
  }

  /** Bytes of the text up to the parser's position. */
  get bytes(): number {
    return this.#parser.info.bytes;
  }

  /** null: the text ends. Resolves with the error, even if `row` threw it, or with null. */
  offer(text: Buffer | null): Promise<Error | null> {
    return new Promise((resolve) => {
      const done = (error?: Error | null): void => resolve(this.#failure ?? error ?? null);
      if (text === null) this.#parser.end(done);
      else this.#parser.write(text, done);
    });
  }

  #take(cells: readonly string[]): boolean {
    if (this.#failure !== null) return false;
    try {
      this.#row(cells, this.bytes);
      return true;
    } catch (error) {
      this.#failure = asError(error);
      return false;
    }
  }
}
