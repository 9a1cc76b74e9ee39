import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { sandboxOf } from './support.js';

/** The status of an answer to a request that names this host. */
const statusFor = async (url: string, host: string): Promise<number | undefined> => {
  const { hostname, port } = new URL(url);
  const asked = request({ host: hostname, port, path: '/_sandbox/stats', headers: { host } });
  asked.end();
  const [response] = (await once(asked, 'response')) as [{ statusCode?: number; resume: () => void }];
  response.resume();
  return response.statusCode;
};

test.each([
  ['127.0.0.1', 200],
  ['127.0.0.1:8787', 200],
  ['localhost:1', 200],
  ['[::1]:8787', 200],
  ['evil.example', 421],
  ['evil.example:8787', 421],
  ['127.0.0.1.evil.example', 421],
  ['localhost.evil.example', 421],
  ['10.0.0.1', 421],
])('a request for %s gets %i', async (host, status) => {
  expect(await statusFor((await sandboxOf()).url, host)).toBe(status);
});
