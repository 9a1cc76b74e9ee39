import { hash } from 'node:crypto';
import { noRejectBook } from '../ledger/rejects/other-books.js';
import { FINGERPRINT_BYTES, type Outgoing, type Reject } from '../model/mapped.js';
import { FIXED_IN_ITS_FILE } from '../model/reasons.js';
import { TEMPORARY_REASONS, type RejectBook } from '../model/rejects.js';
import type { Ledger } from '../model/ledger.js';
import type { MappingSettings } from '../model/settings.js';
import { stableSettingsText } from './plan.js';

/** Characters of a settings digest: enough to distinguish settings, few enough to store with each reject. */
const DIGEST_CHARACTERS = 16;
const ID_CHARACTERS = 32;

/** Maximum of rejects waiting to be written: an input of only rejects is read faster than the ledger writes. */
const MAX_UNWRITTEN = 16_384;

const digestOf = (text: string, characters: number): string => hash('sha256', text, 'hex').slice(0, characters);

/** A record of which nothing could be kept is identified by its place. */
const idOfPlace = (file: string, { line, reason }: Reject): string =>
  digestOf(`${file}:${line}:${reason}`, ID_CHARACTERS);

/** What is known of a reject. */
export interface MetBefore {
  readonly isKnown: boolean;
  /** Since when, in milliseconds since the epoch; null: it is new, or was removed when its own file was corrected. */
  readonly sinceMs: number | null;
  /** Whether it is final: then it does not keep its input from being settled. */
  readonly isFinal: boolean;
}

type RejectMemoryLedger = Pick<Ledger, 'claim' | 'release' | 'rejects'>;

/** Separates known rejects from new ones, and closes those whose event is sent. */
export class RejectMemory {
  readonly #ledger: RejectMemoryLedger;
  readonly #book: RejectBook;
  readonly #digest: string;
  readonly #isFinal: boolean;
  readonly #read: { readonly file: string; readonly hasLeftOut: boolean }[] = [];
  #unwritten = 0;

  constructor(ledger: RejectMemoryLedger, mapping: MappingSettings, knownRejects: 'pass' | 'fail') {
    this.#ledger = ledger;
    this.#book = ledger.rejects;
    // The digest of the settings that can change why an event is rejected.
    this.#digest = digestOf(stableSettingsText(mapping), DIGEST_CHARACTERS);
    this.#isFinal = knownRejects === 'pass';
  }

  /** `isRejectLine`: whether the file is a rejects file. */
  meet(reject: Reject, file: string, isRejectLine = false): MetBefore {
    const { reason, line, event, message } = reject;
    // A line of a rejects file: the row is open in its CSV file or was corrected there, and neither is changed here.
    if (message === FIXED_IN_ITS_FILE && this.#book !== noRejectBook)
      return { isKnown: true, sinceMs: null, isFinal: this.#isFinal };
    const id = reject.id ?? idOfPlace(file, reject);
    this.#unwritten += 1;
    const sinceMs = this.#book.meet({ id, reason, file, line, event, isRejectLine }, this.#digest);
    const isKnown = sinceMs !== null;
    return { isKnown, sinceMs, isFinal: this.#isFinal && isKnown && !TEMPORARY_REASONS.includes(reason) };
  }

  /** This file was read to its end: the rejects that it no longer has are not open there any more. */
  wasRead(file: string, hasLeftOut: boolean): void {
    this.#read.push({ file, hasLeftOut });
  }

  /** Resolves when everything is on disk. Rejects with LedgerError. */
  async end(): Promise<void> {
    // Once, because it looks at every entry.
    for (const { file, hasLeftOut } of this.#read.splice(0)) this.#book.inputRead(file, hasLeftOut);
    await this.#book.flush();
  }

  /** Resolves when there is room for more, so that memory does not grow with the rejects. Rejects with LedgerError. */
  async ready(): Promise<void> {
    if (this.#unwritten < MAX_UNWRITTEN) return;
    this.#unwritten = 0;
    await this.#book.flush();
  }

  /**
   * Whether the event was sent before, fixed or as it is: an event that is too old now, or invalid under the present
   * settings, may have been delivered when it was not.
   */
  wasSent({ event, id }: Reject): boolean {
    if (event === null || id === null) return false;
    if (this.#book.isEventFixed(id)) return true;
    const fingerprint = Buffer.from(id, 'hex');
    const { kind } = this.#ledger.claim(fingerprint);
    if (kind === 'sent') this.#book.sent(fingerprint, 0);
    else if (kind !== 'duplicate') this.#ledger.release(fingerprint);
    return kind === 'sent';
  }

  /** Events were sent, now or before: closes the rejects that they fix, and their own. */
  sent(events: readonly Outgoing[]): void {
    for (const { mapped, index } of events) {
      const fixed = mapped.fixes?.get(index);
      if (fixed !== undefined) this.#book.fixed(fixed);
      this.#book.sent(mapped.fingerprints, index * FINGERPRINT_BYTES);
    }
  }
}
