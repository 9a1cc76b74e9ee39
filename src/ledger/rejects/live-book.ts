// The rejects of a run that sends: read from the ledger, and written to it beside the journal. The decisions are in
// entry.ts; a dry run's rejects, and those of earlier shards, are in other-books.ts.
import type { Clock } from '../../lib/clock.js';
import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import type { MetReject, RejectBook } from '../../model/rejects.js';
import { PresenceFilter } from '../memory/presence-filter.js';
import type { Write } from '../store/bucket-page.js';
import { ledgerError } from '../store/errors.js';
import type { Store } from '../store/store.js';
import {
  afterFixing,
  afterMeeting,
  decodeReject,
  encodeReject,
  isOfEvent,
  knownSinceOf,
  NO_ENTRY,
  withoutGone,
  type Asking,
  type RejectEntry,
} from './entry.js';

/** Entries read or written at once. */
const ENTRIES_AT_ONCE = 1_024;

/** The id of an event's reject: its fingerprint in hex. */
export const idAt = (fingerprints: Uint8Array, offset: number): string =>
  Buffer.from(fingerprints.buffer, fingerprints.byteOffset + offset, FINGERPRINT_BYTES).toString('hex');

/** The entry under an id as it is on disk. Throws LedgerError. */
export const storedReject = (store: Store, id: string): RejectEntry | null => {
  try {
    const text = store.rejects?.get(id);
    return text === undefined ? null : decodeReject(text);
  } catch (error) {
    throw ledgerError(store.folder, error);
  }
};

/** Every entry on disk, with its id. */
export const storedRejects = ({ rejects }: Store): readonly (RejectEntry & { readonly id: string })[] =>
  Array.from(rejects?.getRange({}) ?? [], ({ key, value }) => ({ id: key, ...decodeReject(value) }));

/** Whether the event of this entry was fixed and sent. */
export const isFixedEntry = (entry: RejectEntry | null): boolean => entry !== null && entry.fixedMs !== null;

/** The same for an entry of one event, not of a record, whose fix may have many. */
export const isFixedEvent = (entry: RejectEntry | null): boolean => isFixedEntry(entry) && entry?.isEvent === true;

/** The known rejects of the run that has the lock. */
export class LiveRejectBook implements RejectBook {
  readonly #store: Store;
  readonly #run: number;
  readonly #clock: Clock;
  /** Writes only while no later run has taken the ledger. */
  readonly #write: Write;
  /** Entries that are not certainly on disk yet, so that a read would miss them. null: removed. */
  readonly #pending = new Map<string, RejectEntry | null>();
  /** The pending entries whose write has not started. */
  readonly #unwritten = new Set<string>();
  readonly #writes = new Set<Promise<void>>();
  readonly #inputsRead = new Map<string, boolean>();
  #filter: PresenceFilter | null;

  constructor(store: Store, run: number, clock: Clock, write: Write) {
    this.#store = store;
    this.#run = run;
    this.#clock = clock;
    this.#write = write;
    this.#filter = this.#newFilter();
  }

  meet(reject: MetReject, settings: string, knownElsewhere: number | null = null): number | null {
    const asking = this.#asking(settings);
    const entry = this.#entry(reject.id) ?? NO_ENTRY;
    const since = knownSinceOf(entry, reject.reason, asking) ?? knownElsewhere;
    this.#put(reject.id, afterMeeting(entry, reject, asking, since));
    return since;
  }

