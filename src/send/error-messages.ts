// Facebook's words as messages for people: with numbers and advice, without anything of the events that were sent.
import { adviceFor } from '../facebook/advice.js';
import { NETWORK_ADVICE, type ReplyClass } from '../facebook/classify-reply.js';
import { errorNumbers } from '../facebook/error.js';
import { redactValues } from '../facebook/redaction.js';
import type { FacebookError } from '../facebook/reply.js';
import type { Outgoing } from '../model/mapped.js';

/** Facebook's words with its numbers, and the next step where one is known. */
const withAdvice = (words: string, error: FacebookError): string => {
  const advice = adviceFor(error);
  return `${words} (${errorNumbers(error)})${advice === null ? '' : `. ${advice}`}`;
};

/** Messages of these words of an error, with nothing in them, the trace id included, that repeats these events. */
export const messagesOf = (
  error: FacebookError,
  words: readonly string[],
  events: readonly Outgoing[],
): readonly string[] => {
  const [trace, ...shown] = redactValues(events, [error.traceId ?? '', ...words]);
  const clean = { ...error, traceId: trace === error.traceId ? error.traceId : null };
  return shown.map((text) => withAdvice(text, clean));
};

/** One sentence for an error that ends the run, without anything of these events. */
export const describeError = (error: FacebookError, events: readonly Outgoing[]): string =>
  `Facebook says: ${messagesOf(error, [error.message || 'nothing'], events).join('')}`;

/** Why a request failed for the last time, and what to do, without anything of these events. */
export const describeLast = (
  { why, text, error }: Extract<ReplyClass, { readonly kind: 'wait' }>,
  events: readonly Outgoing[],
): string => {
  if (error !== null) return describeError(error, events);
  return why === 'network' ? `${text}. ${NETWORK_ADVICE}` : text;
};

/** Why there is a wait: in Facebook's words where it said something, without anything of these events. */
export const describeWait = (
  { text, error }: { readonly text: string; readonly error: FacebookError | null },
  events: readonly Outgoing[],
): string => (error === null ? text : `${text}. ${describeError(error, events)}`);
