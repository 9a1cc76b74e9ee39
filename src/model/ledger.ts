import type { InputIdentity, InputProof } from './input-proof.js';
import type { RejectBook } from './rejects.js';

/**
 * What the ledger knows of an event: `new`; `sent` by an earlier run; `duplicate`: this run has it already, in flight
 * or sent; `unknown`: it was going out when an earlier run died, and nobody learnt what became of it (`sinceMs`).
 */
export type Claim =
  | { readonly kind: 'new' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'unknown'; readonly sinceMs: number };

/**
 * What was delivered before, for one destination. Fingerprints are `FINGERPRINT_BYTES` long; a list of them is their
 * concatenation. Nothing here is personal data.
 */
export interface Ledger {
  /** Asks for one event, and remembers for this run that it was asked for. Synchronous: it is asked for every event. */
  claim(fingerprint: Uint8Array): Claim;
  /** Forgets claims of events that never went out. */
  release(fingerprints: Uint8Array): void;
  /** Throws LedgerHeldError, LedgerError when this run may not send any more: another one has taken over its ledger. */
  check(): void;
  /** Notes events as going out; resolves when that is on disk. Rejects (LedgerError) when it cannot be. */
  markInFlight(fingerprints: Uint8Array): Promise<void>;
  /** Notes the outcome of events that were going out: delivered, or certainly not; resolves when that is on disk. */
  settle(sent: Uint8Array, notSent: Uint8Array): Promise<void>;
  /** Whether this very input was settled whole before, under settings with the same digest. */
  isSettled(input: InputIdentity, settingsDigest: string): boolean;
  /** Marks an input as settled whole, which takes the proof that it was read whole. */
  markSettled(proof: InputProof, settingsDigest: string): Promise<void>;
  /** What earlier runs rejected. */
  readonly rejects: RejectBook;
  close(): Promise<void>;
}
