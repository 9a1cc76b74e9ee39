// Several reports as one: sums, the worst exit code. Runs, shards and inputs: merge-runs.ts; time: merge-time.ts.

import { sumOf } from '../../lib/sum.js';
import { UsageError } from '../../lib/errors.js';
import { Amounts } from '../../model/money.js';
import { MAX_REJECT_SAMPLES, type RejectSample, type Report, type ReportWarning } from '../../model/report.js';
import { distinct, joinedOrNull, mergeInputs, mergeRun, runsOf } from './merge-runs.js';
import { withoutRepeatedRejects } from './merge-rejects.js';
import { mergeAttempts, recounted, warningKey } from './merge-attempts.js';
import { mergeDuration, mergeSeries } from './merge-time.js';

type Counts = Readonly<Record<string, number | undefined>>;
type Sums = Report['byEventName'];

/** Counts of the same names added up, for dictionaries whose names are known at compile time or not. */
const addCounts = <Key extends string>(
  all: readonly Readonly<Partial<Record<Key, number>>>[],
): Partial<Record<Key, number>> => {
  const total: Partial<Record<Key, number>> = {};
  for (const counts of all) for (const key in counts) total[key] = (total[key] ?? 0) + (counts[key] ?? 0);
  return total;
};

const addValues = (all: readonly Counts[]): Record<string, number> => {
  const sums = new Amounts();
  for (const value of all) for (const code in value) sums.add(value[code] ?? 0, code);
  return Object.fromEntries(sums.entries());
};

const addSums = (all: readonly Sums[]): Sums => {
  const names = [...new Set(all.flatMap((sums) => Object.keys(sums)))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const own = all.flatMap((sums) => sums[name] ?? []);
      const events = sumOf(own, (one) => one.events);
      return [name, { events, value: addValues(own.map(({ value }) => value)) }];
    }),
  );
};

const onlyOne = (paths: readonly (string | null)[]): string | null => {
  const [first, ...others] = distinct(paths);
  return others.length === 0 ? (first ?? null) : null;
};

/** Percentiles cannot be added: the mean, weighted by requests, is the best estimate from saved reports. */
const mergeLatency = (reports: readonly Report[]): Report['latencyMs'] => {
  const known = reports.flatMap(({ latencyMs, requests }) =>
    latencyMs === null ? [] : [{ latencyMs, weight: Math.max(1, requests.sent) }],
  );
  if (known.length === 0) return null;
  const weights = sumOf(known, ({ weight }) => weight);
  const mean = (key: 'p50' | 'p90' | 'p99'): number =>
    Math.round(sumOf(known, ({ latencyMs, weight }) => latencyMs[key] * weight) / weights);
  const max = Math.max(...known.map(({ latencyMs }) => latencyMs.max));
  return { p50: mean('p50'), p90: mean('p90'), p99: mean('p99'), max };
};

const mergeWarnings = (reports: readonly Report[]): ReportWarning[] => {
  const byText = new Map<string, ReportWarning>();
  for (const warning of reports.flatMap(({ warnings }) => warnings)) {
    const key = warningKey(warning);
    const known = byText.get(key);
    byText.set(key, recounted(known ?? warning, warning.count + (known?.count ?? 0)));
  }
  return [...byText.values()];
};

/** The first one of each reason, then others up to the limit. */
const mergeSamples = (reports: readonly Report[]): RejectSample[] => {
  const all = reports.flatMap(({ rejectSamples }) => rejectSamples);
  const reasons = new Set(all.map(({ reason }) => reason));
  const firsts = [...reasons].flatMap((reason) => all.find((sample) => sample.reason === reason) ?? []);
  const others = all.filter((sample) => !firsts.includes(sample));
  return [...firsts, ...others.slice(0, Math.max(0, MAX_REJECT_SAMPLES - firsts.length))];
};

/** The first skipped event of each reason. */
const firstSkips = (reports: readonly Report[]): Report['skipSamples'] =>
  reports
    .flatMap(({ skipSamples }) => skipSamples)
    .filter(({ reason }, at, all) => all.findIndex((one) => one.reason === reason) === at);

