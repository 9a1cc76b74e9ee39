// A ledger together with those of earlier divisions into shards, which are only read.

import type { InputIdentity, InputProof } from '../model/input-proof.js';
import type { Claim, Ledger } from '../model/ledger.js';
import { FINGERPRINT_BYTES } from '../model/mapped.js';
import type { RejectBook } from '../model/rejects.js';
import { combinedRejectBook } from './rejects/other-books.js';
import { ALREADY_SENT } from './store/lookup.js';

/** A ledger that also heeds others, which it only reads: what any of them knows as sent is not sent again. */
export class LedgerWithEarlier implements Ledger {
  readonly #own: Ledger;
  readonly #earlier: readonly Ledger[];
  readonly rejects: RejectBook;

  constructor(own: Ledger, earlier: readonly Ledger[]) {
    this.#own = own;
    this.#earlier = earlier;
    this.rejects = combinedRejectBook(
      own.rejects,
      earlier.map(({ rejects }) => rejects),
    );
  }

  claim(fingerprints: Uint8Array, offset = 0): Claim {
    const own = this.#own.claim(fingerprints, offset);
    if (own.kind !== 'new') return own;
    const fingerprint = fingerprints.subarray(offset, offset + FINGERPRINT_BYTES);
    const known = this.#earlierClaim(fingerprint);
    if (known === null) return own;
    if (known.kind === 'sent') this.#own.release(fingerprint);
    return known;
  }

  release(fingerprints: Uint8Array): void {
    this.#own.release(fingerprints);
  }

  check(): void {
    this.#own.check();
  }

  markInFlight(fingerprints: Uint8Array): Promise<void> {
    return this.#own.markInFlight(fingerprints);
  }

  settle(sent: Uint8Array, notSent: Uint8Array): Promise<void> {
    return this.#own.settle(sent, notSent);
  }

  isSettled(input: InputIdentity, settingsDigest: string): boolean {
    return [this.#own, ...this.#earlier].some((ledger) => ledger.isSettled(input, settingsDigest));
  }

  markSettled(proof: InputProof, settingsDigest: string): Promise<void> {
    return this.#own.markSettled(proof, settingsDigest);
  }

  async close(): Promise<void> {
    try {
      await this.#own.close();
    } finally {
      for (const ledger of this.#earlier) await ledger.close();
    }
  }

  /**
   * `sent` if any of them sent the event; else `unknown` if one of them has no outcome for it; null: not in any of
   * them.
   */
  #earlierClaim(fingerprint: Uint8Array): Claim | null {
    let unknown: Claim | null = null;
    for (const ledger of this.#earlier) {
      const claim = ledger.claim(fingerprint);
      if (claim.kind === 'sent') return ALREADY_SENT;
      if (claim.kind === 'unknown') unknown = claim;
      // They are only asked: what this run claims, its own ledger remembers.
      ledger.release(fingerprint);
    }
    return unknown;
  }
}
