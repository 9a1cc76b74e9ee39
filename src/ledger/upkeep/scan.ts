import { setImmediate as turn } from 'node:timers/promises';
import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { RECORD_BYTES } from '../store/buckets.js';
import { earlierRecords } from '../store/earlier-events.js';
import { ledgerError } from '../store/errors.js';
import type { Store } from '../store/store.js';

/** Events read in one go. */
const PAGE_EVENTS = 4_096;
const END = 2 ** 32;

export interface ScannedEntry {
  readonly fingerprint: Uint8Array;
  readonly entry: Uint8Array;
}

const scanned = (records: Uint8Array): readonly ScannedEntry[] =>
  Array.from({ length: records.length / RECORD_BYTES }, (_, index) => {
    const record = records.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES);
    return { fingerprint: record.subarray(0, FINGERPRINT_BYTES), entry: record.subarray(FINGERPRINT_BYTES) };
  });

/** Those that have not been moved into the index, but for the ones that a killed run has left in both places. */
function* earlierPages(store: Store): Generator<readonly ScannedEntry[]> {
  let last: Uint8Array | null = null;
  while (store.earlier !== null) {
    const page: readonly ScannedEntry[] = scanned(earlierRecords(store, last, PAGE_EVENTS));
    yield page.filter(({ fingerprint }) => store.events.find(fingerprint) === null);
    last = page.at(-1)?.fingerprint ?? null;
    if (last === null) return;
  }
}

/**
 * All events that the ledger remembers outside the journal, sorted by fingerprint, page by page; those of a ledger of an
 * earlier version come last. Other work runs between pages, and no page blocks the reclaiming of old data. Rejects with
 * LedgerError.
 */
export async function* scan(store: Store): AsyncGenerator<readonly ScannedEntry[]> {
  try {
    for (let prefix = 0; prefix < END;) {
      const { records, next } = store.events.recordsFrom(prefix, PAGE_EVENTS);
      prefix = next;
      yield scanned(records);
      await turn();
    }
    for (const page of earlierPages(store)) {
      yield page;
      await turn();
    }
  } catch (error) {
    throw ledgerError(store.folder, error);
  }
}
