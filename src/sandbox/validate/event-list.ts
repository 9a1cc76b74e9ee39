// The events of a request, those that a rule refuses, and the error for the request in each API's form.

import { jsonOrUndefined } from '../../lib/json.js';
import type { Api } from '../../model/settings.js';
import { graphError, GRAPH_ERRORS, type GraphError } from '../envelope.js';
import type { EventCheck, Refusal } from './refusal.js';

/** One event of a request that a rule refused. */
export interface RefusedEvent {
  readonly index: number;
  readonly refusal: Refusal;
}

/** Maximum number of events in one request (Conversions API, using the API; the README of Meta's own uploader). */
const MAX_EVENTS: Readonly<Record<Api, number>> = { conversions: 1000, 'offline-conversions': 2000 };

/** Lists and their members may be JSON text, because forms have nothing else. */
const unwrapped = (value: unknown): unknown => (typeof value === 'string' ? jsonOrUndefined(value) : value);

/** The events of a request, or why its `data` is not a list of events. */
export const eventList = (data: unknown, api: Api): readonly unknown[] | GraphError => {
  if (data === undefined) return GRAPH_ERRORS.invalid('(#100) The parameter data is required');
  const list: unknown = unwrapped(data);
  if (!Array.isArray(list)) return GRAPH_ERRORS.invalid('(#100) param data must be an array.');
  if (list.length === 0) return GRAPH_ERRORS.invalid('(#100) param data must be non-empty.');
  if (list.length > MAX_EVENTS[api])
    return GRAPH_ERRORS.invalid(`(#100) param data must have at most ${MAX_EVENTS[api]} elements.`);
  return list.map(unwrapped);
};

/** Checks all events of a request; Meta's answer names all of them on one edge and the first on the other. */
export const refusedEvents = (
  events: readonly unknown[],
  check: EventCheck,
  nowSeconds: number,
  firstOnly: boolean,
): RefusedEvent[] => {
  const refused: RefusedEvent[] = [];
  for (const [index, event] of events.entries()) {
    const refusal = check(event, nowSeconds);
    if (refusal === null) continue;
    refused.push({ index, refusal });
    if (firstOnly) break;
  }
  return refused;
};

/** "Array of offline conversion events is invalid." */
const OFFLINE_SUBCODE = 1815356;

/** The Offline Conversions API names every invalid event in `error_data`. */
const offlineRefused = (refused: readonly RefusedEvent[]): Partial<GraphError> => ({
  subcode: OFFLINE_SUBCODE,
  title: 'Array of offline conversion events is invalid.',
  userMessage:
    'The events provided to upload to an Offline Conversion dataset should be in the form of an array. ' +
    'And each event should conform to specifications based on the type of the event.',
  // The one published reply of this kind has an object of such entries, not an array.
  errorData: Object.fromEntries(
    refused.map(({ index, refusal }) => [
      index,
      {
        event_index: index,
        message: `${refusal.title}: ${refusal.message}`,
        type: 'CodedException',
        code: refusal.subcode,
      },
    ]),
  ),
});

/** How the Graph API writes the place of a member: `$['data'][3]['user_data']`. */
const placeOf = ({ index, refusal }: RefusedEvent): string =>
  `$['data'][${index}]${refusal.path.map((part) => `['${part}']`).join('')}`;

/** The Conversions API returns the first reason, and usually not the event that it is about. */
const conversionsRefused = (first: RefusedEvent, nameIndex: boolean): Partial<GraphError> => ({
  subcode: first.refusal.subcode,
  title: first.refusal.title,
  userMessage: nameIndex ? `${first.refusal.message} (${placeOf(first)})` : first.refusal.message,
  ...(nameIndex
    ? { errorData: JSON.stringify({ blame_field_specs: [['data', String(first.index), ...first.refusal.path]] }) }
    : {}),
});

/** The error that refuses a whole request because of its invalid events. */
export const refusedRequest = (
  api: Api,
  first: RefusedEvent,
  refused: readonly RefusedEvent[],
  nameIndex: boolean,
): GraphError =>
  graphError(
    400,
    100,
    'Invalid parameter',
    api === 'conversions' ? conversionsRefused(first, nameIndex) : offlineRefused(refused),
  );
