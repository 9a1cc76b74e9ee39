// From rows to blocks of batches: the first row is the header, rows of one sale become one batch, and a row that fits
// no sale is a fault. Not here: where rows come from (read-csv.ts), and what their cells mean (header.ts,
// row-writer.ts).
import { withoutFormula } from '../../lib/clean-text.js';
import { formatCount, formatNumbered } from '../../lib/format.js';
import { plainWord } from '../../lib/printable.js';
import type { Block, RecordFault } from '../../model/block.js';
import type { Cutting } from '../block-builder.js';
import type { CountedWarning, WarningCode } from '../../model/warnings.js';
import type { CsvOptions } from '../options.js';
import { applyManifest } from './apply-manifest.js';
import { BlockText } from './block-text.js';
import { dateReadersOf, type DateReaders } from './cells.js';
import { otherDelimiter } from './delimiter.js';
import { groupingOf, type Grouping } from './grouping.js';
import { checkLineEnds, readHeader, unknownColumn, type Header, type LeftOut } from './header.js';
import { isBlankCell, saysNothing } from './blank-cells.js';
import { withProductCells } from './product-cells.js';
import { RecentSales } from './recent-sales.js';
import { rowWriter, type RowParts, type RowWriter } from './row-writer.js';
import type { Sale } from './sale.js';
import { timeReader } from './time.js';
import { isShortTotalsRow, totalsRowOf } from './totals-row.js';
import { EncodingCheck } from './wrong-encoding.js';

/**
 * The cells of a row that have a header. Further cells are dropped: as many as the header row has without a header, and
 * blank ones after these (delimiters at the end of each row). null: the row has another width.
 */
const fittingCells = (cells: readonly string[], { width, unnamed }: Header): readonly string[] | null => {
  if (cells.length === width) return cells;
  const fits = cells.length > width && cells.slice(width + unnamed).every(isBlankCell);
  return fits ? cells.slice(0, width) : null;
};

/** A row of another width, as if cells were missing, or too many, after the others and before them. */
const alignedRows = (cells: readonly string[], { width }: Header): readonly (readonly string[])[] => {
  const blank = Array<string>(Math.max(width - cells.length, 0)).fill('');
  return [
    [...cells.slice(0, width), ...blank],
    [...blank, ...cells.slice(-width)],
  ];
};

const whyNoRow = (cells: number, { width, unnamed }: Header, raw: string): string => {
  const message = `the row has ${formatNumbered(cells, 'column')} where the header has ${formatCount(width)}`;
  const other = cells < width ? otherDelimiter(raw, width + unnamed) : null;
  return other === null ? message : `${message}: it is divided by ${other}, unlike the header`;
};

/** Files that were joined have a header row before the rows of each. */
export const isSameRow = (cells: readonly string[], names: readonly string[]): boolean =>
  cells.length === names.length &&
  cells.at(-1) === names.at(-1) &&
  cells.every((cell, at) => plainWord(cell) === plainWord(names[at] ?? ''));

/** What is known of an input since its first row. */
interface Table {
  readonly header: Header;
  /** The header row; null: the file has none. */
  readonly names: readonly string[] | null;
  readonly parts: RowWriter['parts'];
  readonly grouping: Grouping;
  readonly recent: RecentSales;
  readonly isTotals: ReturnType<typeof totalsRowOf>;
}

/** Some programs write each cell as a spreadsheet's formula: `="0417"`. */
const withoutFormulas = (cells: readonly string[]): readonly string[] =>
  cells.some((cell) => cell.startsWith('="')) ? cells.map(withoutFormula) : cells;

/** The rows of one input, given in order. */
export class SaleRows {
  readonly #maxRecordBytes: number;
  readonly #path: string;
  readonly #options: CsvOptions;
  readonly #out: BlockText;
  #dates: DateReaders = new Map();
  #table: Table | null = null;
  /** The transaction of the row above where that is left out; null: it is not. */
  #leftOutAbove: string | null = null;
  #inSeconds = 0;
  #splitSales = 0;
  #mostRowsApart = 0;
  #warnedOfUnnamed = false;
  readonly #encoding: EncodingCheck;

  constructor({ input, blockBytes, maxRecordBytes }: Cutting, path: string, options: CsvOptions) {
    this.#maxRecordBytes = maxRecordBytes;
    this.#path = path;
    this.#options = options;
    this.#out = new BlockText(input, blockBytes);
    this.#encoding = new EncodingCheck(options.manifest?.encoding);
  }

  /** Loads what the first row needs. */
  async prepare(): Promise<void> {
    this.#dates = await dateReadersOf(this.#options);
  }

