// Cuts a CSV text into rows with their lines, using csv-parse. Independent of the meaning of cells.

import { codeOf } from '../../lib/file-errors.js';
import type { Options } from 'csv-parse';
import { CARRIAGE_RETURN } from '../bytes/ascii.js';
import { isQuoteError, readMisquoted } from './misquoted-line.js';
import {
  countBytes,
  hasTooManyCells,
  lineEndOf,
  MAX_COLUMNS,
  RowStream,
  type CsvLibrary,
  type RowListener,
  type RowOptions,
  type RowsEnd,
} from './row-stream.js';

const NOTHING = Buffer.alloc(0);
/** csv-parse reports the end of a row after at most this many further bytes. */
const LOOK_AHEAD_BYTES = 8;
const TOO_LARGE = 'CSV_MAX_RECORD_SIZE';

/**
 * Cuts a CSV text, given in pieces, into rows with their lines. A row with invalid quotes is reported and left out if
 * it ends with its line; a quote that stays open across line ends would swallow rows, so the rows end there (`end`).
 */
export class RowParser {
  /** null: more rows may follow. */
  end: RowsEnd | null = null;
  readonly #library: CsvLibrary;
  readonly #options: Options;
  readonly #listener: RowListener;
  readonly #maxRecordBytes: number;
  readonly #delimiter: string;
  #rows: RowStream;
  readonly #lineEnd: number;
  /** Text from the end of the last row on, as of the last piece; `#textStart` is its offset in the parser's count. */
  #text: Buffer = NOTHING;
  #textStart = 0;
  /** End of the last row in `#text`, and the line that starts there. */
  #at = 0;
  #line = 1;
  /** A row with invalid quotes whose line has not ended yet. */
  #stuck = false;

