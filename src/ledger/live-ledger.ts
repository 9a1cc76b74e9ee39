// The ledger of an upload: claims, journal, outcomes, checkpoints. The database is in store/, the lock in lock/.

import type { Clock } from '../lib/clock.js';
import { LedgerHeldError } from '../lib/errors.js';
import type { InputIdentity, InputProof } from '../model/input-proof.js';
import type { Claim, Ledger } from '../model/ledger.js';
import { lookUp, NEW } from './store/lookup.js';
import { secondsOf } from './store/entry.js';
import { ledgerError } from './store/errors.js';
import type { RunLock } from './lock/lock.js';
import type { LockedStore } from './lock/locked-store.js';
import { InFlight } from './memory/in-flight.js';
import { checkpoint } from './store/checkpoint.js';
import type { RejectBook } from '../model/rejects.js';
import { LiveRejectBook } from './rejects/live-book.js';
import { NOT_SENT, SENT, type JournalEntry, type JournalWriter } from './store/journal.js';
import { isInputSettled, markInput } from './store/settled-inputs.js';
import type { Store } from './store/store.js';
import { PresenceFilter } from './memory/presence-filter.js';

/**
 * Events per checkpoint: more means fewer page writes per event, but more memory. Twice as many take 20 MB more in an
 * upload of two million events, and no less time.
 */
const DEFAULT_CHECKPOINT_EVENTS = 280_000;
/** The share of these that may be added while a checkpoint is running: it bounds memory on slow disks. */
const MEANWHILE = 1 / 3;

export interface LiveLedgerOptions {
  readonly checkpointEvents?: number | undefined;
  /** Whether events stay in the journal at the end, so that a small run costs the same for an index of any size. */
  readonly keepsJournal: boolean;
}

/** The ledger of a run that sends: it has the lock, and writes. */
export class LiveLedger implements Ledger {
  readonly #store: Store;
  readonly #lock: RunLock;
  readonly #clock: Clock;
  readonly #checkpointEvents: number;
  readonly #keepsJournal: boolean;
  readonly rejects: RejectBook;
  readonly #inFlight = new InFlight();
  /** null: the index had events before this run, so every event needs a lookup. */
  readonly #filter: PresenceFilter | null;
  #finished: JournalEntry[] = [];
  #finishedEvents = 0;
  #merging: Promise<void> | null = null;
  #failure: Error | null = null;
  /** Set when another run has taken over the ledger. */
  #overtaken: LedgerHeldError | null = null;

  constructor({ store, lock, kept }: LockedStore, clock: Clock, options: LiveLedgerOptions) {
    this.#store = store;
    this.#lock = lock;
    this.#clock = clock;
    this.#checkpointEvents = options.checkpointEvents ?? DEFAULT_CHECKPOINT_EVENTS;
    this.#keepsJournal = options.keepsJournal;
    for (const entry of kept) {
      this.#inFlight.addEarlier(entry);
      this.#finish(entry);
    }
    this.rejects = new LiveRejectBook(store, lock.run, clock, lock.write.bind(lock));
    this.#filter = store.events.isEmpty ? new PresenceFilter() : null;
  }

