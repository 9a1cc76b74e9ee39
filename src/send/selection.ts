// Selects the events of a block to send, by ledger and limit. Sending: upload-sink.ts.

import type { Clock } from '../lib/clock.js';
import { DEDUPLICATION_WINDOW_MS, type Claim, type Ledger } from '../model/ledger.js';
import { FINGERPRINT_BYTES, placeOf, type MappedBlock, type Outgoing } from '../model/mapped.js';
import { fingerprintOf } from './fingerprints.js';
import { RepeatedReceipts } from './repeated-receipts.js';

/** The record of an event, unique within the run. */
const recordOf = (event: Outgoing): string => `${event.mapped.block.input}:${placeOf(event).line}`;

const hexOf = (fingerprint: Uint8Array): string => Buffer.from(fingerprint).toString('hex');

export interface SelectionListener {
  alreadySent(event: Outgoing): void;
  duplicate(event: Outgoing): void;
  beyondLimit(event: Outgoing): void;
  /** Its outcome in an earlier run is unknown: it is sent again, or held back. */
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
  readonly #receipts = new RepeatedReceipts();
  /** Ids of the rejects that this run fixes under other fingerprints, and where each is fixed. */
  readonly #fixing = new Map<string, string>();
  /** Events that were selected. */
  #selected = 0;

  constructor(options: SelectionOptions) {
    this.#options = options;
  }

  /** Whether the limit is reached, so that nothing more needs to be read. */
  get exhausted(): boolean {
    const { limit } = this.#options;
    return limit !== null && this.#selected >= limit;
  }

  /** The events of a block to send. If the ledger cannot be read, all others of the block have their outcome. */
  wanted(mapped: MappedBlock): readonly Outgoing[] {
    const events: Outgoing[] = [];
    let index = 0;
    this.#options.ledger.lookAhead?.(mapped.fingerprints);
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
    if (this.exhausted) this.#options.listener.beyondLimit(event);
    else if (this.#isWanted(event)) {
      this.#selected += 1;
      const { mapped, index } = event;
      if (this.#receipts.isRepeated(mapped.facts.receipt[index] ?? 0)) this.#options.listener.receiptRepeated(event);
      events.push(event);
    }
  }

  #isWanted(event: Outgoing): boolean {
    const { ledger, listener } = this.#options;
    const { fingerprints } = event.mapped;
    const offset = event.index * FINGERPRINT_BYTES;
    const claim = this.#originalClaim(event) ?? ledger.claim(fingerprints, offset);
    if (claim.kind === 'new') {
      const known = this.#fixClaim(event);
      if (known === null) return true;
      ledger.release(fingerprintOf(event));
      listener[known](event);
    } else if (claim.kind === 'sent') listener.alreadySent(event);
    else if (claim.kind === 'duplicate') listener.duplicate(event);
    else return this.#isUnknownWanted(event, claim.sinceMs);
    return false;
  }

  /**
   * Whether a fix of this event, or another fix of the event that it fixes, was sent under another fingerprint, before
   * or in this run: it is the same sale.
   */
  #fixClaim(event: Outgoing): 'alreadySent' | 'duplicate' | null {
    const { rejects } = this.#options.ledger;
    const { fingerprints, fixes } = event.mapped;
    const offset = event.index * FINGERPRINT_BYTES;
    if (rejects.isFixed(fingerprints, offset)) return 'alreadySent';
    const fixed = fixes?.get(event.index);
    if (fixed !== undefined) {
      if (rejects.isEventFixed(fixed)) return 'alreadySent';
      if ((this.#fixing.get(fixed) ?? recordOf(event)) !== recordOf(event)) return 'duplicate';
      this.#fixing.set(fixed, recordOf(event));
    }
    if (this.#fixing.size === 0) return null;
    const own = hexOf(fingerprints.subarray(offset, offset + FINGERPRINT_BYTES));
    return own !== fixed && this.#fixing.has(own) ? 'duplicate' : null;
  }

  /**
   * For a line of a rejects file: the claim of the event that it fixes, if that was sent unchanged; null: it was not.
   */
  #originalClaim(event: Outgoing): Claim | null {
    const fixed = event.mapped.fixes?.get(event.index);
    if (fixed === undefined) return null;
    const original = Buffer.from(fixed, 'hex');
    const claim = this.#options.ledger.claim(original);
    if (claim.kind === 'sent' || claim.kind === 'duplicate') return claim;
    this.#options.ledger.release(original);
    return null;
  }

  #isUnknownWanted(event: Outgoing, sinceMs: number): boolean {
    const { ledger, listener, clock, resendUnknown } = this.#options;
    if (resendUnknown || clock.now() - sinceMs < DEDUPLICATION_WINDOW_MS) {
      listener.unknown('sent_again');
      return true;
    }
    ledger.release(fingerprintOf(event));
    listener.unknown('held');
    listener.unsent([event]);
    return false;
  }
}
