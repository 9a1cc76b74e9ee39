import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ports } from '../ports.js';
import type { ReadingFlags } from '../../read/flags.js';
import { UsageError } from '../../lib/errors.js';
import { parseInstantMs } from '../../lib/instant.js';
import { Secret } from '../../lib/secret.js';
import { Sink } from '../../lib/sink.js';
import type { Report } from '../../model/report.js';
import type { DeliverySettings, Settings } from '../../model/settings.js';
import type { CountedWarning } from '../../model/warnings.js';
import { readOptionsOf } from '../../read/flags.js';
import type { InputRef } from '../../read/index.js';
import { chooseProgress, type ProgressMode } from '../../report/progress/choose-progress.js';
import { inputFeed } from '../../run/input-feed.js';
import type { OpenFeed } from '../../run/feed.js';
import { ensurePlaces, saveOutputs } from './output-files.js';
import { wantsColor } from '../../report/summary/paint.js';
import { renderSummary } from '../../report/summary/summary.js';
import { run } from '../../run/run.js';
import type { RunPlan } from '../../run/plan.js';
import { newRunId, openLedgerFor, startingWarnings } from '../../run/start.js';
import { ownPath, workOf, type ShardFlags } from './shard.js';
import { loadSettings } from '../../settings/load.js';
import { missingForUpload } from '../../settings/missing.js';

/** The flags of `mp2fb upload` beside those of the settings, as commander hands them over. */
export interface UploadFlags extends ReadingFlags, ShardFlags {
  readonly [flag: string]: unknown;
  readonly dryRun?: true;
  readonly preview: 'events' | 'requests';
  readonly sandbox?: true;
  readonly rejects?: string;
  readonly report?: string;
  readonly metrics?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: string;
  readonly threads?: string;
  readonly asOf?: string;
  readonly progress: ProgressMode;
  readonly quiet?: true;
}

const instant = (flag: string, text: string | undefined, nowMs: number): number | null => {
  if (text === undefined) return null;
  const ms = parseInstantMs(text, nowMs);
  if (ms === null)
    throw new UsageError(
      `--${flag}: give a date (2026-11-20), a time with its zone (2026-11-20T08:00:00Z), or an age (3d)`,
    );
  return ms;
};

const limitOf = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError('--limit: give a whole number above zero');
  return Number(text);
};

const threadsOf = (text: string | undefined): number => {
  if (text === undefined) return availableParallelism();
  if (!/^\d{1,3}$/.test(text)) throw new UsageError('--threads: give a whole number; 0 works on the main thread alone');
  return Number(text);
};

/** Where a run's events go and what remembers them, and how to take that down again. */
interface Destination {
  readonly delivery: DeliverySettings;
  readonly close: () => Promise<void>;
}

/** The embedded stand-in for Facebook, with a ledger of its own that goes with it. */
const sandboxDestination = async (settings: Settings): Promise<Destination> => {
  const { startSandbox } = await import('../../sandbox/http/server.js');
  const { delivery } = settings;
  const id = delivery.destinationId ?? undefined;
  const own = delivery.api === 'conversions' ? { datasetId: id } : { offlineEventSetId: id };
  const sandbox = await startSandbox({ ...own, appSecret: delivery.appSecret?.reveal() ?? null });
  const ledger = await mkdtemp(join(tmpdir(), 'mp2fb-sandbox-'));
  return {
    delivery: {
      ...delivery,
      baseUrl: sandbox.url,
      destinationId: delivery.api === 'conversions' ? sandbox.datasetId : sandbox.offlineEventSetId,
      accessToken: new Secret(sandbox.accessToken),
      ledger,
    },
    close: async () => {
      await sandbox.close();
      await rm(ledger, { recursive: true, force: true });
    },
  };
};

const destinationOf = async (settings: Settings, flags: UploadFlags): Promise<Destination> => {
  if (flags.sandbox === true && flags.dryRun !== true) return sandboxDestination(settings);
  if (flags.dryRun !== true) {
    const missing = missingForUpload(settings);
    if (missing.length > 0) throw new UsageError(missing.join('\n'));
  }
  return { delivery: settings.delivery, close: () => Promise.resolve() };
};

/** A run, and the inputs that it reads. */
interface Work {
  readonly plan: RunPlan;
  readonly inputs: readonly InputRef[];
  readonly openFeed: OpenFeed;
}

