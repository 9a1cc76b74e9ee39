import type { Report } from '../model/report.js';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInstant,
  formatMilliseconds,
  formatNumbered,
  formatShare,
} from './format.js';
import { deliveredOf, destinationName, outcomesOf, stopReasonOf, verdictOf } from './names.js';
import type { Hue } from './paint.js';
import { columns, field, indented, paragraph, type Page, type Section } from './summary-layout.js';
import { cutStartTo, printable, widthOf } from './text.js';

const MARKS = { good: '✔', mixed: '!', bad: '✖' } as const;
const HUES = { good: 'green', mixed: 'yellow', bad: 'red' } as const satisfies Record<string, Hue>;
const LABEL_CELLS = 'Destination'.length;
const INPUTS_NAMED = 5;

/** The verdict with the run's id, and why the run stopped if it did. */
export const headline = (report: Report, page: Page): Section => {
  const { run } = report;
  const { mood, text } = verdictOf(report);
  const why = stopReasonOf(report);
  const title = `${MARKS[mood]} ${text}`;
  const share = run.shard === null ? '' : `, share ${printable(run.shard)}`;
  const id = `run ${printable(run.id)}${share}`;
  const room = page.width - widthOf(title) - widthOf(id);
  const line = page.paint('bold', page.paint(HUES[mood], title));
  return [
    room < 2 ? line : `${line}${' '.repeat(room)}${page.paint('dim', id)}`,
    ...(why === null ? [] : paragraph(printable(why), page)),
  ];
};

const unchangedText = ({ inputs }: Report): string => {
  const unchanged = inputs.filter(({ status }) => status === 'unchanged').length;
  if (unchanged === 0) return '';
  return `, ${unchanged === inputs.length ? 'all' : formatCount(unchanged)} unchanged since an earlier run`;
};

const readText = (report: Report): string => {
  const { inputs, batches, events } = report;
  const bytes = inputs.reduce((sum, input) => sum + (input.bytes ?? 0), 0);
  const size = bytes === 0 ? '' : ` (${formatBytes(bytes)})`;
  const found = `${formatNumbered(inputs.length, 'input')}${size}${unchangedText(report)}`;
  if (batches.read === 0) return found;
  const malformed = batches.malformed === 0 ? '' : ` (${formatCount(batches.malformed)} malformed)`;
  return `${found}: ${formatNumbered(batches.read, 'batch', 'batches')}${malformed}, ${formatNumbered(events.read, 'event')}`;
};

const timeText = (report: Report): string => {
  const { seconds, throttledSeconds } = report.duration;
  const waited = throttledSeconds > 0 ? ` (${formatDuration(throttledSeconds)} waiting)` : '';
  const delivered = deliveredOf(report);
  const rate = delivered > 0 && seconds > 0 ? `, ${formatCount(delivered / seconds)} events/s` : '';
  return `${formatInstant(report.run.startedAt)}, ${formatDuration(seconds)}${waited}${rate}`;
};

const requestsText = ({ requests, latencyMs }: Report): string => {
  const parts = [
    requests.succeeded === requests.sent ? 'all succeeded' : `${formatCount(requests.succeeded)} succeeded`,
    ...(requests.retried > 0 ? [formatNumbered(requests.retried, 'retry', 'retries')] : []),
    ...(requests.split > 0 ? [`${formatCount(requests.split)} divided`] : []),
  ];
  const latency =
    latencyMs === null
      ? ''
      : `; ${formatMilliseconds(latencyMs.p50)} each, 99% within ${formatMilliseconds(latencyMs.p99)}`;
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

/** The outcomes that occurred; together they are all events read. */
export const outcomes = (report: Report, { paint }: Page): Section => {
  const occurred = outcomesOf(report).filter(({ count }) => count > 0);
  const rows = occurred.map(({ title, count }) => [title, formatCount(count), formatShare(count, report.events.read)]);
  const lines = columns(rows, new Set([1, 2])).map((line, at) => {
    const hue = OUTCOME_HUES[occurred[at]?.key ?? ''];
    return indented(hue === undefined ? line : paint(hue, line), 4);
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
        ...(failure === null ? [] : paragraph(printable(failure), page, 6)),
      ]),
    ...(more > 0 ? [indented(`and ${formatCount(more)} more`, 4)] : []),
  ];
};
