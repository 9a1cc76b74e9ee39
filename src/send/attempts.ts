// The requests for some events, retried until Facebook has answered or the run must stop. The meaning of a reply is in
// facebook/classify-reply.ts, waiting times are in backoff.ts.

import { asError, DeliveryStoppedError } from '../lib/errors.js';
import { formatNumbered } from '../lib/format.js';
import type { Clock } from '../lib/clock.js';
import type { Ledger } from '../model/ledger.js';
import { runsOf, type Outgoing } from '../model/mapped.js';
import { backoffMs } from './backoff.js';
import type { DeliveryListener } from './delivery-listener.js';
import { describeError, describeLast, describeWait } from './error-messages.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Reply } from '../facebook/reply.js';
import { usageOf } from '../facebook/usage-headers.js';
import { classifyReply, type ReplyClass } from '../facebook/classify-reply.js';

/** Maximum number of attempts after an undocumented answer. */
const UNKNOWN_RETRIES = 2;

/** What requests need from their environment. */
export interface AttemptPorts {
  /** Sends one request with these events; never rejects. */
  readonly post: (events: readonly Outgoing[]) => Promise<Reply>;
  readonly ledger: Pick<Ledger, 'check'>;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly random: () => number;
  readonly maxRetries: number;
  /** Aborted when the run must not start another request: a signal, or a request that stopped the run. */
  readonly stopping: AbortSignal;
  /** Ends the run; the first reason given is the one that counts. */
  readonly stop: (reason: Error) => void;
  readonly listener: Pick<DeliveryListener, 'request' | 'headers'>;
}

/** `processed`: Facebook may have accepted the events in an earlier attempt that got no receipt. */
type Answer = Extract<ReplyClass, { readonly kind: 'accepted' | 'refused' }> & { readonly processed: boolean };
type Wait = Extract<ReplyClass, { readonly kind: 'wait' }>;
type Unanswered = { readonly kind: 'none'; readonly processed: boolean };

/** Number of requests for some events so far, and how many got an undocumented answer. */
interface Count {
  readonly attempt: number;
  readonly undocumented: number;
}

const outcomeOf = ({ kind }: ReplyClass): 'succeeded' | 'refused' | 'failed' =>
  kind === 'accepted' ? 'succeeded' : kind === 'refused' ? 'refused' : 'failed';

/** Sends requests within the rate limiter, and retries each according to the retry policy. */
export class Attempts {
  readonly #ports: AttemptPorts;

  constructor(ports: AttemptPorts) {
    this.#ports = ports;
  }

  /**
   * Retries until Facebook has accepted or refused these events, or the run has to stop. `before`: Facebook may already
   * have accepted them, in an earlier request.
   */
  async answer(events: readonly Outgoing[], before: boolean): Promise<Answer | Unanswered> {
    let [processed, undocumented] = [before, 0];
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#attempt(events, attempt > 1);
      if (result === null) return { kind: 'none', processed };
      if (result.kind === 'accepted' || result.kind === 'refused') return { ...result, processed };
      if (result.kind !== 'wait') {
        const why = result.kind === 'stop' ? describeError(result.error, events) : result.text;
        this.#ports.stop(new DeliveryStoppedError(why));
        return { kind: 'none', processed };
      }
      processed ||= result.processed;
      if (result.why === 'unknown') undocumented += 1;
      if (!(await this.#wait(result, { attempt, undocumented }, events))) return { kind: 'none', processed };
    }
  }

  /** One request; null when the run stopped before it. */
  async #attempt(events: readonly Outgoing[], isRetry: boolean): Promise<ReplyClass | null> {
    const { limiter, stopping, clock, post, listener } = this.#ports;
    const ready = await limiter.ready(stopping).then(
      () => true,
      () => false,
    );
    if (!ready) return null;
    try {
      if (stopping.aborted || !this.#maySend()) return null;
      const startedMs = clock.steady();
      const reply = await post(events);
      const result = classifyReply(reply);
      // A receipt comes when everything is written. A connection that ended otherwise may still read the events'
      // memory.
      if (result.kind !== 'accepted') for (const { mapped } of runsOf(events)) mapped.freesWire = false;
      listener.request(outcomeOf(result), clock.steady() - startedMs, isRetry);
      if (reply.kind === 'answer') {
        listener.headers(reply.headers);
        this.#observe(reply.headers, result, events);
      }
      return result;
    } finally {
      limiter.done();
    }
  }

  /** Whether this run still has the ledger: a run that was paused and taken over sends nothing more. */
  #maySend(): boolean {
    try {
      this.#ports.ledger.check();
      return true;
    } catch (error) {
      this.#ports.stop(asError(error));
      return false;
    }
  }

  #observe(headers: ReadonlyMap<string, string>, result: ReplyClass, events: readonly Outgoing[]): void {
    const { limiter, clock, stop } = this.#ports;
    try {
      const usage = usageOf(headers, clock.now());
      limiter.observe(usage);
      const throttled = result.kind === 'wait' && result.why === 'throttled';
      if (throttled && usage.waitMs !== null) limiter.throttle(usage.waitMs, describeWait(result, events));
    } catch (error) {
      stop(asError(error));
    }
  }

  /** Waits before the next attempt; false: there must be none. */
  async #wait(result: Wait, { attempt, undocumented }: Count, events: readonly Outgoing[]): Promise<boolean> {
    const { limiter, random, stopping, stop, maxRetries } = this.#ports;
    if (attempt > maxRetries || undocumented > UNKNOWN_RETRIES) {
      const retries = formatNumbered(attempt - 1, 'retry', 'retries');
      stop(new DeliveryStoppedError(`gave up after ${retries}: ${describeLast(result, events)}`));
      return false;
    }
    const throttled = result.why === 'throttled';
    const milliseconds = backoffMs(attempt, random(), throttled);
    try {
      // A throttle applies to all requests: the limit is the account's.
      if (throttled && limiter.waiting === null) limiter.throttle(milliseconds, describeWait(result, events));
      if (!throttled) await limiter.backOff(milliseconds, result.text, stopping);
      return !stopping.aborted;
    } catch (error) {
      if (!stopping.aborted) stop(asError(error));
      return false;
    }
  }
}
