import { formatCount, formatDuration, formatInstant, formatNumbered } from '../../lib/format.js';
import type { Report, ReportRun } from '../../model/report.js';
import { exitTitle, reasonOf } from '../summary/headline.js';
import { nothing, type Markup } from './markup.js';
import { section } from './sections.js';
import { folded, table } from './table.js';

/** More runs than a month of nights are folded away. */
const RUNS_SHOWN = 31;

const endOf = (run: ReportRun): string => {
  const reason = reasonOf(run);
  return exitTitle(run.exitCode) + (reason === null ? '' : `: ${reason}`);
};

/** A row for each of several runs: when it started, how it ended, what it came to. */
export const runsSection = ({ run, runs }: Report): Markup => {
  if (runs.length < 2) return nothing;
  const data = table(
    'What each run came to',
    [
      { title: 'Started' },
      { title: 'Shard' },
      { title: run.dryRun ? 'Previewed' : 'Sent', isNumber: true },
      { title: 'Rejected', isNumber: true },
      { title: 'Malformed', isNumber: true },
      { title: 'Unsent', isNumber: true },
      { title: 'Took', isNumber: true },
      { title: 'Exit code' },
    ],
    runs.map((one) => [
      formatInstant(one.startedAt),
      one.shard ?? 'all',
      ...[one.sent + one.previewed, one.rejected, one.malformed, one.unsent].map(formatCount),
      formatDuration(one.seconds),
      endOf(one),
    ]),
  );
  return section('runs', 'Run by run', [
    runs.length > RUNS_SHOWN ? folded(`All ${formatNumbered(runs.length, 'run')}`, data) : data,
  ]);
};
