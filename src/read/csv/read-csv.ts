// Reads one CSV file: rows in, blocks of batches out. Cutting rows is in row-parser.ts.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { InputError } from '../../lib/errors.js';
import type { Block } from '../../model/block.js';
import { gather } from '../bytes/byte-source.js';
import type { Cutting } from '../block-builder.js';
import type { CsvOptions } from '../options.js';
import { recogniseDelimiter, SEPARATOR_LINE } from './delimiter.js';
import { RowCutter } from './row-cutter.js';
import type { CsvLibrary, RowsEnd } from './row-stream.js';
import { SaleRows } from './sale-rows.js';

const NOTHING = Buffer.alloc(0);
/** Rows become several times as many bytes of JSON, so small pieces limit what waits in memory. */
const PIECE_BYTES = 256 * 1024;

const loadLibrary = async (): Promise<CsvLibrary> => {
  const [{ parse }, { parse: parseText }] = await Promise.all([import('csv-parse'), import('csv-parse/sync')]);
  return { parse: (options) => parse(options), parseText: (text, options) => parseText(text, options) };
};

const LONGEST_SEPARATOR_LINE = 256;

/** Why nothing after a row could be read. */
export const WHY_ENDED: Readonly<Record<RowsEnd['kind'], string>> = {
  quote_not_closed: 'a quote is opened in this line and not closed where its cell ends',
  row_too_large: 'the row that begins here is too large to be one (is a quote not closed?)',
};

const whyEnded = ({ kind, line }: RowsEnd): string =>
  `${WHY_ENDED[kind]}; lines ${line} to the end of the file were not read`;

/** Reports the last row if it has no end, because it may be incomplete. */
const brokeOff = (rows: RowCutter, sales: SaleRows): void => {
  const raw = rows.rest.toString('utf8').trim();
  if (raw !== '')
    sales.fault({ line: rows.line, reason: 'truncated', message: 'reading failed in the middle of this row', raw });
};

const rowsEnded = (end: RowsEnd, sales: SaleRows): void => {
  const reason = end.kind === 'row_too_large' ? 'record_too_large' : 'csv_row';
  sales.fault({ line: end.line, reason, message: whyEnded(end), raw: null });
};

/**
 * Reads a CSV file of sales (mParticle's dot notation, or any headers by a manifest) as batches in mParticle's JSON,
 * one product a row, rows of one sale put together. `line` is a sale's first row, `rows` the lines of all of them. Rows
 * that do not fit are faults. Throws InputError before the first block if the columns cannot make events, and after the
 * last one if a quote is never closed.
 */
export const readCsv = async function* (cutting: Cutting, path: string, options: CsvOptions): AsyncGenerator<Block> {
  const { source, place, maxRecordBytes } = cutting;
  let piece = await gather(source, NOTHING, PIECE_BYTES);
  if (piece === null) return;
  const [hint = '', separator] = SEPARATOR_LINE.exec(piece.toString('latin1', 0, LONGEST_SEPARATOR_LINE)) ?? [];
  piece = piece.subarray(hint.length);
  const delimiter = options.delimiter ?? separator ?? recogniseDelimiter(piece.toString('latin1'));
  const sales = new SaleRows(cutting, path, options);
  await sales.prepare();
  const rows = new RowCutter(
    await loadLibrary(),
    { delimiter, maxRecordBytes, firstLine: hint === '' ? 1 : 2 },
    piece,
    {
      row: (cells, line, raw) => sales.row(cells, line, raw),
      misquoted: (line, raw) => sales.fault({ line, reason: 'csv_row', message: 'unbalanced quotes in this row', raw }),
    },
  );
  for (; piece !== null && rows.end === null; piece = await gather(source, NOTHING, PIECE_BYTES)) {
    for (let at = 0; at < piece.length; at += PIECE_BYTES) {
      await rows.write(piece.subarray(at, at + PIECE_BYTES));
      place.line = rows.line;
      yield* sales.full();
      // A piece of invalid rows takes seconds, so signals are handled between two pieces, not only while the disk is
      // read.
      await nextTurn();
    }
  }
  if (source.failure !== null && rows.end === null) brokeOff(rows, sales);
  else await rows.finish();
  sales.endRows(source.failure !== null || rows.end !== null);
  if (rows.end !== null) rowsEnded(rows.end, sales);
  yield* sales.flush();
  if (rows.end !== null) throw new InputError(`${path}:${rows.end.line}: ${whyEnded(rows.end)}`);
};
