import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { proxyFetch } from '../../src/facebook/endpoint.js';
import { socketPost } from '../../src/facebook/socket-post.js';
import { fetchPost, httpTransport, type OpenPost, type Transport } from '../../src/facebook/transport.js';
import { urlOf } from '../support/surroundings.js';

const answer = (text: string, status = 200): string =>
  `HTTP/1.1 ${status} X\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

/** A request as the peer got it: its body names it. */
interface Got {
  readonly name: string;
  readonly socket: Socket;
  /** Number of this request on its connection, from 1. */
  readonly nth: number;
}

interface Script {
  readonly connected?: (socket: Socket) => void;
  /** As soon as the head of a request is there. */
  readonly begun?: (socket: Socket, nth: number) => unknown;
  readonly got: (request: Got) => void;
}

const LENGTH = /content-length: (\d+)\r\n/i;

/** Reads requests from one connection; as a proxy, it is the host that it is asked for. */
const serve = (socket: Socket, { begun, got }: Script): void => {
  let [bytes, nth, isBegun] = [Buffer.alloc(0), 0, false];
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    bytes = Buffer.concat([bytes, data]);
    const head = bytes.indexOf('\r\n\r\n');
    if (head === -1) return;
    if (bytes.toString('latin1', 0, 7) === 'CONNECT') {
      bytes = bytes.subarray(head + 4);
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      return;
    }
    if (!isBegun) begun?.(socket, nth + 1);
    isBegun = true;
    const end = head + 4 + Number(LENGTH.exec(bytes.subarray(0, head + 4).toString())?.[1] ?? 0);
    if (bytes.length < end) return;
    const name = bytes
      .subarray(head + 4, end)
      .toString()
      .trim();
    bytes = bytes.subarray(end);
    [nth, isBegun] = [nth + 1, false];
    got({ name, socket, nth });
  });
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const peer = async (script: Script): Promise<{ readonly url: string; readonly connections: () => number }> => {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    script.connected?.(socket);
    serve(socket, script);
  });
  const url = await urlOf(server);
  cleanups.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return { url, connections: () => connections };
};

const transportTo = (url: string, open: OpenPost = socketPost(), timeoutSeconds = 10): Transport => {
  cleanups.push(() => open.close());
  return httpTransport({ url, timeoutSeconds, userAgent: 'test', secrets: [], post: open.post });
};

const named = (name: string): readonly Uint8Array<ArrayBuffer>[] => [Buffer.from(name)];
/** Larger than what the system takes before the peer reads. */
const large = (name: string): readonly Uint8Array<ArrayBuffer>[] => [
  Buffer.alloc(32 * 1024 * 1024, ' '),
  Buffer.from(name),
];

/** Answers each request with its name, and then says it once more, in a way of its own. */
const twice = (again: (socket: Socket, text: string) => unknown): Script => ({
  got: ({ name, socket }) => {
    socket.write(answer(name));
    again(socket, answer(name));
  },
});

describe('a peer that answers twice', () => {
  test.each<readonly [when: string, script: Script]>([
    ['in one go', { got: ({ name, socket }) => socket.write(answer(name) + answer(name)) }],
    ['at once', twice((socket, text) => socket.write(text))],
    ['a moment later', twice((socket, text) => setImmediate(() => socket.write(text)))],
    ['in two halves', twice((socket, text) => (socket.write(text.slice(0, 20)), socket.write(text.slice(20))))],
    ['with what is no HTTP', twice((socket) => socket.write('hello?'))],
  ])('%s: no request gets the answer to another', async (_, script) => {
    const { url } = await peer(script);
    const post = transportTo(url);
    for (let number = 1; number <= 30; number += 1) {
      const reply = await post(named(`request ${number}`));
      if (reply.kind === 'answer') expect(reply.body).toBe(`request ${number}`);
      // As long as it takes a peer to have said it again.
      if (number % 3 === 0) await sleep(1);
    }
  });

  test('while idle: its connection is closed, and from then on each request has one of its own', async () => {
    const { url, connections } = await peer(twice((socket, text) => setTimeout(() => socket.write(text), 5)));
    const post = transportTo(url);
    for (const name of ['one', 'two', 'three']) {
      expect(await post(named(name))).toMatchObject({ kind: 'answer', body: name });
      await sleep(20);
    }
    expect(connections()).toBe(3);
  });

  test('the second answer and the next one in one go: neither is a receipt', async () => {
    const { url } = await peer({
      got: ({ name, socket, nth }) => socket.write(nth === 1 ? answer(name) : answer('one') + answer(name)),
    });
    const post = transportTo(url);
    expect(await post(named('one'))).toMatchObject({ body: 'one' });
    expect(await post(named('two'))).toMatchObject({ kind: 'network', code: 'two answers to one request', sent: true });
    expect(await post(named('three'))).toMatchObject({ body: 'three' });
  });
});

test('a peer that answers once keeps its connection', async () => {
  const { url, connections } = await peer({ got: ({ name, socket }) => socket.write(answer(name)) });
  const post = transportTo(url);
  for (const name of ['one', 'two', 'three']) expect(await post(named(name))).toMatchObject({ body: name });
  expect(connections()).toBe(1);
});

describe('an answer before its request was sent', () => {
  test('in the middle of the next request: no receipt, and the next try gets its own', async () => {
    const { url } = await peer({
      begun: (socket, nth) => nth === 2 && socket.write(answer('one')),
      got: ({ name, socket }) => socket.write(answer(name)),
    });
    const post = transportTo(url);
    expect(await post(named('one'))).toMatchObject({ body: 'one' });
    const reply = await post(large('two'));
    expect(reply).toMatchObject({ kind: 'network', code: 'an answer before the request was sent', sent: true });
    expect(await post(named('two'))).toMatchObject({ kind: 'answer', body: 'two' });
  });

  test('nor is a refusal that may be of the request before', async () => {
    const { url } = await peer({
      begun: (socket, nth) => nth === 2 && socket.write(answer('one', 400)),
      got: ({ name, socket }) => socket.write(answer(name)),
    });
    const post = transportTo(url);
    await post(named('one'));
    expect(await post(large('two'))).toMatchObject({ kind: 'network' });
  });

  test('a receipt from a peer that speaks first is not accepted', async () => {
    const { url } = await peer({ connected: (socket) => socket.write(answer('hello')), got: () => undefined });
    expect(await transportTo(url)(large('one'))).toMatchObject({ kind: 'network', sent: true });
  });

  test('a refusal on a new connection is one: it is too large, for example', async () => {
    const { url } = await peer({ begun: (socket) => socket.end(answer('too large', 413)), got: () => undefined });
    const reply = await transportTo(url)(large('one'));
    if (reply.kind === 'answer') expect(reply.status).toBe(413);
    else expect(reply.code).toMatch(/EPIPE|ECONNRESET/);
  });
});

test('an answer after the time-out is not the answer to the next try', async () => {
  const { url, connections } = await peer({
    got: ({ name, socket }) => setTimeout(() => socket.write(answer(name)), name === 'one' ? 1_100 : 0),
  });
  const post = transportTo(url, socketPost(), 1);
  expect(await post(named('one'))).toMatchObject({ kind: 'network', code: 'ETIMEDOUT', sent: true });
  await sleep(150);
  expect(await post(named('two'))).toMatchObject({ kind: 'answer', body: 'two' });
  expect(connections()).toBe(2);
});

test('through a proxy no connection serves two requests', async () => {
  const { url, connections } = await peer(twice((socket, text) => socket.write(text)));
  const { fetch, close } = await proxyFetch({ httpProxy: url, httpsProxy: '', noProxy: 'direct.example' });
  const post = transportTo('http://graph.example', { post: fetchPost(fetch), close });
  for (let number = 1; number <= 10; number += 1)
    expect(await post(named(`request ${number}`))).toMatchObject({ kind: 'answer', body: `request ${number}` });
  expect(connections()).toBe(10);
});

test('without a proxy for the host, neither', async () => {
  const { url, connections } = await peer(twice((socket, text) => socket.write(text)));
  const { fetch, close } = await proxyFetch({ httpProxy: 'http://127.0.0.1:9', httpsProxy: '', noProxy: '127.0.0.1' });
  const post = transportTo(url, { post: fetchPost(fetch), close });
  for (const name of ['one', 'two', 'three']) expect(await post(named(name))).toMatchObject({ body: name });
  expect(connections()).toBe(3);
});
