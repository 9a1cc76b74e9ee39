// What an upload shows: progress, summary, alert.

import { openFetch } from '../../facebook/endpoint.js';
import { networkCodeOf } from '../../facebook/network-code.js';
import type { Fetch } from '../../facebook/transport.js';
import type { Secret } from '../../lib/secret.js';
import type { Sink } from '../../lib/sink.js';
import { withTimeout } from '../../lib/timeout.js';
import type { ProgressPrinter, Report } from '../../model/report.js';
import type { Alert } from '../../report/alert.js';
import { chooseProgress } from '../../report/progress/choose-progress.js';
import { columnsOf, withTime } from '../../report/progress/progress-stream.js';
import { wantsColor } from '../../report/summary/paint.js';
import type { Ports } from '../ports.js';
import type { UploadFlags } from './job.js';

const WIDTH_UNKNOWN = 100;

/** How an upload shows its progress on stderr. */
export const progressOf = (flags: UploadFlags, { stderr, stdout, clock, env }: Ports): ProgressPrinter =>
  chooseProgress(flags.progress, {
    stream: stderr,
    clock,
    env,
    isTTY: stderr.isTTY === true,
    quiet: flags.quiet === true,
    dataOnTerminal: flags.dryRun === true && stdout.isTTY === true,
  });

/** What a quiet run still reports: nothing to send, or fewer events acknowledged than sent. */
const SAID_ANYWAY: readonly string[] = ['nothing_forwarded', 'receipt_mismatch', 'token_expires'];

/** Whether a report has nothing that a person has to look at. */
export const isAsUsual = ({ run, inputs, warnings }: Report): boolean =>
  run.exitCode === 0 && inputs.length > 0 && warnings.every(({ code }) => !SAID_ANYWAY.includes(code));

/** Shows a report on stderr: as a summary, or as a line of JSON among others. */
export const showReport = async (report: Report, flags: UploadFlags, stdout: Sink, ports: Ports): Promise<void> => {
  // A reader that closed the pipe has seen enough, of this as well.
  if (report.run.dryRun && stdout.closed && stdout.failure === null) return;
  if (flags.quiet === true && isAsUsual(report)) return;
  const { stderr, clock, env } = ports;
  if (flags.progress === 'json') {
    const line = { time: new Date(clock.now()).toISOString(), type: 'report', report };
    stderr.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const { renderSummary } = await import('../../report/summary/summary.js');
  const color = wantsColor(env, stderr.isTTY === true);
  stderr.write(`${renderSummary(report, { width: columnsOf(stderr, WIDTH_UNKNOWN), color })}\n`);
};

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
