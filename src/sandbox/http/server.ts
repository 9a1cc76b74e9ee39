// Starts and stops the simulator's HTTP server.

import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { brokenEnding, eventExchange, finish, plainExchange } from './exchange.js';
import { isLoopback } from '../../lib/loopback.js';
import { type SandboxOptions, sandboxSettings } from '../options.js';
import { type Arrival, type SandboxState, sandboxState } from '../state.js';
import type { SandboxStats } from '../stats.js';

/** A running simulator of Facebook. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT`, for the setting `baseUrl`. */
  readonly url: string;
  readonly accessToken: string;
  readonly offlineEventSetId: string;
  readonly datasetId: string;
  readonly stats: () => SandboxStats;
  /** The last events that arrived, oldest first; as many as the option `keepEvents` says. */
  readonly events: () => readonly Arrival[];
  /** Closes requests in flight and frees the port. */
  readonly close: () => Promise<void>;
}

const ANY_TOKEN = 'SANDBOX_ACCESS_TOKEN';

/** Uploaders pause; a connection that waits for them must not look like a simulated fault. */
const KEEP_ALIVE_MS = 120_000;

const EVENT_EDGE = /\/events(?:\?|$)/;

const isEventPost = (message: IncomingMessage): boolean =>
  message.method === 'POST' && EVENT_EDGE.test(message.url ?? '');

const exchange = async (state: SandboxState, message: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    finish(state, response, await (isEventPost(message) ? eventExchange : plainExchange)(state, message));
  } catch {
    // Usually the client hung up or the sandbox was closed, so no one receives an answer.
    if (state.closing.aborted || response.destroyed) response.destroy();
    else finish(state, response, brokenEnding(state));
  }
};

/** The host name of a Host header, without the port. */
const hostnameOf = (header: string): string =>
  URL.canParse(`http://${header}`) ? new URL(`http://${header}`).hostname : '';

/**
 * Whether a request names an address of this sandbox. A page in a browser on this machine could reach it under its own
 * host name that resolves to this machine (DNS rebinding). A sandbox that listens for other machines cannot know its
 * names.
 */
const isOwnAddress = (host: string, { headers }: IncomingMessage): boolean => {
  const name = hostnameOf(headers.host ?? '').replace(/^\[(.*)\]$/, '$1');
  return !isLoopback(host) || isLoopback(name) || name === host;
};

const MISDIRECTED = 421;

const refuseHost = (message: IncomingMessage, response: ServerResponse): void => {
  message.resume();
  response.writeHead(MISDIRECTED, { 'content-type': 'text/plain', connection: 'close' });
  response.end('This sandbox answers to its own address only.\n');
};

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** Starts a simulator of Facebook; rejects when the port is in use. Two destinations must have different ids. */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const settings = sandboxSettings(options);
  const closing = new AbortController();
  // Every request that waits for its latency adds a listener, and there is no maximum.
  setMaxListeners(0, closing.signal);
  const state = sandboxState(settings, closing.signal);
  const server = createServer((message, response) => {
    if (isOwnAddress(settings.host, message)) void exchange(state, message, response);
    else refuseHost(message, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  const closed = once(server, 'close');
  const host = isIPv6(settings.host) ? `[${settings.host}]` : settings.host;
  return {
    url: `http://${host}:${portOf(server)}`,
    accessToken: settings.expectedToken ?? ANY_TOKEN,
    offlineEventSetId: settings.offlineEventSetId,
    datasetId: settings.datasetId,
    stats: () => state.stats.snapshot(),
    events: () => [...state.arrivals],
    close: async () => {
      closing.abort();
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
