// Facebook's error messages for people: with codes and advice, without anything of the events that were sent.
import { adviceFor } from '../facebook/advice.js';
import { NETWORK_ADVICE, type ReplyClass } from '../facebook/classify-reply.js';
import { errorNumbers } from '../facebook/error.js';
import { redactValues } from '../facebook/redaction.js';
import type { FacebookError } from '../facebook/reply.js';
import type { Outgoing } from '../model/mapped.js';

/** Facebook's message with its codes, and the next step if one is known. */
const withAdvice = (words: string, error: FacebookError): string => {
  const advice = adviceFor(error);
  return `${words} (${errorNumbers(error)})${advice === null ? '' : `. ${advice}`}`;
};

/** These messages of an error, and its trace id, without anything that repeats these events. */
export const messagesOf = (
  error: FacebookError,
  words: readonly string[],
  events: readonly Outgoing[],
): readonly string[] => {
  const [trace, ...shown] = redactValues(events, [error.traceId ?? '', ...words]);
  const clean = { ...error, traceId: trace === error.traceId ? error.traceId : null };
  return shown.map((text) => withAdvice(text, clean));
};

/** The sentence for an error that ends the run, without anything of these events. */
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

/** Why a request waits: Facebook's message if there is one, without anything of these events. */
export const describeWait = (
  { text, error }: { readonly text: string; readonly error: FacebookError | null },
  events: readonly Outgoing[],
): string => (error === null ? text : `${text}. ${describeError(error, events)}`);
