import { InputAccounts } from './input-accounts.js';
import type { Clock } from './lib/clock.js';
import { DeliveryStoppedError, ExpectedError, InputError } from './lib/errors.js';
import type { Sink } from './lib/sink.js';
import type { InputState } from './model/block.js';
import type { InputIdentity, Ledger } from './model/ledger.js';
import type { ProgressPrinter, ProgressSnapshot, Report } from './model/report.js';
import type { DeliverySettings, MappingSettings } from './model/settings.js';
import { Tally } from './model/tally.js';
import { Timeline } from './model/timeline.js';
import type { CountedWarning } from './model/warnings.js';
import { inputIdentityOf, readInput, type InputRef, type ReadOptions } from './read/inputs.js';
import { Recorder } from './recorder.js';
import { RejectsFile } from './report/rejects-file.js';
import { openPreview, openUpload, type OpenRoom } from './rooms.js';
import { reportOf } from './run-report.js';
import { RejectGuard } from './send/reject-guard.js';
import { settingsDigest } from './settings-digest.js';
import { transformer } from './transform.js';

const MS_PER_SECOND = 1_000;

/** What one run is to do, all settled before it starts. */
export interface RunPlan {
  readonly version: string;
  readonly runId: string;
  readonly inputs: readonly InputRef[];
  readonly reading: ReadOptions;
  readonly mapping: MappingSettings;
  readonly delivery: DeliverySettings;
  /** What a dry run prints; null: an upload. */
  readonly preview: 'events' | 'requests' | null;
  /** Events that may go out; null: any number. */
  readonly limit: number | null;
  readonly rejectsPath: string | null;
  readonly reportPath: string | null;
  /** Known before the run starts. */
  readonly warnings: readonly CountedWarning[];
}

export interface RunPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a dry run prints. */
  readonly stdout: Sink;
  /** Aborted by the first signal; its reason is the exit code. */
  readonly signal: AbortSignal;
  readonly ledger: Ledger;
  readonly progress: ProgressPrinter;
}

const stateOf = (input: InputRef): InputState => ({
  path: input.path,
  format: 'unknown',
  size: input.size,
  bytesRead: 0,
  records: 0,
  status: 'waiting',
  failure: null,
});

/** One run: the rooms joined in order, from the inputs to the last room, and the books kept on the way. */
class Run {
  readonly #plan: RunPlan;
  readonly #ports: RunPorts;
  readonly #startedMs: number;
  readonly #tally = new Tally();
  readonly #timeline: Timeline;
  readonly #accounts = new InputAccounts();
  readonly #states: readonly InputState[];
  readonly #identities = new Map<number, InputIdentity>();
  readonly #rejects: RejectsFile | null;
  readonly #recorder: Recorder;
  readonly #stopping = new AbortController();
  readonly #digest: string;
  #stopError: Error | null = null;
  #failedInput: InputError | null = null;

