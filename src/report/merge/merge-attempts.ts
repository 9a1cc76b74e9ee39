// Merges several attempts at the same work (a scheduler restarts a shard, a person repeats a backfill that was
// stopped): what they sent adds up, and the last attempt decides what is unsent and how it ended. For skips, rejects
// and warnings, which later attempts meet again, the largest count is used. A file that an earlier attempt finished is
// not read again, so that count can be too small, but nothing counts twice.
import { sumOf } from '../../lib/sum.js';
import { EXIT, type ExitCode } from '../../model/exit-code.js';
import type { RejectSample, Report, ReportWarning } from '../../model/report.js';
import { withCount } from '../../model/warnings.js';
import { placeOf } from './merge-rejects.js';
import { runsOf } from './merge-runs.js';

/** Exit codes of runs that ended before their work did. */
// prettier-ignore
const STOPPED_CODES: ReadonlySet<number> = new Set<ExitCode>([
  EXIT.bug, EXIT.usage, EXIT.stopped, EXIT.input, EXIT.sigint, EXIT.sigterm,
]);

const isStopped = ({ run, events }: Report): boolean => STOPPED_CODES.has(run.exitCode) || events.unsent > 0;

/**
 * Whether the later run repeated the work of the earlier one; a folder may have grown meanwhile. Nights of one path may
 * be of different files: without shards, which only a backfill has, each file must have as many bytes as before.
 */
const isRetryOf = (later: Report, earlier: Report): boolean => {
  if (earlier.run.shard !== later.run.shard || !isStopped(earlier)) return false;
  if (earlier.destination.id !== later.destination.id || earlier.run.dryRun !== later.run.dryRun) return false;
  const bytes = new Map(later.inputs.map((input) => [input.path, input.bytes]));
  if (earlier.run.shard !== null) return earlier.inputs.every(({ path }) => bytes.has(path));
  const isSame = (input: Report['inputs'][number]): boolean =>
    input.bytes !== null && input.bytes === bytes.get(input.path);
  return earlier.inputs.length > 0 && earlier.inputs.every(isSame);
};

const beyond = (earlier: number, later: number): number => Math.max(0, earlier - later);

/** The warning with another count, in the form for it. */
export const recounted = (warning: ReportWarning, count: number): ReportWarning => ({
  ...warning,
  count,
  message: withCount(warning.code, warning.message, count),
});

/** Warnings with the same key are added up. */
export const warningKey = ({ code, message }: ReportWarning): string => withCount(code, message, 0);

type Counts<Key extends string> = Readonly<Partial<Record<Key, number>>>;

const countsBeyond = <Key extends string>(earlier: Counts<Key>, later: Counts<Key>): Counts<Key> => {
  const counts: Partial<Record<Key, number>> = {};
  for (const key in earlier) counts[key] = beyond(earlier[key] ?? 0, later[key] ?? 0);
  return counts;
};

const total = (counts: Counts<string>): number => sumOf(Object.values(counts), (count) => count ?? 0);

/** The events of an earlier attempt to add: those sent, and of the rest those that the later one did not meet. */
const eventsBeyond = (earlier: Report['events'], later: Report['events']): Report['events'] => {
  const skipped = countsBeyond(earlier.skipped.byReason, later.skipped.byReason);
  const rejected = countsBeyond(earlier.rejected.byReason, later.rejected.byReason);
  const known = beyond(earlier.rejected.known, later.rejected.known);
  const outcomes = {
    alreadySent: beyond(earlier.alreadySent, later.alreadySent),
    sent: earlier.sent,
    previewed: earlier.previewed,
    unsent: 0,
  };
  return {
    ...outcomes,
    read: total(skipped) + total(rejected) + total(outcomes),
    skipped: { total: total(skipped), byReason: skipped },
    rejected: {
      ...earlier.rejected,
      total: total(rejected),
      known: Math.min(known, total(rejected)),
      byReason: rejected,
    },
  };
};

/** The later attempt without the events that are "already sent", or rejects "known", because the earlier one met them. */
const withoutRepeats = (later: Report, earlier: Report): Report => {
  const { events, batches, rejectSamples } = later;
  const alreadySent = beyond(events.alreadySent, earlier.events.sent);
  const { rejected } = earlier.events;
  const known = beyond(events.rejected.known, rejected.total - rejected.known);
  const knownRecords = beyond(batches.known, earlier.batches.malformed - earlier.batches.known);
  const knownSince = known + knownRecords === 0 ? null : events.rejected.knownSince;
  const newBefore = new Set(earlier.rejectSamples.filter((sample) => sample.known !== true).map(placeOf));
  return {
    ...later,
    batches: { ...batches, known: knownRecords },
    events: {
      ...events,
      read: events.read - (events.alreadySent - alreadySent),
      alreadySent,
      rejected: { ...events.rejected, known, knownSince },
    },
    rejectSamples: rejectSamples.map(({ known: isKnown, ...sample }) =>
      isKnown === true && !newBefore.has(placeOf(sample)) ? { ...sample, known: isKnown } : sample,
    ),
  };
};

/** As many samples of each reason as are counted: each one that is found in another report lowers the count. */
const samplesWithin = (samples: readonly RejectSample[], counts: Counts<string>): readonly RejectSample[] => {
  const left = { ...counts };
  return samples.filter(({ reason }) => {
    const count = left[reason] ?? 0;
    left[reason] = count - 1;
    return count > 0;
  });
};

/** The earlier attempt without what the later one counts again, and without its end. */
const remainderOf = (earlier: Report, later: Report): Report => {
  const malformed = countsBeyond(earlier.batches.byReason, later.batches.byReason);
  const known = beyond(earlier.batches.known, later.batches.known);
  const events = eventsBeyond(earlier.events, later.events);
  const unchanged = new Set(later.inputs.filter(({ status }) => status === 'unchanged').map(({ path }) => path));
  const origins = new Set(later.rejectSamples.map(({ origin }) => origin));
  const warned = new Map(later.warnings.map((one) => [warningKey(one), one.count]));
  return {
    ...earlier,
    run: { ...earlier.run, exitCode: 0, stopReason: null },
    runs: runsOf([earlier]),
    inputs: earlier.inputs.filter(({ path }) => unchanged.has(path)),
    batches: {
      read: beyond(earlier.batches.read, later.batches.read),
      malformed: total(malformed),
      known: Math.min(known, total(malformed)),
      byReason: malformed,
    },
    events,
    rejectSamples: samplesWithin(
      earlier.rejectSamples.filter(({ origin }) => !origins.has(origin)),
      { ...malformed, ...events.rejected.byReason },
    ),
    warnings: earlier.warnings
      .map((one) => recounted(one, beyond(one.count, warned.get(warningKey(one)) ?? 0)))
      .filter(({ count }) => count > 0),
  };
};

/** Merges the attempts at the same work; `reports` in order of time, `add` merges two. Others are unchanged. */
export const mergeAttempts = (
  reports: readonly Report[],
  add: (earlier: Report, later: Report) => Report,
): readonly Report[] => {
  const joined: Report[] = [];
  for (const report of reports) {
    const at = joined.findLastIndex((earlier) => isRetryOf(report, earlier));
    const earlier = joined[at];
    if (earlier === undefined) joined.push(report);
    else {
      const later = withoutRepeats(report, earlier);
      joined[at] = add(remainderOf(earlier, later), later);
    }
  }
  return joined;
};
