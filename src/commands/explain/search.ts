// Finds records by line, order id or identity in the inputs. Printing them is in print.ts.

import type { InputError } from '../../lib/errors.js';
import type { Batch, BatchEvent } from '../../model/batch.js';
import type { BatchRecord } from '../../model/batch-record.js';
import type { Block, RecordFault } from '../../model/block.js';
import { rowsOfRecord } from '../../model/row-lines.js';
import { idTextOf } from '../../transform/map/value-text.js';
import { parsedPieces } from '../../transform/parse/concatenated.js';
import type { ParsedRecord } from '../../transform/parse/record.js';
import { RecordTable } from '../../transform/parse/record-table.js';
import { readInput, unreadState, type InputRef, type ReadOptions } from '../../read/index.js';
import { readable, throwUnread } from '../unread-inputs.js';

/** One record of the inputs, parsed. */
export interface FoundRecord extends BatchRecord {
  readonly rows: readonly number[] | null;
  readonly parsed: ParsedRecord;
}

/** The content of a line, and the range of lines with content. */
export interface LineSearch {
  readonly records: readonly FoundRecord[];
  readonly faults: readonly RecordFault[];
  /** Whether the line is a row that a CSV manifest leaves out. */
  readonly isLeftOut: boolean;
  /** How many records were read, and the first and last of their lines; null: none. */
  readonly looked: number;
  readonly lines: { readonly first: number; readonly last: number } | null;
}

const recordsAt = (block: Block, index: number, file: string): readonly FoundRecord[] => {
  const line = block.lines[index] ?? 0;
  const rows = block.rows === undefined ? null : rowsOfRecord(block.rows, index);
  return parsedPieces(new RecordTable(block).text(index)).map(([text, parsed]) => ({ file, line, rows, text, parsed }));
};

/** How a search reads its inputs; `signal` ends it at once. */
export interface Searching {
  readonly reading: ReadOptions;
  readonly signal: AbortSignal;
}

/** Blocks of one input. Throws InputError. */
const blocksOf = async function* (input: InputRef, { reading, signal }: Searching): AsyncGenerator<Block> {
  for await (const block of readInput({ ...input, number: 0 }, reading, unreadState(input), signal)) {
    if (signal.aborted) return;
    yield block;
  }
};

const isOn = (block: Block, index: number, line: number): boolean =>
  block.lines[index] === line || (block.rows !== undefined && rowsOfRecord(block.rows, index).includes(line));

const indexesOf = (block: Block): readonly number[] => Array.from(block.starts.keys());

/** All records on one line of one input. Throws InputError if the input ends before that line. */
export const searchLine = async (input: InputRef, searching: Searching, line: number): Promise<LineSearch> => {
  const records: FoundRecord[] = [];
  const faults: RecordFault[] = [];
  const unread: InputError[] = [];
  let [looked, first, last] = [0, Infinity, 0];
  let isLeftOut = false;
  for await (const block of readable(blocksOf(input, searching), unread)) {
    const lines = [...block.lines, ...block.faults.map((fault) => fault.line)];
    isLeftOut ||= block.leftOut?.includes(line) === true;
    looked += lines.length;
    for (const one of lines) [first, last] = [Math.min(first, one), Math.max(last, one)];
    records.push(
      ...indexesOf(block).flatMap((index) => (isOn(block, index, line) ? recordsAt(block, index, input.path) : [])),
    );
    faults.push(...block.faults.filter((fault) => fault.line === line));
    // Rows of one sale may be apart; all other records are in line order.
    if (block.rows === undefined && last > line) break;
  }
  if (records.length + faults.length === 0) throwUnread(unread);
  return { records, faults, isLeftOut, looked, lines: looked === 0 ? null : { first, last } };
};

/** Selects events of the inputs. */
export type IsWanted = (event: BatchEvent, batch: Batch) => boolean;

/** Whether an event has this transaction id, as it is written or as it is sent. */
export const hasOrder =
  (orderId: string): IsWanted =>
  (event) => {
    const written = event.kind === 'product_action' ? event.event.transactionId : null;
    return written !== null && (written === orderId || idTextOf(written) === orderId);
  };

const plain = (text: string): string => text.trim().toLowerCase();

/** Whether any identity, or the phone among the attributes, equals this one, ignoring case and surrounding spaces. */
export const hasIdentity = (identity: string): IsWanted => {
  const wanted = plain(identity);
  return (_, { identities, attributes }) =>
    [...identities.values(), attributes.get('mobile') ?? ''].some((value) => plain(value) === wanted);
};

/** Every record of an input, one by one; null: one that cannot be read. Throws InputError. */
export const allRecords = async function* (input: InputRef, searching: Searching): AsyncGenerator<FoundRecord | null> {
  for await (const block of blocksOf(input, searching)) {
    for (const index of indexesOf(block)) yield* recordsAt(block, index, input.path);
    yield* block.faults.map(() => null);
  }
};
