// The report as one web page. Its sections and charts have their own files.

import type { Report } from '../../model/report.js';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInstant,
  formatMilliseconds,
  formatNumbered,
} from '../../lib/format.js';
import { capitalised } from '../../lib/words.js';
import { missingShards } from '../merge/merge-runs.js';
import { destinationName, readText, withoutPath } from '../names.js';
import { nextStep } from '../summary/next-step.js';
import { exitMeaning, missingText, runTitle, stopText, headlineOf } from '../summary/headline.js';
import { number, codeOf, folded, html, nothing, table, type Markup } from './markup.js';
import {
  keysSection,
  limitedDataUseSection,
  namesSection,
  outcomesSection,
  rejectedSection,
  runsSection,
  section,
  skippedSection,
  warningsSection,
} from './sections.js';
import { STYLE } from './style.js';
import { daysSection, throughputSection } from './time-sections.js';

/** A longer list of inputs is folded. */
const INPUTS_SHOWN = 10;

const requestsText = ({ requests, latencyMs }: Report): string => {
  const { sent, succeeded, retried, split } = requests;
  const counts = `${formatCount(sent)}, ${formatCount(succeeded)} succeeded, ${formatNumbered(retried, 'retry', 'retries')}, ${formatCount(split)} divided`;
  if (latencyMs === null) return counts;
  const { p50, p90, p99, max } = latencyMs;
  return `${counts}; answered in ${formatMilliseconds(p50)} (90% within ${formatMilliseconds(p90)}, 99% within ${formatMilliseconds(p99)}, at most ${formatMilliseconds(max)})`;
};

const factsSection = (report: Report): Markup => {
  const { run, runs, duration, files } = report;
  const isOne = runs.length < 2;
  const facts: [string, string | null][] = [
    ['Destination', destinationName(report.destination)],
    [isOne ? 'Started' : 'First started', formatInstant(run.startedAt)],
    ['Took', `${formatDuration(duration.seconds)}, ${formatDuration(duration.throttledSeconds)} of it waiting`],
    ['Read', readText(report)],
    ['Requests', report.requests.sent === 0 ? null : requestsText(report)],
    [isOne ? 'Exit code' : 'Worst exit code', exitMeaning(run.exitCode)],
    ['Rejects', files.rejects],
    ['Report', files.report],
    ['Metrics', files.metrics ?? null],
  ];
  const rows = facts.map(([name, text]) =>
    text === null
      ? nothing
      : html`<dt>${name}</dt>
          <dd>${text}</dd> `,
  );
  return section('facts', isOne ? 'The run' : formatNumbered(runs.length, 'run'), [html`<dl>${rows}</dl>`]);
};

const inputsTable = (caption: string, inputs: Report['inputs']): Markup =>
  table(
    caption,
    ['Path', 'Status', number('Records'), number('Size')],
    inputs.map(({ path, status, failure, records, bytes }) => [
      codeOf(path),
      failure === null ? status : `${status}: ${withoutPath(failure, path)}`,
      formatCount(records),
      bytes === null ? '' : formatBytes(bytes),
    ]),
  );

const failedInputsSection = ({ inputs }: Report): Markup => {
  const failed = inputs.filter(({ failure }) => failure !== null);
  if (failed.length === 0) return nothing;
  return section('failed', `${formatNumbered(failed.length, 'input')} could not be read`, [
    inputsTable('Failed inputs', failed),
  ]);
};

const inputsSection = ({ inputs }: Report): Markup => {
  if (inputs.length === 0) return nothing;
  const data = inputsTable('Inputs', inputs);
  const title = formatNumbered(inputs.length, 'input');
  return section('inputs', title, [inputs.length > INPUTS_SHOWN ? folded(`All ${title}`, data) : data]);
};

/**
 * The report as one self-contained page: first what needs an action, then outcomes, then charts. It has no script and
 * no network access (its own policy forbids both), supports light and dark mode, printing and screen readers.
 * Everything from the report is escaped.
 */
export const renderHtml = (report: Report): string => {
  const missing = missingShards(report);
  const { mood, text } = headlineOf(report, missing);
  const { run, tool } = report;
  const next = nextStep(report);
  const lines = [missingText(missing), stopText(report), next === null ? null : `Next: ${next}`];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>mp2fb report: ${text}, ${formatInstant(run.startedAt)}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <header>
          <h1 class="${mood}">${text}</h1>
          <p class="soft">${capitalised(runTitle(report))}, ${formatInstant(run.startedAt)}</p>
          ${lines.map((one) => (one === null ? nothing : html`<p>${one}</p> `))}
        </header>
        <main>
          ${rejectedSection(report)}${failedInputsSection(report)}${warningsSection(report)}${outcomesSection(report)}${namesSection(report)}${factsSection(report)}${runsSection(report)}${keysSection(report)}${limitedDataUseSection(report)}${skippedSection(report)}${daysSection(report)}${throughputSection(report)}${inputsSection(report)}
        </main>
        <footer>
          <p>Made by ${tool.name} ${tool.version}. Counts and origins only: no values of any record.</p>
        </footer>
      </body>
    </html> `.text;
};
