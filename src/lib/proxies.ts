// The proxies of the environment, as undici accepts them.

import type { Environment } from './environment.js';
import { UsageError } from './errors.js';

/** Proxies as undici's EnvHttpProxyAgent accepts them; empty: none. With these set it does not read the environment. */
export interface Proxies {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

const PROTOCOLS = new Set(['http:', 'https:', 'socks5:', 'socks:']);
const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

/** Shows no value, because a proxy's address may contain a password. */
export const unusableProxy = (names: string): UsageError =>
  new UsageError(
    `${names}: this is not the address of a proxy. Give http://host:port, or http://user:password@host:port with special characters percent-encoded`,
  );

const isProxyAddress = (address: string): boolean => {
  try {
    const { protocol, username, password } = new URL(address);
    decodeURIComponent(`${username}:${password}`);
    return PROTOCOLS.has(protocol);
  } catch {
    return false;
  }
};

/** The lower-case variable wins, as in curl. */
const variable = (env: Environment, name: string): { readonly name: string; readonly text: string } => {
  const lower = name.toLowerCase();
  const named = env[lower] === undefined ? name : lower;
  return { name: named, text: (env[named] ?? '').trim() };
};

const proxyIn = (env: Environment, name: string): string => {
  const { name: named, text } = variable(env, name);
  if (text === '') return '';
  // Most people omit the scheme, as curl and others allow: `proxy:3128`.
  const address = SCHEME.test(text) ? text : `http://${text}`;
  if (!isProxyAddress(address)) throw unusableProxy(named);
  return address;
};

/** The proxies of the environment; null: none. Throws a UsageError that names a variable without a valid address. */
export const proxiesOf = (env: Environment): Proxies | null => {
  const [httpProxy, httpsProxy] = [proxyIn(env, 'HTTP_PROXY'), proxyIn(env, 'HTTPS_PROXY')];
  return httpProxy + httpsProxy === '' ? null : { httpProxy, httpsProxy, noProxy: variable(env, 'NO_PROXY').text };
};

/** As undici reads `NO_PROXY`: a host, also of its subdomains, with a port or without; `*`: no host at all. */
const isLeftOut = ({ hostname, port, protocol }: URL, noProxy: string): boolean =>
  noProxy.split(/[,\s]+/).some((entry) => {
    const [, name = entry, only = ''] = /^(.+):(\d+)$/.exec(entry) ?? [];
    const host = name.replace(/^\*?\./, '').toLowerCase();
    if (entry === '*') return true;
    return (
      host !== '' &&
      (only === '' || only === (port || (protocol === 'https:' ? '443' : '80'))) &&
      (hostname === host || hostname.endsWith(`.${host}`))
    );
  });

/** The proxy for a URL as messages show it, host and port without credentials; null: none. */
export const proxyNameFor = (url: string, proxies: Proxies | null): string | null => {
  const target = new URL(url);
  if (proxies === null || isLeftOut(target, proxies.noProxy)) return null;
  const address = (target.protocol === 'https:' ? proxies.httpsProxy : '') || proxies.httpProxy;
  return address === '' ? null : new URL(address).host;
};
