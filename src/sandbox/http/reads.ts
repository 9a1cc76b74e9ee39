// Answers the requests of the simulator other than events: nodes, upload tags, tokens, its own pages.

import { sumOf } from '../../lib/sum.js';
import { SECONDS_PER_DAY } from '../../lib/units.js';
import type { JsonObject } from '../../lib/json.js';
import type { Api } from '../../model/settings.js';
import { fail, GRAPH_ERRORS, ok, type Reply } from '../envelope.js';
import type { GraphRequest } from '../graph-request.js';
import { apiOf, secondsNow, type SandboxState } from '../state.js';
import { BUSINESS_ID } from '../throttle.js';
import { authenticate, hasMarker, tokenError, tokenOf } from '../token.js';
import type { Uploads } from '../uploads.js';
import { versionError } from '../validate/versions.js';

const APP_ID = '500000000000005';
const USER_ID = '800000000000008';
const THREE_DAYS_SECONDS = 3 * SECONDS_PER_DAY;
const NEVER = 0;

const validity = (token: string, now: number): JsonObject => ({
  is_valid: true,
  expires_at: hasMarker(token, 'EXPIRING') ? now + THREE_DAYS_SECONDS : NEVER,
  scopes: ['ads_management', 'business_management'],
});

/** `GET /debug_token?input_token=…` (Graph API reference). `now` is in UNIX seconds. */
const debugToken = (request: GraphRequest, expectedToken: string | null, now: number): Reply => {
  if (hasMarker(tokenOf(request) ?? '', 'UNDEBUGGABLE'))
    return fail(
      GRAPH_ERRORS.invalid(
        '(#100) You must provide an app access token, or a user access token that is an owner or developer of the app',
      ),
    );
  const token = request.parameter('input_token');
  if (typeof token !== 'string' || token === '')
    return fail(GRAPH_ERRORS.invalid('(#100) The parameter input_token is required'));
  const wrong = tokenError(token, expectedToken);
  const state =
    wrong !== null && wrong.code === 190
      ? { is_valid: false, error: { code: 190, subcode: wrong.subcode, message: wrong.message }, scopes: [] }
      : validity(token, now);
  return ok({
    data: {
      app_id: APP_ID,
      type: 'SYSTEM_USER',
      application: 'Sandbox app',
      issued_at: now - THREE_DAYS_SECONDS,
      user_id: USER_ID,
      ...state,
      ...(hasMarker(token, 'NOPERMISSION') ? { scopes: [] } : {}),
    },
  });
};

const NODE_NAMES: Readonly<Record<Api, string>> = {
  conversions: 'Sandbox dataset',
  'offline-conversions': 'Sandbox offline event set',
};

const NODE_TYPES: Readonly<Record<Api, string>> = {
  conversions: 'AdsPixel',
  'offline-conversions': 'OfflineConversionDataSet',
};

const nodeOf = (api: Api, id: string, uploads: Uploads): JsonObject => {
  const all = uploads.list(id);
  const sum = (field: 'valid_entries' | 'matched_entries' | 'duplicate_entries'): number =>
    sumOf(all, (upload) => upload[field]);
  return {
    id,
    name: NODE_NAMES[api],
    is_consolidated_container: true,
    is_unavailable: false,
    owner_business: { id: BUSINESS_ID, name: 'Sandbox business' },
    last_fired_time: all.reduce((latest, upload) => Math.max(latest, upload.last_upload_time ?? 0), 0),
    valid_entries: sum('valid_entries'),
    matched_entries: sum('matched_entries'),
    duplicate_entries: sum('duplicate_entries'),
    match_rate_approx:
      sum('valid_entries') === 0 ? null : Math.round((100 * sum('matched_entries')) / sum('valid_entries')),
    event_time_min: null,
    event_time_max: null,
    user_access_expire_time: null,
  };
};

const namesIn = (fields: unknown): string[] =>
  typeof fields === 'string' ? fields.split(',').map((name) => name.trim()) : ['id', 'name'];

/** `GET /{id}?fields=…`: the requested fields; without any, the id and the name. */
const readNode = (api: Api, id: string, request: GraphRequest, uploads: Uploads): Reply => {
  const node = nodeOf(api, id, uploads);
  const names = namesIn(request.parameter('fields')).filter((name) => name !== '');
  if (names.some((name) => !Object.hasOwn(node, name)))
    return fail(GRAPH_ERRORS.invalid(`(#100) Tried accessing nonexisting field on node type (${NODE_TYPES[api]})`));
  return ok(Object.fromEntries([...new Set(['id', ...names])].map((name) => [name, node[name]])));
};

