// Warns of a token that expires soon or during the run, in the background. `check` has its own checks.

import { setTimeout as sleep } from 'node:timers/promises';
import { graphReader } from '../../facebook/graph-reader.js';
import { objectOrNull } from '../../lib/json.js';
import type { DeliverySettings } from '../../model/settings.js';
import type { CountedWarning } from '../../model/warnings.js';
import type { Ports } from '../ports.js';
import { LAST_DATE_MS, MS_PER_DAY, MS_PER_SECOND } from '../../lib/units.js';

/** Time that a person needs to create a new token. */
const NOTICE_MS = 7 * MS_PER_DAY;
/** How long a finished run waits for the answer. */
const GRACE_MS = 1_000;
/** Longest timer that Node.js supports. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const MINUTE_CHARACTERS = 'yyyy-mm-ddThh:mm'.length;

/** When the token expires, in milliseconds since the epoch; null: never, or Facebook does not say. */
const expiryOf = async (delivery: DeliverySettings, ports: Ports, signal: AbortSignal): Promise<number | null> => {
  const token = delivery.accessToken?.reveal();
  if (token === undefined) return null;
  const reader = await graphReader(delivery, token, { ...ports, signal });
  try {
    const { reply } = await reader.debugToken();
    const data = reply.kind === 'answer' ? objectOrNull(reply.body['data']) : null;
    const expiresAt = data?.['expires_at'];
    const expiresMs = typeof expiresAt === 'number' ? expiresAt * MS_PER_SECOND : 0;
    return expiresMs > 0 && expiresMs <= LAST_DATE_MS ? expiresMs : null;
  } finally {
    await reader.close();
  }
};

/**
 * Asks Facebook once, in the background, when the token expires, and warns from seven days before. Errors are ignored,
 * because the upload itself reports them. The returned function ends the watch.
 */
export const watchToken = (
  delivery: DeliverySettings,
  ports: Ports,
  warn: (warning: CountedWarning) => void,
): (() => Promise<void>) => {
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const watch = async (): Promise<void> => {
    const expiresMs = await expiryOf(delivery, ports, ended.signal);
    if (expiresMs === null || ended.signal.aborted) return;
    const minute = new Date(expiresMs).toISOString().slice(0, MINUTE_CHARACTERS).replace('T', ' ');
    const waitMs = Math.max(0, expiresMs - NOTICE_MS - ports.clock.now());
    const detail = `it expires ${minute} UTC`;
    if (waitMs === 0) warn({ code: 'token_expires', count: 1, detail });
    else if (waitMs <= LONGEST_TIMER_MS)
      timer = setTimeout(() => warn({ code: 'token_expires', count: 1, detail }), waitMs).unref();
  };
  const watching = watch().catch(() => undefined);
  return async () => {
    // A run with nothing to send may end before Facebook answers.
    await Promise.race([watching, sleep(GRACE_MS, undefined, { ref: false })]);
    ended.abort();
    clearTimeout(timer);
  };
};
