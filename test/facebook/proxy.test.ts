import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/lib/errors.js';
import { isBeforeConnection, networkCodeOf } from '../../src/facebook/network-code.js';
import { proxiesOf, proxyNameFor } from '../../src/lib/proxies.js';
import { proxyFetch } from '../../src/facebook/endpoint.js';

const proxies = (httpProxy: string, httpsProxy = '', noProxy = '') => ({ httpProxy, httpsProxy, noProxy });

test.each([
  [{}, null],
  [{ HTTPS_PROXY: '', http_proxy: ' ' }, null],
  [{ NO_PROXY: '*' }, null],
  [{ HTTP_PROXY: 'http://proxy.corp:3128' }, proxies('http://proxy.corp:3128')],
  [{ HTTP_PROXY: '127.0.0.1:3128' }, proxies('http://127.0.0.1:3128')],
  [{ HTTP_PROXY: 'localhost:3128' }, proxies('http://localhost:3128')],
  [{ HTTP_PROXY: 'proxy.corp' }, proxies('http://proxy.corp')],
  [{ HTTP_PROXY: '[::1]:3128' }, proxies('http://[::1]:3128')],
  [{ HTTP_PROXY: 'user:p%40ss@proxy.corp:3128' }, proxies('http://user:p%40ss@proxy.corp:3128')],
  [{ HTTP_PROXY: ' \tproxy.corp:3128 \n' }, proxies('http://proxy.corp:3128')],
  [{ HTTPS_PROXY: 'https://proxy.corp', NO_PROXY: ' a, b ' }, proxies('', 'https://proxy.corp', 'a, b')],
  [{ HTTPS_PROXY: 'a:1', https_proxy: 'b:2' }, proxies('', 'http://b:2')],
  [{ HTTPS_PROXY: 'a:1', https_proxy: '' }, null],
])('%j names %j', (env, expected) => expect(proxiesOf(env)).toEqual(expected));

describe('a value that is not a proxy address is refused by the name of its variable and is not repeated', () => {
  test.each([
    ...['http://', ':3128', 'proxy.corp:99999', 'proxy.corp:secret', 'proxy secret:3128'],
    ...['http://user:secret%ZZ@proxy.corp:3128', 'user:%secret@proxy.corp:3128', 'user:se#cret@proxy.corp:3128'],
    'ftp://user:secret@proxy.corp',
  ])('%s', (value) => {
    for (const name of ['HTTP_PROXY', 'https_proxy']) {
      const act = (): unknown => proxiesOf({ [name]: value });
      expect(act).toThrow(UsageError);
      expect(act).toThrow(new RegExp(`^${name}: this is not the address of a proxy`));
      expect(act).not.toThrow(/secret|corp|3128/);
    }
  });

  test('the library that makes the connections does not show it either', async () => {
    const act = proxyFetch({ httpProxy: 'http://user:secret@proxy.corp:99999', httpsProxy: '', noProxy: '' });
    await expect(act).rejects.toThrow(UsageError);
    await expect(act).rejects.not.toThrow(/secret|corp/);
  });
});

test.each([
  ['https://graph.example', proxies('http://proxy.corp:3128'), 'proxy.corp:3128'],
  ['https://graph.example', proxies('http://plain.corp', 'https://user:secret@proxy.corp'), 'proxy.corp'],
  ['http://graph.example', proxies('', 'http://proxy.corp'), null],
  ['https://graph.example', proxies('http://proxy.corp', '', '.example'), null],
  ['https://graph.example', proxies('http://proxy.corp', '', 'other.example, graph.example:443'), null],
  ['https://graph.example', proxies('http://proxy.corp', '', 'graph.example:80'), 'proxy.corp'],
  ['https://graph.example', proxies('http://proxy.corp', '', '*'), null],
  ['https://graph.example', null, null],
] as const)('on the way to %s by %j: %s', (url, given, expected) => expect(proxyNameFor(url, given)).toBe(expected));

test.each([
  [Object.assign(new Error('x'), { code: 'ENOTFOUND' }), 'ENOTFOUND', true],
  [new Error('x', { cause: Object.assign(new Error('y'), { code: 'CERT_HAS_EXPIRED' }) }), 'CERT_HAS_EXPIRED', true],
  [Object.assign(new Error('x'), { code: 'ECONNRESET', syscall: 'connect' }), 'ECONNRESET', true],
  [Object.assign(new Error('x'), { code: 'ECONNRESET', syscall: 'read' }), 'ECONNRESET', false],
  [new Error('Proxy response (407) !== 200 when HTTP Tunneling'), 'the proxy answers HTTP 407', true],
  [Object.assign(new Error('x'), { name: 'TimeoutError' }), 'ETIMEDOUT', false],
])('%s is %s, before the connection: %s', (error, code, before) =>
  expect([networkCodeOf(error), isBeforeConnection(error)]).toEqual([code, before]),
);
