// Delivers one chunk: divides it where Facebook refuses it, and records outcomes. Its requests: attempts.ts.

import { asError } from '../lib/errors.js';
import type { Ledger } from '../model/ledger.js';
import type { Outgoing } from '../model/mapped.js';
import type { DeliveryListener } from './delivery-listener.js';
import { messagesOf } from './error-messages.js';
import { fingerprintsOf } from './fingerprints.js';
import { Attempts, type AttemptPorts } from './attempts.js';
import type { FacebookError } from '../facebook/reply.js';
import { redactValues } from '../facebook/redaction.js';

/**
 * Into this many parts a refused request is divided, to find its bad events. Meta's access tier asks for an error rate
 * under 15 % of the last 500 requests (Marketing API changelog, 2026-05-04): one bad event of 1,000 costs 3 refusals in
 * 64 requests this way (5 %); with halves it would cost 10 in 20.
 */
const PARTS_OF_A_REFUSED_REQUEST = 32;

/** What one delivery needs from its environment. */
export interface DeliveryPorts extends AttemptPorts {
  readonly ledger: Ledger;
  readonly listener: DeliveryListener;
}

/** What is known about some events before their request. `bad`: at least one of them will be refused. */
interface Known {
  readonly bad: boolean;
  readonly processed: boolean;
}

/**
 * Delivers the events of one chunk: records them as in flight, sends them, divides a refused chunk until the bad events
 * are found, and records every outcome before it reports it, exactly once for each event.
 */
export class Delivery {
  readonly #ports: DeliveryPorts;
  readonly #attempts: Attempts;

  constructor(ports: DeliveryPorts) {
    this.#ports = ports;
    this.#attempts = new Attempts(ports);
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
      // An event that cannot be recorded must not be sent, because the next run would send it again.
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
    const answer = await this.#attempts.answer(events, known.processed);
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
   * Sends the events of a refused request in parts. If all parts except the last are accepted, the last one contains
   * the bad event.
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
      // The events are reported with this outcome; in the ledger they stay in flight, so the next run treats them as
      // unknown.
      this.#ports.stop(asError(error));
    }
  }
}
