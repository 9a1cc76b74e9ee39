// The first rows of a CSV file as a table: decodes its text, finds its delimiter, and refuses what is above its header
// row. What its columns are is guessed elsewhere (guess-*.ts).
import { cleanText, withoutFormula } from '../../lib/clean-text.js';
import { InputError } from '../../lib/errors.js';
import { codeOf } from '../../lib/file-errors.js';
import { shellPath } from '../../lib/format.js';
import { DELIMITERS, recogniseDelimiter, SEPARATOR_LINE } from '../../read/csv/delimiter.js';
import { saysNothing } from '../../read/csv/blank-cells.js';
import { WHY_ENDED } from '../../read/csv/read-csv.js';
import { isSameRow } from '../../read/csv/sale-rows.js';
import { isTotalsWord } from '../../read/csv/totals-row.js';
import { refuseLines } from '../../read/foreign/refuse.js';
import type { InputRef } from '../../read/index.js';
import { EVENTS } from './first-json-rows.js';
import { looksLikeData } from './guess-cells.js';
import { decodeText, isOfDos, type DecodedText } from './guess-text.js';
import { MAX_ROWS, type FirstRows, type Table } from './table.js';

/** The first line with several delimiters of one kind; a title has none, or one. */
const DIVIDED_LINE = new RegExp(String.raw`^.*([${DELIMITERS.join('')}]).*\1.*$`, 'm');
/** Of a header whose cells have several lines. */
const MAX_HEADER_LINES = 100;
/** A sale has at least a time, an amount and a person. */
const MIN_COLUMNS = 3;

/** The beginning of a file. */
export interface Head {
  readonly bytes: Buffer;
  /** The whole file was read. */
  readonly isWhole: boolean;
}

/** Options of csv-parse: one bad row must not prevent a draft. */
const LENIENT = {
  to: MAX_ROWS + 1,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
  ltrim: true,
  relax_column_count: true,
  relax_quotes: true,
};

/** The rows before a quote that is not closed; `openLine`: its line. */
const csvRowsOf = async (
  text: string,
  delimiter: string,
  path: string,
): Promise<{ readonly rows: string[][]; readonly openLine: number | null }> => {
  const { parse } = await import('csv-parse/sync');
  const rows: string[][] = [];
  let lines = 0;
  const options = {
    ...LENIENT,
    delimiter,
    // Spark escapes the quotes of JSON with backslashes.
    escape: text.includes('{\\"') ? '\\' : '"',
    on_record: (row: unknown, context: { readonly lines: number }): null => {
      rows.push(Array.isArray(row) ? row.map(String) : []);
      ({ lines } = context);
      return null;
    },
  };
  try {
    parse(text, options);
    return { rows, openLine: null };
  } catch (cause) {
    const isOpen = codeOf(cause) === 'CSV_QUOTE_NOT_CLOSED';
    if (isOpen && rows.length > 1) return { rows, openLine: lines + 1 };
    const message = isOpen
      ? `${path}:${lines + 1}: ${WHY_ENDED.quote_not_closed}`
      : `${path}: its first rows cannot be read as CSV (is --csv-delimiter right?)`;
    throw new InputError(message, { cause });
  }
};

const cellsFilled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length;

/** Whether each quote in a text is closed. */
const isBalanced = (text: string): boolean => text.split('"').length % 2 === 1;

/** The first row; a header in quotes may be of several lines. */
const firstRow = (lines: readonly string[]): string => {
  const ends = lines.slice(0, MAX_HEADER_LINES).findIndex((_, at) => isBalanced(lines.slice(0, at + 1).join('')));
  return lines.slice(0, ends + 1).join(' ');
};

/** Lines of a report's title above its header row have one cell, or a name and a value. */
const refuseTitle = (text: string, delimiter: string, path: string): void => {
  const lines = text.split(/\r\n|\n|\r/);
  if (cellsFilled(firstRow(lines).split(delimiter)) >= MIN_COLUMNS) return;
  const header = lines.findIndex((line) => cellsFilled(line.split(delimiter)) >= MIN_COLUMNS);
  const above = lines.slice(0, Math.max(header, 0)).join('');
  if (!isBalanced(above) || cellsFilled(above.split(delimiter)) === 0) return;
  const advice = `Remove them: tail -n +${header + 1} ${shellPath(path)} > FILE.csv`;
  throw new InputError(`${path}: its first ${header === 1 ? 'line is' : `${header} lines are`} above the header row`, {
    advice,
  });
};

/** Whether a row is a sale: other rows would count as odd cells of each column. */
const isOfSale = (row: readonly string[]): boolean =>
  !saysNothing(row) && !isTotalsWord(row.find((cell) => cell.trim() !== '') ?? '');

/** Cells are read without a spreadsheet's marks, so they are guessed without them. */
const withoutMarks = (row: readonly string[]): string[] => row.map(cleanText);

const tableOf = ([first, ...others]: readonly string[][]): Table => {
  const rows = others.filter(isOfSale);
  if (first === undefined) return { headers: null, rows };
  if (looksLikeData(first)) return { headers: null, rows: [first, ...rows].map(withoutMarks) };
  const data = rows.filter((row) => !isSameRow(row, first)).map(withoutMarks);
  return { headers: first.map(withoutFormula), rows: data };
};

/** The text after the bytes of a file were decoded. Throws InputError for an encoding that a manifest cannot name. */
const textOf = ({ bytes }: Head, path: string): DecodedText => {
  const decoded = decodeText(bytes);
  if (!isOfDos(decoded)) return decoded;
  const advice = `Convert it: iconv -f CP850 -t UTF-8 ${shellPath(path)} > FILE.csv`;
  throw new InputError(`${path}: its text is in an encoding of DOS`, { advice });
};

/**
 * The first rows of a CSV file; `given`: the delimiter that the user names. Throws InputError if it has none, or if its
 * text must be converted first.
 */
export const csvTable = async (head: Head, given: string | undefined, input: InputRef): Promise<FirstRows> => {
  const { bytes, isWhole } = head;
  const { path } = input;
  const { text: decoded, encoding } = textOf(head, path);
  const refused = EVENTS.test(decoded) ? refuseLines({ bytes, whole: isWhole, unpacked: [] }, input) : null;
  if (refused !== null) throw refused;
  const separator = SEPARATOR_LINE.exec(decoded);
  const text = separator === null ? decoded : decoded.slice(separator[0].length);
  const delimiter = given ?? separator?.[1] ?? recogniseDelimiter(DIVIDED_LINE.exec(text)?.[0] ?? text);
  refuseTitle(text, delimiter, path);
  const { rows, openLine } = await csvRowsOf(text, delimiter, path);
  const table = tableOf(rows);
  if (table.headers === null && table.rows.length === 0) throw new InputError(`${path} is empty`);
  if (rows.every((row) => row.length === 1))
    throw new InputError(`${path}: its rows have one column`, {
      advice: 'Cells must be separated by commas, semicolons, tabs, | or ^A: export it again, or convert it',
    });
  return { table, csv: { delimiter, encoding }, openLine: isWhole ? openLine : null };
};
