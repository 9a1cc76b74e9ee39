// What the module exports. TypeScript writes a block's bytes to INPUT and the positions of its records to STARTS and
// ENDS, calls `begin`, then `records` for all records, and again after each record that it maps itself. `finish`
// hashes; then output, rows and fingerprints are ready.

import { batchValue, eventAt, eventCount, identityEnd } from './batch';
import { hasRepeatedReceipt, skipped, writeEvent } from './event';
import { hashAll, queued, QUEUE_ROOM, setQueued } from './hash-queue';
import { prepareKeys, Verdict } from './keys';
import { isUnknown, readBatch } from './read-batch';
import { askedKind, askedLength, askedStart, keep, learn } from './memo';
import { ANSWER, ENDS, FINGERPRINTS, INPUT, INPUT_BYTES, MESSAGES, MESSAGES_END } from './memory-map';
import { MOST_RECORDS, OUTPUT, PADDING, SETTINGS, SKIPS, STARTS } from './memory-map';
import { message, setMessage } from './messages';
import { addName, prepareNames } from './name-table';
import { Name } from './names';
import { out, setOut } from './output';
import { ACTIONS, CURRENCIES, FLAGS, KEY_MASKS, MOST_ROWS, RECEIPTS, ROW_ENDS, ROW_INDEXES, ROW_RECORDS } from './rows';
import { rowCount, setRowCount, TIMES, VALUES } from './rows';
import { BAD, skipBlanks, forgetHighBytes, sawHighBytes } from './scanner';
import { addSkip, MOST_SKIPS, setSkipCount, skipCount } from './skips';

export { addName, askedKind, askedLength, askedStart, keep, learn, rowCount, skipCount };
export { ANSWER, ENDS, FINGERPRINTS, INPUT, INPUT_BYTES, MOST_RECORDS, OUTPUT, PADDING, SETTINGS, SKIPS, STARTS };
export { ACTIONS, CURRENCIES, FLAGS, KEY_MASKS, RECEIPTS, ROW_ENDS, ROW_INDEXES, ROW_RECORDS, TIMES, VALUES };

/** Numbers of names for `addName`. */
export const SPELLED: i32 = Name.Spelled;
export const UNMARKED: i32 = Name.Unmarked;

/** Why a record was not written. Twins: ../module.ts. */
const enum Refusal {
  None,
  /** TypeScript maps it. */
  Unusual,
  /** A text is not in the memo: TypeScript calls `learn` and reads the record again. */
  Unknown,
  /** It has bytes beyond ASCII, and TypeScript has not yet checked that they are clean text. */
  HighBytes,
}

/** Why `records` stopped. */
export let refusal: i32 = Refusal.None;
/** Events of the records that its last call has written, skipped ones included. */
export let eventsRead: u32 = 0;

/** Bytes that the events of a batch have besides those copied from it: keys, names of members, answers of the memo. */
const OUTPUT_ROOM: usize = 256 * 1024;
const MESSAGES_ROOM: usize = 64 * 1024;
/** Prices are written twice; identities are part of the fingerprint of each event of a batch. */
const OUTPUT_FACTOR: usize = 3;
const MESSAGES_FACTOR: usize = 16;
const ROWS_ROOM: u32 = 16;

// The ends of the areas before the last record.
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

/** Removes what the last record added. */
function undoLast(): void {
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

/** Whether the areas have room for any record of that length. */
function hasRoom(length: usize): bool {
  return (
    out + OUTPUT_FACTOR * length + OUTPUT_ROOM < MESSAGES &&
    message + MESSAGES_FACTOR * length + MESSAGES_ROOM < MESSAGES_END &&
    queued + ROWS_ROOM * 8 < QUEUE_ROOM &&
    rowCount + ROWS_ROOM < MOST_ROWS &&
    skipCount + ROWS_ROOM < MOST_SKIPS
  );
}

/** Whether a batch names no app, by the rules of `sourceOf` in ../../parse/source.ts. */
function namesNoApp(): bool {
  const channel = batchValue(Name.Channel);
  return (
    batchValue(Name.Os).missing &&
    batchValue(Name.Platform).missing &&
    (channel.missing || channel.is('server_to_server'))
  );
}

/** Whether an id identifies the person: without one, names are part of the fingerprint (../../map/fingerprint.ts). */
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

function refusalOf(verdict: Verdict): Refusal {
  return verdict === Verdict.Unknown ? Refusal.Unknown : Refusal.Unusual;
}

/** Bits of a number in which a `Skip` fits. */
const SKIP_BITS = 3;
const SKIP_MASK = (1 << SKIP_BITS) - 1;

function addSkips(record: u32, skips: i32): void {
  for (let index = 0; skips !== 0; index += 1) {
    if ((skips & SKIP_MASK) !== 0) addSkip(record, <u16>index, <u16>(skips & SKIP_MASK));
    skips >>= SKIP_BITS;
  }
}

function map(start: usize, end: usize, record: u32, isClean: bool): Refusal {
  const p = readBatch(start);
  if (isUnknown) return Refusal.Unknown;
  if (p === BAD || p > end || skipBlanks(p) < end || !isUsualBatch()) return Refusal.Unusual;
  const keys = prepareKeys();
  if (keys !== Verdict.Usual) return refusalOf(keys);
  let skips = 0;
  for (let i = 0; i < eventCount; i += 1) {
    const verdict = writeEvent(eventAt(i), record, i);
    if (verdict !== Verdict.Usual) return refusalOf(verdict);
    skips |= skipped << (SKIP_BITS * i);
  }
  if (hasRepeatedReceipt(rowsBefore)) return Refusal.Unusual;
  if (sawHighBytes && !isClean) return Refusal.HighBytes;
  addSkips(record, skips);
  eventsRead += eventCount;
  return Refusal.None;
}

function readRecord(record: u32, isClean: bool): Refusal {
  const start = load<u32>(STARTS + ((<usize>record) << 2));
  const end = load<u32>(ENDS + ((<usize>record) << 2));
  mark();
  forgetHighBytes();
  return hasRoom(end - start) ? map(INPUT + start, INPUT + end, record, isClean) : Refusal.Unusual;
}

/**
 * Writes the events of the records `from` to `to` (exclusive); those before `clean` are known to be clean text. Stops at
 * the first record that it cannot write, leaves nothing of it, and returns its number; `refusal` is the reason.
 */
export function records(from: u32, to: u32, clean: u32): u32 {
  eventsRead = 0;
  setSkipCount(0);
  for (let record = from; record < to; record += 1) {
    const refused = readRecord(record, record < clean);
    if (refused === Refusal.None) continue;
    refusal = refused;
    undoLast();
    return record;
  }
  return to;
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
