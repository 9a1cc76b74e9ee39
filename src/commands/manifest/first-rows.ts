// The first rows of a file: of CSV as written, of a table export as JSON with paths as headers. Not here: their meaning
// (guess-*.ts).
import { cleanText, withoutFormula } from '../../lib/clean-text.js';
import { InputError, UsageError } from '../../lib/errors.js';
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { codeOf } from '../../lib/file-errors.js';
import { shellWord } from '../../lib/format.js';
import { DELIMITERS, recogniseDelimiter, SEPARATOR_LINE } from '../../read/csv/delimiter.js';
import { isOfItems, pathsOf, rowsOf } from '../../read/csv/json-paths.js';
import { firstRows, isBatch } from '../../read/csv/json-rows.js';
import { saysNothing } from '../../read/csv/members.js';
import { WHY_ENDED } from '../../read/csv/read-csv.js';
import { isSameRow } from '../../read/csv/sale-rows.js';
import { isTotalsWord } from '../../read/csv/totals-row.js';
import { refuseLines } from '../../read/foreign/refuse.js';
import type { InputRef } from '../../read/index.js';
import { openInput } from '../../read/open-input.js';
import type { ReadOptions } from '../../read/options.js';
import { looksLikeData } from './guess-cells.js';
import { decodeText, isOfDos, type DecodedText } from './guess-text.js';
import type { Table } from './table.js';

/** How the text of a CSV file is written. */
interface CsvForm {
  readonly delimiter: string;
  readonly encoding: DecodedText['encoding'];
}

/** The beginning of a file; `csv`: null where its rows are JSON. */
export interface FirstRows {
  readonly table: Table;
  readonly csv: CsvForm | null;
  /** The line with a quote that is not closed: only the text before it was read. */
  readonly openLine?: number | null;
}

