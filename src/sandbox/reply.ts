import type { JsonObject } from '../lib/json.js';
import type { GraphError } from './envelope.js';

/** What a route says, before it is written as an HTTP answer. */
export type Reply =
  { readonly kind: 'ok'; readonly body: JsonObject } | { readonly kind: 'error'; readonly error: GraphError };

export const ok = (body: JsonObject): Reply => ({ kind: 'ok', body });

export const fail = (error: GraphError): Reply => ({ kind: 'error', error });
