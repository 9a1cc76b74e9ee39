// Delivers one chunk: retries, divides, records outcomes. What a reply means: facebook/classify-reply.ts.

import { asError, DeliveryStoppedError } from '../lib/errors.js';
import { formatNumbered } from '../lib/format.js';
import type { Clock } from '../lib/clock.js';
import type { Ledger } from '../model/ledger.js';
import { runsOf, type Outgoing } from '../model/mapped.js';
import { backoffMs } from './backoff.js';
import type { DeliveryListener } from './delivery-listener.js';
import { describeError, describeLast, describeWait, messagesOf } from './error-messages.js';
import { fingerprintsOf } from './fingerprints.js';
import type { RateLimiter } from './rate-limiter.js';
import type { FacebookError, Reply } from '../facebook/reply.js';
import { redactValues } from '../facebook/redaction.js';
import { usageOf } from '../facebook/usage-headers.js';
import { classifyReply, type ReplyClass } from '../facebook/classify-reply.js';

/** Maximum number of tries for an undocumented answer. */
const UNKNOWN_RETRIES = 2;

/**
 * Parts that a refused request is sent in, to find its bad events. Meta's access tier asks for an error rate under 15 %
 * of the last 500 requests (Marketing API changelog, 2026-05-04): one bad event of 1,000 costs 3 refusals in 64
 * requests this way (5 %), where halving costs 10 in 20.
 */
const PARTS_OF_A_REFUSED_REQUEST = 32;

/** What one delivery needs of its surroundings. */
export interface DeliveryPorts {
  /** Sends one request with these events; never rejects. */
  readonly post: (events: readonly Outgoing[]) => Promise<Reply>;
  readonly ledger: Ledger;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly random: () => number;
  readonly maxRetries: number;
  /** Aborted when the run must not start another request: a signal, or a request that stopped the run. */
  readonly stopping: AbortSignal;
  /** Ends the run; the first reason given is the one that counts. */
  readonly stop: (reason: Error) => void;
  readonly listener: DeliveryListener;
}

/** `processed`: Facebook may have taken the events at an earlier try that got no receipt. */
type Answer = Extract<ReplyClass, { readonly kind: 'accepted' | 'refused' }> & { readonly processed: boolean };
type Wait = Extract<ReplyClass, { readonly kind: 'wait' }>;
type Unanswered = { readonly kind: 'none'; readonly processed: boolean };

/** Requests made for some events so far, and how many got an answer that is not documented. */
interface Tries {
  readonly attempt: number;
  readonly undocumented: number;
}

/** What is known of some events before they are asked about. `bad`: at least one of them will be refused. */
interface Known {
  readonly bad: boolean;
  readonly processed: boolean;
}

const outcomeOf = ({ kind }: ReplyClass): 'succeeded' | 'refused' | 'failed' =>
  kind === 'accepted' ? 'succeeded' : kind === 'refused' ? 'refused' : 'failed';

/**
 * Delivers the events of one chunk: records them as in flight, retries until there is an answer, divides a refused
 * chunk until the bad events are alone, and records every outcome before it reports it, exactly once for each event.
 */
export class Delivery {
  readonly #ports: DeliveryPorts;

  constructor(ports: DeliveryPorts) {
    this.#ports = ports;
  }

  /** Resolves when every event has its outcome; rejects only on a bug. */
  async deliver(events: readonly Outgoing[]): Promise<void> {
    const { ledger, stopping, listener, stop } = this.#ports;
    if (stopping.aborted) {
      ledger.release(fingerprintsOf(events));
      listener.unsent(events);
      return;
    }
    try {
      await ledger.markInFlight(fingerprintsOf(events));
    } catch (error) {
      // An event that cannot be recorded must not be sent: the next run would send it again.
      stop(asError(error));
      listener.unsent(events);
      return;
    }
    await this.#part(events, { bad: false, processed: false });
  }

