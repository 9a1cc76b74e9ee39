// Rejects that several runs met: nightly runs over one folder, or a run and its repetition. Each counts once, in the
// first report that lists it. Adding the reports up is in merge.ts; attempts at one shard are in merge-attempts.ts.
import type { RejectReason } from '../../model/reasons.js';
import type { RejectSample, Report } from '../../model/report.js';
import { allRejects, knownRejects } from '../names.js';
import { runsOf } from './merge-runs.js';

/** Whether a report lists all of its rejects: it keeps only the places of the first ones. */
const listsAll = (report: Report): boolean =>
  report.rejectSamples.length >= allRejects(report) &&
  report.rejectSamples.filter(({ known }) => known === true).length >= knownRejects(report);

const inputOf = ({ inputs }: Report, { origin }: RejectSample): Report['inputs'][number] | undefined =>
  inputs.find(({ path }) => origin.startsWith(`${path}:`));

/**
 * Whether a file was replaced between the runs, as one that is written anew each night, which then has other events at
 * the same places: the ledger says so, or else its size.
 */
const isUnchanged = (sample: RejectSample, earlier: Report, later: Report): boolean => {
  if (later.run.ledger === true) return sample.known === true;
  const [before, now] = [inputOf(earlier, sample)?.bytes ?? null, inputOf(later, sample)?.bytes ?? null];
  return now !== null && now === before;
};

const isSameWork = (one: Report, other: Report): boolean =>
  one.destination.id === other.destination.id && one.run.dryRun === other.run.dryRun;

/** A reject's reason and place: the same in each report that lists it. */
export const placeOf = ({ reason, origin }: RejectSample): string => `${reason} ${origin}`;

/** The rejects of a report that an earlier report also has. */
const repeatedOf = (report: Report, earlier: readonly Report[]): readonly RejectSample[] => {
  const places = earlier.map(({ rejectSamples }) => new Set(rejectSamples.map(placeOf)));
  return report.rejectSamples.filter((sample) =>
    earlier.some((one, at) => places[at]?.has(placeOf(sample)) === true && isUnchanged(sample, one, report)),
  );
};

const OF_EVENT = /:\d+:\d+$/;

const isOfEvent = (report: Report, sample: RejectSample): boolean => {
  const { path = '' } = inputOf(report, sample) ?? {};
  return OF_EVENT.test(sample.origin.slice(path.length));
};

type ByReason = Report['batches']['byReason'];

const fewer = (byReason: ByReason, samples: readonly RejectSample[]): ByReason => {
  const left: Partial<Record<RejectReason, number>> = { ...byReason };
  for (const { reason } of samples) left[reason] = Math.max(0, (left[reason] ?? 0) - 1);
  return left;
};

const without = (report: Report, repeated: readonly RejectSample[]): Report => {
  if (repeated.length === 0) return report;
  const { events, batches } = report;
  const ofEvents = repeated.filter((sample) => isOfEvent(report, sample));
  const ofRecords = repeated.filter((sample) => !ofEvents.includes(sample));
  const known = Math.max(0, events.rejected.known - ofEvents.length);
  const knownRecords = Math.max(0, batches.known - ofRecords.length);
  return {
    ...report,
    runs: runsOf([report]),
    batches: {
      read: batches.read - ofRecords.length,
      malformed: batches.malformed - ofRecords.length,
      known: knownRecords,
      byReason: fewer(batches.byReason, ofRecords),
    },
    events: {
      ...events,
      read: events.read - ofEvents.length,
      rejected: {
        ...events.rejected,
        total: events.rejected.total - ofEvents.length,
        known,
        knownSince: known + knownRecords === 0 ? null : events.rejected.knownSince,
        byReason: fewer(events.rejected.byReason, ofEvents),
      },
    },
    rejectSamples: report.rejectSamples.filter((sample) => !repeated.includes(sample)),
  };
};

/** Whether a report may have more rejects in common with earlier ones than their lists show. */
const mayRepeatMore = (report: Report, earlier: readonly Report[], repeated: number): boolean => {
  const possible = report.run.ledger === true ? knownRejects(report) : allRejects(report);
  const paths = new Set(report.inputs.map(({ path }) => path));
  const others = earlier.filter((one) => allRejects(one) > 0 && one.inputs.some(({ path }) => paths.has(path)));
  return others.length > 0 && possible > repeated && ![report, ...others].every(listsAll);
};

/**
 * Reports, from the earliest to the latest, without the rejects that an earlier one also has. If the lists are too
 * short to decide that, they are unchanged except for `mayRepeat`.
 */
export const withoutRepeatedRejects = (reports: readonly Report[]): readonly Report[] =>
  reports.map((report, at) => {
    const earlier = reports.slice(0, at).filter((one) => isSameWork(one, report));
    const repeated = repeatedOf(report, earlier);
    if (!mayRepeatMore(report, earlier, repeated.length)) return without(report, repeated);
    return { ...report, events: { ...report.events, rejected: { ...report.events.rejected, mayRepeat: true } } };
  });
