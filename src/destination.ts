import { createHmac } from 'node:crypto';
import type { RequestMembers } from './pack/request-body.js';
import type { DeliverySettings } from './model/settings.js';
import { fetchPost, type Fetch, type Post } from './send/transport.js';

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/** The events edge of the destination; it holds no secret. */
export const eventsUrl = (delivery: Pick<DeliverySettings, 'baseUrl' | 'apiVersion' | 'destinationId'>): string =>
  `${delivery.baseUrl.replace(/\/+$/, '')}/${delivery.apiVersion}/${delivery.destinationId ?? ''}/events`;

/** HMAC-SHA256 of the token with the app secret as key, lower-case hex (Graph API, secure requests). */
export const appSecretProof = (accessToken: string, appSecret: string): string =>
  createHmac('sha256', appSecret).update(accessToken).digest('hex');

/** The members of each request beside its events, without anything secret: what a dry run shows. */
export const publicMembers = (delivery: DeliverySettings, runId: string): RequestMembers => ({
  upload_tag: delivery.uploadTag ?? `mp2fb ${runId}`,
  test_event_code: delivery.testEventCode,
});

/**
 * The same with token and proof. They travel in the body, as Meta's own clients send them: an address would show up in
 * the logs of every proxy on the way.
 */
export const secretMembers = (delivery: DeliverySettings, runId: string): RequestMembers => {
  const token = delivery.accessToken?.reveal();
  const secret = delivery.appSecret?.reveal();
  return {
    ...publicMembers(delivery, runId),
    ...(token === undefined ? {} : { access_token: token }),
    ...(token === undefined || secret === undefined ? {} : { appsecret_proof: appSecretProof(token, secret) }),
  };
};

type Environment = Readonly<Record<string, string | undefined>>;

const namesProxy = (env: Environment): boolean => PROXY_VARIABLES.some((name) => (env[name] ?? '') !== '');

/**
 * The fetch to use: Node's own, or where the environment names a proxy, undici's with its environment proxy agent
 * (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`). undici takes 0.3 s to load, which only those pay who need it.
 */
export const fetchFor = async (env: Environment): Promise<Fetch> => {
  if (!namesProxy(env)) return globalThis.fetch;
  const { EnvHttpProxyAgent, fetch: undiciFetch } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent({
    ...proxyOption('httpProxy', env['http_proxy'] ?? env['HTTP_PROXY']),
    ...proxyOption('httpsProxy', env['https_proxy'] ?? env['HTTPS_PROXY']),
    ...proxyOption('noProxy', env['no_proxy'] ?? env['NO_PROXY']),
  });
  return (url, init) => undiciFetch(url, { ...init, dispatcher });
};

/** How uploads are posted: over sockets of our own, or through the proxy that the environment names. */
export const postFor = async (env: Environment): Promise<Post> =>
  namesProxy(env) ? fetchPost(await fetchFor(env)) : (await import('./send/socket-post.js')).socketPost();

const proxyOption = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined || value === '' ? {} : { [name]: value };
