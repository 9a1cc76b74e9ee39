// The beginning of a file as a table: CSV (first-csv-rows.ts) or JSON (first-json-rows.ts).
import { InputError } from '../../lib/errors.js';
import type { InputRef } from '../../read/index.js';
import { openInput } from '../../read/open-input.js';
import type { ReadOptions } from '../../read/options.js';
import { csvTable, type Head } from './first-csv-rows.js';
import { jsonTable } from './first-json-rows.js';
import type { FirstRows } from './table.js';

const HEAD_BYTES = 256 * 1024;
/** Of JSON and long lines: enough for a few batches of the largest size that mParticle accepts. */
const LONG_HEAD_BYTES = 1024 * 1024;
/** JSON, perhaps after lines of comments. */
const JSON_BEGINS = /^(\ufeff?(?:\s*(?:#|\/\/).*\n)*)\s*[{[]/;

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

/** The first rows of a file. Throws InputError if it has none. */
export const firstRowsOf = async (input: InputRef, reading: ReadOptions, signal: AbortSignal): Promise<FirstRows> => {
  const head = await headOf(input, reading, signal);
  const text = head.bytes.toString('utf8');
  const comments = JSON_BEGINS.exec(text)?.[1];
  return comments === undefined ? csvTable(head, reading.csv.delimiter, input) : jsonTable(text, input, comments);
};
