// A report as Prometheus metrics.

import { readFile, stat } from 'node:fs/promises';
import type { Report } from '../../model/report.js';
import { outcomesOf, valueByCurrency } from '../names.js';
import { saveText } from './save.js';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** Times that outlive a bad run: they are read back from the file that the last run wrote. */
const LAST_SUCCESS = 'mp2fb_last_success_timestamp_seconds';
const LAST_FINISH = 'mp2fb_last_finish_timestamp_seconds';

const OK = 0;
const SOME_REJECTED = 3;
const MS_PER_SECOND = 1_000;

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

/** One gauge in Prometheus text format; empty without samples. */
export const gaugeText = ({ name, help, samples }: Metric): string => {
  if (samples.length === 0) return '';
  const lines = samples.map(({ labels = {}, value }) => `${name}${labelsText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
};

const countMetrics = (report: Report): Metric[] => [
  {
    name: 'mp2fb_events',
    help: 'Events of the last run by outcome.',
    samples: outcomesOf(report).map(({ key, count }) => ({
      labels: { outcome: key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) },
      value: count,
    })),
  },
  { name: 'mp2fb_events_read', help: 'Events read by the last run.', samples: [{ value: report.events.read }] },
  {
    name: 'mp2fb_batches_malformed',
    help: 'Records that the last run could not read as batches.',
    samples: [{ value: report.batches.malformed }],
  },
  {
    name: 'mp2fb_rejected_events',
    help: 'Rejected events of the last run by reason.',
    samples: named('reason', report.events.rejected.byReason),
  },
  {
    name: 'mp2fb_rejects_known',
    help: 'Rejected events and malformed records of the last run that an earlier run met already.',
    samples: [{ value: (report.events.rejected.known ?? 0) + (report.batches.known ?? 0) }],
  },
  {
    name: 'mp2fb_value',
    help: 'Value of the events sent by the last run, in units of the currency.',
    samples: named('currency', Object.fromEntries(valueByCurrency(report))),
  },
  {
    name: 'mp2fb_strong_match_key_events',
    help: 'Events sent by the last run that carry a key which identifies a person alone.',
    samples: [{ value: report.matchKeys.strong ?? 0 }],
  },
  {
    name: 'mp2fb_warnings',
    help: 'Warnings of the last run by code.',
    samples: [...new Set(report.warnings.map(({ code }) => code))].map((code) => ({
      labels: { code },
      value: report.warnings.filter((one) => one.code === code).reduce((sum, { count }) => sum + count, 0),
    })),
  },
];

const runMetrics = (report: Report, previous: string): Metric[] => {
  const { run, duration, requests } = report;
  const finished = Date.parse(run.finishedAt) / MS_PER_SECOND;
  const lasting = (name: string, codes: readonly number[], help: string): Metric => {
    // A dry run delivers nothing, so it is no success to count on.
    const value = codes.includes(run.exitCode) && !run.dryRun ? finished : readBack(previous, name, report);
    return { name, help, samples: value === null ? [] : [{ value }] };
  };
  const single = (name: string, help: string, value: number): Metric => ({ name, help, samples: [{ value }] });
  return [
    lasting(LAST_SUCCESS, [OK], 'When a run last ended with exit code 0.'),
    lasting(LAST_FINISH, [OK, SOME_REJECTED], 'When a run last reached its end, rejects or not (exit code 0 or 3).'),
    single('mp2fb_last_run_timestamp_seconds', 'When the last run ended.', finished),
    single('mp2fb_exit_code', 'Exit code of the last run.', run.exitCode),
    single('mp2fb_duration_seconds', 'How long the last run took.', duration.seconds),
    single('mp2fb_throttled_seconds', 'How long the last run waited for Facebook.', duration.throttledSeconds),
    single('mp2fb_requests', 'Requests of the last run.', requests.sent),
    single('mp2fb_requests_retried', 'Tries after a first one in the last run.', requests.retried),
    {
      name: 'mp2fb_build_info',
      help: 'The program.',
      samples: [{ labels: { version: report.tool.version }, value: 1 }],
    },
  ];
};

/** The value that an older file gives for this destination, or null. */
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
export const renderMetrics = (report: Report, previous = ''): string =>
  [...runMetrics(report, previous), ...countMetrics(report)]
    .map(({ name, help, samples }) =>
      gaugeText({
        name,
        help,
        samples: samples.map(({ labels, value }) => ({ labels: { ...destinationLabels(report), ...labels }, value })),
      }),
    )
    .join('');

const readOld = async (path: string): Promise<string> => {
  try {
    // A device may never end.
    return (await stat(path)).isFile() ? await readFile(path, 'utf8') : '';
  } catch {
    // The first run has no older file; an unreadable one has no time to keep.
    return '';
  }
};

/** Writes `--metrics FILE`, whole or not at all; the times of earlier successes are kept. Throws UsageError. */
export const saveMetrics = async (path: string, report: Report): Promise<void> =>
  saveText('--metrics', path, renderMetrics(report, await readOld(path)));