const mergeDestination = (reports: readonly Report[], first: Report): Report['destination'] => {
  const all = reports.map(({ destination }) => destination);
  if (all.some(({ api }) => api !== first.destination.api))
    throw new UsageError('reports of two APIs cannot be merged: merge those of each API separately');
  return {
    api: first.destination.api,
    id: joinedOrNull(
      all.map(({ id }) => id),
      ', ',
    ),
    apiVersion: distinct(all.map(({ apiVersion }) => apiVersion)).join(', '),
    baseUrl: distinct(all.map(({ baseUrl }) => baseUrl)).join(', '),
  };
};

/** Times in one format sort as texts. */
const earliest = (times: readonly (string | null)[]): string | null =>
  times.filter((time) => time !== null).sort()[0] ?? null;

const mergeEvents = (reports: readonly Report[]): Report['events'] => ({
  read: sumOf(reports, ({ events }) => events.read),
  skipped: {
    total: sumOf(reports, ({ events }) => events.skipped.total),
    byReason: addCounts(reports.map(({ events }) => events.skipped.byReason)),
  },
  rejected: {
    total: sumOf(reports, ({ events }) => events.rejected.total),
    known: sumOf(reports, ({ events }) => events.rejected.known),
    knownSince: earliest(reports.map(({ events }) => events.rejected.knownSince)),
    ...(reports.some(({ events }) => events.rejected.mayRepeat === true) ? { mayRepeat: true } : {}),
    byReason: addCounts(reports.map(({ events }) => events.rejected.byReason)),
  },
  alreadySent: sumOf(reports, ({ events }) => events.alreadySent),
  sent: sumOf(reports, ({ events }) => events.sent),
  previewed: sumOf(reports, ({ events }) => events.previewed),
  unsent: sumOf(reports, ({ events }) => events.unsent),
});

const add = (reports: readonly Report[], first: Report): Report => ({
  schemaVersion: first.schemaVersion,
  tool: { name: first.tool.name, version: distinct(reports.map(({ tool }) => tool.version)).join(', ') },
  run: mergeRun(reports, first),
  runs: runsOf(reports),
  destination: mergeDestination(reports, first),
  inputs: mergeInputs(reports),
  batches: {
    read: sumOf(reports, ({ batches }) => batches.read),
    malformed: sumOf(reports, ({ batches }) => batches.malformed),
    known: sumOf(reports, ({ batches }) => batches.known),
    byReason: addCounts(reports.map(({ batches }) => batches.byReason)),
  },
  events: mergeEvents(reports),
  requests: {
    sent: sumOf(reports, ({ requests }) => requests.sent),
    succeeded: sumOf(reports, ({ requests }) => requests.succeeded),
    retried: sumOf(reports, ({ requests }) => requests.retried),
    split: sumOf(reports, ({ requests }) => requests.split),
  },
  byEventName: addSums(reports.map(({ byEventName }) => byEventName)),
  byDay: addSums(reports.map(({ byDay }) => byDay)),
  matchKeys: addCounts(reports.map(({ matchKeys }) => matchKeys)),
  limitedDataUse: {
    flagged: sumOf(reports, ({ limitedDataUse }) => limitedDataUse.flagged),
    notSendable: addValues(reports.map(({ limitedDataUse }) => limitedDataUse.notSendable)),
  },
  warnings: mergeWarnings(reports),
  rejectSamples: mergeSamples(reports),
  skipSamples: firstSkips(reports),
  duration: mergeDuration(reports),
  latencyMs: mergeLatency(reports),
  ...mergeSeries(reports),
  files: {
    rejects: onlyOne(reports.map(({ files }) => files.rejects)),
    report: onlyOne(reports.map(({ files }) => files.report)),
    metrics: onlyOne(reports.map(({ files }) => files.metrics ?? null)),
  },
});

/**
 * Merges several runs into one report (nightly runs, shards, attempts at one shard): counts are added up, the start is
 * the earliest, the end the latest, the exit code the worst; of several attempts at one shard the last decides that and
 * what is unsent. A reject that several runs met counts once. Throws UsageError for no report, and for two APIs.
 */
export const mergeReports = (unsorted: readonly Report[]): Report => {
  const sorted = unsorted.toSorted((a, b) => Date.parse(a.run.startedAt) - Date.parse(b.run.startedAt));
  const joined = mergeAttempts(sorted, (earlier, later) => add([earlier, later], earlier));
  const reports = withoutRepeatedRejects(joined);
  const [first] = reports;
  if (first === undefined) throw new UsageError('there is no report to merge');
  return reports.length === 1 ? first : add(reports, first);
};
