// GET requests to the Graph API, and what their failures mean. Uploads go through transport.ts.

import type { Environment } from '../lib/environment.js';
import { appSecretProof, graphUrl, openFetch } from './endpoint.js';
import type { Clock } from '../lib/clock.js';
import { type JsonObject, jsonOrUndefined, objectOrNull } from '../lib/json.js';
import { withTimeout } from '../lib/timeout.js';
import { oldestLiveVersion, DEFAULT_API_VERSION, versionStatus } from '../model/api-versions.js';
import type { DeliverySettings } from '../model/settings.js';
import { adviceFor } from './advice.js';
import { FOREIGN_ANSWER_ADVICE, foreignAnswer } from './classify-reply.js';
import { shownWords, withoutSecrets } from './redaction.js';
import { errorNumbers, facebookErrorOf, INVALID_PARAMETER, SUBCODE_NO_OBJECT } from './error.js';
import { networkCodeOf } from './network-code.js';
import { boundedText, type Fetch } from './transport.js';
import { MS_PER_SECOND } from '../lib/units.js';

/** What Facebook answered to a read. */
export type GraphReply =
  | { readonly kind: 'answer'; readonly body: JsonObject }
  | {
      readonly kind: 'refused';
      readonly code: number | null;
      readonly subcode: number | null;
      /** Facebook's own words, with code and trace id. */
      readonly words: string;
      readonly advice: string | null;
    }
  /** `code`: Node's own, such as ECONNREFUSED. */
  | { readonly kind: 'unreachable'; readonly code: string };

/** Codes of token and policy errors, which Facebook returns for every call (Graph API, error handling). */
const REFUSES_ALL: readonly (number | null)[] = [190, 368];

/** Whether Facebook refuses every call with this token or without this proof: an upload would stop at once. */
export const isCallRefused = (reply: GraphReply): boolean =>
  reply.kind === 'refused' &&
  (REFUSES_ALL.includes(reply.code) || (reply.code === INVALID_PARAMETER && reply.words.includes('appsecret_proof')));

/** "Object does not exist, or no permission, or operation not supported" (Marketing API, error reference). */
export const isObjectMissing = (reply: GraphReply): boolean =>
  reply.kind === 'refused' && reply.code === INVALID_PARAMETER && reply.subcode === SUBCODE_NO_OBJECT;

/** An answer, and how far this machine's clock is ahead of the server's `Date` (null: it sent none). */
interface TimedReply {
  readonly reply: GraphReply;
  readonly aheadMs: number | null;
}

/** Reads from the Graph API. The token is in a header or a body, never in an address, because logs keep addresses. */
export interface GraphReader {
  /** `GET /{version}/{id}?fields=…`. */
  readonly node: (id: string, fields: string) => Promise<TimedReply>;
  /** `GET /{version}/{path}?…`: an edge of a node, or a top-level node such as dataset_quality. */
  readonly read: (path: string, parameters: Readonly<Record<string, string>>) => Promise<TimedReply>;
  /** Facebook's details of the token itself. */
  readonly debugToken: () => Promise<TimedReply>;
  readonly close: () => Promise<void>;
}

/** Timeout of a read, whatever the timeout of uploads. */
const LONGEST_READ_SECONDS = 20;

interface Surroundings {
  readonly env: Environment;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly version: string;
}

const replyOf = (status: number, text: string): GraphReply => {
  const body = jsonOrUndefined(text);
  const error = facebookErrorOf(status, body);
  if (error !== null) {
    const words = `Facebook says: ${shownWords(error.message) || 'nothing'} (${errorNumbers(error)})`;
    return { kind: 'refused', code: error.code, subcode: error.subcode, words, advice: adviceFor(error) };
  }
  const answer = objectOrNull(body);
  if (status === 200 && answer !== null) return { kind: 'answer', body: answer };
  const advice = `${FOREIGN_ANSWER_ADVICE}.`;
  return { kind: 'refused', code: null, subcode: null, words: foreignAnswer(status), advice };
};

/** The version for reads: that of the settings, or a current one if that has expired. */
const readVersion = (version: string, nowMs: number): string => {
  if (versionStatus(version, nowMs).kind !== 'expired') return version;
  return versionStatus(DEFAULT_API_VERSION, nowMs).kind === 'live' ? DEFAULT_API_VERSION : oldestLiveVersion(nowMs);
};

type ReadRequest = Pick<Parameters<Fetch>[1], 'method' | 'headers' | 'body'>;

/** A reader with the token of the settings, through the proxy of the environment. */
export const graphReader = async (
  { baseUrl, apiVersion, timeoutSeconds, appSecret }: DeliverySettings,
  token: string,
  { env, clock, signal, version }: Surroundings,
): Promise<GraphReader> => {
  const { fetch, close } = await openFetch(env);
  const secret = appSecret?.reveal();
  const proof = secret === undefined ? {} : { appsecret_proof: appSecretProof(token, secret) };
  const secrets = [token, ...Object.values(proof)];
  const milliseconds = Math.min(timeoutSeconds, LONGEST_READ_SECONDS) * MS_PER_SECOND;
  const authorized = { authorization: `Bearer ${token}`, 'user-agent': `mp2fb/${version}` };

  const answerTo = async (url: string, request: ReadRequest, inTime: AbortSignal): Promise<TimedReply> => {
    const response = await fetch(url, { ...request, redirect: 'manual', signal: inTime });
    const reply = replyOf(response.status, withoutSecrets(await boundedText(response.body), secrets));
    const serverMs = Date.parse(new Map(response.headers).get('date') ?? '');
    return { reply, aheadMs: Number.isNaN(serverMs) ? null : clock.now() - serverMs };
  };

  const send = async (path: string, request: ReadRequest): Promise<TimedReply> => {
    const url = graphUrl(baseUrl, readVersion(apiVersion, clock.now()), path);
    try {
      return await withTimeout(milliseconds, (inTime) => answerTo(url, request, inTime), signal);
    } catch (error) {
      return { reply: { kind: 'unreachable', code: networkCodeOf(error) }, aheadMs: null };
    }
  };

  const read: GraphReader['read'] = (path, parameters) => {
    const query = new URLSearchParams({ ...parameters, ...proof });
    return send(`${path}?${query.toString()}`, { method: 'GET', headers: authorized });
  };

  const debugToken = (): Promise<TimedReply> => {
    // A POST that names its method counts as a read; only that keeps the inspected token out of the address.
    const form = new URLSearchParams({ method: 'get', input_token: token, ...proof });
    const headers = { ...authorized, 'content-type': 'application/x-www-form-urlencoded' };
    return send('debug_token', { method: 'POST', headers, body: Uint8Array.from(Buffer.from(form.toString())) });
  };

  return { node: (id, fields) => read(id, { fields }), read, debugToken, close };
};
