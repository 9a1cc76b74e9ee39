import type { Decision } from './schema-steps.js';

/** Hosts that never leave this machine, as `URL` spells them. */
const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** `baseUrl` without a slash at its end. Plain http is for this machine only: the token would travel in clear. */
export const baseUrlOf = (given: string): Decision<string> => {
  if (!URL.canParse(given)) return { problem: '' };
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: '' };
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return { problem: '' };
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    return { problem: 'must begin with https: over http the access token would travel in clear' };
  return { value: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
};
