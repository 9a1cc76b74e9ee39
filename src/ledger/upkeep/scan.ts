import { setImmediate as turn } from 'node:timers/promises';
import { ledgerError } from '../store/errors.js';
import type { Store } from '../store/store.js';

/** Entries read in one go. */
const PAGE_ENTRIES = 4_096;

export interface ScannedEntry {
  readonly fingerprint: Uint8Array;
  readonly entry: Buffer;
}

const pageAfter = (store: Store, last: Uint8Array | null): readonly ScannedEntry[] => {
  // The least key that is greater: the last one and a zero.
  const start = last === null ? {} : { start: Buffer.concat([last, Buffer.of(0)]) };
  const range = store.events.getRange({ ...start, limit: PAGE_ENTRIES });
  return Array.from(range, ({ key, value }) => ({ fingerprint: key, entry: value }));
};

/**
 * All events of the index, sorted by fingerprint, page by page. Other work runs between pages, and no page blocks the
 * reclaiming of old data. Rejects with LedgerError.
 */
export async function* scan(store: Store): AsyncGenerator<readonly ScannedEntry[]> {
  let last: Uint8Array | null = null;
  try {
    for (;;) {
      const page: readonly ScannedEntry[] = pageAfter(store, last);
      if (page.length > 0) yield page;
      last = page.at(-1)?.fingerprint ?? null;
      if (page.length < PAGE_ENTRIES) return;
      await turn();
    }
  } catch (error) {
    throw ledgerError(store.folder, error);
  }
}
