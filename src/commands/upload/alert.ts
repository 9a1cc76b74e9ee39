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
import { isUneventful } from './show.js';

const TRIES = 3;
const LONGEST_TRY_MS = 10_000;
const PAUSE_MS = 1_000;
const FIRST_SERVER_ERROR = 500;
const TOO_MANY_REQUESTS = 429;

type Tried = { readonly kind: 'sent' } | { readonly kind: 'failed'; readonly why: string; readonly again: boolean };

/** One attempt. Returns an error code, because an error's message may quote the address, which contains a secret. */
const attempt = async (fetch: Fetch, url: Secret, body: Uint8Array<ArrayBuffer>): Promise<Tried> => {
  try {
    const status = await withTimeout(LONGEST_TRY_MS, async (signal) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url.reveal(), { method: 'POST', headers, body, redirect: 'manual', signal });
      // Only the status matters; reading the body frees the connection.
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

/** Posts an alert, through the proxy of the environment. Returns why it failed; null: it was sent. */
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

/** Sends an alert. A failure is a warning on stderr and does not change the exit code. */
const sendAlert = async (alert: Alert, url: Secret, ports: Ports): Promise<void> => {
  const why = await post(alert, url, ports).catch(() => 'the proxy that the environment names cannot be used');
  const warning = `mp2fb: warning: the alert to notifyUrl could not be sent: ${why ?? ''}`;
  if (why !== null) ports.stderr.write(`${withTime(warning, ports.stderr, ports.clock.now())}\n`);
};

/** An error's message for people; that of a bug may contain anything and is not shown. */
const faultOf = (failure: Error): Fault =>
  failure instanceof ExpectedError
    ? { message: failure.message, exitCode: failure.exitCode }
    : { message: 'this is a bug in mp2fb', exitCode: EXIT.bug };

/** The alert of an upload; null: there is none. `failure`: the error that ended it. */
const alertFor = (
  report: Report | null,
  failure: Error | null,
  notifyOn: NightlySettings['notifyOn'],
): Alert | null => {
  const failed = failure === null ? null : faultOf(failure);
  if (report === null) return failed === null ? null : alertOfFailure(failed);
  return failed === null && notifyOn === 'problems' && isUneventful(report) ? null : alertOf(report, failed);
};

/** Sends the alert that the settings ask for, also of a run that never started. `failure`: what ended the upload. */
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
