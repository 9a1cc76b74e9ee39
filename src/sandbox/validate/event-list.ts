import type { Api } from '../../model/settings.js';
import { GRAPH_ERRORS, type GraphError } from '../envelope.js';
import type { EventCheck } from './refusal.js';
import type { RefusedEvent } from './refused-request.js';

/** Events in one request at most (Conversions API, using the API; the README of Meta's own uploader). */
const MOST_EVENTS: Readonly<Record<Api, number>> = { conversions: 1000, 'offline-conversions': 2000 };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Undefined is neither an event nor a list: an error for the client.
    return undefined;
  }
};

/** Lists and their members may come as JSON text: forms have nothing else. */
const unwrapped = (value: unknown): unknown => (typeof value === 'string' ? parsed(value) : value);

/** The events of a request, or why its `data` is no list of events. */
export const eventList = (data: unknown, api: Api): readonly unknown[] | GraphError => {
  if (data === undefined) return GRAPH_ERRORS.invalid('(#100) The parameter data is required');
  const list: unknown = unwrapped(data);
  if (!Array.isArray(list)) return GRAPH_ERRORS.invalid('(#100) param data must be an array.');
  if (list.length === 0) return GRAPH_ERRORS.invalid('(#100) param data must be non-empty.');
  if (list.length > MOST_EVENTS[api])
    return GRAPH_ERRORS.invalid(`(#100) param data must have at most ${MOST_EVENTS[api]} elements.`);
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
