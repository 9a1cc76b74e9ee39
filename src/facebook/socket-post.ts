// Posts over kept-alive connections of Node's own HTTP client. Here is what makes an answer the answer to a request: a
// connection that receives data while nothing was asked is closed, and what came before the request was written is not
// a receipt. Replies are classified elsewhere (classify-reply.ts), and time limits are set by the transport.

import {
  Agent,
  request as requestOverHttp,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as TlsAgent, request as requestOverTls } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { sumOf } from '../lib/sum.js';
import type { OpenPost, Post } from './transport.js';

/** Headers that came more than once are joined, as fetch does it. */
const headersOf = ({ headersDistinct }: IncomingMessage): readonly [string, string][] =>
  Object.entries(headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]);

/** The error if there is no answer; `code` as Node.js names such errors. */
class NoAnswerError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Calls back however a request ends without a response; otherwise its caller would wait forever. */
const onNoAnswer = (request: ClientRequest, reject: (error: Error) => void): void => {
  request.on('error', reject);
  request.once('upgrade', (_response, socket) => {
    socket.destroy();
    reject(new NoAnswerError('another protocol in place of an answer'));
  });
  request.once('close', () => reject(new NoAnswerError('ECONNRESET')));
};

/** Calls back when the connection is made and its certificate is checked; before that nothing of a request is sent. */
const onConnected = (request: ClientRequest, isTls: boolean, connected: () => void): void => {
  request.once('socket', (socket: Socket) => {
    if (request.reusedSocket) connected();
    else socket.once(isTls ? 'secureConnect' : 'connect', connected);
  });
};

/**
 * Whether an answer came before its request was written. On a reused connection it may belong to the previous request.
 * On a new one a refusal such as 413 may come early, but a receipt cannot.
 */
const isTooEarly = (request: ClientRequest, { statusCode = 0 }: IncomingMessage): boolean =>
  !request.writableFinished && (request.reusedSocket || statusCode < 300);

/** The body of a reply. Rejects if two come at once: either may belong to the connection's earlier request. */
const bodyOf = async function* (request: ClientRequest, response: IncomingMessage): AsyncGenerator<Uint8Array> {
  const { socket } = response;
  const chunks: AsyncIterable<Uint8Array> = response;
  yield* chunks;
  if (request.reusedSocket && request.shouldKeepAlive && socket.destroyed)
    throw new NoAnswerError('two answers to one request');
};

/** Resolves when everything that had arrived when it was called has been read from the sockets. */
const everythingRead = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/**
 * The connections of one protocol. A connection that receives data while idle is closed, and from then on each request
 * gets its own connection, because a peer that answers twice once may do so again at any moment.
 */
class Connections {
  readonly #shared: Agent;
  readonly #single: Agent;
  readonly #idle = new Map<Duplex, () => void>();
  #isTrusted = true;

  constructor(shared: Agent, single: Agent) {
    this.#shared = shared;
    this.#single = single;
    shared.on('free', (socket: Duplex) => this.#watch(socket));
  }

  /** The agent for the next request; first reads unexpected data and closes its connection. */
  async agent(): Promise<Agent> {
    if (this.#idle.size > 0) await everythingRead();
    return this.#isTrusted ? this.#shared : this.#single;
  }

  /** Call it with the connection that a request was given. */
  took(socket: Duplex): void {
    this.#idle.get(socket)?.();
  }

  /** An answer came that cannot belong to its request. */
  distrust(): void {
    this.#isTrusted = false;
  }

  close(): void {
    [this.#shared, this.#single].forEach((agent) => agent.destroy());
  }

  #watch(socket: Duplex): void {
    if (socket.destroyed) {
      // It was to be kept: the client closes one on which two answers came in one go.
      this.distrust();
      return;
    }
    const unasked = (): void => {
      this.distrust();
      socket.destroy();
    };
    const end = (): void => {
      socket.off('data', unasked);
      socket.off('close', end);
      this.#idle.delete(socket);
    };
    this.#idle.set(socket, end);
    socket.once('close', end);
    socket.on('data', unasked);
    socket.resume();
  }
}

/** Posts over kept-alive connections, straight from memory: `fetch` copies a body four times, a quarter of the time. */
export const socketPost = (): OpenPost => {
  const plain = new Connections(new Agent({ keepAlive: true }), new Agent());
  const tls = new Connections(new TlsAgent({ keepAlive: true }), new TlsAgent());

  const post: Post = async (url, { headers, body, signal, connected }) => {
    const isTls = new URL(url).protocol === 'https:';
    const connections = isTls ? tls : plain;
    const agent = await connections.agent();
    return new Promise((resolve, reject) => {
      const length = { 'content-length': sumOf(body, (piece) => piece.length) };
      const options: RequestOptions = { method: 'POST', agent, headers: { ...headers, ...length }, signal };
      const request = isTls ? requestOverTls(url, options) : requestOverHttp(url, options);
      request.once('socket', (socket) => connections.took(socket));
      onConnected(request, isTls, connected);
      request.once('response', (response) => {
        if (isTooEarly(request, response)) {
          connections.distrust();
          reject(new NoAnswerError('an answer before the request was sent'));
          request.destroy();
        } else
          resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body: bodyOf(request, response) });
      });
      onNoAnswer(request, reject);
      for (const piece of body) request.write(piece);
      request.end();
    });
  };

  const close = (): Promise<void> => {
    [plain, tls].forEach((connections) => connections.close());
    return Promise.resolve();
  };
  return { post, close };
};
