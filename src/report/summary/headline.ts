// The first line of a summary, and why a run stopped. Exit codes: model/exit-code.ts.

import { sumOf } from '../../lib/sum.js';
import { forCount, formatCount, formatNumbered } from '../../lib/format.js';
import { allRejects, knownRejects } from '../names.js';
import { EXIT, EXIT_CODES } from '../../model/exit-code.js';
import type { SkipReason } from '../../model/reasons.js';
import type { Report, ReportRun } from '../../model/report.js';

/** The first line of a summary, and whether it is good news. */
export interface Headline {
  readonly mood: 'good' | 'mixed' | 'bad';
  readonly text: string;
}

const DATE_CHARACTERS = 'yyyy-mm-dd'.length;

const STOPPED: Readonly<Record<number, string>> = {
  [EXIT.bug]: 'Failed with an internal error: please report it',
  // Invalid settings write no report, so this run had started and then could not print or read any more.
  [EXIT.usage]: 'Stopped before the end',
  [EXIT.stopped]: 'Stopped before the end',
  [EXIT.held]: 'Not started: another run has locked the ledger',
  [EXIT.missing]: 'Finished, but with too few new events',
  [EXIT.sigint]: 'Stopped by Ctrl-C; all requests in flight have finished',
  [EXIT.sigterm]: 'Stopped by SIGTERM; all requests in flight have finished',
};

const TERMINAL_CLOSED = 'Stopped: the terminal closed; all requests in flight have finished';

/** `all known since 2026-11-25`, of one `known since …`, `2 known since 2026-11-25`; null: all are new. */
export const knownText = (report: Pick<Report, 'events' | 'batches'>): string | null => {
  const known = knownRejects(report);
  if (known === 0) return null;
  const rejects = allRejects(report);
  const since = report.events.rejected.knownSince?.slice(0, DATE_CHARACTERS);
  const some = known < rejects ? `${formatCount(known)} ` : '';
  return `${some || forCount('{|all }', rejects)}known${since === undefined ? '' : ` since ${since}`}`;
};

/** Events and records separately, as in the tables: `212 rejected, 3 malformed records`. */
const shortcomings = (report: Report): string => {
  const { run, events, batches } = report;
  const known = knownText(report);
  const { rejected, unsent } = events;
  return [
    ...(rejected.total > 0 ? [`${formatCount(rejected.total)} rejected`] : []),
    ...(batches.malformed > 0 ? [formatNumbered(batches.malformed, 'malformed record')] : []),
    ...(known === null ? [] : [known]),
    ...(unsent > 0 && run.exitCode !== 0 ? [`${formatCount(unsent)} unsent`] : []),
  ].join(', ');
};

const ON_REQUEST: readonly SkipReason[] = ['before_since', 'after_until', 'beyond_limit'];

/** Whether `--since`, `--until` or `--limit` left something out. */
const isPartLeftOut = ({ events, inputs }: Report): boolean =>
  ON_REQUEST.some((reason) => (events.skipped.byReason[reason] ?? 0) > 0) ||
  inputs.some(({ status }) => status === 'stopped' || status === 'waiting' || status === 'reading');

const deliveredText = (report: Report): string => {
  const { events, inputs } = report;
  // "Everything" would be wrong beside rejects.
  if (events.sent > 0 && shortcomings(report) !== '') return `${formatCount(events.sent)} sent`;
  if (events.sent > 0)
    return isPartLeftOut(report) ? 'Everything sent except what was left out on request' : 'Everything sent';
  const isKnown = events.alreadySent > 0 || inputs.some(({ status }) => status === 'unchanged');
  return isKnown ? 'Nothing new to send' : 'Nothing to send';
};

const unreadText = ({ inputs }: Report): string => {
  const failed = inputs.filter(({ status }) => status === 'failed');
  const isBegun = failed.length > 0 && failed.every(({ records }) => records > 0);
  const which = failed.length > 1 ? formatNumbered(failed.length, 'input') : 'an input';
  return `${which} could not be read${isBegun ? ` to ${forCount('{its|their}', failed.length)} end` : ''}`;
};