  /** Whether all of these events were accepted. */
  async #part(events: readonly Outgoing[], known: Known): Promise<boolean> {
    if (known.bad && events.length > 1) {
      await this.#parts(events, known.processed);
      return false;
    }
    const answer = await this.#answer(events, known.processed);
    if (answer.kind === 'none') {
      await this.#settle([], answer.processed ? [] : events);
      this.#ports.listener.unsent(events);
      return false;
    }
    if (answer.kind === 'refused') {
      await this.#refused(events, answer.error, answer.processed);
      return false;
    }
    await this.#settle(events, []);
    const messages = answer.messages.length === 0 ? [] : redactValues(events, answer.messages);
    this.#ports.listener.sent(events);
    this.#ports.listener.receipt(events.length, answer.received, messages);
    return true;
  }

  async #refused(events: readonly Outgoing[], error: FacebookError, processed: boolean): Promise<void> {
    const named = error.badIndexes.filter((index) => index >= 0 && index < events.length);
    if (events.length === 1) await this.#reject(events, [0], error);
    else {
      this.#ports.listener.split();
      if (named.length === 0) return this.#parts(events, processed);
      await this.#reject(events, named, error);
      const rest = events.filter((_, index) => !named.includes(index));
      if (rest.length > 0) await this.#part(rest, { bad: false, processed });
    }
  }

  /**
   * Sends the events of a refused request in parts. If all parts but the last are accepted, the last has the bad event.
   */
  async #parts(events: readonly Outgoing[], processed: boolean): Promise<void> {
    const size = Math.ceil(events.length / PARTS_OF_A_REFUSED_REQUEST);
    let allAccepted = true;
    for (let start = 0; start < events.length; start += size) {
      const isLast = start + size >= events.length;
      const part = events.slice(start, start + size);
      allAccepted = (await this.#part(part, { bad: isLast && allAccepted, processed })) && allAccepted;
    }
  }

  async #reject(events: readonly Outgoing[], indexes: readonly number[], error: FacebookError): Promise<void> {
    const bad = indexes.flatMap((index) => events[index] ?? []);
    await this.#settle([], bad);
    const words = indexes.map((index) => error.eventMessages.get(index) || error.message);
    messagesOf(error, words, events).forEach((message, position) => {
      const event = events[indexes[position] ?? -1];
      if (event !== undefined) this.#ports.listener.refused(event, error, message);
    });
  }

  async #settle(sent: readonly Outgoing[], notSent: readonly Outgoing[]): Promise<void> {
    if (sent.length + notSent.length === 0) return;
    try {
      await this.#ports.ledger.settle(fingerprintsOf(sent), fingerprintsOf(notSent));
    } catch (error) {
      // The events keep their outcome; in the ledger they stay in flight, and the next run treats them as unknown.
      this.#ports.stop(asError(error));
    }
  }

  /** Tries until Facebook has said yes or no to these events, or the run has to stop. */
  async #answer(events: readonly Outgoing[], before: boolean): Promise<Answer | Unanswered> {
    let [processed, undocumented] = [before, 0];
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#try(events, attempt > 1);
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
  async #try(events: readonly Outgoing[], isRetry: boolean): Promise<ReplyClass | null> {
    const { limiter, stopping, clock, post, listener } = this.#ports;
    const ready = await limiter.ready(stopping).then(
      () => true,
      () => false,
    );
    if (!ready) return null;
    try {
      if (stopping.aborted || !this.#maySend()) return null;
      const startedMs = clock.now();
      const reply = await post(events);
      const result = classifyReply(reply);
      // A receipt comes when all is written. A connection that ended in another way may still read the events' memory.
      if (result.kind !== 'accepted') for (const { mapped } of runsOf(events)) mapped.freesWire = false;
      listener.request(outcomeOf(result), clock.now() - startedMs, isRetry);
      if (reply.kind === 'answer') {
        listener.headers(reply.headers);
        this.#observe(reply.headers, result, events);
      }
      return result;
    } finally {
      limiter.done();
    }
  }

  /** Whether the ledger is still this run's: a run that was paused and taken over sends nothing more. */
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

  /** Waits before the next try; false: there must not be one. */
  async #wait(result: Wait, { attempt, undocumented }: Tries, events: readonly Outgoing[]): Promise<boolean> {
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
