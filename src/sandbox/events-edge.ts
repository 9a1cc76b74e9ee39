// The events edge: checks, deduplicates and counts the events of a request. HTTP: http/.

import { isJsonObject, type JsonObject } from '../lib/json.js';
import type { Api } from '../model/settings.js';
import type { Arrivals } from './arrivals.js';
import { duplicateKey, type SeenEvents } from './dedupe.js';
import { GRAPH_ERRORS, type GraphError } from './envelope.js';
import type { EventCheck } from './validate/refusal.js';
import { eventList, refusedEvents } from './validate/event-list.js';
import type { GraphRequest } from './graph-request.js';
import { type RefusedEvent, refusedRequest } from './validate/refused-request.js';
import type { QualityKeeper } from './quality.js';
import type { StatsKeeper } from './stats.js';
import { addToUpload, type Upload, type Uploads } from './uploads.js';

/** The state that the edges have in common. */
export interface EventsState {
  readonly checks: Readonly<Record<Api, EventCheck>>;
  /** null: repeated events are not recognised. */
  readonly seen: SeenEvents | null;
  readonly uploads: Uploads;
  readonly arrivals: Arrivals;
  readonly stats: StatsKeeper;
  readonly quality: QualityKeeper;
  readonly nameIndex: boolean;
}

/** A processed request: how many events it had, and those of them that Facebook would count. */
export interface Processed {
  readonly received: number;
  readonly kept: readonly JsonObject[];
}

const refuse = (state: EventsState, api: Api, count: number, refused: readonly RefusedEvent[]): GraphError | null => {
  const [first] = refused;
  if (first === undefined) return null;
  state.stats.refused(count);
  return refusedRequest(api, first, refused, state.nameIndex);
};

const keep = (
  state: EventsState,
  api: Api,
  destination: string,
  events: readonly unknown[],
  now: number,
): Processed => {
  const kept: JsonObject[] = [];
  for (const event of events) {
    if (!isJsonObject(event)) continue;
    if (state.seen?.isFirst(duplicateKey(api, destination, event), now) === false) {
      state.stats.duplicate();
      continue;
    }
    state.stats.kept(api, destination, event);
    state.quality.kept(api, destination, event, now);
    state.arrivals.add({ api, destination, receivedAt: now, event });
    kept.push(event);
  }
  return { received: events.length, kept };
};

/** The upload that a request belongs to, by id or tag; undefined: none named; or the id is not known. */
const uploadOf = (uploads: Uploads, destination: string, request: GraphRequest): Upload | undefined | GraphError => {
  const id = request.parameter('upload_id');
  if (id !== undefined) {
    const known = typeof id === 'string' ? uploads.byId(destination, id) : undefined;
    return known ?? GRAPH_ERRORS.noSuchObject();
  }
  const tag = request.parameter('upload_tag');
  return typeof tag === 'string' && tag !== '' ? uploads.open(destination, tag) : undefined;
};

/**
 * Takes one request to `/{id}/events`: all of its events, or none. Everything is checked before anything is noted.
 * `now` is in UNIX seconds.
 */
export const takeEvents = (
  state: EventsState,
  api: Api,
  destination: string,
  request: GraphRequest,
  now: number,
): Processed | GraphError => {
  const events = eventList(request.parameter('data'), api);
  if ('code' in events) return events;
  const refused = refusedEvents(events, state.checks[api], now, api === 'conversions');
  const error = refuse(state, api, events.length, refused);
  if (error !== null) return error;
  const upload = uploadOf(state.uploads, destination, request);
  if (upload !== undefined && 'code' in upload) return upload;
  const processed = keep(state, api, destination, events, now);
  state.stats.processed(events.length, request.parameter('test_event_code') !== undefined);
  if (upload !== undefined) addToUpload(upload, processed.kept.length, processed.received - processed.kept.length, now);
  return processed;
};

/** What Meta says to a processed request. `events_received` counts what came, duplicates included. */
export const acknowledgement = (api: Api, destination: string, received: number, trace: string): JsonObject =>
  api === 'conversions'
    ? { events_received: received, messages: [], fbtrace_id: trace }
    : { id: destination, num_processed_entries: received };
