// What TypeScript wants to know of each event: one row each, read there as numbers (its twin: ../rows.ts).

import { FINGERPRINTS, ROWS } from './memory-map';

@unmanaged
export class Row {
  /** Where the event's JSON ends in the output. */
  end: u32;
  record: u32;
  /** The event's index in its batch. */
  index: u32;
  /** Seconds. */
  time: u32;
  /** Which match keys the event has. */
  keyMask: u32;
  limitedDataUse: u32;
  action: u32;
  /** The number that TypeScript gave to the currency. */
  currency: u32;
  /** NaN: none. */
  value: f64;
  receipt: f64;
}

/** As many as fit before the fingerprints. */
export const MOST_ROWS: u32 = <u32>((FINGERPRINTS - ROWS) / offsetof<Row>());

export let rowCount: u32 = 0;

export function setRowCount(count: u32): void {
  rowCount = count;
}

/** The row of the event of that number in the block. */
export function rowAt(index: u32): Row {
  return changetype<Row>(ROWS + <usize>index * offsetof<Row>());
}
