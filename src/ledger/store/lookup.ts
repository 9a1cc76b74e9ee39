import type { Claim } from '../../model/ledger.js';
import { entryMs, isOfRun, isUnknown } from './entry.js';
import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { earlierEntry } from './earlier-events.js';
import { ledgerError } from './errors.js';
import type { Store } from './store.js';

export const NEW: Claim = { kind: 'new' };
export const ALREADY_SENT: Claim = { kind: 'sent' };
export const DUPLICATE: Claim = { kind: 'duplicate' };

/** The entry of the event whose fingerprint is at this offset; null: none. Valid until the next call. */
export const entryOf = (store: Store, fingerprints: Uint8Array, offset = 0): Uint8Array | null =>
  store.events.find(fingerprints, offset) ??
  earlierEntry(store, fingerprints.subarray(offset, offset + FINGERPRINT_BYTES));

/**
 * Looks up the event whose fingerprint is at this offset in the index. `run`: the current run, whose own events are
 * duplicates; null: none.
 */
export const lookUp = (store: Store, fingerprints: Uint8Array, offset: number, run: number | null): Claim => {
  try {
    const entry = entryOf(store, fingerprints, offset);
    if (entry === null) return NEW;
    if (isUnknown(entry)) return { kind: 'unknown', sinceMs: entryMs(entry) };
    return run !== null && isOfRun(entry, run) ? DUPLICATE : ALREADY_SENT;
  } catch (error) {
    throw ledgerError(store.folder, error);
  }
};
