// An HTTP request as the Graph API reads it: path, parameters, body.

import { jsonOrUndefined, objectOrNull, type JsonObject } from '../lib/json.js';
import type { IncomingMessage } from 'node:http';

/** A body that is too long is read and dropped, up to a limit, so that the client receives the reason. */
const LONGEST_UNKEPT = 8;

/** Reads a request's body; null when it is longer than allowed. Rejects when the caller hangs up. */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > maxBytes * LONGEST_UNKEPT) return null;
    if (bytes <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > maxBytes ? null : Buffer.concat(chunks, bytes);
};

/** One call in the Graph API's terms, in whatever form it was sent. */
export interface GraphRequest {
  readonly method: string;
  /** `v26.0`; null: the path names none. */
  readonly version: string | null;
  readonly path: readonly string[];
  readonly authorization: string;
  /** A parameter of the body, or else of the query. */
  readonly parameter: (name: string) => unknown;
}

interface RawRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly contentType: string;
  readonly body: Buffer;
}

const VERSION_PART = /^v\d+\.\d+$/;

const multipartBody = async (body: Buffer, contentType: string): Promise<JsonObject | null> => {
  try {
    // Deprecated for servers because it keeps the whole form in memory; here bodies are bounded and rare.
    // oxlint-disable-next-line typescript/no-deprecated
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const members: Record<string, unknown> = {};
    for (const [name, value] of form) members[name] = typeof value === 'string' ? value : await value.text();
    return members;
  } catch {
    // A body that is not a form is the caller's fault.
    return null;
  }
};

/** The body's parameters, from JSON or either kind of form; null: another format. */
const bodyParameters = async ({ body, contentType }: RawRequest): Promise<JsonObject | null> => {
  if (body.length === 0) return {};
  if (contentType.startsWith('multipart/form-data')) return multipartBody(body, contentType);
  if (contentType.startsWith('application/json')) return objectOrNull(jsonOrUndefined(body.toString()));
  return Object.fromEntries(new URLSearchParams(body.toString()));
};

/** Reads a call; null: its body cannot be read. */
export const graphRequest = async (raw: RawRequest): Promise<GraphRequest | null> => {
  const parameters = await bodyParameters(raw);
  if (parameters === null) return null;
  const url = new URL(raw.url, 'http://sandbox.invalid');
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const version = parts[0] !== undefined && VERSION_PART.test(parts[0]) ? parts[0] : null;
  return {
    method: raw.method,
    version,
    path: version === null ? parts : parts.slice(1),
    authorization: raw.authorization,
    parameter: (name) => parameters[name] ?? url.searchParams.get(name) ?? undefined,
  };
};
