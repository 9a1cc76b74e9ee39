// The address of an upload and the members that every request has. Sending is in transport.ts.

import { createHmac } from 'node:crypto';
import type { Environment } from '../lib/environment.js';
import { proxiesOf, proxyNameFor, unusableProxy, type Proxies } from '../lib/proxies.js';
import { publicMembers, type RequestMembers } from './request-body.js';
import type { DeliverySettings } from '../model/settings.js';
import { fetchPost, type Fetch, type OpenPost } from './transport.js';

/** A fetch, and how to close its connections: one that a proxy never answered keeps the process alive for minutes. */
interface OpenFetch {
  readonly fetch: Fetch;
  readonly close: () => Promise<void>;
}

/** A fetch through proxies. undici takes 0.3 s to load, so it is loaded only if there is a proxy. */
export const proxyFetch = async (proxies: Proxies): Promise<OpenFetch> => {
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  try {
    // Each request gets a new connection, so that an answer that a proxy sends twice cannot be taken for the next
    // one's.
    const dispatcher = new EnvHttpProxyAgent({ ...proxies, pipelining: 0 });
    return { fetch: (url, init) => fetch(url, { ...init, dispatcher }), close: () => dispatcher.destroy() };
  } catch {
    // The error's own message quotes the address.
    throw unusableProxy('HTTP_PROXY or HTTPS_PROXY');
  }
};

/** The address of a path under one version of the Graph API. */
export const graphUrl = (baseUrl: string, version: string, path: string): string =>
  `${baseUrl.replace(/\/+$/, '')}/${version}/${path}`;

/** The events edge of the destination; the URL contains no secret. */
export const eventsUrl = (delivery: Pick<DeliverySettings, 'baseUrl' | 'apiVersion' | 'destinationId'>): string =>
  graphUrl(delivery.baseUrl, delivery.apiVersion, `${delivery.destinationId ?? ''}/events`);

/** HMAC-SHA256 of the token with the app secret as key, lower-case hex (Graph API, secure requests). */
export const appSecretProof = (accessToken: string, appSecret: string): string =>
  createHmac('sha256', appSecret).update(accessToken).digest('hex');

/** The same with token and proof: in the body, as Meta's own clients do it, because proxies log addresses. */
export const secretMembers = (delivery: DeliverySettings, runId: string): RequestMembers => {
  const token = delivery.accessToken?.reveal();
  const secret = delivery.appSecret?.reveal();
  return {
    ...publicMembers(delivery, runId),
    ...(token === undefined ? {} : { access_token: token }),
    ...(token === undefined || secret === undefined ? {} : { appsecret_proof: appSecretProof(token, secret) }),
  };
};

const nothingToClose = (): Promise<void> => Promise.resolve();

/** The fetch to use: Node's own, or where the environment names a proxy, one that goes through it. */
export const openFetch = async (env: Environment): Promise<OpenFetch> => {
  const proxies = proxiesOf(env);
  return proxies === null ? { fetch: globalThis.fetch, close: nothingToClose } : proxyFetch(proxies);
};

/** How uploads are posted: with the given fetch, through the proxy of the environment, or over our own sockets. */
export const openPost = async (url: string, env: Environment, given: Fetch | undefined): Promise<OpenPost> => {
  if (given !== undefined) return { post: fetchPost(given), close: nothingToClose };
  const proxies = proxiesOf(env);
  if (proxies === null) return (await import('./socket-post.js')).socketPost();
  const { fetch, close } = await proxyFetch(proxies);
  return { post: fetchPost(fetch), close, proxy: proxyNameFor(url, proxies) };
};
