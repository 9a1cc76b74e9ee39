// One exchange with the simulator, with faults and throttling. Routing: reads.ts.

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Answer,
  errorAnswer,
  fail,
  GATEWAY_ANSWER,
  GRAPH_ERRORS,
  type GraphError,
  okAnswer,
  type Reply,
} from '../envelope.js';
import { eventReply } from '../events-edge.js';
import type { Fault } from '../faults.js';
import { type GraphRequest, graphRequest, readBody } from '../graph-request.js';
import { reply } from './reads.js';
import { apiOf, type SandboxState } from '../state.js';
import type { RequestOutcome } from '../stats.js';
import { usageHeaders } from '../throttle.js';

/** How an exchange ends: with an answer, or with a closed connection. */
export interface Ending {
  /** null: the connection is closed instead. */
  readonly answer: Answer | null;
  readonly headers: Readonly<Record<string, string>>;
}

const CUT: Ending = { answer: null, headers: {} };

const failed = (state: SandboxState, error: GraphError): Answer => errorAnswer(error, state.nextTrace());

const asAnswer = (state: SandboxState, result: Reply): Answer =>
  result.kind === 'ok' ? okAnswer(result.body) : failed(state, result.error);

const bodyOf = async (state: SandboxState, message: IncomingMessage): Promise<GraphRequest | GraphError> => {
  const body = await readBody(message, state.settings.maxBodyBytes);
  if (body === null) return GRAPH_ERRORS.bodyTooLarge;
  state.stats.body(body.length);
  const request = await graphRequest({
    method: message.method ?? 'GET',
    url: message.url ?? '/',
    authorization: message.headers.authorization ?? '',
    contentType: message.headers['content-type'] ?? '',
    body,
  });
  return request ?? GRAPH_ERRORS.invalid('(#100) The request body can be read neither as JSON nor as a form.');
};

const versionHeaders = (request: GraphRequest): Record<string, string> =>
  request.version === null ? {} : { 'facebook-api-version': request.version };

/** An exchange that is not on an event edge, and has no faults. */
export const plainExchange = async (state: SandboxState, message: IncomingMessage): Promise<Ending> => {
  const request = await bodyOf(state, message);
  if ('code' in request) return { answer: failed(state, request), headers: {} };
  return { answer: asAnswer(state, reply(state, request)), headers: versionHeaders(request) };
};

const failures: Readonly<Partial<Record<Fault, (state: SandboxState) => Answer>>> = {
  fail_transient: (state) => failed(state, GRAPH_ERRORS.temporary),
  fail_unknown: (state) => failed(state, GRAPH_ERRORS.unknown),
  fail_gateway: () => GATEWAY_ANSWER,
};

const limitReached = (state: SandboxState, request: GraphRequest): Reply =>
  fail(
    apiOf(state.settings, request.path[0] ?? '') === 'offline-conversions'
      ? GRAPH_ERRORS.userCallLimit
      : GRAPH_ERRORS.callLimit,
  );

type Finished = readonly [RequestOutcome, Ending];

const served = async (state: SandboxState, fault: Fault, request: GraphRequest | GraphError): Promise<Finished> => {
  const usage = state.throttle.call(state.settings.clock.now());
  const headers = usageHeaders(usage);
  const failure = failures[fault];
  if (failure !== undefined) return ['failed', { answer: failure(state), headers }];
  if ('code' in request) return ['refused', { answer: failed(state, request), headers }];
  const all = { ...headers, ...versionHeaders(request) };
  if (!usage.admitted) return ['throttled', { answer: asAnswer(state, limitReached(state, request)), headers: all }];
  const result = await eventReply(state, request);
  if (result.kind === 'error') return ['refused', { answer: asAnswer(state, result), headers: all }];
  if (fault === 'answer_lost') return ['answersLost', CUT];
  return ['accepted', { answer: asAnswer(state, result), headers: all }];
};

/** An exchange on an event edge, with its faults. */
export const eventExchange = async (state: SandboxState, message: IncomingMessage): Promise<Ending> => {
  state.stats.begin();
  const fault = state.nextFault();
  let outcome: RequestOutcome = 'aborted';
  try {
    const request = await bodyOf(state, message);
    if (fault === 'reset') {
      outcome = 'reset';
      return CUT;
    }
    const [what, ending] = await served(state, fault, request);
    outcome = what;
    const { clock, faults } = state.settings;
    if (faults.latencyMs > 0) await clock.sleep(faults.latencyMs, state.closing);
    return ending;
  } finally {
    state.stats.end(outcome);
  }
};

/** The answer to the caller if the sandbox itself fails. */
export const brokenEnding = (state: SandboxState): Ending => ({
  answer: failed(state, GRAPH_ERRORS.unknown),
  headers: {},
});

/** Sends the ending of an exchange. */
export const finish = (state: SandboxState, response: ServerResponse, { answer, headers }: Ending): void => {
  if (answer === null) {
    response.socket?.resetAndDestroy();
    return;
  }
  if (answer.error !== null) state.stats.error(answer.error);
  response.writeHead(answer.status, {
    ...headers,
    'content-type': answer.contentType,
    'content-length': Buffer.byteLength(answer.body),
    ...(answer.status === 413 ? { connection: 'close' } : {}),
  });
  response.end(answer.body);
};
