import { openFetch } from '../../facebook/endpoint.js';
import { networkCodeOf } from '../../facebook/network-code.js';
import type { Fetch } from '../../facebook/transport.js';
import type { Secret } from '../../lib/secret.js';
import { withTimeout } from '../../lib/timeout.js';
import type { Alert } from '../../report/alert.js';
import { withTime } from '../../report/progress/progress-stream.js';
import type { Ports } from '../ports.js';

const TRIES = 3;
const LONGEST_TRY_MS = 10_000;
const PAUSE_MS = 1_000;
const FIRST_SERVER_ERROR = 500;
const TOO_MANY_REQUESTS = 429;

type Tried = { readonly kind: 'sent' } | { readonly kind: 'failed'; readonly why: string; readonly again: boolean };

/** One try. Errors are codes, because an error's message may quote the address, which contains a secret. */
const attempt = async (fetch: Fetch, url: Secret, body: Uint8Array<ArrayBuffer>): Promise<Tried> => {
  try {
    const status = await withTimeout(LONGEST_TRY_MS, async (signal) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url.reveal(), { method: 'POST', headers, body, redirect: 'manual', signal });
      await response.text();
      return response.status;
    });
    if (status >= 200 && status < 300) return { kind: 'sent' };
    const again = status === TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR;
    return { kind: 'failed', why: `HTTP ${status}`, again };
  } catch (error) {
    return { kind: 'failed', why: networkCodeOf(error), again: true };
  }
};

/** Posts an alert, through the proxy of the environment. Gives why it could not be sent; null: it was. */
const post = async (alert: Alert, url: Secret, { env, clock }: Ports): Promise<string | null> => {
  const { fetch, close } = await openFetch(env);
  try {
    const body = Uint8Array.from(Buffer.from(JSON.stringify(alert)));
    for (let number = 1; ; number += 1) {
      const tried = await attempt(fetch, url, body);
      if (tried.kind === 'sent') return null;
      if (!tried.again || number === TRIES) return tried.why;
      await clock.sleep(PAUSE_MS * number);
    }
  } finally {
    await close();
  }
};

/** Sends an alert; that it could not be sent is a warning on stderr, and changes no exit code. */
export const sendAlert = async (alert: Alert, url: Secret, ports: Ports): Promise<void> => {
  const why = await post(alert, url, ports).catch(() => 'the proxy that the environment names cannot be used');
  const warning = `mp2fb: warning: the alert to notifyUrl could not be sent: ${why ?? ''}`;
  if (why !== null) ports.stderr.write(`${withTime(warning, ports.stderr, ports.clock.now())}\n`);
};
