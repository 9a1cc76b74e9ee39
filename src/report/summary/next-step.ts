import { forCount, shellWord } from '../../lib/format.js';
import { isLoopback } from '../../lib/loopback.js';
import type { RejectReason } from '../../model/reasons.js';
import type { Report } from '../../model/report.js';
import { EXIT, type ExitCode } from '../../model/exit-code.js';
import { allRejects, knownRejects } from '../names.js';
import { isStopped } from './headline.js';

/** Exit codes that the same command would end with again. */
const WITH_A_CAUSE: ReadonlySet<number> = new Set<ExitCode>([EXIT.usage, EXIT.stopped]);

/** Without the same settings and flags, a different event may result, or none. */
const sameFlags = ({ inputs }: Report): string =>
  `with the same ${inputs.some(({ format }) => format === 'csv') ? 'settings and --csv flags' : 'settings'}`;

const isLocal = ({ destination: { baseUrl } }: Report): boolean =>
  URL.canParse(baseUrl) && isLoopback(new URL(baseUrl).hostname);

/** Whether the simulator and the ledger ended with the run (`--sandbox`). */
const isTrial = (report: Report): boolean => isLocal(report) && report.run.ledger === false;

/** What repeating the command does: without a ledger it does not know what was sent. */
const again = (report: Report): string => {
  if (report.run.dryRun || isTrial(report)) return 'run the same command again';
  return report.run.ledger === true
    ? 'run the same command again: delivered events are not sent twice'
    : 'run the same command again; without a ledger it sends delivered events again';
};

/** Rejects that are fixed in their input and not in the rejects file, which has a part of them or nothing. */
const IN_INPUTS: readonly RejectReason[] = ['csv_row', 'truncated', 'record_too_large'];

/** Nothing makes them younger. */
const tooOldOf = ({ events }: Report): number => events.rejected.byReason.too_old ?? 0;

/** The number of rejects that can be fixed in the rejects file. */
const fixableOf = (report: Report): number =>
  IN_INPUTS.reduce((count, reason) => count - (report.batches.byReason[reason] ?? 0), allRejects(report)) -
  tooOldOf(report);

/** What to do about the inputs, and then; null: nothing. */
const inputsToFix = (report: Report): string | null => {
  const { inputs, batches } = report;
  const failed = inputs.filter(({ status }) => status === 'failed').length;
  if (failed > 0) return `correct ${forCount('{the input|the inputs}', failed)} above, then ${again(report)}`;
  const rows = batches.byReason.csv_row ?? 0;
  const large = batches.byReason.record_too_large ?? 0;
  const fixes = [
    ...(rows === 0 ? [] : [`${forCount('{the row in its|the rows in their}', rows)} CSV file`]),
    ...(large === 0
      ? []
      : [
          `${forCount('{the record that is too large in its|the records that are too large in their}', large)} own file`,
        ]),
  ];
  if (fixes.length === 0) return null;
  const fix = `fix ${fixes.join(', and ')}`;
  if (rows === 0) return `${fix} and upload that file`;
  return inputs.some(({ format }) => format === 'csv')
    ? `${fix}, then ${again(report)}`
    : `if not done yet, ${fix} and upload that file`;
};

/** The events of a run on this machine must not be sent to Facebook, nor those for a server here to the simulator. */
const localFlag = (report: Report): string => {
  if (isTrial(report)) return ' --sandbox';
  return isLocal(report) ? ` --base-url ${report.destination.baseUrl}` : '';
};

/** What to do about the rejects, some or all of which the rejects file can fix; null: nothing. */
const rejectsToFix = (report: Report, fixable: number): string | null => {
  const { files, rejectSamples, run } = report;
  if (files.rejects !== null && !run.dryRun) {
    const which = fixable === allRejects(report) ? 'the rejects' : 'the other rejects';
    return `fix ${which}, then (same settings): mp2fb upload ${shellWord(files.rejects)}${localFlag(report)}`;
  }
  const sample = rejectSamples[0];
  // The input came through stdin and cannot be read again.
  return sample === undefined || sample.origin.startsWith('-:')
    ? null
    : `see the reason for the first reject, ${sameFlags(report)}: mp2fb explain ${shellWord(sample.origin)}`;
};

/** Events that an earlier run may have delivered, and that the same command holds back again; null: none. */
const heldStep = (held: number): string | null =>
  held === 0
    ? null
    : 'if Facebook lacks the events held back, run the same command with --resend-unknown; if it has them: mp2fb ledger mark-sent';

const tooOldStep = (count: number): string | null =>
  count === 0 ? null : 'events that are too old cannot be sent: leave them out with --since';

/** What to do before the next runs; null: nothing. */
const causeStep = (report: Report): string | null => {
  const { run, warnings } = report;
  if (run.exitCode === EXIT.missing) return `check what writes the export, then ${again(report)}`;
  return warnings.some(({ code }) => code === 'token_expires')
    ? 'create a new access token in Events Manager before this one expires'
    : null;
};

/** What to do next (run it again, upload the fixed rejects, explain a reject); null: nothing. */
export const nextStep = (report: Report): string | null => {
  const { events, run, runs } = report;
  // The next step depends on one run.
  if (runs.length > 1) return null;
  const held = report.warnings.find(({ code }) => code === 'unknown_held')?.count ?? 0;
  if (isStopped(report) || (events.unsent > held && run.exitCode !== 0)) {
    const first = WITH_A_CAUSE.has(run.exitCode) ? 'when the cause is gone, ' : '';
    return `${first}${again(report)}`;
  }
  const [cause, inputs, fixable] = [causeStep(report), inputsToFix(report), fixableOf(report)];
  const tooOld = tooOldStep(tooOldOf(report));
  const isFixedElsewhere = fixable === 0 && (inputs !== null || tooOld !== null || allRejects(report) === 0);
  const isKnown = cause !== null && allRejects(report) === knownRejects(report);
  const rejects = isFixedElsewhere || isKnown ? null : rejectsToFix(report, fixable);
  const steps = [cause, inputs, heldStep(held), isKnown ? null : tooOld, rejects].filter((step) => step !== null);
  return steps.join('; ') || null;
};
