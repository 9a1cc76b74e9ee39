// The events edge: checks, deduplicates, counts and records the events of a request. HTTP: http/.

import { once } from 'node:events';
import { isJsonObject, type JsonObject } from '../lib/json.js';
import type { Api } from '../model/settings.js';
import { duplicateKey } from './dedupe.js';
import { fail, GRAPH_ERRORS, ok, type GraphError, type Reply } from './envelope.js';
import type { GraphRequest } from './graph-request.js';
import type { EventRecord } from './options.js';
import { apiOf, secondsNow, type SandboxState } from './state.js';
import { authenticate } from './token.js';
import { addToUpload, type Upload, type Uploads } from './uploads.js';
import { eventList, refusedEvents, refusedRequest, type RefusedEvent } from './validate/event-list.js';
import { versionError } from './validate/versions.js';

/** A processed request: the number of its events, and those that Facebook would count. */
interface Processed {
  readonly received: number;
  readonly kept: readonly JsonObject[];
}

const refuse = (state: SandboxState, api: Api, count: number, refused: readonly RefusedEvent[]): GraphError | null => {
  const [first] = refused;
  if (first === undefined) return null;
  state.stats.refused(count);
  return refusedRequest(api, first, refused, state.settings.nameIndex);
};

const keep = (
  state: SandboxState,
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
    state.arrivals.push({ api, destination, receivedAt: now, event });
    if (state.arrivals.length > state.settings.keepEvents) state.arrivals.shift();
    kept.push(event);
  }
  return { received: events.length, kept };
};

/** The upload that a request belongs to, by id or tag; undefined: none named; or the id is not known. */
const uploadOf = (uploads: Uploads, destination: string, request: GraphRequest): Upload | undefined | GraphError => {
  const id = request.parameter('upload_id');
  if (id !== undefined) {
    const known = typeof id === 'string' ? uploads.byId(destination, id) : undefined;
    return known ?? GRAPH_ERRORS.noSuchObject;
  }
  const tag = request.parameter('upload_tag');
  return typeof tag === 'string' && tag !== '' ? uploads.open(destination, tag) : undefined;
};

/** Processes one request to `/{id}/events` wholly or not at all. `now`: UNIX seconds. */
const processEvents = (
  state: SandboxState,
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

/** Meta's answer to a processed request. `events_received` counts all events, duplicates included. */
const acknowledgement = (api: Api, destination: string, received: number, trace: string): JsonObject =>
  api === 'conversions'
    ? { events_received: received, messages: [], fbtrace_id: trace }
    : { id: destination, num_processed_entries: received };

/** Passes events to the recorder, if any; resolves when it can receive more. */
const recordEvents = async (record: EventRecord | null, events: readonly JsonObject[]): Promise<void> => {
  if (record === null || events.length === 0) return;
  if (typeof record === 'function') {
    for (const event of events) await record(event);
    return;
  }
  let hasRoom = true;
  if (record.writableObjectMode) for (const event of events) hasRoom = record.write(event);
  else hasRoom = record.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  if (!hasRoom && record.writableNeedDrain) await once(record, 'drain');
};

/** `POST /{version}/{id}/events` without the faults: checks caller, version, destination and events. */
export const eventReply = async (state: SandboxState, request: GraphRequest): Promise<Reply> => {
  const nowMs = state.settings.clock.now();
  const unknownCaller = authenticate(request, state.settings);
  if (unknownCaller !== null) return fail(unknownCaller);
  const [id = ''] = request.path;
  const api = apiOf(state.settings, id);
  if (api === null || request.path.length !== 2) return fail(GRAPH_ERRORS.noSuchObject);
  const wrongVersion = versionError(request.version, nowMs, { api, isRead: false });
  if (wrongVersion !== null) return fail(wrongVersion);
  const processed = processEvents(state, api, id, request, secondsNow(state));
  if ('code' in processed) return fail(processed);
  await recordEvents(state.settings.record, processed.kept);
  return ok(acknowledgement(api, id, processed.received, state.nextTrace()));
};
