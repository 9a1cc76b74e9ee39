// A ledger together with those of earlier divisions into shards, which are only read.

import type { Claim, Ledger } from '../model/ledger.js';
import { FINGERPRINT_BYTES } from '../model/mapped.js';
import { combinedRejectBook } from './rejects/other-books.js';

/** `sent` if any of the ledgers sent the event; else `unknown` if one has no outcome for it; null: none knows it. */
const claimIn = (ledgers: readonly Ledger[], fingerprint: Uint8Array): Claim | null => {
  let unknown: Claim | null = null;
  for (const ledger of ledgers) {
    const claim = ledger.claim(fingerprint);
    if (claim.kind === 'sent') return claim;
    if (claim.kind === 'unknown') unknown = claim;
    // They are only asked: what this run claims, its own ledger remembers.
    ledger.release(fingerprint);
  }
  return unknown;
};

/** A ledger that also heeds others, which it only reads: what any of them knows as sent is not sent again. */
export const combinedLedger = (own: Ledger, earlier: readonly Ledger[]): Ledger => ({
  claim(fingerprints, offset = 0) {
    const claim = own.claim(fingerprints, offset);
    if (claim.kind !== 'new') return claim;
    const fingerprint = fingerprints.subarray(offset, offset + FINGERPRINT_BYTES);
    const known = claimIn(earlier, fingerprint);
    if (known?.kind === 'sent') own.release(fingerprint);
    return known ?? claim;
  },
  lookAhead: (fingerprints) => own.lookAhead?.(fingerprints),
  release: (fingerprints) => own.release(fingerprints),
  check: () => own.check(),
  markInFlight: (fingerprints) => own.markInFlight(fingerprints),
  settle: (sent, notSent) => own.settle(sent, notSent),
  isSettled: (input, digest) => [own, ...earlier].some((ledger) => ledger.isSettled(input, digest)),
  markSettled: (proof, digest) => own.markSettled(proof, digest),
  rejects: combinedRejectBook(
    own.rejects,
    earlier.map(({ rejects }) => rejects),
  ),
  async close() {
    try {
      await own.close();
    } finally {
      for (const ledger of earlier) await ledger.close();
    }
  },
});
