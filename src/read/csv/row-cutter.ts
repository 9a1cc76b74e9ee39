// Cuts CSV text into rows at line ends, and rows into cells at delimiters and quotes: several times as fast as
// csv-parse. Rows with line ends or invalid quotes in their cells, and rows that are too large, are left to csv-parse
// (row-parser.ts).
import { CARRIAGE_RETURN, LAST_ASCII, LINE_FEED, QUOTE, SPACE } from '../bytes/ascii.js';
import {
  countBytes,
  lineEndOf,
  MAX_COLUMNS,
  type CsvLibrary,
  type RowListener,
  type RowOptions,
  type RowsEnd,
} from './row-stream.js';
import { RowParser } from './row-parser.js';

const NOTHING = Buffer.alloc(0);
/** If a quote stays open longer than this, csv-parse reads the rest. */
const LONGEST_OPEN_BYTES = 64 * 1024;

/** Spaces, or a byte order mark where files were joined: csv-parse reads such cells as quoted ones. */
const BLANKS_AND_QUOTE = /^\s+"/;

/**
 * The cells of a row that is one line. A quote inside a cell without quotes is an ordinary character. null: a quote is
 * not closed, or not where its cell ends, or has spaces before it.
 */
const cellsOf = (row: string, delimiter: string): readonly string[] | null => {
  if (!row.includes('"')) return row.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; at <= row.length;) {
    const first = row.charCodeAt(at);
    const isQuoted = first === QUOTE;
    const found = isQuoted ? closingQuote(row, at + 1) + 1 : row.indexOf(delimiter, at);
    const end = found === -1 ? row.length : found;
    if ((first <= SPACE || first > LAST_ASCII) && BLANKS_AND_QUOTE.test(row.slice(at, end))) return null;
    if (isQuoted && (end === 0 || (end < row.length && row[end] !== delimiter))) return null;
    cells.push(isQuoted ? unescaped(row.slice(at + 1, end - 1)) : row.slice(at, end));
    at = end + 1;
  }
  return cells;
};

/** The first single quote from a position on, ignoring doubled ones; -1: there is none. */
const closingQuote = (row: string, from: number): number => {
  let at = row.indexOf('"', from);
  while (at !== -1 && row.charCodeAt(at + 1) === QUOTE) at = row.indexOf('"', at + 2);
  return at;
};

const unescaped = (cell: string): string => (cell.includes('"') ? cell.replaceAll('""', '"') : cell);

/** Concatenates two texts: copies them, unless they are adjacent in memory. */
const joined = (rest: Buffer, piece: Buffer): Buffer => {
  if (rest.length === 0) return piece;
  const areNeighbours = rest.buffer === piece.buffer && rest.byteOffset + rest.length === piece.byteOffset;
  if (!areNeighbours) return Buffer.concat([rest, piece]);
  return Buffer.from(piece.buffer, rest.byteOffset, rest.length + piece.length);
};

/** Rows of a CSV text given piece by piece, each with its line: the same rows and ends as those of RowParser. */
export class RowCutter {
  readonly #listener: RowListener;
  readonly #delimiter: string;
  readonly #lineEnd: number;
  /** A line of more bytes may be too large to be a row. */
  readonly #mostBytes: number;
  readonly #parser: RowParser;
  #line: number;
  #rest: Buffer = NOTHING;
  /** Whether csv-parse reads the rest of the text. */
  #isGivenAway: boolean;

  constructor(library: CsvLibrary, options: RowOptions, head: Buffer, listener: RowListener) {
    this.#listener = listener;
    this.#delimiter = options.delimiter;
    this.#lineEnd = lineEndOf(head);
    this.#mostBytes = Math.min(options.maxRecordBytes, MAX_COLUMNS - 1);
    this.#line = options.firstLine ?? 1;
    this.#parser = new RowParser(library, options, head, listener);
    this.#isGivenAway = !/^[ -~\t]$/.test(options.delimiter) || options.delimiter === '"';
  }

  /** Why no row after this place can be read; null: there may be more. */
  get end(): RowsEnd | null {
    return this.#parser.end;
  }

  get line(): number {
    return this.#isGivenAway ? this.#parser.line : this.#line;
  }

  get rest(): Buffer {
    return this.#isGivenAway ? this.#parser.rest : this.#rest;
  }

  async write(piece: Buffer): Promise<void> {
    if (this.#isGivenAway) return this.#parser.write(piece);
    const text = joined(this.#rest, piece);
    const end = text.lastIndexOf(this.#lineEnd) + 1;
    let at = 0;
    while (at < end && this.end === null) {
      const odd = this.#cut(text, at, end);
      const run = this.#runEnd(text, odd, end);
      at = run - (odd < run ? await this.#parser.writeWhole(text.subarray(odd, run), this.#line) : 0);
      if (at === odd) break;
      this.#line += countBytes(text, this.#lineEnd, odd, at);
    }
    this.#rest = text.subarray(at);
    if (this.#rest.length > LONGEST_OPEN_BYTES) await this.#giveAway();
  }

  /** Ends the text; its last row needs no line end. */
  async finish(): Promise<void> {
    if (this.end !== null) return;
    if (!this.#isGivenAway) {
      const isPlain = !this.#rest.includes(QUOTE) && this.#rest.length <= this.#mostBytes;
      if (isPlain) this.#cut(this.#rest, 0, this.#rest.length);
      else await this.#giveAway();
    }
    await this.#parser.finish();
  }

  async #giveAway(): Promise<void> {
    this.#isGivenAway = true;
    await this.#parser.writeFrom(this.#rest, this.#line);
  }

  /** Cuts lines between two positions into rows, up to one that needs csv-parse; returns the position reached. */
  #cut(text: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to) {
      const found = text.indexOf(this.#lineEnd, at);
      const stop = found === -1 ? to : found;
      const row = stop - at > this.#mostBytes ? null : this.#rowAt(text, at, stop);
      const cells = row === null ? null : cellsOf(row, this.#delimiter);
      if (row === null || cells === null) return at;
      if (row !== '') this.#listener.row(cells, this.#line, () => row.trimEnd());
      this.#line += 1;
      at = stop + 1;
    }
    return to;
  }

  /** The text of a line without its line end, which is at `stop` unless the text ends there. */
  #rowAt(text: Buffer, at: number, stop: number): string {
    const hasReturn = stop < text.length && this.#lineEnd === LINE_FEED && text[stop - 1] === CARRIAGE_RETURN;
    return text.toString('utf8', at, hasReturn ? Math.max(stop - 1, at) : stop);
  }

  /**
   * The position where lines can be cut again, with no quote open; `from` itself: a quote is open up to `to`, or no
   * line ends.
   */
  #runEnd(text: Buffer, from: number, to: number): number {
    let isOpen = false;
    let at = from;
    while (at < to) {
      const stop = text.indexOf(this.#lineEnd, at);
      if (!isOpen && at > from && cellsOf(this.#rowAt(text, at, stop), this.#delimiter) !== null) return at;
      if (countQuotes(text, at, stop) % 2 === 1) isOpen = !isOpen;
      at = stop + 1;
    }
    return isOpen ? from : to;
  }
}

/** Byte by byte, because a row with quotes has too many of them for a search each. */
const countQuotes = (text: Buffer, from: number, to: number): number => {
  let count = 0;
  for (let at = from; at < to; at += 1) if (text[at] === QUOTE) count += 1;
  return count;
};
