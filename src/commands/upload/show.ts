// What an upload shows: progress and summary. Its alert: alert.ts.

import type { OutputStream } from '../../lib/output-stream.js';
import type { ProgressPrinter, Report } from '../../model/report.js';
import { chooseProgress } from '../../report/progress/choose-progress.js';
import { columnsOf } from '../../report/progress/progress-stream.js';
import { wantsColor } from '../../report/summary/paint.js';
import type { Ports } from '../ports.js';
import type { UploadFlags } from './job.js';

const WIDTH_UNKNOWN = 100;

/** How an upload shows its progress on stderr. */
export const progressOf = (flags: UploadFlags, { stderr, stdout, clock, env }: Ports): Promise<ProgressPrinter> =>
  chooseProgress(flags.progress, {
    stream: stderr,
    clock,
    env,
    isTTY: stderr.isTTY === true,
    quiet: flags.quiet === true,
    dataOnTerminal: flags.dryRun === true && stdout.isTTY === true,
  });

/** What a run with --quiet still reports. */
const SAID_ANYWAY: readonly string[] = ['nothing_forwarded', 'receipt_mismatch', 'token_expires'];

/** Whether nothing in a report needs attention. */
export const isUneventful = ({ run, inputs, warnings }: Report): boolean =>
  run.exitCode === 0 && inputs.length > 0 && warnings.every(({ code }) => !SAID_ANYWAY.includes(code));

/** Prints a report to stderr: as a summary, or as a JSON line after those of the progress. */
export const showReport = async (
  report: Report,
  flags: UploadFlags,
  stdout: OutputStream,
  ports: Ports,
): Promise<void> => {
  // The reader closed the pipe, so the summary cannot be shown either.
  if (report.run.dryRun && stdout.closed && stdout.failure === null) return;
  if (flags.quiet === true && isUneventful(report)) return;
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
