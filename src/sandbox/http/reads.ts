import { debugToken } from './debug-token.js';
import { GRAPH_ERRORS } from '../envelope.js';
import type { GraphRequest } from '../graph-request.js';
import { openUpload, readNode, readUploads } from './node-reads.js';
import { fail, ok, type Reply } from '../reply.js';
import { apiOf, type SandboxRoom } from '../state.js';
import { authenticate } from '../token.js';
import { versionError } from '../validate/versions.js';

const NO_PERMISSION = 200;

const ownPage = (room: SandboxRoom, page: string | undefined): Reply => {
  if (page === 'stats') return ok({ ...room.stats.snapshot() });
  return page === 'events' ? ok({ events: room.arrivals.list() }) : fail(GRAPH_ERRORS.unknownPath());
};

const nodeReply = (room: SandboxRoom, request: GraphRequest): Reply => {
  const [id = '', edge] = request.path;
  const api = apiOf(room.settings, id);
  if (api === null) return fail(GRAPH_ERRORS.noSuchObject());
  const wrong = versionError(request.version, room.settings.clock.now(), { api, isRead: true });
  if (wrong !== null) return fail(wrong);
  const isGet = request.method === 'GET';
  if (edge === undefined && isGet) return readNode(api, id, request, room.uploads);
  if (edge === 'uploads' && request.method === 'POST') return openUpload(id, request, room.uploads);
  if ((edge === 'uploads' || edge === 'offline_event_uploads') && isGet) return readUploads(id, request, room.uploads);
  return fail(GRAPH_ERRORS.noSuchObject());
};

/** Everything but the event edges: nodes, upload tags, tokens, and the sandbox's own pages. */
export const reply = (room: SandboxRoom, request: GraphRequest): Reply => {
  const [first, second] = request.path;
  if (first === '_sandbox') return ownPage(room, second);
  const wrong = authenticate(request, room.settings);
  if (first !== 'debug_token') return wrong === null ? nodeReply(room, request) : fail(wrong);
  // A token without permissions may still ask what it may.
  if (wrong !== null && wrong.code !== NO_PERMISSION) return fail(wrong);
  return debugToken(request, room.settings.expectedToken, Math.floor(room.settings.clock.now() / 1000));
};
