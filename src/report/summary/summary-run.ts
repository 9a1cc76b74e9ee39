// The summary's first part: headline, counts, requests.

import type { Report } from '../../model/report.js';
import {
  forCount,
  formatCount,
  formatDuration,
  formatInstant,
  formatMilliseconds,
  formatNumbered,
  formatShare,
} from '../../lib/format.js';
import { deliveredOf, destinationName, outcomesOf, readText, withoutPath } from '../names.js';
import type { Hue } from './paint.js';
import { columns, field, indented, paragraph, type Page, type Section } from './summary-layout.js';
import { printable } from '../../lib/printable.js';
import { cutStartTo, widthOf, wrap } from './text.js';
import { missingText, runTitle, stopText, headlineOf } from './headline.js';

const MARKS = { good: '✔', mixed: '!', bad: '✖' } as const;
const HUES = { good: 'green', mixed: 'yellow', bad: 'red' } as const satisfies Record<string, Hue>;
const LABEL_CELLS = 'Destination'.length;
const INPUTS_NAMED = 5;

/** Cells that the later lines of a long title are indented by. */
const HANGING = 2;

/** The headline with the run's id, what is missing, and why the run stopped if it did. */
export const headline = (report: Report, page: Page, missing: readonly string[]): Section => {
  const { mood, text } = headlineOf(report, missing);
  const title = `${MARKS[mood]} ${text}`;
  const id = printable(runTitle(report));
  const dimmed = (text: string): string => page.paint('dim', text);
  const room = page.width - widthOf(title) - widthOf(id);
  const bold = (line: string): string => page.paint('bold', page.paint(HUES[mood], line));
  const [line = '', ...more] = wrap(title, page.width - HANGING).map((one, at) => bold(at === 0 ? one : indented(one)));
  const lines = [missingText(missing), stopText(report)].flatMap((one) => one ?? []);
  return [
    ...(room < 2 ? [line, ...more, ...paragraph(id, page).map(dimmed)] : [`${line}${' '.repeat(room)}${dimmed(id)}`]),
    ...lines.flatMap((one) => paragraph(printable(one), page)),
  ];
};

const timeText = (report: Report): string => {
  const { seconds, throttledSeconds } = report.duration;
  const waited = throttledSeconds > 0 ? ` (${formatDuration(throttledSeconds)} waiting)` : '';
  const delivered = deliveredOf(report);
  const rate = delivered > 0 && seconds > 0 ? `, ${formatNumbered(Math.round(delivered / seconds), 'event')}/s` : '';
  return `${formatInstant(report.run.startedAt)}, ${formatDuration(seconds)}${waited}${rate}`;
};

const requestsText = ({ requests, latencyMs }: Report): string => {
  const parts = [
    requests.succeeded === requests.sent
      ? forCount('{succeeded|all succeeded}', requests.sent)
      : `${formatCount(requests.succeeded)} succeeded`,
    ...(requests.retried > 0 ? [formatNumbered(requests.retried, 'retry', 'retries')] : []),
    ...(requests.split > 0 ? [`${formatCount(requests.split)} divided`] : []),
  ];
  const latency =
    latencyMs === null
      ? ''
      : `; ${formatMilliseconds(latencyMs.p50)}${requests.sent === 1 ? '' : ` each, 99% within ${formatMilliseconds(latencyMs.p99)}`}`;
  return `${formatCount(requests.sent)}, ${parts.join(', ')}${latency}`;
};

/** Destination, what was read, time and requests. */
export const runFacts = (report: Report, page: Page): Section => {
  const add = (label: string, text: string): string[] => field(label, printable(text), LABEL_CELLS, page);
  return [
    ...add('Destination', destinationName(report.destination)),
    ...add('Read', readText(report)),
    ...add('Time', timeText(report)),
    ...(report.requests.sent > 0 ? add('Requests', requestsText(report)) : []),
  ];
};

const OUTCOME_HUES: Readonly<Partial<Record<string, Hue>>> = { sent: 'green', rejected: 'yellow', unsent: 'red' };

/** The outcomes that occurred, which add up to all events read; below them the records that are not batches. */
export const outcomes = (report: Report, { paint }: Page): Section => {
  const occurred = outcomesOf(report).filter(({ count }) => count > 0);
  const { malformed } = report.batches;
  const rows = [
    ...occurred.map(({ title, count }) => [title, formatCount(count), formatShare(count, report.events.read)]),
    ...(malformed > 0 ? [['malformed', formatCount(malformed), '']] : []),
  ];
  const lines = columns(rows, new Set([1, 2])).map((line, at) => {
    const { key } = occurred[at] ?? { key: 'rejected' };
    // Malformed records have an unknown number of events, so they are not part of the sum and have no percentage.
    const text = at < occurred.length ? line : `${line} ${forCount('{record|records}', malformed)}`;
    const hue = OUTCOME_HUES[key];
    return indented(hue === undefined ? text : paint(hue, text), 4);
  });
  return lines.length === 0 ? [] : [indented(paint('bold', 'Events')), ...lines];
};

/** Inputs that could not be read, with the cause. */
export const failedInputs = ({ inputs }: Report, page: Page): Section => {
  const failed = inputs.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return [];
  const more = failed.length - INPUTS_NAMED;
  return [
    indented(page.paint('bold', 'Inputs that could not be read')),
    ...failed
      .slice(0, INPUTS_NAMED)
      .flatMap(({ path, failure }) => [
        indented(cutStartTo(printable(path), page.width - 4), 4),
        ...(failure === null ? [] : paragraph(printable(withoutPath(failure, path)), page, 6)),
      ]),
    ...(more > 0 ? [indented(`and ${formatCount(more)} more`, 4)] : []),
  ];
};