  constructor(library: CsvLibrary, options: RowOptions, head: Buffer, listener: RowListener) {
    this.#library = library;
    this.#listener = listener;
    this.#maxRecordBytes = options.maxRecordBytes;
    this.#delimiter = options.delimiter;
    this.#line = options.firstLine ?? 1;
    this.#lineEnd = lineEndOf(head);
    this.#options = {
      delimiter: options.delimiter,
      record_delimiter: this.#lineEnd === CARRIAGE_RETURN ? ['\r'] : ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: options.maxRecordBytes,
    };
    this.#rows = this.#newRows();
  }

  get line(): number {
    return this.#line;
  }

  get rest(): Buffer {
    return this.#text;
  }

  async write(piece: Buffer): Promise<void> {
    if (this.end !== null) return;
    this.#text = this.#text.length === 0 ? piece : Buffer.concat([this.#text, piece]);
    await this.#parse(this.#stuck ? this.#pastMisquoted(false) : piece);
  }

  /** Parses text that starts with this line, when everything before was passed on. */
  writeFrom(text: Buffer, line: number): Promise<void> {
    this.#line = line;
    return this.write(text);
  }

  /** The same for text whose last row has its line end. Returns how many bytes of its end must be given again. */
  async writeWhole(text: Buffer, line: number): Promise<number> {
    await this.writeFrom(Buffer.concat([text, Buffer.alloc(LOOK_AHEAD_BYTES, this.#lineEnd)]), line);
    const left = this.end === null ? Math.max(this.#text.length - LOOK_AHEAD_BYTES, 0) : 0;
    if (left > 0) this.#restart(NOTHING);
    return left;
  }

  /** Ends the text; its last row needs no line end. */
  async finish(): Promise<void> {
    let left = this.#stuck ? this.#pastMisquoted(true) : NOTHING;
    while (left !== null) {
      await this.#parse(left);
      if (this.end !== null) return;
      const error = await this.#rows.offer(null);
      left = error === null ? null : this.#after(error, true);
    }
  }

  /**
   * Parses the text at the end of `#text`. csv-parse does not count delimiters, so it gets no more of a row than a row
   * may have; then the pieces in which the text comes do not decide what is too large.
   */
  async #parse(text: Buffer | null): Promise<void> {
    for (let next = text; next !== null && next.length > 0 && this.end === null;) {
      const open = this.#text.length - next.length;
      const piece = next.subarray(0, this.#maxRecordBytes + LOOK_AHEAD_BYTES - open);
      const error = await this.#rows.offer(piece);
      this.#dropRows(open + piece.length);
      next = error === null ? this.#unparsed(next.length - piece.length) : this.#after(error, false);
    }
  }

  /** Drops finished rows, and blank lines after them, from the parsed text. */
  #dropRows(parsed: number): void {
    this.#skipLineEnds(parsed);
    this.#text = this.#text.subarray(this.#at);
    this.#textStart += this.#at;
    this.#at = 0;
  }

  /** The last bytes of the text that were not parsed yet; the rows end if the one before them should have ended. */
  #unparsed(left: number): Buffer {
    const open = this.#text.subarray(0, this.#text.length - left);
    if (open.length >= this.#maxRecordBytes + LOOK_AHEAD_BYTES || hasTooManyCells(open, this.#delimiter))
      this.#endTooLarge();
    return this.#text.subarray(open.length);
  }

  #newRows(): RowStream {
    return new RowStream(this.#library, this.#options, (cells, end) => this.#row(cells, end - this.#textStart));
  }

  #row(cells: readonly string[], end: number): void {
    if (this.end !== null) return;
    this.#skipLineEnds(end);
    if (cells.length > MAX_COLUMNS) {
      this.#endTooLarge();
      return;
    }
    const [text, start, line] = [this.#text, this.#at, this.#line];
    this.#countLines(end);
    this.#at = end;
    this.#listener.row(cells, line, () => text.toString('utf8', start, end).trimEnd());
  }

  /** Blank lines before a row. */
  #skipLineEnds(end: number): void {
    for (; this.#at < end; this.#at += 1) {
      const byte = this.#text[this.#at];
      if (byte === this.#lineEnd) this.#line += 1;
      else if (byte !== CARRIAGE_RETURN || this.#text[this.#at + 1] !== this.#lineEnd) return;
    }
  }

  #countLines(end: number): void {
    this.#line += countBytes(this.#text, this.#lineEnd, this.#at, end);
  }

  /** The text to parse after an error, with a new parser; null: nothing yet, or nothing more. */
  #after(error: Error, atEnd: boolean): Buffer | null {
    const code = codeOf(error) ?? '';
    if (isQuoteError(code)) return this.#pastMisquoted(atEnd);
    if (code !== TOO_LARGE) throw error;
    this.#skipLineEnds(this.#text.length);
    return this.#endTooLarge();
  }

  #endTooLarge(): null {
    this.end ??= { kind: 'row_too_large', line: this.#line };
    return null;
  }

  #pastMisquoted(atEnd: boolean): Buffer | null {
    this.#skipLineEnds(this.#text.length);
    const found = this.#text.indexOf(this.#lineEnd, this.#at);
    const stop = found === -1 ? this.#text.length : found;
    // Judged only by its length, so that the pieces in which the line comes do not matter.
    if (stop - this.#at > this.#maxRecordBytes) return this.#endTooLarge();
    this.#stuck = found === -1 && !atEnd;
    if (this.#stuck) return null;
    const line = this.#text.subarray(this.#at, this.#text[stop - 1] === CARRIAGE_RETURN ? stop - 1 : stop);
    const cells = readMisquoted(this.#library, line, this.#options);
    if (cells === 'not_closed') {
      const opened = this.#rows.bytes - this.#textStart;
      this.#countLines(opened);
      this.end = { kind: 'quote_not_closed', line: this.#line };
      return null;
    }
    const raw = line.toString('utf8').trimEnd();
    if (cells === null) this.#listener.misquoted(this.#line, raw);
    else this.#listener.row(cells, this.#line, () => raw);
    this.#line += 1;
    this.#restart(this.#text.subarray(stop + 1));
    return this.#text;
  }

  #restart(text: Buffer): void {
    this.#text = text;
    this.#textStart = 0;
    this.#at = 0;
    this.#rows = this.#newRows();
  }
}
