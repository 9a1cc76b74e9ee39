// One run from start to end: feed, transform, sink. Commands and the library start it.

import { setMaxListeners } from 'node:events';
import { basename } from 'node:path';
import { endingOf, type Ending } from './ending.js';
import type { Feed } from './feed.js';
import { InputProgress } from './input-progress.js';
import { asError, DeliveryStoppedError, type InputError } from '../lib/errors.js';
import { ensurePrinted } from '../lib/output-stream.js';
import type { Block } from '../model/block.js';
import { warningOf, type CountedWarning } from '../model/warnings.js';
import { Tally } from './tally.js';
import { Timeline } from './timeline.js';
import { Recorder } from './recorder.js';
import { RejectMemory } from './reject-memory.js';
import { RejectsFile } from '../report/files/rejects-file.js';
import { openPreview, type OpenSink } from './sinks.js';
import type { RunPlan, RunPorts, RunResult } from './plan.js';
import { reportOf } from './report.js';
import { RunProgress } from './run-progress.js';
import { RejectGuard } from '../send/reject-guard.js';
import { OutcomeReports } from './outcome-reports.js';
import { fastPathOff } from '../transform/fast/fast-path.js';
import { MappedStream } from '../transform/in-order.js';

/** One run: connects feed, transform, sink and recorder. */
class Run {
  readonly #plan: RunPlan;
  readonly #ports: RunPorts;
  readonly #startedMs: number;
  readonly #steadyStartMs: number;
  readonly #tally = new Tally();
  readonly #timeline: Timeline;
  readonly #inputProgress = new InputProgress();
  readonly #feed: Feed;
  readonly #progress: RunProgress;
  readonly #rejects: RejectsFile | null;
  readonly #rejectMemory: RejectMemory;
  readonly #recorder: Recorder;
  readonly #stopping = new AbortController();
  #stopError: Error | null = null;
  #failedInput: InputError | null = null;

  constructor(plan: RunPlan, ports: RunPorts) {
    // Each waiting request adds a listener.
    setMaxListeners(0, this.#stopping.signal);
    this.#plan = plan;
    this.#ports = ports;
    this.#startedMs = ports.clock.now();
    this.#steadyStartMs = ports.clock.steady();
    this.#timeline = new Timeline(this.#steadyStartMs);
    this.#feed = ports.openFeed({
      ledger: ports.ledger,
      inputProgress: this.#inputProgress,
      stopping: this.#stopping.signal,
      failed: (error) => {
        this.#failedInput ??= error;
        ports.progress.notice('warning', error.message);
      },
      warn: (warning) => this.#tally.warn(warning),
    });
    this.#progress = new RunProgress(plan, ports, this.#feed, this.#tally, this.#steadyStartMs);
    this.#rejects = plan.rejectsPath === null ? null : new RejectsFile(plan.rejectsPath, plan.inputPaths);
    const { mapping, delivery } = plan;
    this.#rejectMemory = new RejectMemory(ports.ledger, mapping, delivery.knownRejects);
    this.#recorder = this.#newRecorder();
    const kept = this.#rejects?.kept ?? null;
    if (kept !== null) this.#tally.warn({ code: 'rejects_kept', count: 1, detail: basename(kept) });
    plan.warnings.forEach((warning) => this.#tally.warn(warning));
    ports.signal.addEventListener('abort', () => this.#stopping.abort(), { once: true });
    if (ports.signal.aborted) this.#stopping.abort();
  }

  #newRecorder(): Recorder {
    const { clock, outcomes } = this.#ports;
    const pathOf = (input: number): string => this.#pathOf(input);
    return new Recorder({
      clock,
      tally: this.#tally,
      timeline: this.#timeline,
      inputProgress: this.#inputProgress,
      rejects: this.#rejects,
      guard: new RejectGuard(this.#plan.delivery.maxRejects),
      rejectMemory: this.#rejectMemory,
      outcomes: new OutcomeReports(outcomes, pathOf),
      pathOf,
      stop: (reason) => this.#stop(new DeliveryStoppedError(reason)),
    });
  }

  async go(): Promise<RunResult> {
    // Threads start while the sink opens.
    const items = this.#mappedStream();
    try {
      return await this.#perform(items, await this.#openSink());
    } finally {
      await items.close();
    }
  }

  async #perform(items: MappedStream, open: OpenSink): Promise<RunResult> {
    this.#progress.start(open);
    const unwatch = this.#ports.watch?.((warning) => this.#warn(warning));
    try {
      await this.#forwardAll(items, open);
      await open.sink.finish();
      await this.#feed.marked();
      this.#feed.markSettled();
      await this.#feed.marked();
      await this.#rejectMemory.end();
      if (this.#plan.preview !== null) await ensurePrinted(this.#ports.stdout);
    } catch (error) {
      this.#stop(asError(error));
      // Outcomes of requests in flight are recorded even if something else failed.
      await open.sink.finish().catch(() => undefined);
      await this.#feed.marked().catch(() => undefined);
      await this.#rejectMemory.end().catch(() => undefined);
    } finally {
      await unwatch?.();
      this.#ports.progress.end();
      this.#rejects?.close();
      await open.close();
    }
    return this.#report(open);
  }

  #warn(warning: CountedWarning): void {
    this.#tally.warn(warning);
    this.#ports.progress.notice('warning', `${warningOf(warning.code, warning.count)}: ${warning.detail ?? ''}`);
  }

