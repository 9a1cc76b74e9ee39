// The summary of a report for people, from its sections.

import type { Report } from '../../model/report.js';
import { isStopped } from './headline.js';
import { nextStep } from './next-step.js';
import { painter } from './paint.js';
import { contents, limitedDataUse, matchKeys } from './summary-content.js';
import { beside, field, type Page, type Section } from './summary-layout.js';
import { rejects, skips, warnings } from './summary-reasons.js';
import { runs } from './summary-runs.js';
import { failedInputs, headline, outcomes, runFacts } from './summary-run.js';
import { printable } from '../../lib/printable.js';
import { unbroken } from './text.js';

const NARROWEST = 40;
const WIDEST = 120;
const GAP = 4;

interface SummaryOptions {
  /** Cells of the terminal; lines of text wrap there. */
  readonly width: number;
  readonly color: boolean;
  readonly missing?: readonly string[];
}

const added = (label: string, text: string | null, page: Page): Section =>
  text === null || text === '' ? [] : field(label, printable(text), label.length, page);

const closing = ({ files }: Report, next: string | null, page: Page): Section => {
  const written = [files.rejects, files.report, files.metrics ?? null].filter((path) => path !== null);
  const labels = 'Written'.length;
  return [...added('Written', written.map(unbroken).join(', '), page), ...added('Next'.padEnd(labels), next, page)];
};

/** The outcomes of the events and what Facebook got, side by side. */
const results = (report: Report, page: Page): Section[] => {
  const [left, right] = [outcomes(report, page), contents(report, page)];
  const both = beside(left, right, GAP, page.width);
  return both === null ? [left, right] : [both];
};

/** The summary of a run for people: about one screen, without empty sections, with a final line end. */
export const renderSummary = (report: Report, options: SummaryOptions): string => {
  const page = { width: Math.min(WIDEST, Math.max(NARROWEST, options.width)), paint: painter(options.color) };
  const next = nextStep(report);
  const [first, last] = isStopped(report) ? [next, null] : [null, next];
  const sections = [
    [...headline(report, page, options.missing ?? []), ...added('Next', first, page)],
    runs(report, page),
    runFacts(report, page),
    failedInputs(report, page),
    ...results(report, page),
    matchKeys(report, page),
    limitedDataUse(report, page),
    skips(report, page),
    rejects(report, page),
    warnings(report, page),
    closing(report, last, page),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};
