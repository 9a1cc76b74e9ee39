// Counts what the first records of the inputs contain, in bounded memory. Judges nothing.

import type { MatchKeyName } from '../../model/conversion.js';
import { formatOrigin } from '../../model/origin.js';
import { factsAt } from '../../model/fact-columns.js';
import { placeOf, type MappedBlock, type Outgoing } from '../../model/mapped.js';
import type { RejectReason, SkipReason } from '../../model/reasons.js';
import type { InputState } from '../../model/block.js';
import { fingerprintOf } from '../../send/fingerprints.js';
import { RepeatedReceipts } from '../../send/repeated-receipts.js';
import { Tally, type TalliedWarning } from '../../run/tally.js';
import { ZoneOffsets } from '../../read/csv/time.js';
import { valueByCurrency } from '../../report/names.js';
import { Frequencies } from './frequencies.js';
import { SharedKeys, type SharedKey } from './shared-keys.js';
import { MS_PER_SECOND, SECONDS_PER_DAY } from '../../lib/units.js';

const HOURS_48_SECONDS = 2 * SECONDS_PER_DAY;
const DAYS_62_SECONDS = 62 * SECONDS_PER_DAY;
/** Maximum number of distinct values counted; a sample with more has no dominant value. */
const DISTINCT_COUNTED = 50_000;

/** The result of one input; `advice`: how to fix its failure, if known. */
export type SampledInput = Pick<InputState, 'path' | 'format' | 'records' | 'status' | 'failure'> & {
  readonly advice: string | null;
};

/** Counts over the beginning of the inputs: everything that the checks of data need. No value of a record. */
export interface SampleFacts {
  readonly inputs: readonly SampledInput[];
  readonly batches: number;
  readonly malformed: number;
  readonly events: number;
  readonly sendable: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  /** Reasons of records that are not batches; `malformed` is their total. */
  readonly malformedReasons: readonly RejectReason[];
  /** FILE:LINE[:EVENT] of the first one skipped or rejected for each reason. */
  readonly firsts: ReadonlyMap<string, string>;
  /** The message of the first one rejected for each reason. */
  readonly messages: ReadonlyMap<string, string>;
  readonly matchKeys: Readonly<Partial<Record<MatchKeyName | 'strong', number>>>;
  readonly valueByCurrency: Readonly<Record<string, number>>;
  /** Over all events with a usable time, including those that are too old to be sent. ISO 8601; null: none. */
  readonly oldest: string | null;
  readonly newest: string | null;
  readonly timed: number;
  readonly olderThan48Hours: number;
  readonly olderThan62Days: number;
  /** Sendable events with the most frequent time, and with the most frequent time of day (UTC). */
  readonly sameTime: number;
  readonly sameTimeOfDay: number;
  /** Times of rows of tables, and those that are midnight in `timeZone` (absent: UTC), or all in UTC. */
  readonly rowTimes: number;
  readonly midnights: number;
  readonly timeZone: string | undefined;
  readonly withValue: number;
  readonly distinctValues: number;
  readonly sharedKeys: readonly SharedKey[];
  readonly warnings: readonly TalliedWarning[];
}

const iso = (seconds: number): string | null =>
  Number.isFinite(seconds) ? new Date(seconds * MS_PER_SECOND).toISOString() : null;

/** Counts over the mapped blocks of a sample. */
export class Sample {
  readonly #nowSeconds: number;
  readonly #timeZone: string | undefined;
  readonly #zone: ZoneOffsets | null;
  readonly #tally = new Tally();
  readonly #malformedReasons = new Set<RejectReason>();
  readonly #times = new Frequencies<number>(DISTINCT_COUNTED);
  readonly #timesOfDay = new Frequencies<number>(DISTINCT_COUNTED);
  readonly #values = new Frequencies<number>(DISTINCT_COUNTED);
  readonly #sharedKeys = new SharedKeys();
  readonly #receipts = new RepeatedReceipts();
  /** Of events with a receipt: an upload skips a second copy of the same event, which is not a repeated receipt. */
  readonly #fingerprints = new Set<string>();
  readonly #counts = { sendable: 0, withValue: 0, timed: 0, rowTimes: 0, olderThan48Hours: 0, olderThan62Days: 0 };
  #oldest = Infinity;
  #newest = -Infinity;
  #midnights = 0;
  #midnightsInUtc = 0;

