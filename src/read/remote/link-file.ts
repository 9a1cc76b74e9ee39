// An object behind an https:// link. Retrying while it is read is in remote-source.ts.

import { setTimeout as sleep } from 'node:timers/promises';
import type * as Undici from 'undici';
import type { Environment } from '../../lib/environment.js';
import { InputError } from '../../lib/errors.js';
import { proxiesOf, type Proxies } from '../../lib/proxies.js';
import type { InputRef } from '../options.js';
import { shownLink } from './place.js';
import { RemoteFault, type RemoteBody, type RemoteFile, type RemoteState } from '../remote-file.js';
import { MAX_ATTEMPTS, waitMsAfter } from './remote-source.js';
import { rangeOf } from './s3-store.js';
import { faultOf, statusFault } from './store-fault.js';

const MAX_REDIRECTS = 5;
const HEADERS_TIMEOUT_MS = 60_000;

/** Set explicitly, because the agent would otherwise read the environment itself. */
const NO_PROXIES: Proxies = { httpProxy: '', httpsProxy: '', noProxy: '' };

const header = (answer: Undici.Dispatcher.ResponseData, name: string): string | null => {
  const value = answer.headers[name];
  return typeof value === 'string' ? value : null;
};

/** A tag that only says "about the same" does not promise the same bytes (RFC 9110, 8.8.1). */
const strongTag = (answer: Undici.Dispatcher.ResponseData): string | null => {
  const tag = header(answer, 'etag');
  return tag === null || tag.startsWith('W/') ? null : tag;
};

const numberOrNull = (text: string | null): number | null => (text === null ? null : Number(text));

const bodyOf = (answer: Undici.Dispatcher.ResponseData): RemoteBody => {
  const range = answer.statusCode === 206 ? rangeOf(header(answer, 'content-range')) : null;
  const whole = { start: 0, size: numberOrNull(header(answer, 'content-length')) };
  return { etag: strongTag(answer), ...(range ?? whole), bytes: answer.body };
};

interface Following {
  readonly dispatcher: Undici.Dispatcher;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal | null;
}

const follow = async (
  request: typeof Undici.request,
  url: URL,
  options: Following,
  left = MAX_REDIRECTS,
): Promise<Undici.Dispatcher.ResponseData> => {
  const answer = await request(url, options);
  const { statusCode } = answer;
  const location = header(answer, 'location');
  const isRedirect = statusCode >= 301 && statusCode <= 308 && statusCode !== 304 && location !== null;
  const fault = isRedirect ? null : statusFault(statusCode);
  if (!isRedirect && fault === null) return answer;
  await answer.body.dump();
  if (fault !== null) throw fault;
  const next = new URL(location ?? '', url);
  if (left === 0 || next.protocol !== url.protocol)
    throw new RemoteFault('permanent', 'the link is redirected too often, or away from https');
  return follow(request, next, options, left - 1);
};

/** Requests a range, or everything (null), of the object with this tag. Rejects with RemoteFault. */
type Get = (range: string | null, etag: string | null, signal?: AbortSignal) => Promise<Undici.Dispatcher.ResponseData>;

const getterOf = (url: URL, { request, EnvHttpProxyAgent }: typeof Undici, proxies: Proxies | null): Get => {
  // No limit on the reader's pauses, because nothing is read for minutes while an upload is throttled.
  const pauses = { bodyTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS };
  const dispatcher = new EnvHttpProxyAgent({ ...(proxies ?? NO_PROXIES), ...pauses });
  return async (range, etag, signal) => {
    const headers = {
      // As stored, because compressed transfer would make byte offsets unusable.
      'accept-encoding': 'identity',
      ...(range === null ? {} : { range }),
      ...(etag === null ? {} : { 'if-match': etag }),
    };
    try {
      return await follow(request, url, { dispatcher, headers, signal: signal ?? null });
    } catch (error) {
      throw faultOf(error);
    }
  };
};

/** Requests one byte: a signed link is often valid for GET only, so that HEAD would be refused. */
const stateOf = async (get: Get, signal?: AbortSignal): Promise<RemoteState> => {
  const answer = await get('bytes=0-0', null, signal);
  const { size, etag, bytes } = bodyOf(answer);
  const modifiedMs = Date.parse(header(answer, 'last-modified') ?? '');
  bytes.on('error', () => undefined).destroy();
  return { size, etag, modifiedMs: Number.isNaN(modifiedMs) ? null : modifiedMs };
};

/** An empty object has no first byte to send. */
const stateOrEmpty = async (get: Get, signal?: AbortSignal): Promise<RemoteState> => {
  try {
    return await stateOf(get, signal);
  } catch (error) {
    if (error instanceof RemoteFault && error.kind === 'changed') return { size: 0, etag: null, modifiedMs: null };
    throw error;
  }
};

/** Reattempts as often as reading does: a short failure of the store must not end a nightly run. */
const stateAfterFaults = async (get: Get, signal?: AbortSignal): Promise<RemoteState> => {
  for (let attempts = 1; ; attempts += 1)
    try {
      return await stateOrEmpty(get, signal);
    } catch (error) {
      if (!(error instanceof RemoteFault) || error.kind !== 'temporary' || attempts === MAX_ATTEMPTS) throw error;
      await sleep(waitMsAfter(attempts), undefined, { signal });
    }
};

/**
 * What an `https://` argument means; `env` may name a proxy, `signal` ends the waiting. Throws InputError, which shows
 * the link without its query, and UsageError for a proxy without a valid address.
 */
export const findLink = async (url: URL, env: Environment, signal?: AbortSignal): Promise<InputRef> => {
  const proxies = proxiesOf(env);
  const get = getterOf(url, await import('undici'), proxies);
  const path = shownLink(url);
  try {
    const state = await stateAfterFaults(get, signal);
    const open: RemoteFile['open'] = async (from, stopping) =>
      bodyOf(await get(from === 0 ? null : `bytes=${from}-`, state.etag, stopping));
    const remote: RemoteFile = { ...state, open, current: (stopping) => stateOrEmpty(get, stopping) };
    return { path, absolute: null, size: state.size, modifiedMs: state.modifiedMs, remote };
  } catch (error) {
    if (!(error instanceof RemoteFault)) throw error;
    throw new InputError(`${path}: ${linkMessage(error, url)}`, { cause: error });
  }
};

const linkMessage = (fault: RemoteFault, url: URL): string =>
  url.search === '' || fault.message !== 'access is denied'
    ? fault.message
    : 'access is denied: has the signed link expired?';
