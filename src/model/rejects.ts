import type { Origin } from './origin.js';
import type { RejectReason } from './reasons.js';

/** Rejects that become valid with time: an input with one is never settled, so that a later run sends the event. */
export const TEMPORARY_REASONS: readonly RejectReason[] = ['future_event_time'];

/** A rejected event or record as the ledger stores it. Contains nothing of the record. */
export interface MetReject extends Origin {
  /** Of an event its fingerprint, of a record that is not a batch the hash of its bytes; 32 hex digits. */
  readonly id: string;
  readonly reason: RejectReason;
  /** Whether it was met in a rejects file: it stays open at its first place, whatever happens to that file. */
  readonly isRejectLine: boolean;
}

/** What the ledger remembers of rejects, for one destination. */
export interface RejectBook {
  /**
   * Records a reject. Returns since when an earlier run knows it, in milliseconds since the epoch, under settings with
   * the same digest; null: it is new. `knownElsewhere`: since when another ledger knows it.
   */
  meet(reject: MetReject, settingsDigest: string, knownElsewhere?: number | null): number | null;
  /** The event whose fingerprint is at this offset was sent: closes its reject. Fast: called for every event. */
  sent(fingerprints: Uint8Array, offset: number): void;
  /** Ends the reject with this id: it was fixed and sent. `isEvent`: another ledger knows it as one of an event. */
  fixed(id: string, isEvent?: boolean): void;
  /**
   * Whether the event was rejected before, then fixed and sent under another fingerprint: a setting that makes the
   * original valid must not send the sale twice. Called for every new event, so it is fast.
   */
  isFixed(fingerprints: Uint8Array, offset: number): boolean;
  /** Whether this reject was of one event, not of a record, and the event was fixed and sent: it has its outcome. */
  isEventFixed(id: string): boolean;
  /** Whether a run met this reject, and as one of an event, not of a record. */
  isOfEvent(id: string): boolean;
  /**
   * This input was read to its end: at the next flush, rejects that were found there before, and not now, are removed.
   * `hasLeftOut`: the run left out events of it, so only rejects of records are removed.
   */
  inputRead(file: string, hasLeftOut: boolean): void;
  /** Resolves when all rejects are on disk. Rejects with LedgerError. */
  flush(): Promise<void>;
}