/** `GET /{id}/uploads` and `/{id}/offline_event_uploads`: one entry per tag, or only the requested one. */
const readUploads = (id: string, request: GraphRequest, uploads: Uploads): Reply => {
  const tag = request.parameter('upload_tag');
  return ok({ data: uploads.list(id).filter((upload) => tag === undefined || upload.upload_tag === tag) });
};

/** `POST /{id}/uploads`: opens an upload for a tag and returns its id. */
const openUpload = (id: string, request: GraphRequest, uploads: Uploads): Reply => {
  const tag = request.parameter('upload_tag');
  if (typeof tag !== 'string' || tag === '')
    return fail(GRAPH_ERRORS.invalid('(#100) The parameter upload_tag is required'));
  return ok({ id: uploads.open(id, tag).id });
};

const NO_PERMISSION = 200;
const STATS_SECONDS = 7 * SECONDS_PER_DAY;

const ownPage = (state: SandboxState, page: string | undefined): Reply => {
  if (page === 'stats') return ok({ ...state.stats.snapshot() });
  return page === 'events' ? ok({ events: state.arrivals }) : fail(GRAPH_ERRORS.unknownPath);
};

const secondsOf = (value: unknown, otherwise: number): number => {
  const seconds = Number(value);
  return value === undefined || !Number.isFinite(seconds) ? otherwise : seconds;
};

/** `GET /{id}/stats?aggregation=event_total_counts`: at most seven days back. */
const readTotals = (state: SandboxState, id: string, request: GraphRequest): Reply => {
  if (request.parameter('aggregation') !== 'event_total_counts')
    return fail(GRAPH_ERRORS.invalid('(#100) The parameter aggregation must be event_total_counts here'));
  const now = secondsNow(state);
  const start = Math.max(secondsOf(request.parameter('start_time'), 0), now - STATS_SECONDS);
  return ok(state.quality.totals(id, start, secondsOf(request.parameter('end_time'), now)));
};

/** `GET /dataset_quality?dataset_id=ID&fields=offline…`, a top-level node. */
const readQuality = (state: SandboxState, request: GraphRequest): Reply => {
  if (hasMarker(tokenOf(request) ?? '', 'NOREAD')) return fail(GRAPH_ERRORS.noReadPermission);
  if (request.parameter('dataset_id') !== state.settings.datasetId) return fail(GRAPH_ERRORS.noSuchDataset);
  const fields = request.parameter('fields');
  if (typeof fields !== 'string' || !/^offline\b/.test(fields))
    return fail(GRAPH_ERRORS.invalid('(#100) The sandbox knows the field offline only'));
  return ok(state.quality.quality(state.settings.datasetId));
};

const nodeReply = (state: SandboxState, request: GraphRequest): Reply => {
  const [id = '', edge] = request.path;
  if (id === 'dataset_quality' && edge === undefined && request.method === 'GET') return readQuality(state, request);
  const api = apiOf(state.settings, id);
  if (api === null) return fail(GRAPH_ERRORS.noSuchObject);
  const wrong = versionError(request.version, state.settings.clock.now(), { api, isRead: true });
  if (wrong !== null) return fail(wrong);
  const isGet = request.method === 'GET';
  if (edge !== undefined && isGet && hasMarker(tokenOf(request) ?? '', 'NOREAD'))
    return fail(GRAPH_ERRORS.noReadPermission);
  if (edge === 'stats' && isGet) return readTotals(state, id, request);
  if (edge === undefined && isGet) return readNode(api, id, request, state.uploads);
  if (edge === 'uploads' && request.method === 'POST') return openUpload(id, request, state.uploads);
  if ((edge === 'uploads' || edge === 'offline_event_uploads') && isGet) return readUploads(id, request, state.uploads);
  return fail(GRAPH_ERRORS.noSuchObject);
};

/** Everything except the event edges: nodes, upload tags, tokens, and the sandbox's own pages. */
export const reply = (state: SandboxState, request: GraphRequest): Reply => {
  const [first, second] = request.path;
  if (first === '_sandbox') return ownPage(state, second);
  const wrong = authenticate(request, state.settings);
  if (first !== 'debug_token') return wrong === null ? nodeReply(state, request) : fail(wrong);
  // A token without permissions may still be inspected.
  if (wrong !== null && wrong.code !== NO_PERMISSION) return fail(wrong);
  return debugToken(request, state.settings.expectedToken, secondsNow(state));
};
