// From rows to blocks of batches: the first row is the header, rows of one sale find together, and what fits no sale is a
// fault. Not here: where rows come from (read-csv.ts), and what their cells mean (header.ts, row-writer.ts).
import type { Block, RecordFault } from '../../model/block.js';
import type { Cutting } from '../block-builder.js';
import type { CsvOptions } from '../options.js';
import { BlockText } from './block-text.js';
import { groupingOf, type Grouping, RecentSales } from './grouping.js';
import { applyManifest, readHeader, type Header } from './header.js';
import { isBlankCell } from './members.js';
import { rowWriter, saleName, type RowWriter } from './row-writer.js';
import type { Sale } from './sale.js';
import { timeReader } from './time.js';

/** A row of the header's width; an empty last cell too many (a delimiter at the end of each row) is no fault. */
const fittingCells = (cells: readonly string[], width: number): readonly string[] | null => {
  if (cells.length === width) return cells;
  return cells.length === width + 1 && isBlankCell(cells.at(-1)) ? cells.slice(0, width) : null;
};

/** The rows of one input, given in order. */
export class SaleRows {
  readonly #maxRecordBytes: number;
  readonly #path: string;
  readonly #options: CsvOptions;
  readonly #out: BlockText;
  readonly #grouping: Grouping;
  readonly #recent = new RecentSales();
  #header: Header | null = null;
  #write: RowWriter | null = null;
  #inSeconds = 0;

  constructor({ input, blockBytes, maxRecordBytes }: Cutting, path: string, options: CsvOptions) {
    this.#maxRecordBytes = maxRecordBytes;
    this.#path = path;
    this.#options = options;
    this.#out = new BlockText(input, blockBytes);
    this.#grouping = groupingOf(options.group, {
      mostLength: maxRecordBytes,
      closed: (sale) => this.#sale(sale),
    });
  }

  /** Takes the next row, blank ones included. Throws InputError when the header cannot make events. */
  row(cells: readonly string[], line: number, raw: () => string): void {
    if (this.#write === null && this.#begin(cells)) return;
    if (cells.every(isBlankCell)) return;
    const width = this.#header?.width ?? 0;
    const fitting = fittingCells(cells, width);
    if (fitting !== null && this.#write !== null) {
      this.#grouping.add(this.#write(fitting), line);
      return;
    }
    const message = `the row has ${cells.length} columns where the header has ${width}`;
    this.fault({ line, reason: 'csv_row', message, raw: raw() });
  }

  fault(fault: RecordFault): void {
    this.#out.fault(fault);
  }

  /** No more rows come: every sale is whole. */
  endRows(): void {
    this.#grouping.finish();
  }

  /** The blocks that are full. */
  *full(): Generator<Block> {
    yield* this.#out.full.splice(0);
  }

  /** All that is left, after the last row. */
  *flush(): Generator<Block> {
    if (this.#inSeconds > 0) this.#out.warn({ code: 'csv_time_in_seconds', count: this.#inSeconds });
    this.#inSeconds = 0;
    this.#out.flush();
    yield* this.full();
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

  #sale(sale: Sale): void {
    const [line = 0] = sale.rows;
    if (sale.length > this.#maxRecordBytes) {
      const message = `the rows of the sale make more than ${this.#maxRecordBytes} bytes`;
      this.fault({ line, reason: 'record_too_large', message, raw: null });
      return;
    }
    const text = sale.text();
    if (sale.totalsDiffer) this.#out.warn({ code: 'csv_totals_differ', count: 1 });
    if (sale.key !== null && this.#recent.tookBefore(saleName(sale.key)))
      this.#out.warn({ code: 'csv_sale_apart', count: 1 });
    this.#out.record(text, sale.rows);
  }
}
