// Moves journal entries into the index. When that happens is decided in live-ledger.ts.

import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { RECORD_BYTES } from './buckets.js';
import { encodeEntry } from './entry.js';
import type { Write } from './bucket-page.js';
import { NOT_SENT, SENT, type JournalEntry, decodeJournalEntry } from './journal.js';
import type { Store } from './store.js';

/** All journal entries: those of the current run, or what a crashed one left. */
export const journalOf = (store: Store): readonly JournalEntry[] =>
  Array.from(store.journal.getRange({}), ({ key, value }) => decodeJournalEntry(key, value));

/** The events of journal entries that were sent, or may have been, as records of the index. */
const recordsOf = (entries: readonly JournalEntry[]): Uint8Array => {
  const records = new Uint8Array(entries.reduce((sum, { count }) => sum + count, 0) * RECORD_BYTES);
  let end = 0;
  for (const entry of entries) {
    const { seconds, run } = entry;
    const sent = encodeEntry({ state: 'sent', seconds, run });
    const unknown = encodeEntry({ state: 'unknown', seconds, run });
    for (let position = 0; position < entry.count; position += 1) {
      const state = entry.state(position);
      if (state === NOT_SENT) continue;
      const from = position * FINGERPRINT_BYTES;
      for (let byte = 0; byte < FINGERPRINT_BYTES; byte += 1)
        records[end + byte] = entry.fingerprints[from + byte] ?? 0;
      records.set(state === SENT ? sent : unknown, end + FINGERPRINT_BYTES);
      end += RECORD_BYTES;
    }
  }
  return records.subarray(0, end);
};

/**
 * Moves the events of journal entries into the index and removes the entries. Events still in flight become unknown.
 * `merged` receives the place of each event's fingerprint once it is on disk. Rejects with LedgerError; then nothing is
 * lost.
 */
export const checkpoint = async (
  store: Store,
  write: Write,
  entries: readonly JournalEntry[],
  merged: (fingerprints: Uint8Array, offset: number) => void,
): Promise<void> => {
  if (entries.length === 0) return;
  await store.events.put(write, recordsOf(entries), merged);
  // Remove the journal entries last: after a crash before this the checkpoint is repeated.
  await write(() => entries.map((entry) => store.journal.remove(entry.id)));
};
