// What people see of a run while it runs. How it is drawn: report/progress.

import { formatNumbered } from '../lib/format.js';
import { MS_PER_SECOND } from '../lib/units.js';
import { signalName } from '../model/exit-code.js';
import type { ProgressSnapshot } from '../model/report.js';
import type { Feed } from './feed.js';
import type { RunPlan, RunPorts } from './plan.js';
import type { OpenSink } from './sinks.js';
import type { Tally } from './tally.js';

/** Shows the progress of a run, and what the run waits for after a signal. */
export class RunProgress {
  readonly #plan: RunPlan;
  readonly #ports: RunPorts;
  readonly #feed: Feed;
  readonly #tally: Tally;
  readonly #steadyStartMs: number;
  /** Bytes of the inputs up to the last item that was read. */
  bytesTaken = 0;

  constructor(plan: RunPlan, ports: RunPorts, feed: Feed, tally: Tally, steadyStartMs: number) {
    this.#plan = plan;
    this.#ports = ports;
    this.#feed = feed;
    this.#tally = tally;
    this.#steadyStartMs = steadyStartMs;
  }

  /** Whether the reader of a preview left before its end. */
  get readerLeft(): boolean {
    const { closed, failure } = this.#ports.stdout;
    return this.#plan.preview !== null && closed && failure === null;
  }

  start(open: OpenSink): void {
    const plan = this.#plan;
    const { api, destinationId, baseUrl } = plan.delivery;
    const destination = plan.preview === null ? `${api} ${destinationId ?? ''} at ${baseUrl}` : `a preview of ${api}`;
    this.#ports.progress.start(
      { runId: plan.runId, destination, inputs: this.#feed.states.length, bytes: this.#feed.bytes },
      () => this.#snapshot(open),
    );
    this.#ports.signal.addEventListener('abort', () => this.#announceStop(open), { once: true });
  }

  #announceStop(open: OpenSink): void {
    const { requestsInFlight } = open.gauges();
    const name = signalName(this.#ports.signal);
    if (name === null || requestsInFlight === 0) return;
    const requests = formatNumbered(requestsInFlight, 'request');
    const again = name === 'SIGINT' ? 'Ctrl-C' : 'signal';
    this.#ports.progress.notice('warning', `stopping after ${requests} in flight; a second ${again} ends at once`);
  }

  #snapshot(open: OpenSink): ProgressSnapshot {
    const { bytes } = this.#feed;
    const { requestsInFlight, lanes, waiting } = open.gauges();
    const tally = this.#tally;
    const { eventsRead, sent, previewed, alreadySent, skippedTotal: skipped, batchesMalformed: malformed } = tally;
    return {
      elapsedSeconds: (this.#ports.clock.steady() - this.#steadyStartMs) / MS_PER_SECOND,
      eventsRead,
      sent,
      previewed,
      alreadySent,
      skipped,
      rejected: tally.rejectedTotal + malformed,
      malformed,
      dryRun: this.#plan.preview !== null,
      readerLeft: this.readerLeft,
      rejectedByReason: Object.fromEntries([...tally.malformed, ...tally.rejected]),
      shareDone: bytes === null || bytes === 0 ? null : Math.min(1, (this.bytesTaken / bytes) * tally.shareDone),
      requestsInFlight,
      lanes,
      requestsRetried: tally.requests.retried,
      waiting,
    };
  }
}
