// One upload request over HTTP, to a reply or a network failure. Retries are in send/attempts.ts.

import { withTimeout } from '../lib/timeout.js';
import { isBeforeConnection, networkCodeOf } from './network-code.js';
import { withoutSecrets } from './redaction.js';
import type { Reply } from './reply.js';
import { MS_PER_SECOND } from '../lib/units.js';

/** A body as consecutive pieces. */
export type Body = readonly Uint8Array<ArrayBuffer>[];

/** One request to Facebook. Never rejects: a failure is also a reply. */
export type Transport = (body: Body) => Promise<Reply>;

/** The part of `fetch` that is needed here, so that Node's, undici's and a test's all fit. */
export type Fetch = (
  url: string,
  init: {
    readonly method: 'GET' | 'POST';
    readonly headers: Record<string, string>;
    readonly body?: Uint8Array<ArrayBuffer>;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<{
  readonly status: number;
  readonly headers: Iterable<[string, string]>;
  readonly body: AsyncIterable<Uint8Array> | null;
}>;

interface PostAnswer {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: AsyncIterable<Uint8Array> | null;
}

interface PostRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly signal: AbortSignal;
  /** Called when the connection is made, or at once if that is unknown: Facebook may receive something from then on. */
  readonly connected: () => void;
}

/** Posts a body to a URL. Follows no redirect; rejects with Node's own error when no answer comes. */
export type Post = (url: string, request: PostRequest) => Promise<PostAnswer>;

/** A way to post, and how its connections are closed when no more is posted. */
export interface OpenPost {
  readonly post: Post;
  /** The proxy on the way, for people; absent or null: none. */
  readonly proxy?: string | null;
  readonly close: () => Promise<void>;
}

/** Posts with a `fetch`. */
export const fetchPost =
  (fetch: Fetch): Post =>
  (url, { headers, body, signal, connected }) => {
    connected();
    return fetch(url, {
      method: 'POST',
      headers: { ...headers },
      body: Buffer.concat(body),
      redirect: 'manual',
      signal,
    });
  };

interface TransportOptions {
  /** The events edge, without a token in it. */
  readonly url: string;
  readonly timeoutSeconds: number;
  readonly userAgent: string;
  /** Texts that must not appear in a reply: token, proof. */
  readonly secrets: readonly string[];
  readonly post: Post;
  /** The proxy on the way, for people; null: none. */
  readonly proxy?: string | null;
}

/** Facebook's answers have a few kB; even one with a message for each of 2,000 events is far smaller than this. */
const LONGEST_ANSWER_BYTES = 8 * 1024 * 1024;

/** The text of an answer. Rejects if it is too long: it is not Facebook's, and must not fill the memory. */
export const boundedText = async (body: AsyncIterable<Uint8Array> | null): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body ?? []) {
    length += piece.length;
    if (length > LONGEST_ANSWER_BYTES) throw new AnswerTooLongError('the answer is too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
};

class AnswerTooLongError extends Error {
  readonly code = "an answer too long to be Facebook's";
}

const routeOf = (url: string, proxy: string | null): string =>
  new URL(url).host + (proxy === null ? '' : ` through the proxy ${proxy}`);

/**
 * POSTs JSON bodies to one URL. Each ends when its answer is complete or its time is up. Redirects are not followed,
 * because the token in the body is for one host only.
 */
export const httpTransport =
  ({ url, timeoutSeconds, userAgent, secrets, post, proxy = null }: TransportOptions): Transport =>
  async (body) => {
    const headers = { 'content-type': 'application/json', 'user-agent': userAgent };
    const connection = { isMade: false };
    const connected = (): void => {
      connection.isMade = true;
    };
    try {
      return await withTimeout(timeoutSeconds * MS_PER_SECOND, async (signal) => {
        const answer = await post(url, { headers, body, signal, connected });
        const text = withoutSecrets(await boundedText(answer.body), secrets);
        return { kind: 'answer', status: answer.status, headers: new Map(answer.headers), body: text };
      });
    } catch (error) {
      const sent = connection.isMade && !isBeforeConnection(error);
      return { kind: 'network', code: networkCodeOf(error), sent, route: routeOf(url, proxy) };
    }
  };
