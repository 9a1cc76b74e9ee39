import { shellWord } from '../../lib/format.js';
import type { Report } from '../../model/report.js';

/** What ends with these ends so again. */
const TO_FIX: ReadonlySet<number> = new Set([2, 4]);

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

/** What to type next, or null when there is nothing to do: run it again, send the fixed rejects, explain a reject. */
export const nextStep = (report: Report): string | null => {
  const { events, batches, files, rejectSamples, run, runs } = report;
  // What to do next is a matter of one run.
  if (runs.length > 1) return null;
  if (events.unsent > 0 && run.exitCode !== 0) {
    const first = TO_FIX.has(run.exitCode) ? 'fix what stopped it, then ' : '';
    return `${first}${again(run)}`;
  }
  if (events.rejected.total + batches.malformed === 0) return null;
  if (files.rejects !== null && !run.dryRun)
    return `fix them, then with the same settings: mp2fb upload ${shellWord(files.rejects)}`;
  const sample = rejectSamples[0];
  // What came through stdin is gone.
  return sample === undefined || sample.origin.startsWith('-:')
    ? null
    : `see why, ${sameFlags(report)}: mp2fb explain ${shellWord(sample.origin)}`;
};
