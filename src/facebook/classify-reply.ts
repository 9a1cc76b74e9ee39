// The retry policy: one reply to accepted, refused, wait or stop. Waiting times are in send/backoff.ts.

import { arrayOrEmpty, objectOrNull, type JsonObject, jsonOrUndefined } from '../lib/json.js';
import { isCertificateCode } from './network-code.js';
import { facebookErrorOf, integerOf, INVALID_PARAMETER, SUBCODE_NO_OBJECT } from './error.js';
import type { FacebookError, Reply } from './reply.js';

/** What to do about a reply. */
export type ReplyClass =
  /** `received`: how many events the receipt acknowledges, at least one. */
  | { readonly kind: 'accepted'; readonly received: number; readonly messages: readonly string[] }
  /** Try again later. `throttled`: all requests wait. `processed`: Facebook may have accepted the events anyway. */
  | {
      readonly kind: 'wait';
      readonly why: 'network' | 'server' | 'throttled' | 'unknown';
      readonly text: string;
      readonly processed: boolean;
      readonly error: FacebookError | null;
    }
  /** Refused because of its content: the bad events have to be found. */
  | { readonly kind: 'refused'; readonly error: FacebookError }
  /** No request of this run can succeed. */
  | { readonly kind: 'stop'; readonly error: FacebookError }
  /** Nothing was sent, and nothing can be sent until the connection to Facebook is fixed. */
  | { readonly kind: 'blocked'; readonly text: string };

/** Call limits of the app, user, page or business (Graph API rate limiting; 80000 and up by use case). */
const isThrottle = (code: number): boolean =>
  code === 4 || code === 17 || code === 32 || code === 341 || code === 613 || (code >= 80_000 && code <= 80_014);

/** Errors on Facebook's side; 21009: the data set is not ready yet. */
const RETRYABLE = new Set([1, 2, 5_000, 21_009]);

/** Token, permission, policy, expired version, wrong signature: errors that neither waiting nor splitting fixes. */
const isFatal = (code: number): boolean =>
  [3, 10, 102, 104, 105, 190, 368, 506, 803, 2_500, 2_635].includes(code) || (code >= 200 && code <= 299);

const wait = (
  why: 'network' | 'server' | 'throttled' | 'unknown',
  text: string,
  processed: boolean,
  error: FacebookError | null = null,
): ReplyClass => ({ kind: 'wait', why, text, processed, error });

const ofInvalidParameter = (error: FacebookError): ReplyClass =>
  // A missing or wrong appsecret_proof also has code 100; its type differs.
  error.subcode === SUBCODE_NO_OBJECT || error.type === 'GraphMethodException'
    ? { kind: 'stop', error }
    : { kind: 'refused', error };

/** How Facebook asks for smaller requests, with code 1. */
const ASKS_FOR_LESS = /reduce the amount of data/i;

const ofError = (error: FacebookError): ReplyClass => {
  const { code, status } = error;
  if (code === 1 && ASKS_FOR_LESS.test(error.message)) return { kind: 'refused', error };
  if (code !== null && isThrottle(code)) return wait('throttled', 'Facebook throttles', false, error);
  if (error.isTransient) return wait('server', 'Facebook reports a temporary error', true, error);
  if (code !== null && RETRYABLE.has(code)) return wait('server', 'Facebook reports a temporary error', true, error);
  if (code !== null && isFatal(code)) return { kind: 'stop', error };
  if (code === INVALID_PARAMETER) return ofInvalidParameter(error);
  return ofStatus(status, error);
};

/** What to do about an answer from another server, such as a proxy or a login page. */
export const FOREIGN_ANSWER_ADVICE = 'Check baseUrl, and any proxy between this machine and Facebook';

/** Says that an answer is not in Facebook's form. */
export const foreignAnswer = (status: number): string => `the answer did not come from Facebook (HTTP ${status})`;

const ofStatus = (status: number, error: FacebookError | null): ReplyClass => {
  if (status === 429) return wait('throttled', 'Facebook throttles', false, error);
  if (status === 408 || status >= 500) return wait('server', `Facebook answers HTTP ${status}`, true, error);
  // An undocumented code and status: retry a few times, then stop the run with the reply's text.
  const unexpected = `unexpected reply from Facebook: HTTP ${status}`;
  const text = error === null ? `${foreignAnswer(status)}. ${FOREIGN_ANSWER_ADVICE}` : unexpected;
  return wait('unknown', text, status < 400, error);
};

/** A proxy returns this status for a body above its limit; smaller requests may pass. */
const TOO_LARGE = 413;
const tooLarge: FacebookError = {
  status: TOO_LARGE,
  code: null,
  subcode: null,
  type: null,
  traceId: null,
  message: 'the request is too large',
  isTransient: false,
  badIndexes: [],
  eventMessages: new Map(),
};

/** The number of events that a receipt acknowledges; null: none. */
const acknowledgedIn = (receipt: JsonObject): number | null => {
  if ((receipt['error'] ?? null) !== null) return null;
  const count = integerOf(receipt['events_received']) ?? integerOf(receipt['num_processed_entries']);
  return count !== null && count > 0 ? count : null;
};

/** What to do about an untrusted certificate: in companies it is usually that of a proxy that inspects TLS. */
const CERTIFICATE_ADVICE =
  'If a proxy on the way presents a certificate of its own, save the certificate of its authority as a PEM file and set ' +
  'NODE_EXTRA_CA_CERTS to the path of that file';

/** What to do if no answer comes. */
export const NETWORK_ADVICE = 'Check the network, HTTPS_PROXY and NO_PROXY, and the setting baseUrl';

/** The advice for an error code, which may be about a certificate. */
export const unreachableAdvice = (code: string): string =>
  isCertificateCode(code) ? `Its certificate is not trusted. ${CERTIFICATE_ADVICE}` : NETWORK_ADVICE;

const ofNetwork = ({ code, sent, route }: Extract<Reply, { readonly kind: 'network' }>): ReplyClass => {
  if (!isCertificateCode(code)) return wait('network', `no answer from ${route} (${code})`, sent);
  return { kind: 'blocked', text: `the certificate of ${route} is not trusted (${code}). ${CERTIFICATE_ADVICE}` };
};

/**
 * Classifies one reply (facts: Graph API error handling, Marketing API error reference and rate limiting). Pure.
 * A 200 without a JSON object is not a receipt, because gateways and proxies also answer that way. Nor is a receipt that
 * acknowledges no event: its meaning is unknown, so none of the request's events may count as delivered.
 */
export const classifyReply = (reply: Reply): ReplyClass => {
  if (reply.kind === 'network') return ofNetwork(reply);
  const body = jsonOrUndefined(reply.body);
  const error = facebookErrorOf(reply.status, body);
  if (error !== null) return ofError(error);
  const receipt = objectOrNull(body);
  if (reply.status === TOO_LARGE) return { kind: 'refused', error: tooLarge };
  if (reply.status !== 200) return ofStatus(reply.status, null);
  if (receipt === null) return wait('server', `${foreignAnswer(200)}. ${FOREIGN_ANSWER_ADVICE}`, true);
  const received = acknowledgedIn(receipt);
  if (received === null) return wait('unknown', 'HTTP 200 with a receipt that acknowledges no event', true);
  const messages = arrayOrEmpty(receipt['messages']).filter((message) => typeof message === 'string');
  return { kind: 'accepted', received, messages };
};
