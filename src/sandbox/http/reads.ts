// Routes the requests of the simulator other than events.

import { debugToken } from './debug-token.js';
import { GRAPH_ERRORS } from '../envelope.js';
import type { GraphRequest } from '../graph-request.js';
import { openUpload, readNode, readUploads } from './node-reads.js';
import { fail, ok, type Reply } from '../reply.js';
import { apiOf, type SandboxState } from '../state.js';
import { authenticate, hasMarker, NO_READ_PERMISSION, tokenOf } from '../token.js';
import { versionError } from '../validate/versions.js';

const NO_PERMISSION = 200;
const STATS_SECONDS = 7 * 86_400;

const ownPage = (state: SandboxState, page: string | undefined): Reply => {
  if (page === 'stats') return ok({ ...state.stats.snapshot() });
  return page === 'events' ? ok({ events: state.arrivals.list() }) : fail(GRAPH_ERRORS.unknownPath());
};

const secondsOf = (value: unknown, otherwise: number): number => {
  const seconds = Number(value);
  return value === undefined || !Number.isFinite(seconds) ? otherwise : seconds;
};

/** `GET /{id}/stats?aggregation=event_total_counts`: at most seven days back. */
const readTotals = (state: SandboxState, id: string, request: GraphRequest): Reply => {
  if (request.parameter('aggregation') !== 'event_total_counts')
    return fail(GRAPH_ERRORS.invalid('(#100) The parameter aggregation must be event_total_counts here'));
  const now = Math.floor(state.settings.clock.now() / 1000);
  const start = Math.max(secondsOf(request.parameter('start_time'), 0), now - STATS_SECONDS);
  return ok(state.quality.totals(id, start, secondsOf(request.parameter('end_time'), now)));
};

/** `GET /dataset_quality?dataset_id=ID&fields=offline…`, a node of its own at the top. */
const readQuality = (state: SandboxState, request: GraphRequest): Reply => {
  if (hasMarker(tokenOf(request) ?? '', 'NOREAD')) return fail(NO_READ_PERMISSION);
  if (request.parameter('dataset_id') !== state.settings.datasetId) return fail(GRAPH_ERRORS.noSuchDataset());
  const fields = request.parameter('fields');
  if (typeof fields !== 'string' || !/^offline\b/.test(fields))
    return fail(GRAPH_ERRORS.invalid('(#100) The sandbox knows the field offline only'));
  return ok(state.quality.quality(state.settings.datasetId));
};

const nodeReply = (state: SandboxState, request: GraphRequest): Reply => {
  const [id = '', edge] = request.path;
  if (id === 'dataset_quality' && edge === undefined && request.method === 'GET') return readQuality(state, request);
  const api = apiOf(state.settings, id);
  if (api === null) return fail(GRAPH_ERRORS.noSuchObject());
  const wrong = versionError(request.version, state.settings.clock.now(), { api, isRead: true });
  if (wrong !== null) return fail(wrong);
  const isGet = request.method === 'GET';
  if (edge !== undefined && isGet && hasMarker(tokenOf(request) ?? '', 'NOREAD')) return fail(NO_READ_PERMISSION);
  if (edge === 'stats' && isGet) return readTotals(state, id, request);
  if (edge === undefined && isGet) return readNode(api, id, request, state.uploads);
  if (edge === 'uploads' && request.method === 'POST') return openUpload(id, request, state.uploads);
  if ((edge === 'uploads' || edge === 'offline_event_uploads') && isGet) return readUploads(id, request, state.uploads);
  return fail(GRAPH_ERRORS.noSuchObject());
};

/** Everything but the event edges: nodes, upload tags, tokens, and the sandbox's own pages. */
export const reply = (state: SandboxState, request: GraphRequest): Reply => {
  const [first, second] = request.path;
  if (first === '_sandbox') return ownPage(state, second);
  const wrong = authenticate(request, state.settings);
  if (first !== 'debug_token') return wrong === null ? nodeReply(state, request) : fail(wrong);
  // A token without permissions may still ask what it may.
  if (wrong !== null && wrong.code !== NO_PERMISSION) return fail(wrong);
  return debugToken(request, state.settings.expectedToken, Math.floor(state.settings.clock.now() / 1000));
};
