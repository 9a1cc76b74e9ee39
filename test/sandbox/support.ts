import { createHash } from 'node:crypto';
import { afterEach } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/http/server.js';
import type { SandboxOptions } from '../../src/sandbox/options.js';
import { clockAt } from '../support/surroundings.js';

/** 2026-11-24T00:00:00Z, when v20.0 is gone and v26.0 is the newest known. */
export const NOW = Date.UTC(2026, 10, 24) / 1000;

/** The clock of the simulator, always at that time. */
export const stoppedClock = () => clockAt(NOW * 1_000);

export const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Parsed JSON, which tests look into without asking. */
export type Loose = ReturnType<typeof JSON.parse>;

export type Event = Record<string, Loose>;

export const storeSale = (changes: Event = {}): Event => ({
  event_name: 'Purchase',
  event_time: NOW - 3600,
  action_source: 'physical_store',
  user_data: { em: sha('ann@example.com'), fn: sha('ann'), ct: [sha('springfield'), sha('sprìngfield')] },
  custom_data: {
    value: 12.5,
    currency: 'USD',
    order_id: 'A-1',
    contents: [{ id: 'sku', quantity: 1, item_price: 12.5 }],
  },
  ...changes,
});

export const offlineSale = (changes: Event = {}): Event => ({
  event_name: 'Purchase',
  event_time: NOW - 3600,
  match_keys: { email: sha('ann@example.com'), fn: sha('ann'), country: sha('us') },
  value: 12.5,
  currency: 'USD',
  order_id: 'A-1',
  contents: [{ id: 'sku', quantity: 1, price: 12.5 }],
  custom_data: { store: 'Main Street' },
  ...changes,
});

const running: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox that is closed after the test. */
export const sandboxOf = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const sandbox = await startSandbox({ clock: stoppedClock(), ...options });
  running.push(sandbox);
  return sandbox;
};

interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; null when it is no JSON. */
  readonly json: Loose;
}

export const call = async (sandbox: Sandbox, path: string, init: RequestInit = {}): Promise<Said> => {
  const response = await fetch(`${sandbox.url}${path}`, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
};

/** Posts a body to a path, as JSON, with a token. */
export const post = (sandbox: Sandbox, path: string, body: Event): Promise<Said> =>
  call(sandbox, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ access_token: sandbox.accessToken, ...body }),
  });

export const conversionsPath = (sandbox: Sandbox, version = 'v26.0'): string =>
  `/${version}/${sandbox.datasetId}/events`;
export const offlinePath = (sandbox: Sandbox, version = 'v16.0'): string =>
  `/${version}/${sandbox.offlineEventSetId}/events`;

export const sendConversions = (sandbox: Sandbox, data: Event[], more: Event = {}): Promise<Said> =>
  post(sandbox, conversionsPath(sandbox), { data, ...more });
export const sendOffline = (sandbox: Sandbox, data: Event[], more: Event = {}): Promise<Said> =>
  post(sandbox, offlinePath(sandbox), { data, ...more });

/** `code/subcode` of an answer; `ok` when it is none. */
export const errorOf = ({ json }: Said): string => {
  if (json?.error === undefined) return 'ok';
  const { code, error_subcode: subcode } = json.error;
  return subcode === undefined ? String(code) : `${code}/${subcode}`;
};
