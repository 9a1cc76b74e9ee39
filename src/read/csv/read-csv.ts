import { setImmediate as nextTurn } from 'node:timers/promises';
import { InputError } from '../../lib/errors.js';
import type { Block } from '../../model/block.js';
import { gather } from '../bytes/byte-source.js';
import type { Cutting } from '../block-builder.js';
import type { CsvOptions } from '../options.js';
import { BlockText } from './block-text.js';
import { recogniseDelimiter, applyManifest, readHeader, type Header } from './header.js';
import { groupingOf, type Grouping, RecentSales } from './grouping.js';
import { isBlankCell } from './members.js';
import { RowParser, type RowsEnd } from './row-parser.js';
import type { CsvLibrary } from './row-stream.js';
import { rowWriter, saleName, type RowWriter } from './row-writer.js';
import type { Sale } from './sale.js';
import { timeReader } from './time.js';

const NOTHING = Buffer.alloc(0);
/** Rows of one piece become several times as many bytes of JSON: small pieces keep what waits small. */
const PIECE_BYTES = 256 * 1024;

const loadLibrary = async (): Promise<CsvLibrary> => {
  const [{ parse }, { parse: parseText }] = await Promise.all([import('csv-parse'), import('csv-parse/sync')]);
  return { parse: (options) => parse(options), parseText: (text, options) => parseText(text, options) };
};

/** Excel's own first line, which says what divides the cells. */
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;
const LONGEST_SEPARATOR_LINE = 8;

/** A row of the header's width; an empty last cell too many (a delimiter at the end of each row) is no fault. */
const fittingCells = (cells: readonly string[], width: number): readonly string[] | null => {
  if (cells.length === width) return cells;
  return cells.length === width + 1 && isBlankCell(cells.at(-1)) ? cells.slice(0, width) : null;
};

/** One file: rows in, blocks of batches out. */
class CsvReader {
  readonly #cutting: Cutting;
  readonly #path: string;
  readonly #options: CsvOptions;
  readonly #out: BlockText;
  readonly #grouping: Grouping;
  readonly #recent = new RecentSales();
  #header: Header | null = null;
  #write: RowWriter | null = null;
  #inSeconds = 0;

