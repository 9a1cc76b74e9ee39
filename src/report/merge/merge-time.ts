// The time series of several runs as one.

import { sum, sumOf } from '../../lib/sum.js';
import type { Report } from '../../model/report.js';
import { MS_PER_SECOND } from '../../lib/units.js';

interface Span {
  readonly report: Report;
  readonly startMs: number;
  readonly endMs: number;
}

/** Groups runs that overlap in time (shards); runs at separate times (nights) are separate groups. */
interface Stretch {
  readonly spans: readonly Span[];
  readonly startMs: number;
  readonly endMs: number;
}

const spanOf = (report: Report): Span => {
  const startMs = Date.parse(report.run.startedAt);
  const endMs = Math.max(startMs + report.duration.seconds * MS_PER_SECOND, Date.parse(report.run.finishedAt));
  return { report, startMs, endMs };
};

const stretchesOf = (reports: readonly Report[]): Stretch[] => {
  const stretches: Stretch[] = [];
  for (const span of reports.map(spanOf).sort((a, b) => a.startMs - b.startMs)) {
    const last = stretches.at(-1);
    if (last === undefined || span.startMs >= last.endMs) stretches.push({ ...span, spans: [span] });
    else
      stretches[stretches.length - 1] = {
        spans: [...last.spans, span],
        startMs: last.startMs,
        endMs: Math.max(last.endMs, span.endMs),
      };
  }
  return stretches;
};

const secondsOf = ({ spans, startMs, endMs }: Stretch): number =>
  spans.length === 1 ? (spans[0]?.report.duration.seconds ?? 0) : (endMs - startMs) / MS_PER_SECOND;

const toTenths = (seconds: number): number => Math.round(seconds * 10) / 10;

/** Working time, in which overlapping runs count once. The waiting time is that of the run that waited longest. */
export const mergeDuration = (reports: readonly Report[]): Report['duration'] => {
  const stretches = stretchesOf(reports);
  const throttled = stretches.map(({ spans }) =>
    Math.max(...spans.map(({ report }) => report.duration.throttledSeconds)),
  );
  return {
    seconds: toTenths(sumOf(stretches, secondsOf)),
    throttledSeconds: toTenths(sum(throttled)),
  };
};

type Series = { at: number; seconds: number; sent: number; waitingSeconds: number }[];

/** The part that a group adds to the series: its start there, its length, and the steps it covers. */
interface Place {
  readonly before: number;
  readonly seconds: number;
  readonly step: number;
}

/** As long as the series has to be; the last entry of each stretch covers less than a step. */
const lengthen = (series: Series, length: number, { before, seconds, step }: Place): void => {
  while (series.length < length) {
    const left = seconds - (series.length - before) * step;
    const covered = Math.min(step, Math.max(1, Math.round(left * MS_PER_SECOND)) / MS_PER_SECOND);
    series.push({ at: series.length * step, seconds: covered, sent: 0, waitingSeconds: 0 });
  }
};

const layOver = (series: Series, { spans, startMs }: Stretch, place: Place): void => {
  for (const { report, startMs: ownStartMs } of spans)
    for (const entry of report.series) {
      const at = place.before + Math.floor(((ownStartMs - startMs) / MS_PER_SECOND + entry.at) / place.step);
      lengthen(series, at + 1, place);
      const target = series[at];
      if (target === undefined) continue;
      target.sent += entry.sent;
      target.waitingSeconds = Math.max(target.waitingSeconds, entry.waitingSeconds);
    }
};

/**
 * One series of all runs: overlapping runs overlap as they did, separate runs follow each other without the gap
 * between them. `waitingSeconds` is of the run that waited longest.
 */
export const mergeSeries = (reports: readonly Report[]): Pick<Report, 'seriesSeconds' | 'series'> => {
  const seriesSeconds = Math.max(...reports.map((report) => report.seriesSeconds));
  const series: Series = [];
  let last: Place | null = null;
  for (const stretch of stretchesOf(reports)) {
    const before: number =
      last === null ? 0 : Math.max(series.length, last.before + Math.ceil(last.seconds / last.step));
    if (last !== null) lengthen(series, before, last);
    last = { before, seconds: secondsOf(stretch), step: seriesSeconds };
    layOver(series, stretch, last);
  }
  return { seriesSeconds, series };
};
