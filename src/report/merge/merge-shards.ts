// The shards that several reports cover, and their inputs.

import type { Report, ReportInput } from '../../model/report.js';

const SHARE = /^(\d+)\/(\d+)$/;

const sharesOf = ({ run }: Report): readonly string[] => run.shard?.split(', ') ?? [];

const numbersOf = (share: string): { readonly index: number; readonly of: number } => {
  const [, index, of] = SHARE.exec(share) ?? [];
  return { index: Number(index), of: Number(of) };
};

const missingOf = (shares: readonly string[]): string[] => {
  const totals = [...new Set(shares.map((share) => numbersOf(share).of))].filter((total) => total > 0);
  return totals.flatMap((total) =>
    Array.from({ length: total }, (_, at) => `${at + 1}/${total}`).filter((share) => !shares.includes(share)),
  );
};

/** The shards that several reports cover together; null: no shards. */
export const mergeShards = (reports: readonly Report[]): string | null => {
  const shares = [...new Set(reports.flatMap(sharesOf))];
  if (shares.length === 0 || missingOf(shares).length === 0) return null;
  return shares
    .toSorted((a, b) => {
      const [one, other] = [numbersOf(a), numbersOf(b)];
      return one.of - other.of || one.index - other.index;
    })
    .join(', ');
};

/** The shards that a report does not cover. */
export const missingShares = (report: Report): readonly string[] => missingOf(sharesOf(report));

/** From what says most of an input to what says least. */
const FROM_BAD_TO_GOOD: readonly ReportInput['status'][] = [
  'failed',
  'stopped',
  'reading',
  'waiting',
  'done',
  'unchanged',
];

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