  constructor(cutting: Cutting, path: string, options: CsvOptions) {
    this.#cutting = cutting;
    this.#path = path;
    this.#options = options;
    this.#out = new BlockText(cutting.input, cutting.blockBytes);
    this.#grouping = groupingOf(options.group, {
      mostLength: cutting.maxRecordBytes,
      closed: (sale) => this.#sale(sale),
    });
  }

  async *blocks(): AsyncGenerator<Block> {
    const { source, place, maxRecordBytes } = this.#cutting;
    let piece = await gather(source, NOTHING, PIECE_BYTES);
    if (piece === null) return;
    const [hint = '', separator] = SEPARATOR_LINE.exec(piece.toString('latin1', 0, LONGEST_SEPARATOR_LINE)) ?? [];
    piece = piece.subarray(hint.length);
    const delimiter = this.#options.delimiter ?? separator ?? recogniseDelimiter(piece.toString('latin1'));
    const rows = new RowParser(
      await loadLibrary(),
      { delimiter, maxRecordBytes, firstLine: hint === '' ? 1 : 2 },
      piece,
      {
        row: (cells, line, raw) => this.#row(cells, line, raw),
        misquoted: (line, raw) => this.#misquoted(line, raw),
      },
    );
    for (; piece !== null && rows.end === null; piece = await gather(source, NOTHING, PIECE_BYTES)) {
      for (let at = 0; at < piece.length; at += PIECE_BYTES) {
        await rows.write(piece.subarray(at, at + PIECE_BYTES));
        place.line = rows.line;
        yield* this.#full();
        // A piece of bad rows takes seconds: a signal is heard between two of them, not only where the disk is asked.
        await nextTurn();
      }
    }
    if (source.failure !== null && rows.end === null) this.#brokeOff(rows);
    else await rows.finish();
    this.#grouping.finish();
    if (rows.end !== null) this.#rowsEnded(rows.end);
    this.#flush();
    yield* this.#full();
    if (rows.end !== null) throw new InputError(`${this.#path}:${rows.end.line}: ${WHY_ENDED[rows.end.kind]}`);
  }

  #row(cells: readonly string[], line: number, raw: () => string): void {
    if (this.#write === null) {
      if (this.#begin(cells)) return;
    }
    if (cells.every(isBlankCell)) return;
    const width = this.#header?.width ?? 0;
    const fitting = fittingCells(cells, width);
    if (fitting !== null && this.#write !== null) {
      this.#grouping.add(this.#write(fitting), line);
      return;
    }
    const message = `the row has ${cells.length} columns where the header has ${width}`;
    this.#out.fault({ line, reason: 'csv_row', message, raw: raw() });
  }

  /** Takes the first row; whether it was the header row. */
  #begin(cells: readonly string[]): boolean {
    const { manifest, timeZone } = this.#options;
    const isHeader = manifest?.hasHeaderRow ?? true;
    const header =
      manifest === undefined
        ? readHeader(cells, this.#path)
        : applyManifest(manifest, isHeader ? cells : null, this.#path);
    this.#header = header;
    header.warnings.forEach((warning) => this.#out.warn(warning));
    this.#write = rowWriter(header, timeReader(timeZone), () => (this.#inSeconds += 1));
    return isHeader;
  }

  #misquoted(line: number, raw: string): void {
    this.#out.fault({ line, reason: 'csv_row', message: 'the quotes of the row do not pair up', raw });
  }

  #sale(sale: Sale): void {
    const [line = 0] = sale.rows;
    const { maxRecordBytes } = this.#cutting;
    if (sale.length > maxRecordBytes) {
      const message = `the rows of the sale make more than ${maxRecordBytes} bytes`;
      this.#out.fault({ line, reason: 'record_too_large', message, raw: null });
      return;
    }
    const text = sale.text();
    if (sale.totalsDiffer) this.#out.warn({ code: 'csv_totals_differ', count: 1 });
    if (sale.key !== null && this.#recent.tookBefore(saleName(sale.key)))
      this.#out.warn({ code: 'csv_sale_apart', count: 1 });
    this.#out.record(text, sale.rows);
  }

  /** The last row has no end: what there is of it may be half a row. */
  #brokeOff(rows: RowParser): void {
    const raw = rows.rest.toString('utf8').trim();
    if (raw !== '')
      this.#out.fault({ line: rows.line, reason: 'truncated', message: 'the input broke off in this row', raw });
  }

  #rowsEnded({ kind, line }: RowsEnd): void {
    const reason = kind === 'row_too_large' ? 'record_too_large' : 'csv_row';
    this.#out.fault({ line, reason, message: WHY_ENDED[kind], raw: null });
  }

  #flush(): void {
    if (this.#inSeconds > 0) this.#out.warn({ code: 'csv_time_in_seconds', count: this.#inSeconds });
    this.#inSeconds = 0;
    this.#out.flush();
  }

  *#full(): Generator<Block> {
    yield* this.#out.full.splice(0);
  }
}

const WHY_ENDED: Readonly<Record<RowsEnd['kind'], string>> = {
  quote_not_closed:
    'a quote is opened in this line and not closed where its cell ends; nothing behind it could be read',
  row_too_large:
    'the row that begins here is too large to be one (is a quote not closed?); nothing behind it could be read',
};

/**
 * Reads a CSV file of sales (mParticle's dot notation, or any headers by a manifest) as batches in mParticle's JSON, one
 * product a row, rows of one sale put together. `line` is a sale's first row, `rows` the lines of all of them. Rows that
 * do not fit are faults. Throws InputError before anything is handed out when the columns cannot make events, and, after
 * what came before, where a quote is never closed.
 */
export const readCsv = (cutting: Cutting, path: string, options: CsvOptions): AsyncGenerator<Block> =>
  new CsvReader(cutting, path, options).blocks();
