import { expect, test } from 'vitest';
import { fetchPost, httpTransport, type Fetch } from '../../src/send/transport.js';

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');

const endless = async function* (count: (pieces: number) => void): AsyncGenerator<Uint8Array> {
  for (let pieces = 1; ; pieces += 1) {
    count(pieces);
    yield await Promise.resolve(MEGABYTE);
  }
};

test('an answer without end is cut off, and may have been taken', async () => {
  let read = 0;
  const body = endless((pieces) => (read = pieces));
  const fetch: Fetch = () =>
    Promise.resolve({ status: 200, headers: [] as [string, string][], body, text: () => Promise.reject(new Error()) });
  const post = httpTransport({
    url: 'http://x',
    timeoutSeconds: 60,
    userAgent: 'test',
    secrets: [],
    post: fetchPost(fetch),
  });
  expect(await post([Buffer.from('{}')])).toMatchObject({ kind: 'network', sent: true });
  expect(read).toBeLessThan(20);
});
