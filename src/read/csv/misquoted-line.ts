// Reads a line of CSV that csv-parse refuses because of its quotes, in the other notations of programs. Which line that
// is, is decided in row-parser.ts.

import type { Options } from 'csv-parse';
import { codeOf } from '../../lib/file-errors.js';
import { arrayOrEmpty } from '../../lib/json.js';
import type { CsvLibrary } from './row-stream.js';

const NOT_CLOSED = 'CSV_QUOTE_NOT_CLOSED';
const OPENING_QUOTE = 'INVALID_OPENING_QUOTE';
const QUOTE_ERRORS = [OPENING_QUOTE, 'CSV_INVALID_CLOSING_QUOTE', NOT_CLOSED];

/** Whether an error of csv-parse is about quotes, by its code. */
export const isQuoteError = (code: string): boolean => QUOTE_ERRORS.includes(code);

/** As written by hand. */
const BLANKS_BEFORE: Options = { ltrim: true };
/** As Spark writes them, and MySQL. */
const BACKSLASHES: Options = { escape: '\\' };
/** A quote inside a cell without quotes is an ordinary character (24" monitor). */
const SIGNS: Options = { relax_quotes: true };

/** The code of the error in a line's quotes; null: none, or a quote stays open at its end. */
const quoteFault = (library: CsvLibrary, line: Buffer, options: Options): string | null => {
  try {
    library.parseText(line, options);
    return null;
  } catch (error) {
    const code = codeOf(error) ?? '';
    return isQuoteError(code) && code !== NOT_CLOSED ? code : null;
  }
};

const cellsBy = (way: Options, library: CsvLibrary, line: Buffer, options: Options): readonly string[] | null => {
  if (way === BACKSLASHES && !line.includes('\\"')) return null;
  try {
    const rows = arrayOrEmpty(library.parseText(line, { ...options, ...way }));
    return rows.length === 1 ? arrayOrEmpty(rows[0]).map(String) : null;
  } catch {
    return null;
  }
};

/**
 * The cells of a line in the first notation of quotes that fits; null: none fits; `not_closed`: none fits, because a
 * quote stays open at its end. `options` are those of the file.
 */
export const readMisquoted = (
  library: CsvLibrary,
  line: Buffer,
  options: Options,
): readonly string[] | 'not_closed' | null => {
  const fault = quoteFault(library, line, options);
  for (const way of fault === OPENING_QUOTE ? [BLANKS_BEFORE, BACKSLASHES, SIGNS] : [BACKSLASHES]) {
    const cells = cellsBy(way, library, line, options);
    if (cells !== null) return cells;
  }
  return fault === null ? 'not_closed' : null;
};
