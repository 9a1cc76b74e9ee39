// All counts of a run, and the equation between them. Outcomes arrive through recorder.ts.

import { formatCount, formatNumbered } from '../lib/format.js';
import { sum } from '../lib/sum.js';
import { MS_PER_SECOND, SECONDS_PER_DAY } from '../lib/units.js';
import { keyMaskOf, MATCH_KEY_NAMES, type MatchKeyName } from '../model/conversion.js';
import { flagOf, type FactColumns } from '../model/fact-columns.js';
import { STRONG_KEYS } from '../model/match-keys.js';
import type { MappedBlock } from '../model/mapped.js';
import { Amounts } from '../model/money.js';
import { formatOrigin } from '../model/origin.js';
import type { RejectReason, SkipReason } from '../model/reasons.js';
import { MAX_REJECT_SAMPLES, type RejectSample, type ReportSum } from '../model/report.js';
import type { CountedWarning, WarningCode } from '../model/warnings.js';

/** Distinct details (column and attribute names) kept for one kind of warning. */
const DETAILS_KEPT = 20;

const STRONG_MASK = keyMaskOf(STRONG_KEYS);

interface Sum {
  events: number;
  readonly value: Amounts;
}

/** Rejects that an earlier run met, and since when the first of them is known, in milliseconds since the epoch. */
interface Known {
  rejected: number;
  malformed: number;
  sinceMs: number | null;
}

/** What the ledger knows of a reject. */
interface KnownReject {
  readonly isKnown: boolean;
  /** In milliseconds since the epoch; null: that is not on record. */
  readonly sinceMs: number | null;
}

const NEW: KnownReject = { isKnown: false, sinceMs: null };

/** All warnings of one kind. */
export interface TalliedWarning {
  readonly code: WarningCode;
  readonly count: number;
  readonly details: readonly string[];
  /** FILE:LINE[:EVENT] of the first one, where it comes from a record. */
  readonly origin?: string | undefined;
}

/** The sum under a name, which starts at 0. */
const sumUnder = <Name>(sums: Map<Name, Sum>, name: Name): Sum => {
  let known = sums.get(name);
  if (known === undefined) sums.set(name, (known = { events: 0, value: new Amounts() }));
  return known;
};

/** `value`: NaN if the event has none. */
const addEvent = (sum: Sum, value: number, currency: string): void => {
  sum.events += 1;
  if (!Number.isNaN(value)) sum.value.add(value, currency);
};

const inUnits = (sums: ReadonlyMap<string, Sum>): Record<string, ReportSum> =>
  Object.fromEntries(
    [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { events, value }]) => [name, { events, value: Object.fromEntries(value.entries()) }]),
  );

const addCount = <Key>(counts: Map<Key, number>, key: Key, count: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + count);
};

const total = (counts: ReadonlyMap<unknown, number>): number => sum([...counts.values()]);

/** Every count of a run. Each event read ends in exactly one outcome, and `imbalance` checks that. */
export class Tally {
  batchesRead = 0;
  batchesMalformed = 0;
  rejectLines = 0;
  eventsRead = 0;
  alreadySent = 0;
  sent = 0;
  previewed = 0;
  unsent = 0;
  readonly skipped = new Map<SkipReason, number>();
  /** Events only; records are `batchesMalformed`. */
  readonly rejected = new Map<RejectReason, number>();
  readonly known: Known = { rejected: 0, malformed: 0, sinceMs: null };
  readonly requests = { sent: 0, succeeded: 0, retried: 0, split: 0 };
  readonly rejectSamples: RejectSample[] = [];
  /** Records that are not batches, by reason; together they are `batchesMalformed`. */
  readonly malformed = new Map<RejectReason, number>();
  /** FILE:LINE:EVENT of the first event skipped for each reason. */
  readonly firstSkipped = new Map<SkipReason, string>();
  readonly #warnings = new Map<
    WarningCode,
    { count: number; readonly details: Set<string>; readonly origin: string | undefined }
  >();
  readonly #byEventName = new Map<string, Sum>();
  readonly #byDay = new Map<number, Sum>();
  readonly #keyMasks = new Map<number, number>();
  /** By the number of the flag in the columns of facts. */
  readonly #flags = new Map<number, number>();
  readonly #sampled = new Set<RejectReason>();

  get skippedTotal(): number {
    return total(this.skipped);
  }

  get rejectedTotal(): number {
    return total(this.rejected);
  }

