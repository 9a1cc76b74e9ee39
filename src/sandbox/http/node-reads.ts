// Reading a dataset or offline event set from the simulator.

import type { JsonObject } from '../../lib/json.js';
import type { Api } from '../../model/settings.js';
import { GRAPH_ERRORS } from '../envelope.js';
import type { GraphRequest } from '../graph-request.js';
import { fail, ok, type Reply } from '../reply.js';
import type { Uploads } from '../uploads.js';

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
    all.reduce((total, upload) => total + upload[field], 0);
  return {
    id,
    name: NODE_NAMES[api],
    is_consolidated_container: true,
    is_unavailable: false,
    owner_business: { id: '900000000000009', name: 'Sandbox business' },
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

/** `GET /{id}?fields=…`: the fields asked for; without any, the id and the name. */
export const readNode = (api: Api, id: string, request: GraphRequest, uploads: Uploads): Reply => {
  const node = nodeOf(api, id, uploads);
  const names = namesIn(request.parameter('fields')).filter((name) => name !== '');
  if (names.some((name) => !Object.hasOwn(node, name)))
    return fail(GRAPH_ERRORS.invalid(`(#100) Tried accessing nonexisting field on node type (${NODE_TYPES[api]})`));
  return ok(Object.fromEntries([...new Set(['id', ...names])].map((name) => [name, node[name]])));
};

/** `GET /{id}/uploads` and `/{id}/offline_event_uploads`: one entry per tag, or the one asked for. */
export const readUploads = (id: string, request: GraphRequest, uploads: Uploads): Reply => {
  const tag = request.parameter('upload_tag');
  return ok({ data: uploads.list(id).filter((upload) => tag === undefined || upload.upload_tag === tag) });
};

/** `POST /{id}/uploads`: opens an upload for a tag and gives its id. */
export const openUpload = (id: string, request: GraphRequest, uploads: Uploads): Reply => {
  const tag = request.parameter('upload_tag');
  if (typeof tag !== 'string' || tag === '')
    return fail(GRAPH_ERRORS.invalid('(#100) The parameter upload_tag is required'));
  return ok({ id: uploads.open(id, tag).id });
};