  /** `timeZone`: the zone of times of rows that name none. */
  constructor(nowMs: number, timeZone: string | undefined) {
    this.#nowSeconds = nowMs / MS_PER_SECOND;
    this.#timeZone = timeZone;
    this.#zone = timeZone === undefined ? null : new ZoneOffsets(timeZone);
  }

  /** `path`: the file of the block, as messages name it. */
  add(mapped: MappedBlock, path: string): void {
    this.#tally.addBlock(mapped, path);
    for (const { reason, message, line, event } of mapped.rejects) {
      if (event === null) this.#malformedReasons.add(reason);
      this.#tally.reject({ reason, message, origin: formatOrigin({ file: path, line, event }) }, event !== null);
    }
    this.#counts.sendable += mapped.facts.count;
    this.#sharedKeys.add(mapped);
    this.#tally.addFacts(mapped.facts, 0, mapped.facts.count - 1);
    for (let index = 0; index < mapped.facts.count; index += 1) {
      const facts = factsAt(mapped.facts, index);
      this.#times.add(facts.time);
      this.#timesOfDay.add(facts.time % SECONDS_PER_DAY);
      this.#addReceipt({ mapped, index }, path);
      if (facts.value === null) continue;
      this.#counts.withValue += 1;
      this.#values.add(facts.value);
    }
  }

  #addReceipt(event: Outgoing, path: string): void {
    const receipt = event.mapped.facts.receipt[event.index] ?? 0;
    if (receipt === 0) return;
    const fingerprint = Buffer.from(fingerprintOf(event)).toString('latin1');
    if (this.#fingerprints.has(fingerprint)) return;
    if (this.#fingerprints.size < DISTINCT_COUNTED) this.#fingerprints.add(fingerprint);
    if (!this.#receipts.isRepeated(receipt)) return;
    this.#tally.warn({ code: 'receipt_repeated', count: 1 }, formatOrigin({ file: path, ...placeOf(event) }));
  }

  /** Takes the times of a block that was mapped without an age limit. `ofRows`: its records are made of rows. */
  addTimes(mapped: MappedBlock, ofRows: boolean): void {
    for (const time of mapped.facts.time) {
      if (ofRows) this.#addRowTime(time);
      this.#counts.timed += 1;
      this.#oldest = Math.min(this.#oldest, time);
      this.#newest = Math.max(this.#newest, time);
      if (time < this.#nowSeconds - HOURS_48_SECONDS) this.#counts.olderThan48Hours += 1;
      if (time < this.#nowSeconds - DAYS_62_SECONDS) this.#counts.olderThan62Days += 1;
    }
  }

  #addRowTime(time: number): void {
    const offset = (this.#zone?.at(time * MS_PER_SECOND) ?? 0) / MS_PER_SECOND;
    this.#counts.rowTimes += 1;
    if ((time + offset) % SECONDS_PER_DAY === 0) this.#midnights += 1;
    if (time % SECONDS_PER_DAY === 0) this.#midnightsInUtc += 1;
  }

  facts(inputs: SampleFacts['inputs']): SampleFacts {
    const tally = this.#tally;
    return {
      inputs,
      batches: tally.batchesRead,
      malformed: tally.batchesMalformed,
      events: tally.eventsRead,
      ...this.#counts,
      skipped: Object.fromEntries(tally.skipped),
      rejected: Object.fromEntries(tally.rejected),
      malformedReasons: [...this.#malformedReasons],
      firsts: new Map([
        ...tally.firstSkipped,
        ...tally.rejectSamples.toReversed().map(({ reason, origin }) => [reason, origin] as const),
      ]),
      messages: new Map(tally.rejectSamples.toReversed().map(({ reason, message }) => [reason, message] as const)),
      matchKeys: tally.matchKeys(),
      valueByCurrency: Object.fromEntries(valueByCurrency({ byEventName: tally.byEventName() })),
      oldest: iso(this.#oldest),
      newest: iso(this.#newest),
      sameTime: this.#times.most,
      sameTimeOfDay: this.#timesOfDay.most,
      midnights: Math.max(this.#midnights, this.#midnightsInUtc),
      timeZone: this.#midnights < this.#midnightsInUtc ? undefined : this.#timeZone,
      distinctValues: this.#values.distinct,
      sharedKeys: this.#sharedKeys.facts(),
      warnings: tally.warnings(),
    };
  }
}
