// The simulator's errors and receipts in Meta's form.

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

/** What a gateway says when nothing behind it answers: HTML, not Meta's envelope. */
export const gatewayAnswer = (): Answer => ({
  status: 502,
  contentType: 'text/html; charset=utf-8',
  body: '<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry, something went wrong.</body></html>',
  error: 'html',
});

const invalid = (message: string): GraphError => ({ status: 400, type: 'OAuthException', code: 100, message });

/** The errors that have no part that varies, or one word of it. */
export const GRAPH_ERRORS = {
  invalid,
  noSuchObject: (): GraphError => ({
    status: 400,
    type: 'GraphMethodException',
    code: 100,
    subcode: 33,
    message:
      'Unsupported request. Object with this ID does not exist, cannot be loaded due to missing permissions, or does not support this operation.',
  }),
  unknownPath: (): GraphError => ({
    status: 400,
    type: 'OAuthException',
    code: 2500,
    message: 'Unknown path components.',
  }),
  expiredVersion: (newest: string): GraphError => ({
    status: 400,
    type: 'OAuthException',
    code: 2635,
    message: `(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: ${newest}.`,
  }),
  noSuchDataset: (): GraphError => ({
    status: 400,
    type: 'OAuthException',
    code: 100,
    subcode: 2_044_055,
    message: 'Invalid parameter: the dataset does not exist',
  }),
  bodyTooLarge: (): GraphError => ({
    status: 413,
    type: 'OAuthException',
    code: 1,
    message: "Please reduce the amount of data you're asking for, then retry your request",
  }),
  unknown: (): GraphError => ({
    status: 500,
    type: 'OAuthException',
    code: 1,
    message: 'An unknown error occurred',
    isTransient: false,
  }),
  temporary: (): GraphError => ({
    status: 500,
    type: 'OAuthException',
    code: 2,
    message: 'An unexpected error has occurred. Please retry your request later.',
    isTransient: true,
  }),
  callLimit: (): GraphError => ({
    status: 400,
    type: 'OAuthException',
    code: 80004,
    subcode: 2446079,
    message: '(#80004) There have been too many calls to this ad-account. Wait a bit and try again.',
  }),
  userCallLimit: (): GraphError => ({
    status: 400,
    type: 'OAuthException',
    code: 17,
    subcode: 2446079,
    message: '(#17) User request limit reached',
  }),
} as const;

const TRACE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const TRACE_LENGTH = 22;

/** An `fbtrace_id` as Meta writes them: `A` and 22 characters. */
export const traceId = (random: () => number): string => {
  let id = 'A';
  for (let n = 0; n < TRACE_LENGTH; n += 1) id += TRACE_ALPHABET[Math.floor(random() * TRACE_ALPHABET.length)] ?? 'A';
  return id;
};