  claim(fingerprints: Uint8Array, offset = 0): Claim {
    if (this.#filter?.mayHave(fingerprints, offset) === false)
      return this.#inFlight.claim(fingerprints, offset) ? NEW : this.#inFlight.lookUp(fingerprints, offset);
    const known = this.#inFlight.lookUp(fingerprints, offset);
    if (known !== NEW) return known;
    const claim = lookUp(this.#store, fingerprints, offset, this.#lock.run);
    if (claim.kind === 'new' || claim.kind === 'unknown') this.#inFlight.claim(fingerprints, offset);
    return claim;
  }

  lookAhead(fingerprints: Uint8Array): void {
    this.#inFlight.lookAhead(fingerprints);
  }

  release(fingerprints: Uint8Array): void {
    this.#inFlight.release(fingerprints);
  }

  check(): void {
    this.#throwIfFailed();
    try {
      this.#lock.check();
    } catch (error) {
      if (error instanceof LedgerHeldError) this.#overtaken = error;
      throw error;
    }
  }

  async markInFlight(fingerprints: Uint8Array): Promise<void> {
    this.check();
    const when = { seconds: secondsOf(this.#clock.now()), run: this.#lock.run };
    await this.#write(this.#inFlight.markInFlight(fingerprints, when), { append: true });
  }

  async settle(sent: Uint8Array, notSent: Uint8Array): Promise<void> {
    const touched = new Set([...this.#inFlight.settle(sent, SENT), ...this.#inFlight.settle(notSent, NOT_SENT)]);
    const finished = [...touched].filter((entry) => entry.isFinished);
    await this.#write(touched, { append: false });
    this.#inFlight.forget(notSent);
    for (const entry of finished) this.#finish(entry);
    if (this.#finishedEvents >= this.#checkpointEvents)
      this.#merging ??= this.#merge().finally(() => (this.#merging = null));
    if (this.#finishedEvents >= this.#checkpointEvents * MEANWHILE) await this.#merging;
    this.#throwIfFailed();
  }

  isSettled(input: InputIdentity, settingsDigest: string): boolean {
    return isInputSettled(this.#store, input, settingsDigest);
  }

  async markSettled(proof: InputProof, settingsDigest: string): Promise<void> {
    // If outcomes could not be written, the ledger must not claim that all of them are known.
    this.#throwIfFailed();
    await markInput(this.#store, this.#lock.write.bind(this.#lock), proof, settingsDigest, this.#clock.now());
  }

  async close(): Promise<void> {
    if (this.#overtaken !== null) return this.#leave();
    if (this.#failure !== null) {
      // After a failed write LMDB may be in an undefined state: do not call it again. The lock expires with this
      // process.
      this.#lock.stop();
      throw this.#failure;
    }
    try {
      await this.#merging;
      if (!this.#keepsJournal) await this.#merge();
      await this.#lock.release();
    } finally {
      this.#lock.stop();
      await this.#store.root.close();
    }
    this.#throwIfFailed();
  }

  /** For a run that was taken over and has reported that: it must not write anything more. */
  async #leave(): Promise<void> {
    this.#lock.stop();
    await this.#merging;
    await this.#store.root.close();
  }

  async #write(entries: Iterable<JournalEntry>, options: { readonly append: boolean }): Promise<void> {
    const journal: JournalWriter = this.#store.journal;
    const puts: Promise<boolean>[] = [];
    try {
      await this.#lock.write(() => {
        for (const entry of entries) puts.push(journal.put(entry.id, entry.encode(), options));
        return puts;
      });
      if (!(await Promise.all(puts)).every(Boolean)) throw new Error('the journal is not in order');
    } catch (error) {
      if (error instanceof LedgerHeldError) this.#overtaken = error;
      throw this.#failed(error);
    }
  }

  #finish(entry: JournalEntry): void {
    this.#finished.push(entry);
    this.#finishedEvents += entry.count;
  }

  /** Never rejects: the next write reports the failure. */
  async #merge(): Promise<void> {
    const entries = this.#finished;
    if (entries.length === 0 || this.#failure !== null) return;
    this.#finished = [];
    this.#finishedEvents = 0;
    try {
      const [store, write, filter] = [this.#store, this.#lock.write.bind(this.#lock), this.#filter];
      await checkpoint(store, write, entries, (bytes, offset) => filter?.add(bytes, offset));
      this.#inFlight.forgetEntries(entries);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** After a failed write, or when another run has the ledger, nothing more is written. */
  #failed(error: unknown): Error {
    this.#failure ??= error instanceof LedgerHeldError ? error : ledgerError(this.#store.folder, error);
    return this.#failure;
  }

  #throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}
