// From arguments, flags and settings to a run.

import { availableParallelism } from 'node:os';
import { UsageError } from '../../lib/errors.js';
import type { Instant } from '../../lib/instant.js';
import type { DeliverySettings } from '../../model/settings.js';
import { readOptionsOf, type ReadingFlags } from '../../read/flags.js';
import type { ProgressMode } from '../../report/progress/choose-progress.js';
import type { OpenFeed } from '../../run/feed.js';
import { inputFeed } from '../../run/input-feed.js';
import { newRunId, planOf, type RunPlan } from '../../run/plan.js';
import type { LoadedSettings } from '../../settings/load.js';
import { isFast } from '../../settings/table/table.js';
import type { Ports } from '../ports.js';
import { ownPath, type OutputPaths } from './output-files.js';
import { workOf, type ShardFlags } from './shard.js';

/** The flags of `mp2fb upload` beside those of the settings, as values. */
export interface UploadFlags extends ReadingFlags, ShardFlags {
  readonly [flag: string]: unknown;
  readonly dryRun?: true;
  readonly preview?: 'events' | 'requests';
  readonly sandbox?: true;
  readonly rejects?: string;
  readonly report?: string;
  readonly metrics?: string;
  /** Bounds of event times. An age counts from `asOf`. */
  readonly since?: Instant;
  readonly until?: Instant;
  readonly limit?: number;
  readonly threads?: number;
  readonly asOf?: Instant;
  readonly progress: ProgressMode;
  readonly quiet?: true;
}

/**
 * More threads than this wait for the main thread, which reads and sends. Each costs 20 MB and a third of a second of
 * CPU to start; more threads than cores cost that and gain nothing.
 */
const MAX_THREADS = 4;

/** What a dry run prints; null: not a dry run. Throws UsageError for a preview without a dry run. */
const previewOf = ({ dryRun, preview }: UploadFlags): RunPlan['preview'] => {
  if (dryRun === true) return preview ?? 'events';
  if (preview !== undefined) throw new UsageError('--preview is for a dry run only: add --dry-run. Nothing was sent');
  return null;
};

/** A run, its inputs and the files that it writes. */
export interface Job {
  readonly plan: RunPlan;
  readonly openFeed: OpenFeed;
  readonly outputs: OutputPaths;
}

/** Throws UsageError if no time is within the bounds: such a run would send nothing, without an error. */
const boundsOf = (
  { since, until }: UploadFlags,
  asOfMs: number,
): { readonly sinceMs: number | null; readonly untilMs: number | null } => {
  const [sinceMs, untilMs] = [since?.(asOfMs) ?? null, until?.(asOfMs) ?? null];
  if (sinceMs !== null && untilMs !== null && sinceMs >= untilMs)
    throw new UsageError('--until must be later than --since: no event could be sent');
  return { sinceMs, untilMs };
};

/** Turns arguments, flags and settings into a run. Throws InputError, UsageError. */
export const planJob = async (
  args: readonly string[],
  flags: UploadFlags,
  { settings, warnings }: Pick<LoadedSettings, 'settings' | 'warnings'>,
  delivery: DeliverySettings,
  ports: Ports,
): Promise<Job> => {
  const nowMs = ports.clock.now();
  const runId = newRunId(nowMs);
  const asOfMs = flags.asOf?.(nowMs) ?? nowMs;
  const { inputs, shard } = await workOf(args, flags, ports);
  const flagged = await readOptionsOf(flags, ports);
  const reading = shard?.by === 'lines' ? { ...flagged, shard } : flagged;
  const path = (text: string | undefined): string | null =>
    text === undefined ? null : ownPath(text, { runId, nowMs, shard }, ports.cwd);
  const plan = planOf({
    version: ports.version,
    runId,
    nowMs,
    mapping: settings.mapping,
    delivery,
    isTrial: flags.sandbox === true,
    shard,
    warnings,
    inputPaths: inputs.flatMap(({ absolute }) => absolute ?? []),
    asOfMs,
    ...boundsOf(flags, asOfMs),
    preview: previewOf(flags),
    limit: flags.limit ?? null,
    fastPath: isFast(ports.env),
    expectEvents: settings.nightly.expectEvents,
    threads: flags.threads ?? Math.min(MAX_THREADS, availableParallelism()),
    rejectsPath: path(flags.rejects),
    reportPath: path(flags.report),
  });
  const openFeed = inputFeed({ inputs, reading, mapping: plan.mapping });
  const { rejectsPath, reportPath } = plan;
  return { plan, openFeed, outputs: { inputs, rejectsPath, reportPath, metricsPath: path(flags.metrics) } };
};
