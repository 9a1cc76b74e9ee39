import type { Report, ReportInput } from '../model/report.js';

const SHARE = /^(\d+)\/(\d+)$/;

const sharesOf = ({ run }: Report): readonly string[] => run.shard?.split(', ') ?? [];

/** The shares that several reports stand for together; null: all of the work. */
export const mergeShards = (reports: readonly Report[]): string | null => {
  const shares = [...new Set(reports.flatMap(sharesOf))];
  const totals = new Set(shares.map((share) => Number(SHARE.exec(share)?.[2])));
  const [total] = totals;
  const isWhole = totals.size === 1 && total === shares.length;
  const numberOf = (share: string): number => Number(SHARE.exec(share)?.[1]);
  return shares.length === 0 || isWhole ? null : shares.toSorted((a, b) => numberOf(a) - numberOf(b)).join(', ');
};

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

/** The inputs of several runs. Shares of one input by its lines are one input again. */
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
