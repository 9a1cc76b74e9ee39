// One run over the batches of a program. The public function is in upload-batches.ts.

import { Writable } from 'node:stream';
import { batchFeed } from './batch-feed.js';
import type { GivenBatch } from './batch-text.js';
import { systemClock } from '../lib/clock.js';
import { checkBatches } from './misuse.js';
import { OutputStream } from '../lib/output-stream.js';
import { nowOf, type AsOf } from './map-batch.js';
import type { SettingsOptions } from '../model/options.js';
import type { Outcome } from '../run/outcome.js';
import type { Report } from '../model/report.js';
import { OutcomeQueue } from './outcome-queue.js';
import type { Source } from './pulled-source.js';
import { noProgress } from '../report/progress/choose-progress.js';
import { run } from '../run/run.js';
import { planOf, type RunPlan, type RunPorts, type RunResult } from '../run/plan.js';
import { openLedgerFor } from '../run/open-ledger.js';
import { EXIT } from '../model/exit-code.js';
import type { Fetch } from '../facebook/transport.js';
import { settingsOf } from '../settings/from-options.js';
import { thisProcess } from '../this-process.js';

/** The settings of an upload, and its signal and fetch. */
export interface UploadOptions extends SettingsOptions, AsOf {
  /** Ends the upload after the requests in flight; the other events are `unsent`, and the signal's reason is thrown. */
  readonly signal?: AbortSignal;
  /** The function that sends requests, e.g. through a proxy; absent: the library's own connections. */
  readonly fetch?: Fetch;
}

const planFor = async ({ asOf, ...options }: SettingsOptions & AsOf, version: string): Promise<RunPlan> => {
  const { settings, warnings } = await settingsOf(options);
  const asOfMs = nowOf(asOf === undefined ? {} : { asOf });
  return planOf({
    ...settings,
    expectEvents: settings.nightly.expectEvents,
    version,
    nowMs: systemClock.now(),
    asOfMs,
    nameSkipped: true,
    warnings,
  });
};

/** The ports of a library run: no access to the process, and no output. */
const SILENT: Pick<RunPorts, 'clock' | 'random' | 'env'> = { clock: systemClock, random: Math.random, env: {} };
const nowhere = (): OutputStream => new OutputStream(new Writable({ write: (_chunk, _encoding, done) => done() }));

const throwWhatEnded = ({ error, exitCode }: RunResult, signal: AbortSignal | undefined): void => {
  if (error !== null) throw error;
  if (exitCode === EXIT.sigint) signal?.throwIfAborted();
};

/** One run over batches; `ended` receives its report, however it ended. */
export const runBatches = async function* (
  batches: Source<GivenBatch>,
  { signal, fetch, ...options }: UploadOptions,
  ended: (report: Report) => void,
): AsyncGenerator<Outcome, Report> {
  checkBatches(batches);
  const facts = thisProcess();
  const plan = await planFor(options, facts.version);
  const ledger = await openLedgerFor(plan.delivery, { ...facts, runId: plan.runId, clock: systemClock });
  const leaving = new AbortController();
  const outcomes = new OutcomeQueue(plan.delivery.chunkSize);
  const running = run(plan, {
    ...SILENT,
    stdout: nowhere(),
    progress: noProgress(),
    ledger,
    fetch,
    outcomes,
    openFeed: batchFeed(batches, plan.delivery.chunkSize),
    signal: signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal]),
  }).finally(() => outcomes.push(null));
  // Handled below; this avoids an unhandled rejection in between.
  running.catch(() => undefined);
  try {
    for await (const outcome of outcomes) yield outcome;
  } finally {
    // If the consumer stops early, wait for the requests in flight.
    leaving.abort();
    outcomes.destroy();
    try {
      ended((await running).report);
    } finally {
      await ledger.close();
    }
  }
  const result = await running;
  throwWhatEnded(result, signal);
  return result.report;
};
