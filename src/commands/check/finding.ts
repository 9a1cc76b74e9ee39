// The result of a check, and the list of all results for people.

import { formatCount, formatNumbered } from '../../lib/format.js';
import { printableLine } from '../../lib/printable.js';
import type { ExitCode } from '../../model/exit-code.js';
import { largestFirst } from '../../report/names.js';
import { wrap } from '../../report/summary/text.js';

/** `skipped`: it could not be checked, because something else is missing. */
export type CheckStatus = 'ok' | 'skipped' | 'warning' | 'problem';

/** What a check is about; it decides what a problem means for the exit code. */
export type CheckArea = 'settings' | 'facebook' | 'ledger' | 'held' | 'input';

/** The result of one check. Contains no secret and no value of a record. */
export interface Finding {
  /** A permanent name for programs, such as `token_expiry`. */
  readonly id: string;
  readonly title: string;
  readonly area: CheckArea;
  readonly status: CheckStatus;
  readonly message: string;
  /** How to fix it; null: nothing is wrong, or nothing can be done. */
  readonly advice: string | null;
}

type About = Pick<Finding, 'id' | 'title' | 'area'>;

const finding =
  (status: CheckStatus) =>
  (about: About, message: string, advice: string | null = null): Finding => ({ ...about, status, message, advice });

/** A finding with this status: about a check, its message, and how to fix it. */
export const ok = finding('ok');
export const skipped = finding('skipped');
export const warning = finding('warning');
export const problem = finding('problem');

/** The exit code of an upload with this problem; a ledger that cannot be written stops a run as Facebook does. */
const EXIT_CODES: Readonly<Record<CheckArea, ExitCode>> = { settings: 2, facebook: 4, ledger: 4, held: 5, input: 6 };

/** 0 without a problem (warnings are none); of several, the code of the one that an upload would meet first. */
export const exitCodeOf = (findings: readonly Finding[]): ExitCode => {
  const areas = findings.filter(({ status }) => status === 'problem').map(({ area }) => area);
  const first = (['settings', 'facebook', 'ledger', 'held', 'input'] as const).find((area) => areas.includes(area));
  return first === undefined ? 0 : EXIT_CODES[first];
};

/** `no_value 12, too_old 3`: the largest first. */
export const listed = (counts: Readonly<Record<string, number>>): string =>
  largestFirst(counts)
    .map(([name, number]) => `${name} ${formatCount(number)}`)
    .join(', ');

/** Colours a status, or returns it unchanged. */
type PaintStatus = (status: CheckStatus, text: string) => string;

const STATUS_CELLS = 'warning'.length;

/** Minimum width of a text, in cells of the terminal. */
const MIN_TEXT_CELLS = 30;

const lines = (
  { title, status, message, advice }: Finding,
  cells: number,
  paint: PaintStatus,
  width: number,
): readonly string[] => {
  const indent = ' '.repeat(STATUS_CELLS + cells + 4);
  const wrapped = (line: string): string[] =>
    wrap(printableLine(line), Math.max(MIN_TEXT_CELLS, width - indent.length));
  const [first = '', ...more] = [...message.split('\n'), ...(advice?.split('\n') ?? [])].flatMap(wrapped);
  return [
    `${paint(status, status.padEnd(STATUS_CELLS))}  ${title.padEnd(cells)}  ${first}`,
    ...more.map((line) => indent + line),
  ];
};

/** The findings as a list for people, wrapped to `width` cells, with the totals. */
export const printFindings = (findings: readonly Finding[], paint: PaintStatus, width: number): string => {
  const cells = Math.max(...findings.map(({ title }) => title.length));
  const number = (status: CheckStatus): number => findings.filter((finding) => finding.status === status).length;
  const left = number('skipped');
  return [
    ...findings.flatMap((finding) => lines(finding, cells, paint, width)),
    '',
    `${number('ok')} ok, ${left === 0 ? '' : `${left} skipped, `}${formatNumbered(number('warning'), 'warning')}, ${formatNumbered(number('problem'), 'problem')}`,
  ].join('\n');
};