const workFor = async (
  args: readonly string[],
  flags: UploadFlags,
  settings: Settings,
  delivery: DeliverySettings,
  warnings: readonly CountedWarning[],
  ports: Ports,
): Promise<Work> => {
  const asOfMs = instant('as-of', flags.asOf, ports.clock.now()) ?? ports.clock.now();
  const dryRun = flags.dryRun === true;
  const { inputs, shard } = await workOf(args, flags, ports);
  const flagged = await readOptionsOf(flags, ports);
  const reading = shard?.by === 'lines' ? { ...flagged, share: shard } : flagged;
  const path = (text: string | undefined): string | null =>
    text === undefined ? null : ownPath(text, shard, ports.cwd);
  const plan: RunPlan = {
    version: ports.version,
    runId: newRunId(ports.clock.now()),
    inputPaths: inputs.flatMap(({ absolute }) => absolute ?? []),
    shard,
    mapping: {
      ...settings.mapping,
      asOfMs,
      sinceMs: instant('since', flags.since, asOfMs),
      untilMs: instant('until', flags.until, asOfMs),
    },
    delivery,
    preview: dryRun ? flags.preview : null,
    limit: limitOf(flags.limit),
    threads: threadsOf(flags.threads),
    rejectsPath: path(flags.rejects),
    reportPath: path(flags.report),
    warnings: [...warnings, ...startingWarnings(delivery)],
  };
  const openFeed = inputFeed({ inputs, reading, mapping: plan.mapping, noteSettled: !dryRun });
  return { plan, inputs, openFeed };
};

const progressOf = (flags: UploadFlags, ports: Ports): RunPlanProgress =>
  chooseProgress(flags.progress, {
    stream: ports.stderr,
    clock: ports.clock,
    isTTY: ports.stderr.isTTY === true,
    env: ports.env,
    quiet: flags.quiet === true,
    dataOnTerminal: flags.dryRun === true && 'isTTY' in ports.stdout && ports.stdout.isTTY === true,
  });
type RunPlanProgress = ReturnType<typeof chooseProgress>;

/** What a quiet run tells all the same: nothing was there to send, or less than was sent has arrived. */
const TOLD_ANYWAY: readonly string[] = ['nothing_forwarded', 'receipt_mismatch'];

const isAsUsual = ({ run, warnings }: Report): boolean =>
  run.exitCode === 0 && warnings.every(({ code }) => !TOLD_ANYWAY.includes(code));

const tell = (report: Report, flags: UploadFlags, stdout: Sink, ports: Ports): void => {
  // Whoever closed the pipe has seen enough, of this as well.
  if (report.run.dryRun && stdout.closed && stdout.failure === null) return;
  if (flags.quiet === true && isAsUsual(report)) return;
  if (flags.progress === 'json') {
    // Whoever collects lines of JSON wants nothing else among them.
    const line = { time: new Date(ports.clock.now()).toISOString(), type: 'report', report };
    ports.stderr.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const color = wantsColor(ports.env, ports.stderr.isTTY === true);
  ports.stderr.write(`${renderSummary(report, { width: ports.stderr.columns ?? 100, color })}\n`);
};

const metricsPathOf = (plan: RunPlan, { metrics }: UploadFlags, { cwd }: Ports): string | null =>
  metrics === undefined ? null : ownPath(metrics, plan.shard ?? null, cwd);

/** `mp2fb upload`: settles everything that can be settled before, does the run, tells and saves what came of it. */
export const upload = async (args: readonly string[], flags: UploadFlags, ports: Ports): Promise<void> => {
  const { settings, warnings } = await loadSettings({
    flags,
    env: ports.env,
    cwd: ports.cwd,
    homeDirectory: ports.homeDirectory,
  });
  const { delivery, close } = await destinationOf(settings, flags);
  try {
    const { plan, inputs, openFeed } = await workFor(args, flags, settings, delivery, warnings, ports);
    const outputs = { ...plan, inputs, metricsPath: metricsPathOf(plan, flags, ports) };
    await ensurePlaces(outputs, flags, ports.cwd);
    const { clock, random, env, signal, hostname, pid, isAlive } = ports;
    const { runId, shard = null } = plan;
    const use = { runId, shard, readOnly: plan.preview !== null, clock, hostname, pid, isAlive };
    const ledger = await openLedgerFor(delivery, use);
    const stdout = new Sink(ports.stdout);
    try {
      const { report, exitCode } = await run(plan, {
        clock,
        random,
        env,
        signal,
        stdout,
        ledger,
        openFeed,
        progress: progressOf(flags, ports),
      });
      const saved = await saveOutputs(report, outputs);
      tell(saved.report, flags, stdout, ports);
      if (saved.error !== null) throw saved.error;
      ports.exit(exitCode);
    } finally {
      await ledger.close();
    }
  } finally {
    await close();
  }
};
