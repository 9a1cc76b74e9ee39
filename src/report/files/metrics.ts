// A report, and quality scores, as Prometheus metrics.

import { readFile, stat } from 'node:fs/promises';
import { sumOf } from '../../lib/sum.js';
import { EXIT } from '../../model/exit-code.js';
import type { Report } from '../../model/report.js';
import { knownRejects, outcomesOf, valueByCurrency } from '../names.js';
import { saveText } from './save.js';
import { MS_PER_SECOND } from '../../lib/units.js';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Times that must survive a failed run: they are read from the file that the last run wrote. */
const LAST_SUCCESS = 'mp2fb_last_success_timestamp_seconds';
const LAST_FINISH = 'mp2fb_last_finish_timestamp_seconds';

/** Prometheus text format: backslash, quote and line end are escaped in label values. */
const escapeLabel = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',')}}`;

const destinationLabels = ({ destination }: Report): Record<string, string> => ({
  api: destination.api,
  destination: destination.id ?? '',
});

const named = (label: string, counts: Readonly<Record<string, number>>): Sample[] =>
  Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));

/** Writes gauges in Prometheus text format with these labels on each sample; empty for a gauge without samples. */
const gauges =
  (shared: Readonly<Record<string, string>>) =>
  (name: string, help: string, given: number | readonly Sample[]): string => {
    const samples = typeof given === 'number' ? [{ value: given }] : given;
    if (samples.length === 0) return '';
    const lines = samples.map(({ labels, value }) => `${name}${labelsText({ ...shared, ...labels })} ${value}\n`);
    return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
  };

type Gauge = ReturnType<typeof gauges>;

const countMetrics = (report: Report, gauge: Gauge): readonly string[] => [
  gauge(
    'mp2fb_events',
    'Events of the last run by outcome.',
    outcomesOf(report).map(({ key, count }) => ({
      labels: { outcome: key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) },
      value: count,
    })),
  ),
  gauge('mp2fb_events_read', 'Events read by the last run.', report.events.read),
  gauge('mp2fb_batches_malformed', 'Records that the last run could not read as batches.', report.batches.malformed),
  gauge(
    'mp2fb_rejected_events',
    'Rejected events of the last run by reason.',
    named('reason', report.events.rejected.byReason),
  ),
  gauge(
    'mp2fb_rejects_known',
    'Rejected events and malformed records of the last run that an earlier run already reported.',
    knownRejects(report),
  ),
  gauge(
    'mp2fb_value',
    'Value of the events sent by the last run, in units of the currency.',
    named('currency', Object.fromEntries(valueByCurrency(report))),
  ),
  gauge(
    'mp2fb_strong_match_key_events',
    'Events sent by the last run that have a key which identifies a person alone.',
    report.matchKeys.strong ?? 0,
  ),
  gauge(
    'mp2fb_warnings',
    'Warnings of the last run by code.',
    [...new Set(report.warnings.map(({ code }) => code))].map((code) => ({
      labels: { code },
      value: sumOf(report.warnings, (one) => (one.code === code ? one.count : 0)),
    })),
  ),
];

const runMetrics = (report: Report, previous: string, gauge: Gauge): readonly string[] => {
  const { run, duration, requests } = report;
  const finished = Date.parse(run.finishedAt) / MS_PER_SECOND;
  const lasting = (name: string, codes: readonly number[], help: string): string =>
    // A dry run delivers nothing, so it is not a success.
    gauge(
      name,
      help,
      codes.includes(run.exitCode) && !run.dryRun ? finished : (readBack(previous, name, report) ?? []),
    );
  return [
    lasting(LAST_SUCCESS, [EXIT.done], 'When a run last ended with exit code 0.'),
    lasting(
      LAST_FINISH,
      [EXIT.done, EXIT.rejects],
      'When a run last reached its end, rejects or not (exit code 0 or 3).',
    ),
    gauge('mp2fb_last_run_timestamp_seconds', 'When the last run ended.', finished),
    gauge('mp2fb_exit_code', 'Exit code of the last run.', run.exitCode),
    gauge('mp2fb_duration_seconds', 'How long the last run took.', duration.seconds),
    gauge('mp2fb_throttled_seconds', 'How long the last run waited for Facebook.', duration.throttledSeconds),
    gauge('mp2fb_requests', 'Requests of the last run.', requests.sent),
    gauge('mp2fb_requests_retried', 'Retries in the last run.', requests.retried),
    gauge('mp2fb_build_info', 'The program.', [{ labels: { version: report.tool.version }, value: 1 }]),
  ];
};

/** The value in an older file for this destination, or null. */
const readBack = (previous: string, name: string, report: Report): number | null => {
  const start = `${name}${labelsText(destinationLabels(report))} `;
  const line = previous.split('\n').find((one) => one.startsWith(start));
  const value = line === undefined ? NaN : Number(line.slice(start.length));
  return Number.isFinite(value) ? value : null;
};

/**
 * The run in Prometheus' text format, for node_exporter's textfile collector. Each sample carries the destination, so
 * that several connections may have a file each. `previous` is the text of the file that will be replaced.
 */
export const renderMetrics = (report: Report, previous = ''): string => {
  const gauge = gauges(destinationLabels(report));
  return [...runMetrics(report, previous, gauge), ...countMetrics(report, gauge)].join('');
};

const readOld = async (path: string): Promise<string> => {
  try {
    // A device may never end.
    return (await stat(path)).isFile() ? await readFile(path, 'utf8') : '';
  } catch {
    // There is no older file on the first run; an unreadable one has no times to keep.
    return '';
  }
};

/** Writes `--metrics FILE`, whole or not at all; the times of earlier successes are kept. Throws UsageError. */
export const saveMetrics = async (path: string, report: Report): Promise<void> =>
  saveText('--metrics', path, renderMetrics(report, await readOld(path)));

interface ScoredEvent {
  readonly eventName: string;
  readonly scores: Readonly<Record<string, { readonly score: number | null }>>;
  readonly coverage: Readonly<Record<string, number | null>>;
}

const valuesOf = ({ eventName }: ScoredEvent, label: string, values: ScoredEvent['coverage']): readonly Sample[] =>
  Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [{ labels: { event_name: eventName, [label]: name }, value }],
  );

/** Scores (0 to 10) and match-key coverage (percent) in Prometheus text format. */
export const qualityMetrics = (dataset: string, events: readonly ScoredEvent[]): string => {
  const gauge = gauges({ dataset });
  const scores = events.flatMap((event) => {
    const values = Object.entries(event.scores).map(([name, { score }]) => [name, score] as const);
    return valuesOf(event, 'dimension', Object.fromEntries(values));
  });
  return (
    gauge(
      'mp2fb_quality_score',
      "Meta's quality score of the dataset's offline events, 0 to 10, over 28 days.",
      scores,
    ) +
    gauge(
      'mp2fb_quality_coverage_percent',
      'Share of events with the match key, as Meta sees it.',
      events.flatMap((event) => valuesOf(event, 'match_key', event.coverage)),
    )
  );
};
