// One record's text to a batch, or why it is not one. Includes lines of a rejects file.

import { isJsonObject, numberOrNull, objectOrNull, textOrNull, type JsonObject } from '../../lib/json.js';
import type { Batch } from '../../model/batch.js';
import { FIXED_IN_ITS_FILE, isRejectReason, NOT_FIXED, type RejectReason } from '../../model/reasons.js';
import { parseBatch } from './batch.js';
import { hasHalves, jsonOf, NO_JSON } from './json-text.js';
import { ownNameOf } from './member-names.js';
import { Reading, typeName, type TextForm } from './reading.js';

/** The result of parsing one record. */
export type ParsedRecord =
  /** `rejectId`: the record is a line of a rejects file, and fixes this reject. */
  | { readonly kind: 'batch'; readonly batch: Batch; readonly rejectId?: string }
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly message: string; readonly rejectId?: string }
  /** Not one JSON value: it may still be several batches written without a line end between them. */
  | { readonly kind: 'not_json' };

const COMMENT = /^\s*(?:#|\/\/|--|\/\*)/;

/** The message for a record that is not JSON, by its text. */
export const notJson = (text: string): Extract<ParsedRecord, { readonly kind: 'rejected' }> => ({
  kind: 'rejected',
  reason: 'not_json',
  message: COMMENT.test(text)
    ? 'the line is a comment, which NDJSON does not allow: remove it'
    : 'the line is not JSON',
});

/** A record, or the result that ids in it lost digits in JSON.parse, so that its text must be read again, exactly. */
type Attempt = ParsedRecord | { readonly kind: 'lost_digits' };

const rejected = (reason: RejectReason, message: string): ParsedRecord => ({ kind: 'rejected', reason, message });

/**
 * Members of every mParticle batch, and the minimum of batches written by hand. Not `message_id`, which messages of
 * queues also have.
 */
const BATCH_MEMBERS = new Set('events user_identities user_attributes mpid batch_id message_type'.split(' '));

const REJECT_ID = /^[0-9a-f]{32}$/;

/** Why a record was rejected before, if it has not been changed since. */
const rejectedAgain = (reject: JsonObject | null): ParsedRecord => {
  const reason = textOrNull(reject?.['reason']) ?? '';
  return rejected(isRejectReason(reason) ? reason : 'not_json', reason === 'csv_row' ? FIXED_IN_ITS_FILE : NOT_FIXED);
};

/** How a text is read. `only`: the event wanted, where it is a batch; null: all. */
interface How extends TextForm {
  readonly only: number | null;
}

/** Converts a batch object to a batch, and reads it again from its text if an id in it lost digits (`lostDigits`). */
const batchRecord = (source: JsonObject, how: How): Attempt => {
  const reading = new Reading(how);
  const batch = parseBatch(source, how.only, reading);
  if (reading.lostDigits && !how.exact) return { kind: 'lost_digits' };
  return typeof batch === 'string' ? rejected('not_a_batch', batch) : { kind: 'batch', batch };
};

const parseRejectLine = (line: JsonObject, how: How): Attempt => {
  const reject = objectOrNull(line['_reject']);
  // Without an event the line stands for its whole batch.
  const only = numberOrNull(reject?.['event']);
  const parsed = parseRejectBody(line, reject, { ...how, only });
  const rejectId = textOrNull(reject?.['id']) ?? '';
  if (!REJECT_ID.test(rejectId) || parsed.kind === 'not_json' || parsed.kind === 'lost_digits') return parsed;
  // The id of a line whose event number was lost would otherwise count for each event of the batch.
  const isUnclear =
    only === null && reject?.['event'] !== null && parsed.kind === 'batch' && parsed.batch.events.length > 1;
  return isUnclear ? parsed : { ...parsed, rejectId };
};

const parseRejectBody = (line: JsonObject, reject: JsonObject | null, how: How): Attempt => {
  const raw = line['_raw'];
  if (typeof raw === 'string') {
    const again = parseText(raw, how.only);
    return again.kind === 'not_json' ? rejectedAgain(reject) : again;
  }
  // For a record of which nothing could be kept, only the reason is known.
  return isBatch(line) ? batchRecord(line, how) : rejectedAgain(reject);
};

const isBatch = (object: JsonObject): boolean => Object.keys(object).some((name) => BATCH_MEMBERS.has(ownNameOf(name)));

const MEMBER_NAME = /^[a-z_]{1,30}$/i;

/** Why an object is not a batch. Messages of queues and streams contain one in a member, such as `Message` or `value`. */
const whyNoBatch = (object: JsonObject, how: How): string => {
  const reading = new Reading(how);
  const isOne = (value: unknown): boolean => isBatch(reading.peek(value) ?? {});
  const holder = Object.entries(object).find(
    ([name, value]) => MEMBER_NAME.test(name) && (Array.isArray(value) ? value.some(isOne) : isOne(value)),
  )?.[0];
  return holder === undefined
    ? 'the object has none of the members of a batch (rows of a table need a manifest: mp2fb manifest FILE)'
    : `the object is not a batch, but its member ${holder} contains one: write only that to the file`;
};

const parseValue = (value: unknown, how: How): Attempt => {
  if (!isJsonObject(value)) return rejected('not_a_batch', `a batch is an object, this is ${typeName(value)}`);
  if ('_reject' in value) return parseRejectLine(value, how);
  return isBatch(value) ? batchRecord(value, how) : rejected('not_a_batch', whyNoBatch(value, how));
};

/** An object in a text in a JSON text: a whole batch from a text column. */
export const isObjectText = (value: unknown): value is string => typeof value === 'string' && /^\s*\{/.test(value);

const parseText = (text: string, only: number | null): ParsedRecord => {
  const value = jsonOf(text, false);
  if (value === NO_JSON) return { kind: 'not_json' };
  if (isObjectText(value)) {
    const inner = parseText(value, only);
    return inner.kind === 'not_json' ? rejected('not_a_batch', 'a batch is an object, this is text') : inner;
  }
  const how = { only, exact: false, hasHalves: hasHalves(text) };
  const first = parseValue(value, how);
  const last = first.kind === 'lost_digits' ? parseValue(jsonOf(text, true), { ...how, exact: true }) : first;
  // An exact reading loses no digits.
  return last.kind === 'lost_digits' ? { kind: 'not_json' } : last;
};

/**
 * Converts one record's text to a batch, or to the reason why it is not one; messages contain nothing of the record. A
 * line of a rejects file stands only for the event that it names or, if it kept a line that was not JSON, for that
 * line.
 */
export const parseRecord = (text: string): ParsedRecord => parseText(text, null);
