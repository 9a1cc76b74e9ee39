// Collects the results of one block's records. The decisions are in map/.

import type { Block } from '../model/block.js';
import { FactWriter } from '../model/fact-columns.js';
import type { EventFacts } from '../model/fact-columns.js';
import { FINGERPRINT_BYTES, type MappedBlock, type Reject, type Skip } from '../model/mapped.js';
import type { SkipReason } from '../model/reasons.js';
import type { CountedWarning } from '../model/warnings.js';
import type { WireBuffer } from './wire-buffer.js';

/** Collects the results for the records of one block, with the events as consecutive ready bytes. */
export class BlockWriter {
  readonly #rejects: Reject[] = [];
  readonly #warnings = new Map<string, CountedWarning>();
  readonly #skipped = new Map<SkipReason, number>();
  readonly #firstSkipped = new Map<SkipReason, { readonly line: number; readonly event: number }>();
  readonly #skips: Skip[] | null;
  readonly #ends: number[] = [];
  readonly #records: number[] = [];
  readonly #eventIndexes: number[] = [];
  readonly #facts = new FactWriter();
  readonly #fixes = new Map<number, string>();
  readonly #buffer: WireBuffer;
  #fingerprints: Buffer<ArrayBuffer>;
  batchesRead = 0;
  rejectLines = 0;
  batchesMalformed = 0;
  eventsRead = 0;

  /** `buffer`: used by this writer alone until it has finished. `nameSkipped`: skipped events are also listed. */
  constructor(block: Block, buffer: WireBuffer, nameSkipped = false) {
    this.#skips = nameSkipped ? [] : null;
    this.#buffer = buffer;
    buffer.clear();
    this.#fingerprints = Buffer.allocUnsafeSlow(FINGERPRINT_BYTES * (block.starts.length + 1));
  }

  get eventCount(): number {
    return this.#ends.length;
  }

  /** Appends an event: its JSON text, its place, and its fingerprint as Latin-1 text. */
  event(
    json: string,
    at: { readonly record: number; readonly index: number; readonly fixes?: string | null },
    facts: EventFacts,
    fingerprint: string,
  ): void {
    this.#buffer.append(json);
    this.#ends.push(this.#buffer.length);
    this.#records.push(at.record);
    this.#eventIndexes.push(at.index);
    const offset = this.#reserveFingerprint();
    this.#fingerprints.write(fingerprint, offset, FINGERPRINT_BYTES, 'latin1');
    this.#facts.add(facts);
    if (typeof at.fixes === 'string') this.#fixes.set(this.#ends.length - 1, at.fixes);
  }

  skip(reason: SkipReason, line: number, event: number): void {
    const count = this.#skipped.get(reason) ?? 0;
    if (count === 0) this.#firstSkipped.set(reason, { line, event });
    this.#skipped.set(reason, count + 1);
    this.#skips?.push({ reason, line, event });
  }

  reject(reject: Reject): void {
    this.#rejects.push(reject);
  }

  /** `first`: the record or event that they are about. */
  warn(warnings: readonly CountedWarning[], first?: { readonly line: number; readonly event: number | null }): void {
    for (const warning of warnings) {
      const key = `${warning.code} ${warning.detail ?? ''}`;
      const known = this.#warnings.get(key);
      this.#warnings.set(
        key,
        known === undefined
          ? { ...warning, ...(first && { first }) }
          : { ...known, count: known.count + warning.count },
      );
    }
  }

  /** `block`: the block to which the record numbers belong. */
  finish(block: Block): MappedBlock {
    return {
      block,
      batchesRead: this.batchesRead,
      batchesMalformed: this.batchesMalformed,
      rejectLines: this.rejectLines,
      eventsRead: this.eventsRead,
      skipped: this.#skipped,
      firstSkipped: this.#firstSkipped,
      ...(this.#skips === null ? {} : { skips: this.#skips }),
      rejects: this.#rejects,
      warnings: [...this.#warnings.values()],
      wire: this.#buffer.take(),
      wireEnds: Uint32Array.from(this.#ends),
      fingerprints: this.#fingerprints.subarray(0, FINGERPRINT_BYTES * this.#ends.length),
      records: Uint32Array.from(this.#records),
      eventIndexes: Uint32Array.from(this.#eventIndexes),
      facts: this.#facts.finish(),
      ...(this.#fixes.size === 0 ? {} : { fixes: this.#fixes }),
      unsettled: this.#ends.length,
      freesWire: false,
    };
  }

  /** Reserves space for the fingerprint of the event just pushed; returns its offset. */
  #reserveFingerprint(): number {
    const offset = FINGERPRINT_BYTES * (this.#ends.length - 1);
    if (offset + FINGERPRINT_BYTES > this.#fingerprints.length) {
      const larger = Buffer.allocUnsafeSlow(this.#fingerprints.length * 2);
      this.#fingerprints.copy(larger);
      this.#fingerprints = larger;
    }
    return offset;
  }
}