  async #openSink(): Promise<OpenSink> {
    const [plan, ports] = [this.#plan, this.#ports];
    const parts = {
      ...ports,
      ...plan,
      recorder: this.#recorder,
      notice: (kind: 'wait' | 'retry', text: string) => ports.progress.notice(kind, text),
      stopping: this.#stopping.signal,
      stop: (reason: Error) => this.#stop(reason),
    };
    if (plan.preview !== null) return openPreview(plan.preview, parts);
    const { newLatencies, openUpload } = await import('./open-upload.js');
    this.#timeline.latencies = newLatencies();
    return openUpload(parts);
  }

  #mappedStream(): MappedStream {
    const { mapping, threads, limit } = this.#plan;
    return new MappedStream(this.#feed.read(), {
      settings: mapping,
      threads,
      // With a limit, most of the inputs may remain unread.
      expectedBytes: limit === null ? this.#feed.bytes : null,
      describe: (block) => this.#blockName(block),
    });
  }

  async #forwardAll(items: MappedStream, open: OpenSink): Promise<void> {
    if (this.#isOver(open)) return;
    for await (const item of items) {
      this.#progress.bytesTaken = item.bytesRead;
      if (item.kind === 'mapped') {
        this.#recorder.block(item.mapped);
        await open.sink.take(item.mapped);
      } else if (item.proof !== null) {
        this.#rejectMemory.wasRead(this.#pathOf(item.input), this.#inputProgress.hasLeftOut(item.input));
        this.#inputProgress.proven(item.input, item.proof);
      }
      this.#feed.markSettled();
      await this.#rejectMemory.ready();
      await this.#ports.outcomes?.ready();
      if (this.#isOver(open)) return;
    }
  }

  #blockName(block: Block): string {
    return `${this.#pathOf(block.input)}:${block.lines[0] ?? 0} and the lines after it`;
  }

  #pathOf(input: number): string {
    return this.#feed.states[input]?.path ?? '';
  }

  #isOver(open: OpenSink): boolean {
    return this.#stopping.signal.aborted || open.sink.stopping.aborted || open.selection.exhausted;
  }

  /** Stops new work; the first reason counts. */
  #stop(reason: Error): void {
    this.#stopError ??= reason;
    this.#stopping.abort();
  }

  #report(open: OpenSink): RunResult {
    const plan = this.#sendsRejectsAgain() ? { ...this.#plan, expectEvents: null } : this.#plan;
    const ending = this.#ending(plan.expectEvents);
    const { clock } = this.#ports;
    const report = reportOf({
      plan,
      ending,
      startedMs: this.#startedMs,
      finishedMs: clock.now(),
      elapsedMs: clock.steady() - this.#steadyStartMs,
      inputs: this.#feed.states,
      tally: this.#tally,
      timeline: this.#timeline,
      fastPathOff: fastPathOff(plan.mapping),
      throttledSeconds: open.gauges().throttledSeconds,
      files: { rejects: this.#rejects?.holdsAll === true ? plan.rejectsPath : null, report: plan.reportPath },
    });
    return { report, exitCode: ending.exitCode, error: ending.error };
  }

  /** Whether every input is a rejects file. That is not a nightly export, so `expectEvents` does not apply. */
  #sendsRejectsAgain(): boolean {
    const { batchesRead, rejectLines } = this.#tally;
    return rejectLines > 0 && rejectLines === batchesRead && this.#feed.states.every(({ records }) => records > 0);
  }

  #ending(expectEvents: number | null): Ending {
    const tally = this.#tally;
    return endingOf({
      imbalance: tally.imbalance(),
      stopError: this.#stopError,
      signal: this.#ports.signal,
      failedInput: this.#failedInput,
      rejected: tally.rejectedTotal + tally.batchesMalformed,
      known: this.#plan.delivery.knownRejects === 'pass' ? tally.known.rejected + tally.known.malformed : 0,
      unsent: tally.unsent,
      newEvents: tally.sent + tally.previewed + tally.unsent + tally.rejectedTotal - tally.known.rejected,
      expectEvents,
      previewCutShort: this.#progress.readerLeft,
    });
  }
}

/** Performs one run and its report. Rejects only if it cannot start (UsageError) or cannot report. */
export const run = (plan: RunPlan, ports: RunPorts): Promise<RunResult> => new Run(plan, ports).go();
