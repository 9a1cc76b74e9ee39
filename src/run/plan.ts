// What a run needs to know, in one object: settings, inputs, ports, limits.

import { randomBytes } from 'node:crypto';
import type { Environment } from '../lib/environment.js';
import type { Clock } from '../lib/clock.js';
import type { OutputStream } from '../lib/output-stream.js';
import type { ExitCode } from '../model/exit-code.js';
import type { Ledger } from '../model/ledger.js';
import type { ProgressPrinter, Report } from '../model/report.js';
import type { DeliverySettings, MappingSettings, Settings } from '../model/settings.js';
import type { Shard } from '../model/shard.js';
import type { CountedWarning } from '../model/warnings.js';
import type { OpenFeed } from './feed.js';
import type { OutcomeListener } from './outcome.js';
import type { Fetch } from '../facebook/transport.js';

/** Everything that one run does, decided before it starts. */
export interface RunPlan {
  readonly version: string;
  readonly runId: string;
  /** Paths of the input files, absolute, because no output may overwrite them. */
  readonly inputPaths: readonly string[];
  /** The shard of this run, whose inputs are already selected; null: no shards. */
  readonly shard: Shard | null;
  readonly mapping: MappingSettings;
  readonly delivery: DeliverySettings;
  /** Whether the simulator and the ledger end with the run. */
  readonly isTrial: boolean;
  /** What a dry run prints; null: an upload. */
  readonly preview: 'events' | 'requests' | null;
  /** Maximum number of events to send; null: no limit. */
  readonly limit: number | null;
  /** The new events that the run should find at least; null: no minimum. */
  readonly expectEvents: number | null;
  /** Worker threads that map blocks; 0: the main thread does. */
  readonly threads: number;
  readonly rejectsPath: string | null;
  readonly reportPath: string | null;
  readonly warnings: readonly CountedWarning[];
}

/** What a run uses of its surroundings. */
export interface RunPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly env: Environment;
  /** The function that sends requests; absent: our own sockets, or the proxy in `env`. */
  readonly fetch?: Fetch | undefined;
  readonly openFeed: OpenFeed;
  /** Receives every event's outcome; absent: outcomes are only counted. */
  readonly outcomes?: OutcomeListener | undefined;
  readonly stdout: OutputStream;
  /** Aborted by the first signal of the system, with its name as the reason, or by the calling program. */
  readonly signal: AbortSignal;
  readonly ledger: Ledger;
  readonly progress: ProgressPrinter;
  /** Starts a background check that may warn during the run; returns the function that ends it. */
  readonly watch?: ((warn: (warning: CountedWarning) => void) => () => Promise<void>) | undefined;
}

/** How a run ended. */
export interface RunResult {
  readonly report: Report;
  readonly exitCode: ExitCode;
  /** The error that ended the run early or kept an input from being read; null: none, or the signal. */
  readonly error: Error | null;
}

/** The parts of a plan; absent ones mean nothing, none or all. */
interface PlanParts
  extends
    Pick<RunPlan, 'version' | 'delivery' | 'warnings'>,
    Partial<Pick<RunPlan, 'runId' | 'inputPaths' | 'shard' | 'preview' | 'limit' | 'threads' | 'rejectsPath'>>,
    Partial<Pick<RunPlan, 'reportPath' | 'expectEvents' | 'isTrial'>> {
  readonly mapping: Settings['mapping'];
  /** The clock's time, for the run's id. */
  readonly nowMs: number;
  /** "Now" for rules about the age of an event; absent: the clock's time. */
  readonly asOfMs?: number;
  /** The bounds of event times; absent or null: none. */
  readonly sinceMs?: number | null;
  readonly untilMs?: number | null;
  readonly nameSkipped?: boolean;
  readonly fastPath?: boolean;
}

/** The mapping settings that change outcomes, as text that is equal from run to run: without moving times. */
export const stableSettingsText = (mapping: MappingSettings): string => {
  const { asOfMs, sinceMs, untilMs, nameSkipped, fastPath, ...lasting } = mapping;
  return JSON.stringify(Object.entries(lasting).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Sortable by time, and unique among runs. */
export const newRunId = (nowMs: number): string =>
  `${new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;

/** Warnings before a run starts: the Offline Conversions API is closed, whatever the run does with it. */
const startingWarnings = (delivery: DeliverySettings): readonly CountedWarning[] =>
  delivery.api === 'offline-conversions' ? [{ code: 'api_closed', count: 1 }] : [];

/** The plan of a run: of an upload by the command line, by a program, or of a few test events. */
export const planOf = ({
  nowMs,
  asOfMs = nowMs,
  sinceMs = null,
  untilMs = null,
  nameSkipped,
  fastPath,
  ...parts
}: PlanParts): RunPlan => ({
  runId: newRunId(nowMs),
  inputPaths: [],
  shard: null,
  preview: null,
  limit: null,
  expectEvents: null,
  isTrial: false,
  threads: 0,
  rejectsPath: null,
  reportPath: null,
  ...parts,
  mapping: {
    ...parts.mapping,
    asOfMs,
    sinceMs,
    untilMs,
    ...(nameSkipped === undefined ? {} : { nameSkipped }),
    ...(fastPath === false ? { fastPath } : {}),
  },
  warnings: [...parts.warnings, ...startingWarnings(parts.delivery)],
});
