import { isJsonObject, type JsonObject } from '../../lib/json.js';
import type { Batch } from '../../model/batch.js';
import { isRejectReason, NOT_MENDED, type RejectReason } from '../../model/reasons.js';
import { parseBatch } from './batch.js';

export type ParsedRecord =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly message: string }
  /** Not one JSON value: it may still be several batches written without a line end between them. */
  | { readonly kind: 'not_json' };

/** What is said of a record that is not JSON. */
export const NOT_JSON = { kind: 'rejected', reason: 'not_json', message: 'the line is not JSON' } as const;

const rejected = (reason: RejectReason, message: string): ParsedRecord => ({ kind: 'rejected', reason, message });

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The error's own text quotes the record, and a record is personal data.
    return undefined;
  }
};

const nameOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;

/** What mParticle writes into every batch, whoever made it, and what batches written by hand have at least. */
const BATCH_MEMBERS = [
  'events',
  'user_identities',
  'user_attributes',
  'mpid',
  'message_id',
  'batch_id',
  'message_type',
];

/** The event that a rejects file asks for (`_reject.event`), or null for the whole batch. */
const namedEvent = (reject: unknown): number | null =>
  isJsonObject(reject) && typeof reject['event'] === 'number' ? reject['event'] : null;

/** Why a record was rejected before, when nothing of it has been mended since. */
const rejectedAgain = (reject: unknown): ParsedRecord => {
  const reason = isJsonObject(reject) && typeof reject['reason'] === 'string' ? reject['reason'] : '';
  return rejected(isRejectReason(reason) ? reason : 'not_json', NOT_MENDED);
};

const parseRejectLine = (line: JsonObject): ParsedRecord => {
  const raw = line['_raw'];
  if (typeof raw === 'string') {
    const again = parseText(raw, namedEvent(line['_reject']));
    return again.kind === 'not_json' ? rejectedAgain(line['_reject']) : again;
  }
  // A record of which nothing could be kept leaves nothing but the reason.
  return 'events' in line
    ? { kind: 'batch', batch: parseBatch(line, namedEvent(line['_reject'])) }
    : rejectedAgain(line['_reject']);
};

/** `only`: the event wanted, where the text is a batch; null: all. */
const parseText = (text: string, only: number | null): ParsedRecord => {
  const value = jsonOf(text);
  if (value === undefined) return { kind: 'not_json' };
  if (!isJsonObject(value)) return rejected('not_a_batch', `a batch is an object, this is ${nameOf(value)}`);
  if ('_reject' in value) return parseRejectLine(value);
  if (!BATCH_MEMBERS.some((name) => name in value))
    return rejected('not_a_batch', 'the object has no member of a batch');
  return { kind: 'batch', batch: parseBatch(value, only) };
};

/**
 * One record's text to a batch, or to the reason why not; messages hold nothing of the record. A line of a rejects
 * file stands for the event it names alone, or, where it kept a line that was not JSON, for that line.
 */
export const parseRecord = (text: string): ParsedRecord => parseText(text, null);
