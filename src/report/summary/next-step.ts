import { forCount, shellWord } from '../../lib/format.js';
import type { RejectReason } from '../../model/reasons.js';
import type { Report } from '../../model/report.js';
import { EXIT } from '../../model/exit-code.js';
import { allRejects, knownRejects } from '../names.js';
import { isStopped } from './headline.js';

/** What ends with these ends so again. */
const WITH_A_CAUSE: ReadonlySet<number> = new Set([2, 4]);

/** Without them, another event may come out, or none. */
const sameFlags = ({ inputs }: Report): string =>
  `with the same ${inputs.some(({ format }) => format === 'csv') ? 'settings and --csv flags' : 'settings'}`;

/** What the same command does again: without a ledger nothing is known of the run. */
const again = ({ dryRun, ledger }: Report['run']): string => {
  if (dryRun) return 'run the same command again';
  return ledger === true
    ? 'run the same command again: delivered events are not sent twice'
    : 'run the same command again; without a ledger it sends delivered events again';
};

/** Rejects that are fixed in their input, not in the rejects file: of these, a line has only a part. */
const IN_INPUTS: readonly RejectReason[] = ['csv_row', 'truncated'];

/** The rejects that a line of the rejects file can fix. */
const fixableOf = (report: Report): number =>
  IN_INPUTS.reduce((count, reason) => count - (report.batches.byReason[reason] ?? 0), allRejects(report));

/** What to do about the inputs, and then; null: nothing. */
const inputsToFix = ({ inputs, batches, run }: Report): string | null => {
  const failed = inputs.filter(({ status }) => status === 'failed').length;
  if (failed > 0) return `correct ${forCount('{the input|the inputs}', failed)} above, then ${again(run)}`;
  const rows = batches.byReason.csv_row ?? 0;
  const then = inputs.some(({ format }) => format === 'csv') ? again(run) : 'upload that file';
  return rows > 0 ? `fix ${forCount('{the row in its|the rows in their}', rows)} CSV file, then ${then}` : null;
};

/** What to do about the rejects, some or all of which the rejects file can fix; null: nothing. */
const rejectsToFix = (report: Report, fixable: number): string | null => {
  const { files, rejectSamples, run } = report;
  if (files.rejects !== null && !run.dryRun)
    return `fix ${fixable === allRejects(report) ? 'the rejects' : 'the other rejects'}, then (same settings): mp2fb upload ${shellWord(files.rejects)}`;
  const sample = rejectSamples[0];
  // What came through stdin is gone.
  return sample === undefined || sample.origin.startsWith('-:')
    ? null
    : `see the reason for the first reject, ${sameFlags(report)}: mp2fb explain ${shellWord(sample.origin)}`;
};

/** Events that an earlier run may have delivered, and that the same command holds back again; null: none. */
const heldStep = (held: number): string | null =>
  held === 0
    ? null
    : 'if Facebook lacks the events held back, run the same command with --resend-unknown; if it has them: mp2fb ledger mark-sent';

/** What to do about the next runs; null: nothing. */
const causeStep = ({ run, warnings }: Report): string | null => {
  if (run.exitCode === EXIT.missing) return `check what writes the export, then ${again(run)}`;
  return warnings.some(({ code }) => code === 'token_expires')
    ? 'create a new access token in Events Manager before this one expires'
    : null;
};

/** What to type next, or null when there is nothing to do: run it again, send the fixed rejects, explain a reject. */
export const nextStep = (report: Report): string | null => {
  const { events, run, runs } = report;
  // What to do next is a matter of one run.
  if (runs.length > 1) return null;
  const held = report.warnings.find(({ code }) => code === 'unknown_held')?.count ?? 0;
  if (isStopped(report) || (events.unsent > held && run.exitCode !== 0)) {
    const first = WITH_A_CAUSE.has(run.exitCode) ? 'when the cause is gone, ' : '';
    return `${first}${again(run)}`;
  }
  const [cause, inputs, fixable] = [causeStep(report), inputsToFix(report), fixableOf(report)];
  const isFixedElsewhere = fixable === 0 && (inputs !== null || allRejects(report) === 0);
  const isKnown = cause !== null && allRejects(report) === knownRejects(report);
  const rejects = isFixedElsewhere || isKnown ? null : rejectsToFix(report, fixable);
  const steps = [cause, inputs, heldStep(held), rejects].filter((step) => step !== null);
  return steps.join('; ') || null;
};
