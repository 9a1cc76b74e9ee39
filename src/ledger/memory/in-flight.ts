// The events of this run that are claimed, in flight or not yet in the index. In memory only.

import type { Claim } from '../../model/ledger.js';
import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { EVENTS_PER_JOURNAL_ENTRY, JournalEntry, SENT, type NOT_SENT } from '../store/journal.js';
import { ALREADY_SENT, DUPLICATE, NEW } from '../store/lookup.js';
import { FingerprintLog, NOWHERE } from './fingerprint-log.js';

const BYTES_PER_ENTRY = EVENTS_PER_JOURNAL_ENTRY * FINGERPRINT_BYTES;

/** In-memory state of a run: events looked up, events in flight, and events sent but not yet in the index. */
export class InFlight {
  readonly #known = new FingerprintLog();
  /** Journal entries by the position of their first event; the events of an entry are consecutive in the log. */
  readonly #entries = new Map<number, JournalEntry>();
  #nextEntry = 1;
  /** Events of earlier runs, which come first in the log. */
  #earlier = 0;

  /** Adds an entry that an earlier run left in the journal: all of its events have their outcome. */
  addEarlier(entry: JournalEntry): void {
    for (let place = 0; place < entry.count; place += 1)
      if (entry.state(place) === SENT && this.#known.add(entry.fingerprints, place * FINGERPRINT_BYTES))
        this.#earlier += 1;
    this.#nextEntry = Math.max(this.#nextEntry, entry.id + 1);
  }

  /** Looks up an event: an earlier run has sent it, this run has claimed it, or it is new. */
  lookUp(fingerprints: Uint8Array, offset: number): Claim {
    const position = this.#known.position(fingerprints, offset);
    return position === NOWHERE ? NEW : position < this.#earlier ? ALREADY_SENT : DUPLICATE;
  }

  /** Call it with the events that are claimed next: see FingerprintLog. */
  lookAhead(fingerprints: Uint8Array): void {
    this.#known.lookAhead(fingerprints);
  }

  /** Claims an event; false: it is known already. */
  claim(fingerprints: Uint8Array, offset: number): boolean {
    return this.#known.add(fingerprints, offset);
  }

  /** Forgets claims; an event that is in flight or was sent stays known. */
  release(fingerprints: Uint8Array): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES) {
      const position = this.#known.position(fingerprints, offset);
      if (position >= this.#earlier && this.#entryWith(position) === null) this.#known.remove(position);
    }
  }

  /** Makes journal entries for events that are sent now. */
  markInFlight(
    fingerprints: Uint8Array,
    when: { readonly seconds: number; readonly run: number },
  ): readonly JournalEntry[] {
    const entries: JournalEntry[] = [];
    for (let from = 0; from < fingerprints.length;) {
      const run = this.#known.stored(fingerprints.subarray(from, from + BYTES_PER_ENTRY));
      const entry = new JournalEntry(this.#nextEntry++, when, run.fingerprints);
      this.#entries.set(run.position, entry);
      entries.push(entry);
      from += run.fingerprints.length;
    }
    return entries;
  }

  /** Records outcomes; returns the entries that changed. */
  settle(fingerprints: Uint8Array, state: typeof SENT | typeof NOT_SENT): readonly JournalEntry[] {
    const touched = new Set<JournalEntry>();
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES) {
      const found = this.#entryWith(this.#known.position(fingerprints, offset));
      if (found === null) throw new Error('an outcome of an event that was never sent');
      const { entry, place } = found;
      if (!entry.isFinished) touched.add(entry);
      if (place === 0 && entry.isNext(fingerprints, offset)) {
        entry.settleAll(state);
        offset += (entry.count - 1) * FINGERPRINT_BYTES;
      } else entry.settle(place, state);
    }
    return [...touched];
  }

  /** Forgets events that were not sent after all, so that they may be sent again. */
  forget(fingerprints: Uint8Array): void {
    for (let offset = 0; offset < fingerprints.length; offset += FINGERPRINT_BYTES) {
      const position = this.#known.position(fingerprints, offset);
      if (position !== NOWHERE) this.#known.unlist(position);
    }
  }

  /** Forgets the events of entries that are now in the index, and those of earlier runs, which are there too. */
  forgetEntries(entries: readonly JournalEntry[]): void {
    const merged = new Set(entries);
    const runs = [{ position: 0, count: this.#earlier }];
    for (const [position, entry] of this.#entries) {
      if (!merged.has(entry)) continue;
      this.#entries.delete(position);
      runs.push({ position, count: entry.count });
    }
    this.#known.removeAll(runs);
    this.#earlier = 0;
  }

  /** The entry that contains the event at a position of the log, and the event's index in it. */
  #entryWith(position: number): { readonly entry: JournalEntry; readonly place: number } | null {
    for (let place = 0; place < EVENTS_PER_JOURNAL_ENTRY; place += 1) {
      const entry = this.#entries.get(position - place);
      if (entry !== undefined) return place < entry.count ? { entry, place } : null;
    }
    return null;
  }
}
