import { GRAPH_ERRORS } from '../envelope.js';
import { acknowledgement, takeEvents } from '../events-edge.js';
import type { GraphRequest } from '../graph-request.js';
import { fail, ok, type Reply } from '../reply.js';
import { apiOf, type SandboxState } from '../state.js';
import { authenticate } from '../token.js';
import { versionError } from '../validate/versions.js';
import { once } from 'node:events';
import type { JsonObject } from '../../lib/json.js';
import type { EventRecord } from '../options.js';

/** Passes events to the recorder, if any; resolves when more may come. */
export const recordEvents = async (record: EventRecord | null, events: readonly JsonObject[]): Promise<void> => {
  if (record === null || events.length === 0) return;
  if (typeof record === 'function') {
    for (const event of events) {
      const wait = record(event);
      if (wait instanceof Promise) await wait;
    }
    return;
  }
  let hasRoom = true;
  if (record.writableObjectMode) for (const event of events) hasRoom = record.write(event);
  else hasRoom = record.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  if (!hasRoom && record.writableNeedDrain) await once(record, 'drain');
};

/**
 * `POST /{version}/{id}/events`, faults apart: who calls, with what version, for which destination, with what events.
 */
export const eventReply = async (state: SandboxState, request: GraphRequest): Promise<Reply> => {
  const nowMs = state.settings.clock.now();
  const unknownCaller = authenticate(request, state.settings);
  if (unknownCaller !== null) return fail(unknownCaller);
  const [id = ''] = request.path;
  const api = apiOf(state.settings, id);
  if (api === null || request.path.length !== 2) return fail(GRAPH_ERRORS.noSuchObject());
  const wrongVersion = versionError(request.version, nowMs, { api, isRead: false });
  if (wrongVersion !== null) return fail(wrongVersion);
  const taken = takeEvents(state, api, id, request, Math.floor(nowMs / 1000));
  if ('code' in taken) return fail(taken);
  await recordEvents(state.settings.record, taken.kept);
  return ok(acknowledgement(api, id, taken.received, state.nextTrace()));
};
