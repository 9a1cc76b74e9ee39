// The facts of each event for TypeScript: a column in memory for each fact. TypeScript copies the columns unchanged, so
// their types are those of the same columns in ../../../model/fact-columns.ts and ../../../model/mapped.ts.

import { ROWS } from './memory-map';

/** As many as fit before the fingerprints. */
export const MOST_ROWS: u32 = 128 * 1024;

const COLUMN: usize = <usize>MOST_ROWS;
export const VALUES: usize = ROWS;
export const RECEIPTS: usize = VALUES + 8 * COLUMN;
export const ROW_ENDS: usize = RECEIPTS + 8 * COLUMN;
export const ROW_RECORDS: usize = ROW_ENDS + 4 * COLUMN;
export const ROW_INDEXES: usize = ROW_RECORDS + 4 * COLUMN;
export const TIMES: usize = ROW_INDEXES + 4 * COLUMN;
export const KEY_MASKS: usize = TIMES + 4 * COLUMN;
export const CURRENCIES: usize = KEY_MASKS + 2 * COLUMN;
export const ACTIONS: usize = CURRENCIES + 2 * COLUMN;
export const FLAGS: usize = ACTIONS + COLUMN;

@unmanaged
class Row {
  /** NaN: none. */
  value: f64;
  receipt: f64;
  /** Where the event's JSON ends in the output. */
  end: u32;
  record: u32;
  /** The event's index in its batch. */
  index: u32;
  /** Seconds. */
  time: u32;
  /** Which match keys the event has. */
  keyMask: u16;
  /** The number that TypeScript gave to the currency. */
  currency: u16;
  action: u8;
  limitedDataUse: u8;
}

/** The facts of the event that is written; `addRow` puts them into the columns. */
export const row: Row = changetype<Row>(memory.data(48, 16));
export let rowCount: u32 = 0;

export function setRowCount(count: u32): void {
  rowCount = count;
}

export function addRow(): void {
  const at = <usize>rowCount;
  store<f64>(VALUES + (at << 3), row.value);
  store<f64>(RECEIPTS + (at << 3), row.receipt);
  store<u32>(ROW_ENDS + (at << 2), row.end);
  store<u32>(ROW_RECORDS + (at << 2), row.record);
  store<u32>(ROW_INDEXES + (at << 2), row.index);
  store<u32>(TIMES + (at << 2), row.time);
  store<u16>(KEY_MASKS + (at << 1), row.keyMask);
  store<u16>(CURRENCIES + (at << 1), row.currency);
  store<u8>(ACTIONS + at, row.action);
  store<u8>(FLAGS + at, row.limitedDataUse);
  rowCount += 1;
}

export function rowIndex(at: u32): i32 {
  return load<i32>(ROW_INDEXES + ((<usize>at) << 2));
}

/** Whether two rows are of the same action at the same time. */
export function isSameMoment(at: u32, other: u32): bool {
  return (
    load<u8>(ACTIONS + <usize>at) === load<u8>(ACTIONS + <usize>other) &&
    load<u32>(TIMES + ((<usize>at) << 2)) === load<u32>(TIMES + ((<usize>other) << 2))
  );
}
