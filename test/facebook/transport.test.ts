import { createServer } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { eventsUrl } from '../../src/facebook/endpoint.js';
import { socketPost } from '../../src/facebook/socket-post.js';
import { fetchPost, httpTransport, type Fetch, type Post, type Transport } from '../../src/facebook/transport.js';
import { urlOf } from '../support/surroundings.js';

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');

const endless = async function* (count: (pieces: number) => void): AsyncGenerator<Uint8Array> {
  for (let pieces = 1; ; pieces += 1) {
    count(pieces);
    yield await Promise.resolve(MEGABYTE);
  }
};

const transportWith = (post: Post, timeoutSeconds = 60, url = 'http://x'): Transport =>
  httpTransport({ url, timeoutSeconds, userAgent: 'test', secrets: [], post });

const answering = (body: AsyncIterable<Uint8Array>): Fetch =>
  vi.fn(() =>
    Promise.resolve({ status: 200, headers: [] as [string, string][], body, text: () => Promise.reject(new Error()) }),
  );

const BODY = [Buffer.from('{}')];

test.each(['https://graph.facebook.com', 'https://graph.facebook.com/', 'https://graph.facebook.com//'])(
  'events go to one address, however %s ends',
  (baseUrl) =>
    expect(eventsUrl({ baseUrl, apiVersion: 'v26.0', destinationId: '123' })).toBe(
      'https://graph.facebook.com/v26.0/123/events',
    ),
);

test('an answer without end is cut off, and may have been taken', async () => {
  let read = 0;
  const post = transportWith(fetchPost(answering(endless((pieces) => (read = pieces)))));
  expect(await post(BODY)).toMatchObject({ kind: 'network', sent: true });
  expect(read).toBeLessThan(20);
});

describe('time is up', () => {
  afterEach(() => void vi.useRealTimers());

  const never = new Promise<never>(() => undefined);
  const hanging = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"events_received":');
    await never;
  };

  test.each<readonly [what: string, fetch: Fetch]>([
    ['never answers, and ignores the signal', () => never],
    ['hangs in the middle of its body', answering(hanging())],
    [
      'rejects when its signal says so',
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    ],
  ])('for a fetch that %s', async (_, fetch) => {
    vi.useFakeTimers();
    const reply = transportWith(fetchPost(fetch), 30)(BODY);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(await Promise.race([reply, Promise.resolve('none yet')])).toBe('none yet');
    await vi.advanceTimersByTimeAsync(1);
    expect(await reply).toEqual({ kind: 'network', code: 'ETIMEDOUT', sent: true, route: 'x' });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('no timer is left after an answer', async () => {
    vi.useFakeTimers();
    await transportWith(fetchPost(() => Promise.resolve(Response.json({}))))(BODY);
    await transportWith(fetchPost(() => Promise.reject(new Error('no'))))(BODY);
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** What a transport over sockets makes of a peer that says just this, and then perhaps hangs up. */
const replyTo = async (said: string, hangsUp: boolean) => {
  const peer = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (hangsUp ? socket.end(said) : socket.write(said)));
  });
  const url = `${await urlOf(peer)}/`;
  const { post, close } = socketPost();
  try {
    return await transportWith(post, 5, url)(BODY);
  } finally {
    await close();
    peer.close();
  }
};

describe('over sockets, whatever the peer says has an end', () => {
  const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
  const OFFER = 'HTTP/1.1 200 OK\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: 2\r\n\r\n{}';

  test.each([
    ['another protocol', SWITCH, false, { code: 'another protocol in place of an answer', sent: true }],
    ['another protocol, and hangs up', SWITCH, true, { code: 'another protocol in place of an answer', sent: true }],
    ['a switch without saying to what', 'HTTP/1.1 101 X\r\n\r\n', true, { kind: 'answer', status: 101 }],
    ['an offer of another protocol', OFFER, false, { kind: 'answer', status: 200, body: '{}' }],
    ['nothing', '', true, { code: 'ECONNRESET', sent: true }],
    ['go on', 'HTTP/1.1 100 Continue\r\n\r\n', true, { code: 'ECONNRESET', sent: true }],
    ['half an answer', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}', true, { code: 'ECONNRESET', sent: true }],
    ['what is no HTTP', 'SSH-2.0-OpenSSH_9\r\n', true, { kind: 'network', sent: true }],
  ])('%s', async (_, said, hangsUp, expected) => expect(await replyTo(said, hangsUp)).toMatchObject(expected));
});
