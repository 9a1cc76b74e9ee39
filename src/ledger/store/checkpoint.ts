// Moves journal entries into the index. When that happens is decided in live-ledger.ts.

import { sumOf } from '../../lib/sum.js';
import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { RECORD_BYTES } from './buckets.js';
import { ENTRY_BYTES, encodeEntry } from './entry.js';
import type { Write } from './bucket-page.js';
import { NOT_SENT, SENT, type JournalEntry, decodeJournalEntry } from './journal.js';
import type { Store } from './store.js';

/** All journal entries: those of the current run, or what a crashed one left. */
export const journalOf = (store: Store): readonly JournalEntry[] =>
  Array.from(store.journal.getRange({}), ({ key, value }) => decodeJournalEntry(key, value));

/** A large checkpoint is written in quarters, each with the events of a quarter of all buckets, which takes 3 MB. */
const [LARGE_EVENTS, QUARTERS, BITS_BELOW_QUARTER] = [180_000, 4, 6];
const BITS_BELOW_BYTE = 8;

/** Which events become records: those whose first byte without so many low bits is this number. */
interface Part {
  readonly low: number;
  readonly is: number;
}

const partsOf = (events: number): readonly Part[] =>
  events <= LARGE_EVENTS
    ? [{ low: BITS_BELOW_BYTE, is: 0 }]
    : Array.from({ length: QUARTERS }, (_, is) => ({ low: BITS_BELOW_QUARTER, is }));

/** Calls back with the offset of each event of an entry that was sent, or may have been, and is in this part. */
const forEachOf = (entry: JournalEntry, { low, is }: Part, take: (place: number, from: number) => void): void => {
  const { fingerprints, count } = entry;
  for (let place = 0, from = 0; place < count; place += 1, from += FINGERPRINT_BYTES)
    if ((fingerprints[from] ?? 0) >>> low === is && entry.state(place) !== NOT_SENT) take(place, from);
};

/** The index records for one part of the events of journal entries. */
const recordsOf = (entries: readonly JournalEntry[], part: Part): Uint8Array => {
  let count = 0;
  for (const entry of entries) forEachOf(entry, part, () => (count += 1));
  const records = new Uint8Array(count * RECORD_BYTES);
  let end = 0;
  for (const entry of entries) {
    const { seconds, run, fingerprints } = entry;
    const sent = encodeEntry({ state: 'sent', seconds, run });
    const unknown = encodeEntry({ state: 'unknown', seconds, run });
    forEachOf(entry, part, (place, from) => {
      const outcome = entry.state(place) === SENT ? sent : unknown;
      for (let byte = 0; byte < FINGERPRINT_BYTES; byte += 1) records[end + byte] = fingerprints[from + byte] ?? 0;
      end += FINGERPRINT_BYTES;
      for (let byte = 0; byte < ENTRY_BYTES; byte += 1) records[end + byte] = outcome[byte] ?? 0;
      end += ENTRY_BYTES;
    });
  }
  return records;
};

const recordsByPart = function* (entries: readonly JournalEntry[], parts: readonly Part[]): Generator<Uint8Array> {
  for (const part of parts) yield recordsOf(entries, part);
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
  const events = sumOf(entries, ({ count }) => count);
  await store.events.putParts(write, events, recordsByPart(entries, partsOf(events)), merged);
  // Remove the journal entries last, so that after a crash before this the checkpoint is repeated.
  await write(() => entries.map((entry) => store.journal.remove(entry.id)));
};
