// Facebook's error envelope as data. Advice is in advice.ts, the retry policy in classify-reply.ts.

import {
  arrayOrEmpty,
  isJsonObject,
  jsonOrUndefined,
  numberOrNull,
  objectOrNull,
  textOrNull,
  type JsonObject,
} from '../lib/json.js';
import { oneLine } from '../lib/format.js';
import type { FacebookError } from './reply.js';

/** The code of a wrong parameter, and its subcode for "object does not exist, or no permission": a wrong id or token. */
export const INVALID_PARAMETER = 100;
export const SUBCODE_NO_OBJECT = 33;

/** Maximum length kept of a text: more than is shown, so that quoted values are complete when redacted. */
const LONGEST_TEXT = 4_000;
/** The form of Facebook's trace ids; anything else might be personal data. */
const TRACE_ID = /^[\w+/=-]{1,64}$/;

const wordsOf = (value: unknown): string => oneLine((textOrNull(value) ?? '').slice(0, LONGEST_TEXT));
const traceIdOf = (value: unknown): string | null => (typeof value === 'string' && TRACE_ID.test(value) ? value : null);
/** A whole number, as a number or as text; null for anything else. */
export const integerOf = (value: unknown): number | null => {
  const number = numberOrNull(value);
  return Number.isInteger(number) ? number : null;
};

/** `error_data` is an object or JSON text of one: a list of entries, or an object of entries or lists of them. */
const errorData = (value: unknown): unknown => (typeof value === 'string' ? jsonOrUndefined(value) : value);

const eventEntries = (data: unknown): readonly JsonObject[] => {
  const parts = Array.isArray(data) ? arrayOrEmpty(data) : Object.values(objectOrNull(data) ?? {});
  return parts.flatMap((part) => (Array.isArray(part) ? arrayOrEmpty(part) : [part])).filter(isJsonObject);
};

/** Field paths such as `data[3][user_data]`, `data.3.user_data` and, in texts, `$['data'][3]['user_data']`. */
const blamedIndex = (path: unknown): number | null => {
  // Only plain parts: String() throws for some objects that JSON can contain.
  const isPath = Array.isArray(path) && path.every((part) => typeof part === 'string' || typeof part === 'number');
  const text = isPath ? path.join('.') : path;
  const match = typeof text === 'string' ? /(?:^data[[.]|\$\['data'\]\[)(\d+)/.exec(text) : null;
  return match === null ? null : Number(match[1]);
};

const eventErrors = (error: JsonObject): ReadonlyMap<number, string> => {
  const data = errorData(error['error_data']);
  const messages = new Map<number, string>();
  for (const entry of eventEntries(data)) {
    const index = integerOf(entry['event_index']);
    if (index !== null) messages.set(index, wordsOf(entry['message']));
  }
  for (const path of [...arrayOrEmpty(objectOrNull(data)?.['blame_field_specs']), error['error_user_msg']]) {
    const index = blamedIndex(path);
    if (index !== null && !messages.has(index)) messages.set(index, '');
  }
  return messages;
};

/** Title and text for users are more specific than `message`, which is mostly "Invalid parameter". */
const messageOf = (error: JsonObject): string => {
  const userText = [textOrNull(error['error_user_title']), textOrNull(error['error_user_msg'])].filter(
    (text) => text !== null,
  );
  const text =
    userText.length > 0 ? userText.join(': ') : (textOrNull(error['message']) ?? textOrNull(error['error_msg']) ?? '');
  return wordsOf(text);
};

/** Facebook's error envelope, also in its older shape; null when the body has none. */
export const facebookErrorOf = (status: number, body: unknown): FacebookError | null => {
  const envelope = objectOrNull(body);
  const error = objectOrNull(envelope?.['error']) ?? (envelope !== null && 'error_code' in envelope ? envelope : null);
  if (error === null) return null;
  const eventMessages = eventErrors(error);
  return {
    status,
    code: integerOf(error['code'] ?? error['error_code']),
    subcode: integerOf(error['error_subcode']),
    type: textOrNull(error['type'] ?? error['error_type']),
    message: messageOf(error),
    isTransient: error['is_transient'] === true,
    traceId: traceIdOf(error['fbtrace_id']),
    badIndexes: [...eventMessages.keys()].sort((a, b) => a - b),
    eventMessages,
  };
};

/** `code 190/463, fbtrace_id …`: how an error is named in messages. */
export const errorNumbers = (error: FacebookError): string => {
  const code = error.code === null ? `HTTP ${error.status}` : `code ${error.code}`;
  const subcode = error.subcode === null ? '' : `/${error.subcode}`;
  return `${code}${subcode}${error.traceId === null ? '' : `, fbtrace_id ${error.traceId}`}`;
};
