import type { CheckStatus, Finding } from './finding.js';
import { formatNumbered, formatCount } from '../../lib/format.js';
import { printableLine } from '../../lib/printable.js';

/** `no_value 12, too_old 3`: the largest first. */
export const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([name, number]) => `${name} ${formatCount(number)}`)
    .join(', ');

/** Paints a status, or leaves it as it is. */
export type PaintStatus = (status: CheckStatus, text: string) => string;

const STATUS_CELLS = 'warning'.length;

const lines = ({ title, status, message, advice }: Finding, cells: number, paint: PaintStatus): readonly string[] => {
  const indent = ' '.repeat(STATUS_CELLS + cells + 4);
  const [first = '', ...more] = message.split('\n').map(printableLine);
  return [
    `${paint(status, status.padEnd(STATUS_CELLS))}  ${title.padEnd(cells)}  ${first}`,
    ...more.map((line) => indent + line),
    ...(advice?.split('\n') ?? []).map((line) => indent + printableLine(line)),
  ];
};

/** The findings as a list for people, and their sum. */
export const printFindings = (findings: readonly Finding[], paint: PaintStatus): string => {
  const cells = Math.max(...findings.map(({ title }) => title.length));
  const number = (status: CheckStatus): number => findings.filter((finding) => finding.status === status).length;
  const left = number('skipped');
  return [
    ...findings.flatMap((finding) => lines(finding, cells, paint)),
    '',
    `${number('ok')} ok, ${left === 0 ? '' : `${left} skipped, `}${formatNumbered(number('warning'), 'warning')}, ${formatNumbered(number('problem'), 'problem')}`,
  ].join('\n');
};
