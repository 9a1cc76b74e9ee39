import { MS_PER_DAY } from '../lib/units.js';
import type { InputIdentity, InputProof } from './input-proof.js';
import type { RejectBook } from './rejects.js';

/**
 * How long Facebook removes duplicates of offline events (Conversions API for offline events, deduplication). After
 * that, an event of unknown outcome is held back.
 */
export const DEDUPLICATION_WINDOW_MS = 7 * MS_PER_DAY;

/**
 * What the ledger knows about an event: `new`; `sent` by an earlier run; `duplicate`: this run has it already, in
 * flight or sent; `unknown`: it was in flight when an earlier run ended, and its outcome is unknown (`sinceMs`).
 */
export type Claim =
  | { readonly kind: 'new' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'unknown'; readonly sinceMs: number };

/**
 * The deliveries of earlier runs to one destination. Fingerprints are `FINGERPRINT_BYTES` long; a list of them is their
 * concatenation. Nothing here is personal data.
 */
export interface Ledger {
  /**
   * Looks up the event whose fingerprint is at this offset, by default the first, and claims it for this run.
   * Synchronous, because it is called for every event.
   */
  claim(fingerprints: Uint8Array, offset?: number): Claim;
  /** Call it with events that are claimed next, so that the claims take less time. */
  lookAhead?(fingerprints: Uint8Array): void;
  /** Forgets the claims of events that were never sent. */
  release(fingerprints: Uint8Array): void;
  /** Throws LedgerHeldError or LedgerError if this run must not send any more because another run has taken over. */
  check(): void;
  /** Records events as in flight; resolves when that is on disk. Rejects with LedgerError. */
  markInFlight(fingerprints: Uint8Array): Promise<void>;
  /** Records the outcome of events in flight: delivered, or certainly not; resolves when that is on disk. */
  settle(sent: Uint8Array, notSent: Uint8Array): Promise<void>;
  /** Whether this input was settled before under settings with the same digest. */
  isSettled(input: InputIdentity, settingsDigest: string): boolean;
  /** Marks an input as settled; requires the proof that it was read to its end. */
  markSettled(proof: InputProof, settingsDigest: string): Promise<void>;
  /** What earlier runs rejected. */
  readonly rejects: RejectBook;
  close(): Promise<void>;
}