const HEAD_BYTES = 256 * 1024;
/** Of JSON and long lines: enough for a few batches of the largest size that mParticle accepts. */
const LONG_HEAD_BYTES = 1024 * 1024;
/** JSON, perhaps after lines of comments. */
const JSON_BEGINS = /^(\ufeff?(?:\s*(?:#|\/\/).*\n)*)\s*[{[]/;
/** Names that only a batch has, and which occur even if the batch is longer than what was read. */
const EVENTS = /"events"\s*:/;
const MAX_ROWS = 200;
const MAX_PATHS = 500;
/** The first line with several delimiters of one kind; a title has none, or one. */
const DIVIDED_LINE = new RegExp(String.raw`^.*([${DELIMITERS.join('')}]).*\1.*$`, 'm');
/** Of a header whose cells have several lines. */
const MAX_HEADER_LINES = 100;
/** A sale has at least a time, an amount and a person. */
const MIN_COLUMNS = 3;

interface Head {
  readonly bytes: Buffer;
  /** The whole file was read. */
  readonly isWhole: boolean;
}

const headOf = async (input: InputRef, reading: ReadOptions, signal: AbortSignal): Promise<Head> => {
  const source = await openInput(input, reading, HEAD_BYTES, () => undefined, signal);
  try {
    const begin = await source.peek(HEAD_BYTES);
    const isLong = JSON_BEGINS.test(begin.toString('latin1')) || !begin.includes('\n');
    const head = isLong ? await source.peek(LONG_HEAD_BYTES) : begin;
    if (source.failure !== null) throw new InputError(`${input.path} could not be read: ${source.failure}`);
    const cut = source.sawEnd ? head.length : head.lastIndexOf('\n') + 1;
    return { bytes: head.subarray(0, cut === 0 ? head.length : cut), isWhole: source.sawEnd };
  } finally {
    await source.close();
  }
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
    delimiter,
    to: MAX_ROWS + 1,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    // Spark escapes the quotes of JSON with backslashes.
    escape: text.includes('{\\"') ? '\\' : '"',
    ltrim: true,
    relax_column_count: true,
    relax_quotes: true,
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

/** A file as a command names it; stdin has no name. */
export const fileInShell = (path: string): string => (path === '-' ? 'FILE' : shellWord(path));

const cellsFilled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length;

/** The first row; a header in quotes may be of several lines. */
const firstRow = (lines: readonly string[]): string => {
  const isWhole = (_: string, at: number): boolean =>
    lines
      .slice(0, at + 1)
      .join('')
      .split('"').length %
      2 ===
    1;
  return lines.slice(0, lines.slice(0, MAX_HEADER_LINES).findIndex(isWhole) + 1).join(' ');
};

/** Lines of a report's title above its header row have one cell, or a name and a value. */
const refuseTitle = (text: string, delimiter: string, path: string): void => {
  const lines = text.split(/\r\n|\n|\r/);
  if (cellsFilled(firstRow(lines).split(delimiter)) >= MIN_COLUMNS) return;
  const header = lines.findIndex((line) => cellsFilled(line.split(delimiter)) >= MIN_COLUMNS);
  const above = lines.slice(0, Math.max(header, 0)).join('');
  const isInQuotes = above.split('"').length % 2 === 0;
  if (isInQuotes || cellsFilled(above.split(delimiter)) === 0) return;
  const advice = `Remove them: tail -n +${header + 1} ${fileInShell(path)} > FILE.csv`;
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

const csvTable = async ({ bytes, isWhole }: Head, given: string | undefined, input: InputRef): Promise<FirstRows> => {
  const { path } = input;
  const decodedText = decodeText(bytes);
  if (isOfDos(decodedText))
    throw new InputError(`${path}: its text is in an encoding of DOS`, {
      advice: `Convert it: iconv -f CP850 -t UTF-8 ${fileInShell(path)} > FILE.csv`,
    });
  const { text: decoded, encoding } = decodedText;
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

/** `comments`: the lines above the first batch. */
const noManifestNeeded = (path: string, comments: string): UsageError => {
  const file = fileInShell(path);
  const advice =
    comments === ''
      ? `Check it as it is: mp2fb check ${file}`
      : `Remove the comments above it, and check it: tail -n +${comments.split('\n').length} ${file} | mp2fb check -`;
  return new UsageError(`${path} is an mParticle export, which needs no manifest. ${advice}`);
};

/** The list that a reply of an API has its rows in: people are in the list, and nowhere else. null: there is none. */
const listAround = ([only, ...others]: readonly JsonObject[]): string | null => {
  const hasAddress = (value: unknown): boolean => JSON.stringify(value).includes('@');
  const [named, ...more] = others.length > 0 ? [] : Object.entries(only ?? {}).filter(([, value]) => hasAddress(value));
  const isList = named !== undefined && more.length === 0 && Array.isArray(named[1]) && named[1].every(isJsonObject);
  return isList ? named[0] : null;
};

const jsonTable = (text: string, { path }: InputRef, comments: string): FirstRows => {
  const objects = firstRows(text.slice(comments.length), MAX_ROWS);
  if (objects.length === 0 ? EVENTS.test(text) : objects.some(isBatch)) throw noManifestNeeded(path, comments);
  if (objects.length === 0) throw new InputError(`${path}: it contains JSON, but no table rows (one object each)`);
  const list = listAround(objects);
  if (list !== null) {
    const advice = `Extract them: jq -c ${shellWord(`.[${JSON.stringify(list)}][]`)} ${fileInShell(path)} > FILE.ndjson`;
    throw new InputError(`${path}: its rows are in the list ${JSON.stringify(list)} of one object`, { advice });
  }
  const paths = [...new Set(objects.flatMap((row) => pathsOf(row)))].slice(0, MAX_PATHS);
  const rows = objects.flatMap((row) => rowsOf(row, paths, undefined));
  const ofItems = new Set(paths.filter((at) => objects.some((row) => isOfItems(row, at))));
  return { table: { headers: paths, rows, ofItems }, csv: null };
};

/** The first rows of a file. Throws InputError if it has none. */
export const firstRowsOf = async (input: InputRef, reading: ReadOptions, signal: AbortSignal): Promise<FirstRows> => {
  const head = await headOf(input, reading, signal);
  const text = head.bytes.toString('utf8');
  const comments = JSON_BEGINS.exec(text)?.[1];
  return comments === undefined ? csvTable(head, reading.csv.delimiter, input) : jsonTable(text, input, comments);
};
