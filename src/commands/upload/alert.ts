// The alert at the end of an upload: whether there is one, and sending it. What it says is in report/alert.ts.

import { openFetch } from '../../facebook/endpoint.js';
import { networkCodeOf } from '../../facebook/network-code.js';
import { boundedText, type Fetch } from '../../facebook/transport.js';
import { ExpectedError } from '../../lib/errors.js';
import type { Secret } from '../../lib/secret.js';
import { withTimeout } from '../../lib/timeout.js';
import { EXIT } from '../../model/exit-code.js';
import type { Report } from '../../model/report.js';
import type { NightlySettings } from '../../model/settings.js';
import { alertOf, alertOfFailure, type Alert, type Fault } from '../../report/alert.js';
import { withTime } from '../../report/progress/progress-stream.js';
import { alertSettings } from '../../settings/load.js';
import type { Ports } from '../ports.js';
import type { UploadFlags } from './job.js';
import { isAsUsual } from './show.js';

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
      // The status says all; a text that is read leaves the connection free.
      await boundedText(response.body).catch(() => '');
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
const sendAlert = async (alert: Alert, url: Secret, ports: Ports): Promise<void> => {
  const why = await post(alert, url, ports).catch(() => 'the proxy that the environment names cannot be used');
  const warning = `mp2fb: warning: the alert to notifyUrl could not be sent: ${why ?? ''}`;
  if (why !== null) ports.stderr.write(`${withTime(warning, ports.stderr, ports.clock.now())}\n`);
};

/** What an error says to people: a bug's own words may hold anything. */
const faultOf = (failure: Error): Fault =>
  failure instanceof ExpectedError
    ? { message: failure.message, exitCode: failure.exitCode }
    : { message: 'this is a bug in mp2fb', exitCode: EXIT.bug };

/** What an upload is to report to notifyUrl; null: nothing. `failure`: what ended it with an error. */
const alertFor = (
  report: Report | null,
  failure: Error | null,
  notifyOn: NightlySettings['notifyOn'],
): Alert | null => {
  const failed = failure === null ? null : faultOf(failure);
  if (report === null) return failed === null ? null : alertOfFailure(failed);
  return failed === null && notifyOn === 'problems' && isAsUsual(report) ? null : alertOf(report, failed);
};

/** Alerts whom the settings name, also of a run that never started. `failure`: what ended it with an error. */
export const alert = async (
  report: Report | null,
  failure: Error | null,
  flags: UploadFlags,
  ports: Ports,
): Promise<void> => {
  const { notifyUrl, notifyOn } = await alertSettings({ ...ports, flags });
  const body = notifyUrl === null ? null : alertFor(report, failure, notifyOn);
  if (notifyUrl !== null && body !== null) await sendAlert(body, notifyUrl, ports);
};