  sent(fingerprints: Uint8Array, offset: number): void {
    if (this.#filter?.mayHave(fingerprints, offset) !== true) return;
    const id = idAt(fingerprints, offset);
    if (this.#entry(id) !== null) this.fixed(id);
  }

  fixed(id: string, isEvent = false): void {
    const entry = this.#entry(id) ?? NO_ENTRY;
    if (entry.fixedMs !== null) return;
    this.#put(id, afterFixing(entry, this.#clock.now(), isEvent));
    (this.#filter ??= new PresenceFilter()).add(Buffer.from(id, 'hex'));
  }

  isFixed(fingerprints: Uint8Array, offset: number): boolean {
    if (this.#filter?.mayHave(fingerprints, offset) !== true) return false;
    return isFixedEntry(this.#entry(idAt(fingerprints, offset)));
  }

  isEventFixed(id: string): boolean {
    return this.#filter?.mayHave(Buffer.from(id, 'hex'), 0) === true && isFixedEvent(this.#entry(id));
  }

  isOfEvent(id: string): boolean {
    return isOfEvent(this.#entry(id) ?? NO_ENTRY);
  }

  inputRead(file: string, hasLeftOut: boolean): void {
    this.#inputsRead.set(file, hasLeftOut || this.#inputsRead.get(file) === true);
  }

  async flush(): Promise<void> {
    await this.#written();
    if (this.#inputsRead.size === 0) return;
    await this.#sweep();
    this.#inputsRead.clear();
  }

  #asking(settings: string): Asking {
    return { run: this.#run, nowMs: this.#clock.now(), settings };
  }

  /** null: there were no rejects before this run, and it does not send those that it meets. */
  #newFilter(): PresenceFilter | null {
    const keys = this.#store.rejects?.getKeys({});
    let filter: PresenceFilter | null = null;
    for (const key of keys ?? []) (filter ??= new PresenceFilter()).add(Buffer.from(key, 'hex'));
    return filter;
  }

  #entry(id: string): RejectEntry | null {
    const pending = this.#pending.get(id);
    return pending === undefined ? storedReject(this.#store, id) : pending;
  }

  /** `entry` null: remove it. */
  #put(id: string, entry: RejectEntry | null): void {
    this.#pending.set(id, entry);
    this.#unwritten.add(id);
    if (this.#unwritten.size >= ENTRIES_AT_ONCE) this.#start();
  }

  /** Starts to write the entries that are not written yet. */
  #start(): void {
    const entries = [...this.#unwritten].map((id) => [id, this.#pending.get(id) ?? null] as const);
    this.#unwritten.clear();
    const written = this.#save(entries);
    this.#writes.add(written);
    // A failure is kept, for `flush` to report.
    written.then(
      () => this.#writes.delete(written),
      () => undefined,
    );
  }

  async #save(entries: readonly (readonly [string, RejectEntry | null])[]): Promise<void> {
    const { rejects } = this.#store;
    if (rejects === undefined || entries.length === 0) return;
    await this.#write(() =>
      entries.map(([id, entry]) => (entry === null ? rejects.remove(id) : rejects.put(id, encodeReject(entry)))),
    );
    rejects.resetReadTxn();
    for (const [id, entry] of entries) if (this.#pending.get(id) === entry) this.#pending.delete(id);
  }

  async #written(): Promise<void> {
    this.#start();
    await Promise.all(this.#writes);
  }

  /** Scans every entry once for those that the inputs that were read no longer contain. */
  async #sweep(): Promise<void> {
    let last: string | null = null;
    for (;;) {
      const page: readonly { readonly key: string; readonly value: string }[] = this.#pageAfter(last);
      for (const { key, value } of page) this.#sweepOne(key, value);
      await this.#written();
      last = page.at(-1)?.key ?? null;
      if (page.length < ENTRIES_AT_ONCE) return;
    }
  }

  #pageAfter(last: string | null): { key: string; value: string }[] {
    const start = last === null ? {} : { start: `${last}\u0000` };
    return Array.from(this.#store.rejects?.getRange({ ...start, limit: ENTRIES_AT_ONCE }) ?? []);
  }

  #sweepOne(id: string, text: string): void {
    const entry = decodeReject(text);
    const left = withoutGone(entry, this.#inputsRead, this.#run);
    if (left === null || left.open.length < entry.open.length) this.#put(id, left);
  }
}
