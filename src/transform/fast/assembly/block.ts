// What the module exports. TypeScript writes a block's bytes to INPUT, calls `begin`, then `record` for each record in its
// order; it maps those refused itself. `finish` hashes, and then output, rows and fingerprints are ready.

import { batchValue, eventAt, eventCount, identityEnd } from './batch';
import { hasRepeatedReceipt, skipped, writeEvent } from './event';
import { hashAll, queued, QUEUE_ROOM, setQueued } from './hash-queue';
import { prepareKeys, Verdict } from './keys';
import { isUnknown, readBatch } from './read-batch';
import { askedKind, askedLength, askedStart, keep, learn } from './memo';
import { ANSWER, FINGERPRINTS, INPUT, INPUT_BYTES, MESSAGES, MESSAGES_END, OUTPUT, PADDING } from './memory-map';
import { ROWS, SETTINGS } from './memory-map';
import { message, setMessage } from './messages';
import { addName, prepareNames } from './name-table';
import { Name } from './names';
import { out, setOut } from './output';
import { MOST_ROWS, rowCount, setRowCount } from './rows';
import { BAD, behindBlanks, forgetHighBytes, sawHighBytes } from './scanner';

export { addName, askedKind, askedLength, askedStart, keep, learn };
export { ANSWER, FINGERPRINTS, INPUT, INPUT_BYTES, OUTPUT, PADDING, ROWS, SETTINGS };

/** Numbers of names for `addName`. */
export const SPELLED: i32 = Name.Spelled;
export const UNMARKED: i32 = Name.Unmarked;

/** What `record` returns where the record is not written here. Twins of these and of the bits: ../module.ts. */
const UNUSUAL = -1;
const UNKNOWN = -2;
/** Bits of what it returns otherwise, above the number of events; three of them say why an event is skipped. */
const HAS_HIGH_BYTES = 1 << 8;
const FIRST_SKIPPED = 9;
const SKIPPED_BITS = 3;

/** Bytes that the events of a batch add beside what is copied of it: keys, names of members, remembered answers. */
const OUTPUT_ROOM: usize = 256 * 1024;
const MESSAGES_ROOM: usize = 64 * 1024;
/** Prices are written twice; identities are part of the fingerprint of each event of a batch. */
const OUTPUT_FACTOR: usize = 3;
const MESSAGES_FACTOR: usize = 16;
const ROWS_ROOM: u32 = 16;

// How far everything was before the record read last.
let outBefore: usize = OUTPUT;
let messageBefore: usize = MESSAGES;
let queuedBefore: u32 = 0;
let rowsBefore: u32 = 0;

function mark(): void {
  outBefore = out;
  messageBefore = message;
  queuedBefore = queued;
  rowsBefore = rowCount;
}

/** Takes back what the record read last has added. */
export function undoLast(): void {
  setOut(outBefore);
  setMessage(messageBefore);
  setQueued(queuedBefore);
  setRowCount(rowsBefore);
}

export function begin(): void {
  setOut(OUTPUT);
  setMessage(MESSAGES);
  setQueued(0);
  setRowCount(0);
}

/** Whether the areas have room for whatever a record of that length may come to. */
function hasRoom(length: usize): bool {
  return (
    out + OUTPUT_FACTOR * length + OUTPUT_ROOM < MESSAGES &&
    message + MESSAGES_FACTOR * length + MESSAGES_ROOM < MESSAGES_END &&
    queued + ROWS_ROOM * 8 < QUEUE_ROOM &&
    rowCount + ROWS_ROOM < MOST_ROWS
  );
}

/** Whether a batch says nothing of an app, as `sourceOf` in ../../parse/source.ts looks for one. */
function namesNoApp(): bool {
  const channel = batchValue(Name.Channel);
  return (
    batchValue(Name.Os).missing &&
    batchValue(Name.Platform).missing &&
    (channel.missing || channel.is('server_to_server'))
  );
}

/** Whether an id says who it is: the fingerprint of a person without one has names (../../map/fingerprint.ts). */
function hasIdentity(): bool {
  return (
    identityEnd > 0 || !batchValue(Name.AppleAdvertisingId).missing || !batchValue(Name.GoogleAdvertisingId).missing
  );
}

/** Whether the batch is of the usual kind: sent from a shop's own system, and not from an app. */
function isUsualBatch(): bool {
  const environment = batchValue(Name.Environment);
  return (
    (environment.missing || environment.is('production')) &&
    (batchValue(Name.Os).is('OutOfBand') || namesNoApp()) &&
    hasIdentity()
  );
}

function failed(verdict: Verdict): i32 {
  return verdict === Verdict.Unknown ? UNKNOWN : UNUSUAL;
}

function map(start: usize, end: usize, record: u32): i32 {
  const p = readBatch(start);
  if (isUnknown) return UNKNOWN;
  if (p === BAD || p > end || behindBlanks(p) < end || !isUsualBatch()) return UNUSUAL;
  const keys = prepareKeys();
  if (keys !== Verdict.Usual) return failed(keys);
  let reasons = 0;
  for (let i = 0; i < eventCount; i += 1) {
    const verdict = writeEvent(eventAt(i), record, i);
    if (verdict !== Verdict.Usual) return failed(verdict);
    reasons |= skipped << (FIRST_SKIPPED + SKIPPED_BITS * i);
  }
  if (hasRepeatedReceipt(rowsBefore)) return UNUSUAL;
  return eventCount | reasons | (sawHighBytes ? HAS_HIGH_BYTES : 0);
}

/**
 * Reads the record between two places of the block and writes its events. Returns their number with the bits above, or
 * UNUSUAL or UNKNOWN: then nothing was written, and in the latter case `learn` brings what is missing.
 */
export function record(start: usize, end: usize, index: u32): i32 {
  mark();
  forgetHighBytes();
  const result = hasRoom(end - start) ? map(INPUT + start, INPUT + end, index) : UNUSUAL;
  if (result < 0) undoLast();
  return result;
}

export function finish(): void {
  hashAll();
}

export function prepare(): void {
  prepareNames();
}

/** Bytes of the events' JSON. */
export function outputLength(): usize {
  return out - OUTPUT;
}
