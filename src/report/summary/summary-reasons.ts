// The summary's sections about skips, rejects and warnings.

import { hintOf } from '../../model/reasons.js';
import type { Report } from '../../model/report.js';
import { formatCount, formatNumbered, shellWord } from '../../lib/format.js';
import { largestFirst } from '../names.js';
import { headlineOf, isStopped, knownText, repeatText } from './headline.js';
import { indented, paragraph, titled, type Page, type Section } from './summary-layout.js';
import { printable } from '../../lib/printable.js';
import { cutStartTo, cutTo, padStart, unbroken, widthOf, wrap } from './text.js';

const REASONS_NAMED = 6;
const WARNINGS_NAMED = 6;
/** The minimum for a run that was stopped, whose counts so far matter less. */
const NAMED_OF_STOPPED = 3;

/** A reason with its number and what can be done. */
export interface ReasonRow {
  readonly reason: string;
  readonly count: number;
  readonly hint: string;
  /** Origin of the first one; null: not known. */
  readonly first: string | null;
  /** The error there, if it says more than the hint. */
  readonly detail: string | null;
}

/** Facebook's messages may be very long. */
const DETAIL_CELLS = 200;

/** The message of a reject, if it says more than the hint. */
export const detailOf = (message: string, hint: string): string | null =>
  message === '' || hint.toLowerCase().includes(message.toLowerCase()) ? null : cutTo(printable(message), DETAIL_CELLS);

const rejectRow = (report: Report, reason: string, count: number): ReasonRow => {
  const hint = hintOf(reason) ?? '';
  const first = report.rejectSamples.find((sample) => sample.reason === reason);
  const detail = first === undefined ? null : detailOf(first.message, hint);
  return { reason, count, hint, first: first?.origin ?? null, detail };
};

const skippedFirst = ({ skipSamples }: Report, reason: string): string | null =>
  skipSamples.find((sample) => sample.reason === reason)?.origin ?? null;

/** Every reject reason of a run, of events and of whole records, with its hint and first origin. */
export const rejectRows = (report: Report): ReasonRow[] =>
  [...largestFirst(report.events.rejected.byReason), ...largestFirst(report.batches.byReason)].map(([reason, count]) =>
    rejectRow(report, reason, count),
  );

/** Every skip reason of a run with its hint and first origin, the most frequent first. */
export const skipRows = (report: Report): ReasonRow[] =>
  largestFirst(report.events.skipped.byReason).map(([reason, count]) => ({
    reason,
    count,
    hint: hintOf(reason) ?? '',
    first: skippedFirst(report, reason),
    detail: null,
  }));

/** `count  reason: hint First at origin: detail`, wrapped under itself; a long path is cut at its start. */
const rowLines = (row: Omit<ReasonRow, 'reason'>, countCells: number, page: Page): string[] => {
  const inner = 4 + countCells + 2;
  const origin =
    row.first === null ? '' : ` First at ${unbroken(cutStartTo(printable(row.first), page.width - inner - 11))}`;
  const detail = row.detail === null ? '' : `: ${row.detail}`;
  const [first, ...rest] = wrap(`${row.hint}${origin}${detail}`, page.width - inner);
  return [
    indented(`${padStart(formatCount(row.count), countCells)}  ${first ?? ''}`, 4),
    ...rest.map((line) => indented(line, inner)),
  ];
};

/** Where to find everything that a summary leaves out. */
const where = ({ files, runs }: Report): string => {
  if (runs.length > 0) return ': with --json, mp2fb report prints all';
  return files.report === null
    ? ': --report FILE saves all'
    : `: mp2fb report --json ${shellWord(printable(files.report))} prints all`;
};

/** A section in one line: `Skipped  68 other_action, 47 promotion and 2 more: …`. */
const inShort = (
  title: string,
  counts: readonly (readonly [string, number])[],
  report: Report,
  page: Page,
): Section => {
  const named = counts.slice(0, NAMED_OF_STOPPED).map(([name, count]) => `${formatCount(count)} ${name}`);
  const more = counts.length - named.length;
  const text = `${named.join(', ')}${more > 0 ? ` and ${formatCount(more)} more${where(report)}` : ''}`;
  return counts.length === 0 ? [] : titled(title, printable(text), page);
};

const reasonSection = (title: string, rows: readonly ReasonRow[], report: Report, page: Page): Section => {
  if (rows.length === 0) return [];
  const named = rows.slice(0, isStopped(report) ? NAMED_OF_STOPPED : REASONS_NAMED);
  const countCells = Math.max(...named.map((row) => widthOf(formatCount(row.count))));
  const more = rows.length - named.length;
  return [
    indented(page.paint('bold', title)),
    ...named.flatMap((row) => rowLines({ ...row, hint: `${row.reason}: ${row.hint}` }, countCells, page)),
    ...(more > 0 ? paragraph(`and ${formatNumbered(more, 'more reason')}${where(report)}`, page, 4) : []),
  ];
};

/** Skipped events by reason. */
export const skips = (report: Report, page: Page): Section =>
  isStopped(report)
    ? inShort('Skipped', largestFirst(report.events.skipped.byReason), report, page)
    : reasonSection('Skipped', skipRows(report), report, page);

/** Rejected events and malformed records by reason, and how many are known. */
export const rejects = (report: Report, page: Page): Section => {
  const known = knownText(report);
  // The headline of most runs has it; then the title need not repeat it.
  const isSaid = known === null || headlineOf(report).text.includes(known);
  const lines = reasonSection(isSaid ? 'Rejected' : `Rejected, ${known}`, rejectRows(report), report, page);
  const repeats = repeatText(report);
  return lines.length === 0 || repeats === null ? lines : [...lines, ...paragraph(repeats, page, 4)];
};

/** Warnings: worth attention, although nothing was rejected. */
export const warnings = (report: Report, page: Page): Section => {
  if (report.warnings.length === 0) return [];
  if (isStopped(report)) {
    const counts = report.warnings.map(({ code, count }) => [code, count] as const);
    return inShort('Warnings', counts, report, page);
  }
  const named = report.warnings.slice(0, WARNINGS_NAMED);
  const countCells = Math.max(...named.map(({ count }) => widthOf(formatCount(count))));
  const more = report.warnings.length - named.length;
  return [
    indented(page.paint('bold', 'Warnings')),
    ...named.flatMap(({ count, message, origin }) => {
      const hint = `${printable(message)}${origin === undefined ? '' : '.'}`;
      return rowLines({ count, hint, first: origin ?? null, detail: null }, countCells, page);
    }),
    ...(more > 0 ? paragraph(`and ${formatNumbered(more, 'more warning')}${where(report)}`, page, 4) : []),
  ];
};
