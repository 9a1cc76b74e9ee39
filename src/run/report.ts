// The report of a run from its counts. Its end (exit code, stop reason): ending.ts.

import { formatLimit } from '../lib/format.js';
import type { InputState } from '../model/block.js';
import type { SkipReason } from '../model/reasons.js';
import { REPORT_SCHEMA_VERSION, type Report, type ReportWarning } from '../model/report.js';
import type { Ending } from './ending.js';
import type { RunPlan } from './plan.js';
import type { TalliedWarning, Tally } from './tally.js';
import { SERIES_SECONDS, type Timeline } from './timeline.js';
import { isShareNotApplied } from '../send/reject-guard.js';
import { warningText } from '../model/warnings.js';
import { MS_PER_SECOND } from '../lib/units.js';

/** Everything that a report is made from when a run is over. */
interface RunFacts {
  readonly plan: Pick<RunPlan, 'version' | 'runId' | 'preview' | 'shard' | 'expectEvents' | 'delivery' | 'isTrial'>;
  readonly startedMs: number;
  readonly finishedMs: number;
  /** By the steady clock: the time of day may have been set during the run. */
  readonly elapsedMs: number;
  readonly ending: Pick<Ending, 'exitCode' | 'stopReason'>;
  /** Why the fast path was off; null: it was on. */
  readonly fastPathOff: string | null;
  readonly inputs: readonly InputState[];
  readonly tally: Tally;
  readonly timeline: Timeline;
  readonly throttledSeconds: number;
  readonly files: Report['files'];
}

const seconds = (ms: number): number => Math.round(ms) / MS_PER_SECOND;

/** Skip reasons that say nothing about the inputs: the run was limited, or already has the event. */
const SKIPPED_BY_THE_RUN: readonly SkipReason[] = ['before_since', 'after_until', 'beyond_limit', 'duplicate'];

/** A wrong file, or one with other action words, must not look like a day without sales. */
const isNothingForwarded = ({ ending, plan, inputs, tally }: RunFacts): boolean =>
  ending.exitCode === 0 &&
  plan.shard === null &&
  inputs.some(({ status }) => status === 'done') &&
  tally.skippedTotal === tally.eventsRead &&
  !SKIPPED_BY_THE_RUN.some((reason) => tally.skipped.has(reason));

/** Warnings that only the end of a run shows. */
const endWarnings = (facts: RunFacts): readonly TalliedWarning[] => {
  const { tally, plan } = facts;
  const { maxRejects } = plan.delivery;
  const rejected = tally.rejectedTotal - tally.known.rejected;
  const malformed = tally.batchesMalformed - tally.known.malformed;
  const warnings: TalliedWarning[] = [];
  // The run seems to have kept to maxRejects, although the share did not apply.
  if (
    maxRejects?.kind === 'share' &&
    isShareNotApplied(maxRejects, { events: tally.eventsRead, rejected, malformed })
  ) {
    const details = [formatLimit(maxRejects.share)];
    warnings.push({ code: 'max_rejects_not_applied', count: rejected + malformed, details });
  }
  if (isNothingForwarded(facts)) warnings.push({ code: 'nothing_forwarded', count: 1, details: [] });
  return warnings;
};

const warningsOf = (facts: RunFacts): readonly ReportWarning[] =>
  [...facts.tally.warnings(), ...endWarnings(facts)].map(({ code, count, details, origin }) => ({
    code,
    count,
    message: warningText(code, count, details),
    ...(origin === undefined ? {} : { origin }),
  }));

const runOf = ({ plan, ending, startedMs, finishedMs, fastPathOff }: RunFacts): Report['run'] => ({
  id: plan.runId,
  startedAt: new Date(startedMs).toISOString(),
  finishedAt: new Date(finishedMs).toISOString(),
  dryRun: plan.preview !== null,
  exitCode: ending.exitCode,
  stopReason: ending.stopReason,
  shard: plan.shard === null ? null : `${plan.shard.index}/${plan.shard.of}`,
  expectEvents: plan.expectEvents,
  ledger: !plan.isTrial && plan.delivery.ledger !== null && plan.delivery.destinationId !== null,
  fastPathOff,
});

const eventsOf = (tally: Tally): Report['events'] => ({
  read: tally.eventsRead,
  skipped: { total: tally.skippedTotal, byReason: Object.fromEntries(tally.skipped) },
  rejected: {
    total: tally.rejectedTotal,
    known: tally.known.rejected,
    knownSince: tally.known.sinceMs === null ? null : new Date(tally.known.sinceMs).toISOString(),
    byReason: Object.fromEntries(tally.rejected),
  },
  alreadySent: tally.alreadySent,
  sent: tally.sent,
  previewed: tally.previewed,
  unsent: tally.unsent,
});

/** The report of a finished (or stopped) run, as `--report` saves it. */
export const reportOf = (facts: RunFacts): Report => {
  const { plan, tally, timeline } = facts;
  const { api, destinationId: id, apiVersion, baseUrl } = plan.delivery;
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    tool: { name: 'mp2fb', version: plan.version },
    run: runOf(facts),
    runs: [],
    destination: { api, id, apiVersion, baseUrl },
    inputs: facts.inputs.map(({ path, format, size: bytes, records, status, failure }) => ({
      path,
      format,
      bytes,
      records,
      status,
      failure,
    })),
    batches: {
      read: tally.batchesRead,
      malformed: tally.batchesMalformed,
      known: tally.known.malformed,
      byReason: Object.fromEntries(tally.malformed),
    },
    events: eventsOf(tally),
    requests: { ...tally.requests },
    byEventName: tally.byEventName(),
    byDay: tally.byDay(),
    matchKeys: tally.matchKeys(),
    limitedDataUse: tally.limitedDataUse(),
    warnings: warningsOf(facts),
    skipSamples: [...tally.firstSkipped].map(([reason, origin]) => ({ reason, origin })),
    rejectSamples: tally.rejectSamples,
    duration: {
      seconds: seconds(facts.elapsedMs),
      throttledSeconds: Math.round(facts.throttledSeconds * 10) / 10,
    },
    latencyMs: timeline.latencyMs(),
    seriesSeconds: SERIES_SECONDS,
    series: timeline.series(facts.elapsedMs),
    files: facts.files,
  };
};
