// The simulator's errors and receipts in Meta's form.

import type { JsonObject } from '../lib/json.js';

/** One answer of the sandbox, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** The error's code and subcode (`100/2804003`); null: no error. */
  readonly error: string | null;
}

/** A Graph API error, before it is wrapped in Meta's envelope. */
export interface GraphError {
  readonly status: number;
  readonly type: 'OAuthException' | 'GraphMethodException';
  readonly code: number;
  readonly subcode?: number;
  readonly message: string;
  readonly title?: string;
  readonly userMessage?: string;
  readonly isTransient?: boolean;
  /** An object, or JSON text: both occur. */
  readonly errorData?: unknown;
}

const JSON_TYPE = 'application/json; charset=UTF-8';

/** A successful answer with this JSON. */
export const okAnswer = (body: unknown): Answer => ({
  status: 200,
  contentType: JSON_TYPE,
  body: JSON.stringify(body),
  error: null,
});

/** Meta's error envelope (Graph API, error handling). */
export const errorAnswer = (error: GraphError, traceId: string): Answer => ({
  status: error.status,
  contentType: JSON_TYPE,
  body: JSON.stringify({
    error: {
      message: error.message,
      type: error.type,
      code: error.code,
      error_data: error.errorData,
      error_subcode: error.subcode,
      is_transient: error.isTransient ?? false,
      error_user_title: error.title,
      error_user_msg: error.userMessage,
      fbtrace_id: traceId,
    },
  }),
  error: error.subcode === undefined ? String(error.code) : `${error.code}/${error.subcode}`,
});

/** The answer of a gateway if nothing behind it answers: HTML, not Meta's envelope. */
export const GATEWAY_ANSWER: Answer = {
  status: 502,
  contentType: 'text/html; charset=utf-8',
  body: '<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry, something went wrong.</body></html>',
  error: 'html',
};

/** An error of the usual kind; `more`: further members of Meta's error. */
export const graphError = (
  status: number,
  code: number,
  message: string,
  more: Partial<GraphError> = {},
): GraphError => ({ status, type: 'OAuthException', code, message, ...more });

/** The errors whose text is constant, or varies in one word. */
export const GRAPH_ERRORS = {
  invalid: (message: string) => graphError(400, 100, message),
  noSuchObject: graphError(
    400,
    100,
    'Unsupported request. Object with this ID does not exist, cannot be loaded due to missing permissions, or does not support this operation.',
    { type: 'GraphMethodException', subcode: 33 },
  ),
  unknownPath: graphError(400, 2500, 'Unknown path components.'),
  expiredVersion: (newest: string) =>
    graphError(
      400,
      2635,
      `(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: ${newest}.`,
    ),
  noSuchDataset: graphError(400, 100, 'Invalid parameter: the dataset does not exist', { subcode: 2_044_055 }),
  /** The answer to a read that the token may not make (Dataset Quality API). */
  noReadPermission: graphError(403, 10, '(#10) Application does not have permission for this action'),
  bodyTooLarge: graphError(413, 1, "Please reduce the amount of data you're asking for, then retry your request"),
  unknown: graphError(500, 1, 'An unknown error occurred'),
  temporary: graphError(500, 2, 'An unexpected error has occurred. Please retry your request later.', {
    isTransient: true,
  }),
  callLimit: graphError(
    400,
    80004,
    '(#80004) There have been too many calls to this ad-account. Wait a bit and try again.',
    { subcode: 2446079 },
  ),
  userCallLimit: graphError(400, 17, '(#17) User request limit reached', { subcode: 2446079 }),
} as const;

/** The result of a route, before it is written as an HTTP answer. */
export type Reply =
  { readonly kind: 'ok'; readonly body: JsonObject } | { readonly kind: 'error'; readonly error: GraphError };

/** A successful result. */
export const ok = (body: JsonObject): Reply => ({ kind: 'ok', body });

/** A result that is an error of the Graph API. */
export const fail = (error: GraphError): Reply => ({ kind: 'error', error });

const TRACE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const TRACE_LENGTH = 22;

/** An `fbtrace_id` as Meta writes them: `A` and 22 characters. */
export const traceId = (random: () => number): string => {
  let id = 'A';
  for (let n = 0; n < TRACE_LENGTH; n += 1) id += TRACE_ALPHABET[Math.floor(random() * TRACE_ALPHABET.length)] ?? 'A';
  return id;
};
