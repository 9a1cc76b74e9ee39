import { REJECT_REASONS, SKIP_REASONS } from '../model/reasons.js';
import type { RejectSample, Report } from '../model/report.js';
import { formatCount, formatNumbered } from './format.js';
import { largestFirst } from './names.js';
import { indented, paragraph, type Page, type Section } from './summary-layout.js';
import { cutStartTo, padStart, printable, widthOf, wrap } from './text.js';

const REASONS_NAMED = 6;
const WARNINGS_NAMED = 6;

interface ReasonRow {
  readonly reason: string;
  /** null: records as a whole, which are counted together. */
  readonly count: number | null;
  readonly hint: string;
  readonly sample: RejectSample | null;
}

const HINTS: Readonly<Record<string, string>> = { ...SKIP_REASONS, ...REJECT_REASONS };

/** What a person can do about a reason. */
const hintOf = (reason: string): string => HINTS[reason] ?? '';

/** Whole records are counted together: a reason has its own number only where it is the only one. */
const recordRows = ({ batches, events, rejectSamples }: Report): ReasonRow[] => {
  if (batches.malformed === 0) return [];
  const ofRecords = rejectSamples.filter(({ reason }) => !(reason in events.rejected.byReason));
  const firsts = ofRecords.filter(({ reason }, at) => ofRecords.findIndex((one) => one.reason === reason) === at);
  const count = firsts.length === 1 ? batches.malformed : null;
  return firsts.map((sample) => ({ reason: sample.reason, count, hint: hintOf(sample.reason), sample }));
};

/** Every reject reason of a run with its hint and first origin, the most frequent first. */
export const rejectRows = (report: Report): ReasonRow[] => [
  ...largestFirst(report.events.rejected.byReason).map(([reason, count]) => ({
    reason,
    count,
    hint: hintOf(reason),
    sample: report.rejectSamples.find((sample) => sample.reason === reason) ?? null,
  })),
  ...recordRows(report),
];

/** Every skip reason of a run with its hint, the most frequent first. */
export const skipRows = (report: Report): ReasonRow[] =>
  largestFirst(report.events.skipped.byReason).map(([reason, count]) => ({
    reason,
    count,
    hint: hintOf(reason),
    sample: null,
  }));

const countText = ({ count }: ReasonRow): string => (count === null ? '' : formatCount(count));

/** `count  reason: hint`, wrapped under itself, and the first origin on a line of its own. */
const rowLines = (row: ReasonRow, countCells: number, page: Page): string[] => {
  const inner = 4 + countCells + 2;
  const [first, ...rest] = wrap(`${row.reason}: ${row.hint}`, page.width - inner);
  const origin =
    row.sample === null ? [] : [cutStartTo(`first at ${printable(row.sample.origin)}`, page.width - inner)];
  return [
    indented(`${padStart(countText(row), countCells)}  ${first ?? ''}`, 4),
    ...rest.map((line) => indented(line, inner)),
    ...origin.map((line) => indented(page.paint('dim', line), inner)),
  ];
};

const reasonSection = (title: string, rows: readonly ReasonRow[], page: Page): Section => {
  if (rows.length === 0) return [];
  const named = rows.slice(0, REASONS_NAMED);
  const countCells = Math.max(...named.map((row) => widthOf(countText(row))));
  const more = rows.length - named.length;
  return [
    indented(page.paint('bold', title)),
    ...named.flatMap((row) => rowLines(row, countCells, page)),
    ...(more > 0 ? [indented(`and ${formatNumbered(more, 'more reason')}`, 4)] : []),
  ];
};

export const skips = (report: Report, page: Page): Section => reasonSection('Skipped', skipRows(report), page);

export const rejects = (report: Report, page: Page): Section => reasonSection('Rejected', rejectRows(report), page);

/** What went out although something about it is worth a look. */
export const warnings = (report: Report, page: Page): Section => {
  if (report.warnings.length === 0) return [];
  const named = report.warnings.slice(0, WARNINGS_NAMED);
  const countCells = Math.max(...named.map(({ count }) => widthOf(formatCount(count))));
  const more = report.warnings.length - named.length;
  return [
    indented(page.paint('bold', 'Warnings')),
    ...named.flatMap(({ count, message }) => {
      const [first, ...rest] = paragraph(printable(message), page, 4 + countCells + 2);
      return [indented(`${padStart(formatCount(count), countCells)}  ${(first ?? '').trimStart()}`, 4), ...rest];
    }),
    ...(more > 0 ? [indented(`and ${formatCount(more)} more`, 4)] : []),
  ];
};