const finished = (report: Report): Headline => {
  const { run } = report;
  const short = shortcomings(report);
  // The other inputs were read to their end.
  const end = run.stopReason === null || run.exitCode === EXIT.input ? 'finished' : 'ended early';
  const [done, sent] = run.dryRun ? [`Dry run ${end}`, '; nothing was sent'] : ['Finished', ''];
  if (run.exitCode === EXIT.input) return { mood: 'bad', text: `${done}, but ${unreadText(report)}${sent}` };
  const delivered = run.exitCode === EXIT.done && !run.dryRun ? deliveredText(report) : null;
  if (delivered !== null) return { mood: 'good', text: short === '' ? delivered : `${delivered}; ${short}` };
  if (short !== '') return { mood: 'mixed', text: `${done} with ${short}${sent}` };
  if (run.dryRun) return { mood: 'good', text: `${done}${sent}` };
  return { mood: 'good', text: deliveredText(report) };
};

/** How many of several runs ended like the worst one. */
const ofRuns = ({ run, runs }: Report): string => {
  if (runs.length < 2) return '';
  const alike = runs.filter(({ exitCode }) => exitCode === run.exitCode).length;
  return ` (${formatCount(alike)} of ${formatNumbered(runs.length, 'run')})`;
};

/** The first line of every rendering; `missing`: shards without a report. */
export const headlineOf = (report: Report, missing: readonly string[] = []): Headline => {
  const { exitCode, stopReason } = report.run;
  const stopped = stopReason === 'SIGHUP' ? TERMINAL_CLOSED : STOPPED[exitCode];
  const headline: Headline =
    stopped === undefined ? finished(report) : { mood: 'bad', text: `${stopped}${ofRuns(report)}` };
  if (missing.length === 0 || headline.mood !== 'good') return headline;
  return { mood: 'mixed', text: `Incomplete: ${formatNumbered(missing.length, 'shard')} missing` };
};

const SHARDS_NAMED = 8;

/** Which shards are missing, as a sentence; null: none. */
export const missingText = (missing: readonly string[]): string | null => {
  if (missing.length === 0) return null;
  const more = missing.length - SHARDS_NAMED;
  const named = [...missing.slice(0, SHARDS_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return missing.length === 1
    ? `The report of shard ${named} is missing: what it did is not counted here.`
    : `The reports of shards ${named} are missing: what they did is not counted here.`;
};

/** Why a run stopped, unless its exit code (of a signal) already says it. */
export const reasonOf = ({ exitCode, stopReason }: Pick<ReportRun, 'exitCode' | 'stopReason'>): string | null =>
  stopReason !== null && exitTitle(exitCode).endsWith(stopReason) ? null : stopReason;

/** How rejects are counted that several runs may have met; null: no two runs met the same. */
export const repeatText = (report: Report): string | null => {
  if (report.events.rejected.mayRepeat === true) return 'A reject that several runs found is counted in each of them.';
  const met = sumOf(report.runs, ({ rejected, malformed }) => rejected + malformed);
  return met > allRejects(report) ? 'A reject that several runs found is counted once.' : null;
};

/** Whether a single run ended before its inputs did: then what to do about that comes first, and the rest is short. */
export const isStopped = ({ run, runs }: Report): boolean =>
  runs.length < 2 && run.stopReason !== null && run.exitCode in STOPPED && run.exitCode !== EXIT.missing;

/** Why the run ended early; null for several runs, and for a failed input, which are reported elsewhere. */
export const stopText = ({ run, runs, inputs }: Report): string | null =>
  runs.length > 1 || inputs.some(({ failure }) => failure !== null && failure === run.stopReason)
    ? null
    : reasonOf(run);

/** The run's id with its shard, or the number of runs. */
export const runTitle = ({ run, runs }: Report): string => {
  const title = runs.length > 1 ? formatNumbered(runs.length, 'run') : `run ${run.id}`;
  if (run.shard === null) return title;
  return `${title}, ${run.shard.includes(',') ? 'shards' : 'shard'} ${run.shard}`;
};

// prettier-ignore
const EXIT_TITLES: Readonly<Record<number, string>> = {
  0: 'success', 1: 'internal error', 2: 'settings', 3: 'some rejected', 4: 'stopped', 5: 'ledger locked',
  6: 'input not read', 7: 'too few events', 130: 'SIGINT', 143: 'SIGTERM',
};

/** An exit code with its meaning in a few words: `3 some rejected`. */
export const exitTitle = (code: number): string => `${code} ${EXIT_TITLES[code] ?? ''}`.trimEnd();

const EXIT_MEANINGS: Readonly<Record<number, string>> = EXIT_CODES;

/** An exit code with its meaning: `4: Facebook stopped the run: …`. */
export const exitMeaning = (code: number): string => {
  const meaning = EXIT_MEANINGS[code];
  return meaning === undefined ? String(code) : `${code}: ${meaning}`;
};
