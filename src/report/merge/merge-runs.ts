import type { Report, ReportRun } from '../../model/report.js';
import { mergeShards } from './merge-shards.js';

/** Exit codes from the best to the worst; one that is not here is worse than all. */
const FROM_GOOD_TO_BAD: readonly number[] = [0, 3, 7, 130, 143, 5, 6, 4, 2, 1];

export const distinct = (texts: readonly (string | null)[]): string[] => [
  ...new Set(texts.filter((text) => text !== null)),
];

export const joinedOrNull = (texts: readonly (string | null)[], separator: string): string | null =>
  distinct(texts).join(separator) || null;

const rowOf = ({ run, events, batches, duration }: Report): ReportRun => ({
  id: run.id,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
  exitCode: run.exitCode,
  stopReason: run.stopReason,
  shard: run.shard,
  sent: events.sent,
  previewed: events.previewed,
  rejected: events.rejected.total,
  malformed: batches.malformed,
  unsent: events.unsent,
  seconds: duration.seconds,
});

/** Every run of several reports, which may be of several runs themselves; the earliest first. */
export const runsOf = (reports: readonly Report[]): readonly ReportRun[] =>
  reports
    .flatMap((report) => (report.runs.length > 0 ? report.runs : [rowOf(report)]))
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));

const badness = (code: number): number => {
  const at = FROM_GOOD_TO_BAD.indexOf(code);
  return at === -1 ? FROM_GOOD_TO_BAD.length : at;
};

/** Several runs as one: from the first start to the last end, with the worst exit code. */
export const mergeRun = (reports: readonly Report[], first: Report): Report['run'] => {
  const codes = reports.map(({ run }) => run.exitCode);
  const latest = reports.map(({ run }) => run.finishedAt).sort((a, b) => Date.parse(a) - Date.parse(b));
  return {
    id: `${runsOf(reports).length} runs`,
    startedAt: first.run.startedAt,
    finishedAt: latest.at(-1) ?? first.run.finishedAt,
    dryRun: reports.every(({ run }) => run.dryRun),
    exitCode: codes.reduce((worst, code) => (badness(code) > badness(worst) ? code : worst), 0),
    stopReason: joinedOrNull(
      reports.map(({ run }) => run.stopReason),
      '; ',
    ),
    shard: mergeShards(reports),
    ledger: reports.every(({ run }) => run.ledger === true),
  };
};