  /** Counts the results of one block of a file, except its rejects: each of those is counted by `reject`. */
  addBlock(mapped: MappedBlock, file: string): void {
    this.batchesRead += mapped.batchesRead;
    this.batchesMalformed += mapped.batchesMalformed;
    this.rejectLines += mapped.rejectLines;
    this.eventsRead += mapped.eventsRead;
    for (const [reason, count] of mapped.skipped) this.skip(reason, count);
    for (const [reason, { line, event }] of mapped.firstSkipped)
      if (!this.firstSkipped.has(reason)) this.firstSkipped.set(reason, formatOrigin({ file, line, event }));
    for (const warning of mapped.warnings)
      this.warn(warning, warning.first === undefined ? undefined : formatOrigin({ file, ...warning.first }));
  }

  skip(reason: SkipReason, count = 1): void {
    addCount(this.skipped, reason, count);
  }

  /** `origin`: FILE:LINE:EVENT. A whole record is counted as malformed already, and only sampled here. */
  reject(sample: RejectSample, isEvent: boolean, { isKnown, sinceMs }: KnownReject = NEW): void {
    addCount(isEvent ? this.rejected : this.malformed, sample.reason, 1);
    if (isKnown) this.known[isEvent ? 'rejected' : 'malformed'] += 1;
    if (sinceMs !== null) this.known.sinceMs = Math.min(sinceMs, this.known.sinceMs ?? sinceMs);
    if (this.rejectSamples.length >= MAX_REJECT_SAMPLES && this.#sampled.has(sample.reason)) return;
    this.#sampled.add(sample.reason);
    this.rejectSamples.push(isKnown ? { ...sample, known: true } : sample);
  }

  /** `origin`: the FILE:LINE[:EVENT] where it was first found. */
  warn(warning: CountedWarning, origin?: string): void {
    const known = this.#warnings.get(warning.code) ?? { count: 0, details: new Set<string>(), origin };
    known.count += warning.count;
    if (warning.detail !== undefined && known.details.size < DETAILS_KEPT) known.details.add(warning.detail);
    this.#warnings.set(warning.code, known);
  }

  /** Counts what Facebook received (or a dry run printed) of these events: names, values, days, match keys, flags. */
  addFacts(facts: FactColumns, first: number, last: number): void {
    const ofName: Sum[] = [];
    for (let index = first; index <= last; index += 1) {
      const name = facts.name[index] ?? 0;
      const day = Math.floor((facts.time[index] ?? 0) / SECONDS_PER_DAY);
      const value = facts.value[index] ?? NaN;
      const currency = facts.currencies[facts.currency[index] ?? 0] ?? '';
      addEvent((ofName[name] ??= sumUnder(this.#byEventName, facts.names[name] ?? '')), value, currency);
      addEvent(sumUnder(this.#byDay, day), value, currency);
      addCount(this.#keyMasks, facts.keyMask[index] ?? 0, 1);
      addCount(this.#flags, facts.flag[index] ?? 0, 1);
    }
  }

  byEventName(): Record<string, ReportSum> {
    return inUnits(this.#byEventName);
  }

  byDay(): Record<string, ReportSum> {
    const named = [...this.#byDay].map(
      ([day, one]) => [new Date(day * SECONDS_PER_DAY * MS_PER_SECOND).toISOString().slice(0, 10), one] as const,
    );
    return inUnits(new Map(named));
  }

  matchKeys(): Partial<Record<MatchKeyName | 'strong', number>> {
    const counts: Partial<Record<MatchKeyName | 'strong', number>> = {};
    for (const [mask, count] of this.#keyMasks) {
      MATCH_KEY_NAMES.forEach((name, bit) => {
        if ((mask & (1 << bit)) !== 0) counts[name] = (counts[name] ?? 0) + count;
      });
      if ((mask & STRONG_MASK) !== 0) counts.strong = (counts.strong ?? 0) + count;
    }
    return counts;
  }

  limitedDataUse(): { flagged: number; notSendable: Record<string, number> } {
    const counts = new Map([...this.#flags].map(([flag, count]) => [flagOf(flag), count] as const));
    const notSendable = [...counts].filter(([kind]) => kind !== 'off' && kind !== 'flagged');
    return { flagged: counts.get('flagged') ?? 0, notSendable: Object.fromEntries(notSendable) };
  }

  warnings(): readonly TalliedWarning[] {
    return [...this.#warnings].map(([code, { details, ...rest }]) => ({ code, ...rest, details: [...details] }));
  }

  /** null if every event read has exactly one outcome; else the sum that does not add up, for the bug report. */
  imbalance(): string | null {
    const outcomes = this.#outcomes;
    return outcomes === this.eventsRead
      ? null
      : `${formatNumbered(this.eventsRead, 'event')} read, ${formatCount(outcomes)} accounted for`;
  }

  /** The fraction of the events read that have their outcome, from 0 to 1. */
  get shareDone(): number {
    return this.eventsRead === 0 ? 1 : this.#outcomes / this.eventsRead;
  }

  get #outcomes(): number {
    return this.skippedTotal + this.rejectedTotal + this.alreadySent + this.sent + this.previewed + this.unsent;
  }
}
