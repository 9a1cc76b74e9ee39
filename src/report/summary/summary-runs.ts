// The summary's table of several runs.

import { formatCount, formatDuration, formatInstant, formatNumbered } from '../../lib/format.js';
import type { Report, ReportRun } from '../../model/report.js';
import { columns, indented, paragraph, type Page, type Section } from './summary-layout.js';
import { printable } from '../../lib/printable.js';
import { widthOf } from './text.js';
import { exitTitle, reasonOf } from './headline.js';

/** A month of nights; only the latest are shown. */
const RUNS_NAMED = 31;
const ZONE = / UTC$/;
const LONG_EXIT = 5;

interface Column {
  readonly title: string;
  readonly cell: (run: ReportRun) => string;
  readonly isNumber?: boolean;
  /** On a narrow page the columns with the lowest number are dropped first. */
  readonly keep: number;
}

const number = (title: string, of: (run: ReportRun) => number, keep: number): Column => ({
  title,
  cell: (run) => formatCount(of(run)),
  isNumber: true,
  keep,
});

const columnsFor = ({ run, runs }: Report): Column[] => [
  { title: 'started (UTC)', cell: ({ startedAt }) => formatInstant(printable(startedAt)).replace(ZONE, ''), keep: 10 },
  ...(runs.some(({ shard }) => shard !== null)
    ? [{ title: 'shard', cell: ({ shard }: ReportRun) => printable(shard ?? 'all'), keep: 4 }]
    : []),
  number(run.dryRun ? 'previewed' : 'sent', ({ sent, previewed }) => sent + previewed, 9),
  number('rejected', ({ rejected }) => rejected, 8),
  ...(runs.some(({ malformed }) => malformed > 0) ? [number('malformed', ({ malformed }) => malformed, 3)] : []),
  number('unsent', ({ unsent }) => unsent, 7),
  { title: 'took', cell: ({ seconds }) => formatDuration(seconds), isNumber: true, keep: 2 },
  { title: 'exit code', cell: ({ exitCode }) => exitTitle(exitCode), keep: LONG_EXIT },
];

/** For a page that is too narrow for the meaning of the code. */
const SHORT_EXIT: Column = { title: 'exit', cell: ({ exitCode }) => String(exitCode), isNumber: true, keep: 6 };

const linesOf = (shown: readonly Column[], runs: readonly ReportRun[]): string[] => {
  const right = new Set(shown.flatMap(({ isNumber }, at) => (isNumber === true ? [at] : [])));
  return columns([shown.map(({ title }) => title), ...runs.map((run) => shown.map(({ cell }) => cell(run)))], right);
};

const fitting = (all: readonly Column[], runs: readonly ReportRun[], cells: number): string[] => {
  let shown = all;
  while (shown.length > 1 && linesOf(shown, runs).some((line) => widthOf(line) > cells)) {
    const least = Math.min(...shown.map(({ keep }) => keep));
    shown = [...shown.filter(({ keep }) => keep !== least), ...(least === LONG_EXIT ? [SHORT_EXIT] : [])];
  }
  return linesOf(shown, runs);
};

/** One line for each of several runs, with the reason below it if it stopped early. */
export const runs = (report: Report, page: Page): Section => {
  if (report.runs.length < 2) return [];
  const named = report.runs.slice(-RUNS_NAMED);
  const earlier = report.runs.length - named.length;
  const [head = '', ...lines] = fitting(columnsFor(report), named, page.width - 4);
  return [
    indented(page.paint('bold', 'Runs')),
    ...(earlier > 0 ? [indented(`${formatNumbered(earlier, 'earlier run')}, and`, 4)] : []),
    indented(page.paint('dim', head), 4),
    ...named.flatMap((run, at) => [
      indented(lines[at] ?? '', 4),
      ...paragraph(printable(reasonOf(run) ?? ''), page, 6).filter((line) => line.trim() !== ''),
    ]),
  ];
};
