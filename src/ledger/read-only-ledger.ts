// The ledger of a dry run: gives the answers of an upload's ledger, but takes no lock and writes nothing.

import { MS_PER_SECOND } from '../lib/units.js';
import { FINGERPRINT_BYTES } from '../model/mapped.js';
import type { InputIdentity } from '../model/input-proof.js';
import type { Claim, Ledger } from '../model/ledger.js';
import { journalOf } from './store/checkpoint.js';
import { ALREADY_SENT, lookUp, DUPLICATE, NEW } from './store/lookup.js';
import { FingerprintLog } from './memory/fingerprint-log.js';
import { NOT_SENT, SENT } from './store/journal.js';
import { RecentFingerprints } from './memory/recent.js';
import { isInputSettled } from './store/settled-inputs.js';
import { readOnlyRejectBook } from './rejects/other-books.js';
import type { RejectBook } from '../model/rejects.js';
import type { Store } from './store/store.js';

const SENT_MARK = 1;

/** Events of the journal, which are not yet in the index. */
class JournaledEvents {
  readonly #log = new FingerprintLog();
  /** By position: `SENT_MARK`, or the second of sending if the outcome is unknown. */
  readonly #outcomes: number[] = [];

  constructor(store: Store | null) {
    for (const entry of store === null ? [] : journalOf(store))
      for (let place = 0; place < entry.count; place += 1) {
        const state = entry.state(place);
        if (state === NOT_SENT) continue;
        const outcome = state === SENT ? SENT_MARK : Math.max(SENT_MARK + 1, entry.seconds);
        this.#outcomes[this.#log.stored(entry.fingerprint(place)).position] = outcome;
      }
  }

  /** The outcome of an event; undefined: it is not in the journal. */
  get(fingerprints: Uint8Array, offset: number): number | undefined {
    return this.#outcomes[this.#log.position(fingerprints, offset)];
  }
}

/**
 * The ledger of a dry run: takes no lock, writes nothing, and works while another run has the lock. Without a store
 * (no run has created one yet) everything is new. Duplicates are found among the last half million events.
 */
export class ReadOnlyLedger implements Ledger {
  readonly #store: Store | null;
  readonly #inJournal: JournaledEvents;
  readonly #recent = new RecentFingerprints();
  readonly rejects: RejectBook;

  constructor(store: Store | null) {
    this.#store = store;
    this.rejects = readOnlyRejectBook(store);
    this.#inJournal = new JournaledEvents(store);
  }

  claim(fingerprints: Uint8Array, offset = 0): Claim {
    if (this.#recent.has(fingerprints, offset)) return DUPLICATE;
    const claim = this.#known(fingerprints, offset);
    if (claim.kind === 'new' || claim.kind === 'unknown') this.#recent.add(fingerprints, offset);
    return claim;
  }

  release(fingerprints: Uint8Array): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES)
      this.#recent.delete(fingerprints, offset);
  }

  /** A run that sends nothing cannot be taken over. */
  check(): void {
    return;
  }

  markInFlight(): Promise<void> {
    return Promise.reject(new Error('a ledger that is only read cannot record what is sent'));
  }

  settle(): Promise<void> {
    return Promise.reject(new Error('a ledger that is only read cannot record outcomes'));
  }

  isSettled(input: InputIdentity, settingsDigest: string): boolean {
    return this.#store !== null && isInputSettled(this.#store, input, settingsDigest);
  }

  /** Does nothing: a dry run settles no input. */
  markSettled(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#store?.root.close();
  }

  #known(fingerprints: Uint8Array, offset: number): Claim {
    if (this.#store === null) return NEW;
    const noted = this.#inJournal.get(fingerprints, offset);
    if (noted === SENT_MARK) return ALREADY_SENT;
    if (noted !== undefined) return { kind: 'unknown', sinceMs: noted * MS_PER_SECOND };
    return lookUp(this.#store, fingerprints, offset, null);
  }
}
