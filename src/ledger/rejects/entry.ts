// The ledger's entry for one rejected event or record, and how its state changes when it is met again, fixed, or its
// input changes: decisions only. Reading and writing is in live-book.ts.
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { isRejectReason, type RejectReason } from '../../model/reasons.js';
import type { MetReject } from '../../model/rejects.js';

/** A reject for one reason. */
export interface OpenReject {
  readonly reason: RejectReason;
  /** When a run met it first under these settings, in milliseconds since the epoch. */
  readonly sinceMs: number;
  /** Numbers of the first and the last run that met it. */
  readonly firstRun: number;
  readonly lastRun: number;
  readonly settings: string;
  /** Where it was met last, but for lines of rejects files. */
  readonly file: string;
  readonly line: number;
  readonly event: number | null;
}

/** One event or record: its rejects (several, if it occurs in several forms), or that it is fixed. */
export interface RejectEntry {
  readonly fixedMs: number | null;
  /** Whether an event was fixed; absent: a record, whose fix may have many events. */
  readonly isEvent?: true;
  readonly open: readonly OpenReject[];
}

/** Nothing is known. */
export const NO_ENTRY: RejectEntry = { fixedMs: null, open: [] };

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const openOf = (value: JsonObject): readonly OpenReject[] => {
  const reason = textOf(value['reason']);
  if (!isRejectReason(reason)) return [];
  const { event } = value;
  return [
    {
      reason,
      sinceMs: numberOf(value['sinceMs']),
      firstRun: numberOf(value['firstRun']),
      lastRun: numberOf(value['lastRun']),
      settings: textOf(value['settings']),
      file: textOf(value['file']),
      line: numberOf(value['line']),
      event: typeof event === 'number' ? event : null,
    },
  ];
};

/** An entry as it was written. */
export const decodeReject = (text: string): RejectEntry => {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) return NO_ENTRY;
  const { fixedMs, isEvent, open } = value;
  return {
    fixedMs: typeof fixedMs === 'number' ? fixedMs : null,
    ...(isEvent === true ? { isEvent } : {}),
    open: Array.isArray(open) ? open.filter(isJsonObject).flatMap(openOf) : [],
  };
};

/** The stored text of an entry. */
export const encodeReject = (entry: RejectEntry): string => JSON.stringify(entry);

/** Which run asks, and when. */
export interface Asking {
  readonly run: number;
  readonly nowMs: number;
  readonly settings: string;
}

/** Since when earlier runs know the reject; null: it is new. What was fixed is known, whatever the reason. */
export const knownSinceOf = ({ fixedMs, open }: RejectEntry, reason: RejectReason, asking: Asking): number | null => {
  const same = open.find((one) => one.reason === reason);
  if (fixedMs !== null) return same?.sinceMs ?? fixedMs;
  const isKnown = same?.settings === asking.settings && same.firstRun !== asking.run;
  return same !== undefined && isKnown ? same.sinceMs : null;
};

/** The entry after a run met the reject. `sinceMs`: since when it is known, here or elsewhere. */
export const afterMeeting = (
  entry: RejectEntry,
  met: MetReject,
  asking: Asking,
  sinceMs: number | null,
): RejectEntry => {
  const { reason, isRejectLine } = met;
  const same = entry.open.find((one) => one.reason === reason);
  const before = same?.settings === asking.settings ? same : undefined;
  const { file, line, event } = isRejectLine ? (same ?? met) : met;
  const now: OpenReject = {
    ...{ reason, file, line, event },
    sinceMs: sinceMs ?? before?.sinceMs ?? asking.nowMs,
    firstRun: before?.firstRun ?? (sinceMs === null ? asking.run : 0),
    lastRun: asking.run,
    settings: asking.settings,
  };
  return { ...entry, open: [...entry.open.filter((one) => one !== same), now] };
};

/** Whether this is an event that a run rejected, not a record. */
export const isOfEvent = ({ open }: RejectEntry): boolean => open.some(({ event }) => event !== null);

/** The entry after a fix of it was sent. `isEvent`: another ledger knows it as an event. */
export const afterFixing = (entry: RejectEntry, nowMs: number, isEvent: boolean): RejectEntry => ({
  ...entry,
  fixedMs: nowMs,
  ...(isEvent || isOfEvent(entry) ? { isEvent: true } : {}),
});

/** The inputs that were read to their end, by path, and whether the run left out events of them (`--since`). */
export type InputsRead = ReadonlyMap<string, boolean>;

/** An event that was left out may still have its reject; a record that cannot be read is never left out. */
const isGone = ({ file, event }: OpenReject, read: InputsRead): boolean =>
  read.has(file) && (event === null || read.get(file) === false);

/** The entry without the origins in inputs that were read and no longer have it; null: none is left. */
export const withoutGone = (entry: RejectEntry, read: InputsRead, run: number): RejectEntry | null => {
  const open = entry.open.filter((one) => one.lastRun === run || !isGone(one, read));
  return open.length === 0 && entry.fixedMs === null ? null : { ...entry, open };
};