  constructor(plan: RunPlan, ports: RunPorts) {
    this.#plan = plan;
    this.#ports = ports;
    this.#startedMs = ports.clock.now();
    this.#timeline = new Timeline(this.#startedMs);
    this.#states = plan.inputs.map(stateOf);
    this.#digest = settingsDigest(plan.mapping);
    const paths = plan.inputs.flatMap((input) => input.absolute ?? []);
    this.#rejects = plan.rejectsPath === null ? null : new RejectsFile(plan.rejectsPath, paths);
    this.#recorder = new Recorder({
      ...{
        clock: ports.clock,
        tally: this.#tally,
        timeline: this.#timeline,
        accounts: this.#accounts,
        rejects: this.#rejects,
      },
      guard: new RejectGuard(plan.delivery.maxRejects),
      pathOf: (input) => plan.inputs[input]?.path ?? '',
      stop: (reason) => this.#stop(new DeliveryStoppedError(reason)),
    });
    plan.warnings.forEach((warning) => this.#tally.warn(warning));
    ports.signal.addEventListener('abort', () => this.#stopping.abort(), { once: true });
    if (ports.signal.aborted) this.#stopping.abort();
  }

  async go(): Promise<Report> {
    const open = await this.#openRoom();
    this.#startProgress(open);
    try {
      await this.#readAll(open);
      await open.room.finish();
      await this.#markSettled();
    } catch (error) {
      this.#stop(error instanceof Error ? error : new Error('the run failed', { cause: error }));
      // What is in flight has its outcome noted even when something else broke.
      await open.room.finish().catch(() => undefined);
    } finally {
      this.#ports.progress.end();
      this.#rejects?.close();
    }
    return this.#report(open);
  }

  #openRoom(): OpenRoom | Promise<OpenRoom> {
    const { plan, ports } = { plan: this.#plan, ports: this.#ports };
    const parts = {
      ...{ version: plan.version, runId: plan.runId, delivery: plan.delivery, limit: plan.limit },
      ...{ clock: ports.clock, random: ports.random, env: ports.env, stdout: ports.stdout, ledger: ports.ledger },
      recorder: this.#recorder,
      notice: (kind: 'wait' | 'retry', text: string) => ports.progress.notice(kind, text),
      stopping: this.#stopping.signal,
      stop: (reason: Error) => this.#stop(reason),
    };
    return plan.preview === null ? openUpload(parts) : openPreview(plan.preview, parts);
  }

  async #readAll(open: OpenRoom): Promise<void> {
    const transform = transformer(this.#plan.mapping);
    for (const [number, input] of this.#plan.inputs.entries()) {
      if (this.#isOver(open)) return;
      if (await this.#isSettled(number, input)) continue;
      try {
        await this.#readOne(number, input, transform, open);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        this.#failedInput ??= error;
        this.#ports.progress.notice('warning', error.message);
      }
      await this.#markSettled();
    }
  }

  async #readOne(
    number: number,
    input: InputRef,
    transform: ReturnType<typeof transformer>,
    open: OpenRoom,
  ): Promise<void> {
    const state = this.#states[number];
    if (state === undefined) return;
    for await (const block of readInput({ ...input, number }, this.#plan.reading, state)) {
      const mapped = transform(block);
      this.#recorder.block(mapped);
      await open.room.take(mapped);
      if (this.#isOver(open)) {
        state.status = 'stopped';
        return;
      }
    }
    this.#accounts.readToTheEnd(number);
  }

  #isOver(open: OpenRoom): boolean {
    return this.#stopping.signal.aborted || open.room.stopping.aborted || open.selection.exhausted;
  }

  async #isSettled(number: number, input: InputRef): Promise<boolean> {
    const identity = await inputIdentityOf(input);
    if (identity === null) return false;
    this.#identities.set(number, identity);
    if (!this.#ports.ledger.isSettled(identity, this.#digest)) return false;
    const state = this.#states[number];
    if (state !== undefined) Object.assign(state, { status: 'unchanged', bytesRead: input.size ?? 0 });
    return true;
  }

  async #markSettled(): Promise<void> {
    for (const number of this.#accounts.takeSettled()) {
      const identity = this.#identities.get(number);
      if (identity !== undefined && this.#plan.preview === null)
        await this.#ports.ledger.markSettled(identity, this.#digest);
    }
  }

  /** Lets nothing more start; the first reason is the one that counts. */
  #stop(reason: Error): void {
    this.#stopError ??= reason;
    this.#stopping.abort();
  }

  #startProgress(open: OpenRoom): void {
    const { plan } = { plan: this.#plan };
    const { api, destinationId, baseUrl } = plan.delivery;
    const sizes = plan.inputs.map((input) => input.size);
    const bytes = sizes.every((size) => size !== null) ? sizes.reduce((sum, size) => sum + size, 0) : null;
    const destination = plan.preview === null ? `${api} ${destinationId ?? ''} at ${baseUrl}` : `a preview of ${api}`;
    this.#ports.progress.start({ runId: plan.runId, destination, inputs: plan.inputs.length, bytes }, () =>
      this.#snapshot(open, bytes),
    );
  }

  #snapshot(open: OpenRoom, bytes: number | null): ProgressSnapshot {
    const { requestsInFlight, lanes, waiting } = open.gauges();
    const read = this.#states.reduce((sum, state) => sum + state.bytesRead, 0);
    return {
      elapsedSeconds: (this.#ports.clock.now() - this.#startedMs) / MS_PER_SECOND,
      eventsRead: this.#tally.eventsRead,
      sent: this.#tally.sent,
      previewed: this.#tally.previewed,
      alreadySent: this.#tally.alreadySent,
      skipped: this.#tally.skippedTotal,
      rejected: this.#tally.rejectedTotal + this.#tally.batchesMalformed,
      shareDone: bytes === null || bytes === 0 ? null : Math.min(1, read / bytes),
      requestsInFlight,
      lanes,
      requestsRetried: this.#tally.requests.retried,
      waiting,
    };
  }

  #report(open: OpenRoom): Report {
    const imbalance = this.#tally.imbalance();
    const exitCode = imbalance === null ? this.#exitCode() : 1;
    const { plan, ports } = { plan: this.#plan, ports: this.#ports };
    return reportOf({
      ...{ version: plan.version, runId: plan.runId, startedMs: this.#startedMs, finishedMs: ports.clock.now() },
      dryRun: plan.preview !== null,
      exitCode,
      stopReason: imbalance ?? this.#stopReason(),
      ...{ delivery: plan.delivery, inputs: this.#states, tally: this.#tally, timeline: this.#timeline },
      throttledSeconds: open.gauges().throttledSeconds,
      files: { rejects: plan.rejectsPath, report: plan.reportPath },
    });
  }

  #exitCode(): ExitCode {
    if (this.#stopError !== null) return this.#stopError instanceof ExpectedError ? this.#stopError.exitCode : 1;
    if (this.#ports.signal.aborted) return this.#ports.signal.reason === 143 ? 143 : 130;
    if (this.#failedInput !== null) return this.#failedInput.exitCode;
    const { rejectedTotal, batchesMalformed, unsent } = this.#tally;
    const previewCutShort = this.#plan.preview !== null && this.#ports.stdout.closed;
    return !previewCutShort && rejectedTotal + batchesMalformed + unsent > 0 ? 3 : 0;
  }

  #stopReason(): string | null {
    if (this.#stopError !== null) return this.#stopError.message;
    if (this.#ports.signal.aborted) return this.#ports.signal.reason === 143 ? 'SIGTERM' : 'SIGINT';
    return this.#failedInput?.message ?? null;
  }
}

type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 130 | 143;

/** Does one run and reports on it. Rejects only when it cannot start (UsageError) or cannot report. */
export const run = (plan: RunPlan, ports: RunPorts): Promise<Report> => new Run(plan, ports).go();
