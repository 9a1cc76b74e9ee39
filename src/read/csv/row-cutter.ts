// Cuts the rows of a CSV text at line ends and delimiters, as long as no cell begins with a quote: several times as fast as
// csv-parse. Everything else (rows with quoted cells, rows too large) is csv-parse's (row-parser.ts).
import { CARRIAGE_RETURN, LINE_FEED, QUOTE } from '../bytes/ascii.js';
import { MOST_COLUMNS } from './cell-limit.js';
import { RowParser } from './row-parser.js';
import { lineEndOf, type CsvLibrary, type RowListener, type RowOptions, type RowsEnd } from './row-stream.js';

const NOTHING = Buffer.alloc(0);
/** A row with a quote that stays open longer leaves all that follows to csv-parse. */
const LONGEST_OPEN_BYTES = 64 * 1024;

/** Rows of a CSV text given piece by piece, each with its line: the same rows and ends as those of RowParser. */
export class RowCutter {
  readonly #listener: RowListener;
  readonly #delimiter: string;
  readonly #delimiterByte: number;
  readonly #lineEnd: number;
  /** A line of more bytes may be too large to be a row. */
  readonly #mostBytes: number;
  readonly #parser: RowParser;
  #line: number;
  /** What is behind the last row. */
  #rest: Buffer = NOTHING;
  /** csv-parse gets all the rest of the text. */
  #isGivenAway: boolean;

  constructor(library: CsvLibrary, options: RowOptions, head: Buffer, listener: RowListener) {
    this.#listener = listener;
    this.#delimiter = options.delimiter;
    this.#delimiterByte = options.delimiter.charCodeAt(0);
    this.#lineEnd = lineEndOf(head);
    this.#mostBytes = Math.min(options.maxRecordBytes, MOST_COLUMNS - 1);
    this.#line = options.firstLine ?? 1;
    this.#parser = new RowParser(library, options, head, listener);
    this.#isGivenAway = !/^[ -~\t]$/.test(options.delimiter) || options.delimiter === '"';
  }

  /** Why no row behind this place can be read; null: there may be more. */
  get end(): RowsEnd | null {
    return this.#parser.end;
  }

  /** Line of the row that is being read. */
  get line(): number {
    return this.#isGivenAway ? this.#parser.line : this.#line;
  }

  get rest(): Buffer {
    return this.#isGivenAway ? this.#parser.rest : this.#rest;
  }

  async write(piece: Buffer): Promise<void> {
    if (this.#isGivenAway) return this.#parser.write(piece);
    const text = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const end = text.lastIndexOf(this.#lineEnd) + 1;
    let at = 0;
    while (at < end && this.end === null) {
      const odd = this.#cut(text, at, this.#oddLine(text, at, end));
      const run = this.#runEnd(text, odd, end);
      at = run - (odd < run ? await this.#parser.writeWhole(text.subarray(odd, run), this.#line) : 0);
      if (at === odd) break;
      this.#countLines(text, odd, at);
    }
    this.#rest = text.subarray(at);
    if (this.#rest.length > LONGEST_OPEN_BYTES) await this.#giveAway();
  }

  /** The text is at its end: its last row needs no line end. */
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

  /** Cuts lines between two places into rows, up to one that may be too large: the place up to which it came. */
  #cut(text: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to) {
      const found = text.indexOf(this.#lineEnd, at);
      const stop = found === -1 ? to : found;
      if (stop - at > this.#mostBytes) return at;
      const hasReturn = found !== -1 && this.#lineEnd === LINE_FEED && text[stop - 1] === CARRIAGE_RETURN;
      const row = text.toString('utf8', at, hasReturn ? Math.max(stop - 1, at) : stop);
      if (row !== '') this.#listener.row(row.split(this.#delimiter), this.#line, () => row.trimEnd());
      this.#line += 1;
      at = stop + 1;
    }
    return to;
  }

  /** The first line between two places with a cell that begins with a quote. A quote inside a cell is a sign like others. */
  #oddLine(text: Buffer, from: number, to: number): number {
    for (let quote = text.indexOf(QUOTE, from); quote !== -1 && quote < to; quote = text.indexOf(QUOTE, quote + 1)) {
      const line = text.lastIndexOf(this.#lineEnd, quote) + 1;
      const isOdd = text[quote - 1] === this.#delimiterByte || quote === line;
      if (isOdd) return line;
    }
    return to;
  }

  /** Where lines with quotes end, and rows with them; `from` itself: a quote is still open at `to`, or there is no line. */
  #runEnd(text: Buffer, from: number, to: number): number {
    let isOpen = false;
    let at = from;
    while (at < to) {
      const stop = text.indexOf(this.#lineEnd, at) + 1;
      const quotes = countQuotes(text, at, stop);
      if (quotes === 0 && !isOpen && at > from) return at;
      if (quotes % 2 === 1) isOpen = !isOpen;
      at = stop;
    }
    return isOpen ? from : to;
  }

  #countLines(text: Buffer, from: number, to: number): void {
    for (let at = text.indexOf(this.#lineEnd, from); at !== -1 && at < to; at = text.indexOf(this.#lineEnd, at + 1))
      this.#line += 1;
  }
}

/** Byte by byte: in a row with quotes there are too many of them to ask for each. */
const countQuotes = (text: Buffer, from: number, to: number): number => {
  let count = 0;
  for (let at = from; at < to; at += 1) if (text[at] === QUOTE) count += 1;
  return count;
};
