import type { Claim } from '../../model/ledger.js';
import { entryMs, isOfRun, isUnknown } from './entry.js';
import { ledgerError } from './errors.js';
import type { Store } from './store.js';

export const NEW: Claim = { kind: 'new' };
export const ALREADY_SENT: Claim = { kind: 'sent' };
export const DUPLICATE: Claim = { kind: 'duplicate' };

/** Looks up one event in the index. `run`: the current run, whose own events are duplicates; null: none. */
export const lookUp = (store: Store, fingerprint: Uint8Array, run: number | null): Claim => {
  try {
    const entry = store.events.getBinaryFast(fingerprint);
    if (entry === undefined) return NEW;
    if (isUnknown(entry)) return { kind: 'unknown', sinceMs: entryMs(entry) };
    return run !== null && isOfRun(entry, run) ? DUPLICATE : ALREADY_SENT;
  } catch (error) {
    throw ledgerError(store.folder, error);
  }
};
