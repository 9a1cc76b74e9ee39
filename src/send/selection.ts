// Which events of a block are sent, by ledger and limit. Sending: upload-sink.ts.

import type { Clock } from '../lib/clock.js';
import type { Ledger } from '../model/ledger.js';
import type { MappedBlock, Outgoing } from '../model/mapped.js';
import { fingerprintOf } from './fingerprints.js';
import { ReceiptLookout } from './receipt-lookout.js';

/** Facebook removes duplicates of offline events for so long (Conversions API for offline events, deduplication). */
const FACEBOOK_REMEMBERS_MS = 7 * 86_400_000;

export interface SelectionListener {
  alreadySent(event: Outgoing): void;
  duplicate(event: Outgoing): void;
  beyondLimit(event: Outgoing): void;
  /** Of unknown outcome in an earlier run: sent again, or held back. */
  unknown(what: 'sent_again' | 'held'): void;
  unsent(events: readonly Outgoing[]): void;
  /** Facebook will treat it as a duplicate of an earlier event of this run. */
  receiptRepeated(event: Outgoing): void;
}

export interface SelectionOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly resendUnknown: boolean;
  /** Maximum number of events to send in this run; null: no limit. */
  readonly limit: number | null;
  readonly listener: SelectionListener;
}

/** Looks up every event in the ledger and selects those that this run sends. */
export class Selection {
  readonly #options: SelectionOptions;
  readonly #receipts = new ReceiptLookout();
  #left: number;

  constructor(options: SelectionOptions) {
    this.#options = options;
    this.#left = options.limit ?? Number.POSITIVE_INFINITY;
  }

  /** Whether the limit is reached, so that nothing more needs to be read. */
  get exhausted(): boolean {
    return this.#left <= 0;
  }

  /** The events of a block that are to be sent. When the ledger cannot be read, each of the others has its outcome. */
  wanted(mapped: MappedBlock): readonly Outgoing[] {
    const events: Outgoing[] = [];
    let index = 0;
    try {
      for (; index < mapped.facts.count; index += 1) this.#select({ mapped, index }, events);
      return events;
    } catch (error) {
      const rest = Array.from({ length: mapped.facts.count - index }, (_, more) => ({ mapped, index: index + more }));
      this.#options.listener.unsent([...events, ...rest]);
      throw error;
    }
  }

  #select(event: Outgoing, events: Outgoing[]): void {
    if (this.#left <= 0) this.#options.listener.beyondLimit(event);
    else if (this.#isWanted(event)) {
      this.#left -= 1;
      const { mapped, index } = event;
      if (this.#receipts.isRepeated(mapped.facts.receipt[index] ?? 0)) this.#options.listener.receiptRepeated(event);
      events.push(event);
    }
  }

  #isWanted(event: Outgoing): boolean {
    const { ledger, listener } = this.#options;
    const claim = ledger.claim(fingerprintOf(event));
    if (claim.kind === 'new') return true;
    if (claim.kind === 'sent') listener.alreadySent(event);
    else if (claim.kind === 'duplicate') listener.duplicate(event);
    else return this.#isUnknownWanted(event, claim.sinceMs);
    return false;
  }

  #isUnknownWanted(event: Outgoing, sinceMs: number): boolean {
    const { ledger, listener, clock, resendUnknown } = this.#options;
    if (resendUnknown || clock.now() - sinceMs < FACEBOOK_REMEMBERS_MS) {
      listener.unknown('sent_again');
      return true;
    }
    ledger.release(fingerprintOf(event));
    listener.unknown('held');
    listener.unsent([event]);
    return false;
  }
}