  /** Accepts the next row, blank ones included. Throws InputError when the header cannot make events. */
  row(written: readonly string[], line: number, raw: () => string): void {
    const cells = withoutFormulas(written);
    if (saysNothing(cells)) return;
    if (this.#table === null) {
      this.#table = this.#begin(cells);
      if (this.#table.names !== null) return;
    }
    if (!this.#encoding.isOver) this.warn(this.#encoding.row(cells));
    const { header, names, grouping } = this.#table;
    if (names !== null && isSameRow(cells, names)) {
      this.#drop('csv_header_repeated', grouping);
      return;
    }
    const fitting = fittingCells(cells, header);
    if (fitting === null) {
      this.#otherWidth(cells, line, raw(), this.#table);
      return;
    }
    if (cells.length > header.width) this.#warnOfUnnamed(cells, header);
    this.#fittingRow(fitting, line, this.#table);
  }

  /** A row with as many cells as the header: of a sale, of totals, or one that a map of the manifest leaves out. */
  #fittingRow(cells: readonly string[], line: number, { header, grouping, parts, isTotals }: Table): void {
    for (const detail of header.otherCurrencies?.(cells) ?? [])
      this.#out.warn({ code: 'amount_other_currency', count: 1, detail });
    const row = parts(header.cells?.(cells) ?? cells);
    if (isTotals(cells, row)) this.#drop('csv_totals_row', grouping);
    else if (header.leavesOut === undefined || !this.#isLeftOut(header.leavesOut(cells), row, grouping))
      grouping.add(row, line);
    else {
      grouping.interrupt();
      this.#out.leaveOut(line);
    }
  }

  /** A row with fewer or more cells than the header: of totals, or a fault that its sale lacks. */
  #otherWidth(cells: readonly string[], line: number, raw: string, { header, grouping, parts }: Table): void {
    if (cells.length < header.width && isShortTotalsRow(cells)) {
      this.#drop('csv_totals_row', grouping);
      return;
    }
    this.fault({ line, reason: 'csv_row', message: whyNoRow(cells.length, header, raw), raw });
    const aligned = alignedRows(cells, header).map((one) => parts(header.cells?.(one) ?? one).transaction);
    grouping.broken(aligned.filter((transaction) => transaction !== ''));
  }

  /** Leaves a row out that is not of a sale, with a warning. */
  #drop(code: WarningCode, grouping: Grouping): void {
    grouping.interrupt();
    this.#out.warn({ code, count: 1 });
  }

  fault(fault: RecordFault): void {
    this.#table?.grouping.interrupt();
    this.#out.fault(fault);
  }

  warn(warning: CountedWarning | null): void {
    if (warning !== null) this.#out.warn(warning);
  }

  /** No more rows come. `isCut`: there were more, which cannot be read. */
  endRows(isCut: boolean): void {
    this.#table?.grouping.finish(isCut);
  }

  /** The blocks that are full. */
  *full(): Generator<Block> {
    yield* this.#out.full.splice(0);
  }

  /** All that is left, after the last row. */
  *flush(): Generator<Block> {
    this.warn(this.#encoding.end());
    if (this.#inSeconds > 0) this.#out.warn({ code: 'csv_time_in_seconds', count: this.#inSeconds });
    const detail = `--csv-group window:${this.#mostRowsApart}`;
    if (this.#splitSales > 0) this.#out.warn({ code: 'csv_sale_apart', count: this.#splitSales, detail });
    this.#out.flush();
    yield* this.full();
  }

  /** Further lines of a sale leave the cells blank that say whether it is left out, and share its fate. */
  #isLeftOut(says: LeftOut, row: RowParts, grouping: Grouping): boolean {
    const { transaction, continues } = row;
    const above = this.#leftOutAbove;
    if (says === null && above !== null && (continues || (transaction !== '' && transaction === above))) return true;
    const isOut = says === true || (says === 'blank' && !grouping.accepts(row));
    this.#leftOutAbove = isOut ? transaction : null;
    return isOut;
  }

  /** Makes the table of the first row. */
  #begin(cells: readonly string[]): Table {
    const { manifest, timeZone, group } = this.#options;
    const names = manifest?.hasHeaderRow === false ? null : cells;
    if (names !== null) checkLineEnds(names, this.#path);
    const header = withProductCells(
      manifest === undefined ? readHeader(cells, this.#path) : applyManifest(manifest, names, this.#path, this.#dates),
    );
    header.warnings.forEach((warning) => this.#out.warn(warning));
    const { parts, belongs } = rowWriter(header, timeReader(timeZone), () => {
      if (header.hasSeconds !== true) this.#inSeconds += 1;
    });
    const grouping = groupingOf(group, {
      maxLength: this.#maxRecordBytes,
      belongs,
      closed: (sale) => this.#sale(sale),
    });
    return { header, names, parts, grouping, recent: new RecentSales(belongs), isTotals: totalsRowOf(header) };
  }

  /** Warns once for an input if a cell without a header is filled. */
  #warnOfUnnamed(cells: readonly string[], { width }: Header): void {
    const unnamed = cells.slice(width);
    if (this.#warnedOfUnnamed || unnamed.every(isBlankCell)) return;
    this.#warnedOfUnnamed = true;
    unnamed.forEach((_, at) => this.#out.warn(unknownColumn('', width + at)));
  }

  #sale(sale: Sale): void {
    const [line = 0] = sale.rows;
    if (sale.length > this.#maxRecordBytes) {
      const message = `the rows of the sale make more than ${this.#maxRecordBytes} bytes`;
      this.#out.fault({ line, reason: 'record_too_large', message, raw: null });
      return;
    }
    const text = sale.text();
    if (sale.lack !== null) {
      // No JSON: uploaded from the rejects file, the sale would be sent as it is.
      this.#out.fault({ line, ...sale.lack, raw: `not whole: ${text}` });
      return;
    }
    if (sale.totalsDiffer) this.#out.warn({ code: 'csv_totals_differ', count: 1 });
    for (const detail of sale.differing) this.#out.warn({ code: 'csv_values_differ', count: 1, detail });
    const rowsApart = sale.transaction === '' ? 0 : (this.#table?.recent.rowsBehind(sale) ?? 0);
    if (rowsApart > 0) this.#splitSales += 1;
    this.#mostRowsApart = Math.max(this.#mostRowsApart, rowsApart);
    this.#out.record(text, sale.rows);
  }
}
