import { GRAPH_ERRORS } from './envelope.js';
import { acknowledgement, takeEvents } from './events-edge.js';
import type { GraphRequest } from './graph-request.js';
import { recordEvents } from './recorder.js';
import { fail, ok, type Reply } from './reply.js';
import { apiOf, type SandboxRoom } from './room.js';
import { authenticate } from './token.js';
import { versionError } from './versions.js';

/** `POST /{version}/{id}/events`, faults apart: who calls, with what version, for which destination, with what events. */
export const eventReply = async (room: SandboxRoom, request: GraphRequest): Promise<Reply> => {
  const nowMs = room.settings.clock.now();
  const unknownCaller = authenticate(request, room.settings);
  if (unknownCaller !== null) return fail(unknownCaller);
  const [id = ''] = request.path;
  const api = apiOf(room.settings, id);
  if (api === null || request.path.length !== 2) return fail(GRAPH_ERRORS.noSuchObject());
  const wrongVersion = versionError(request.version, nowMs, { api, isRead: false });
  if (wrongVersion !== null) return fail(wrongVersion);
  const taken = takeEvents(room, api, id, request, Math.floor(nowMs / 1000));
  if ('code' in taken) return fail(taken);
  await recordEvents(room.settings.record, taken.kept);
  return ok(acknowledgement(api, id, taken.received, room.nextTrace()));
};
