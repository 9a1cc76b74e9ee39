// Runs, shards and inputs of several reports as one.

import { EXIT } from '../../model/exit-code.js';
import type { Report, ReportInput, ReportRun } from '../../model/report.js';

const SHARD = /^(\d+)\/(\d+)$/;

const shardsOf = ({ run }: Report): readonly string[] => run.shard?.split(', ') ?? [];

const numbersOf = (shard: string): { readonly index: number; readonly of: number } => {
  const [, index, of] = SHARD.exec(shard) ?? [];
  return { index: Number(index), of: Number(of) };
};

const missingOf = (shards: readonly string[]): string[] => {
  const totals = [...new Set(shards.map((shard) => numbersOf(shard).of))].filter((total) => total > 0);
  return totals.flatMap((total) =>
    Array.from({ length: total }, (_, at) => `${at + 1}/${total}`).filter((shard) => !shards.includes(shard)),
  );
};

/** The shards that several reports cover together; null: no shards. */
const mergeShards = (reports: readonly Report[]): string | null => {
  const shards = [...new Set(reports.flatMap(shardsOf))];
  if (shards.length === 0 || missingOf(shards).length === 0) return null;
  return shards
    .toSorted((a, b) => {
      const [one, other] = [numbersOf(a), numbersOf(b)];
      return one.of - other.of || one.index - other.index;
    })
    .join(', ');
};

/** The shards that a report does not cover. */
export const missingShards = (report: Report): readonly string[] => missingOf(shardsOf(report));

/** From the status that says most about an input to the one that says least. */
const FROM_BAD_TO_GOOD = 'failed stopped reading waiting done unchanged'.split(' ');

const together = (one: ReportInput, other: ReportInput): ReportInput => {
  const [worse] = [one, other].sort((a, b) => FROM_BAD_TO_GOOD.indexOf(a.status) - FROM_BAD_TO_GOOD.indexOf(b.status));
  return {
    ...one,
    format: one.format === 'unknown' ? other.format : one.format,
    records: one.records + other.records,
    status: worse?.status ?? one.status,
    failure: one.failure ?? other.failure,
  };
};

/** The inputs of several runs. Shards of one input by lines become one input again. */
export const mergeInputs = (reports: readonly Report[]): readonly ReportInput[] => {
  const all = reports.filter(({ run }) => run.shard === null).flatMap(({ inputs }) => inputs);
  const shared = new Map<string, ReportInput>();
  for (const input of reports.filter(({ run }) => run.shard !== null).flatMap(({ inputs }) => inputs)) {
    const key = `${input.path} ${input.bytes ?? ''}`;
    const known = shared.get(key);
    shared.set(key, known === undefined ? input : together(known, input));
  }
  return [...all, ...shared.values()];
};

/** Exit codes from the best to the worst; an unknown one counts as the worst. */
// prettier-ignore
const FROM_GOOD_TO_BAD: readonly number[] = [
  EXIT.done, EXIT.rejects, EXIT.missing, EXIT.sigint, EXIT.sigterm, EXIT.held, EXIT.input, EXIT.stopped, EXIT.usage,
  EXIT.bug,
];

/** Texts without repetitions and nulls, in their order. */
export const distinct = (texts: readonly (string | null)[]): string[] => [
  ...new Set(texts.filter((text) => text !== null)),
];

/** The distinct texts as one; null: there are none. */
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
