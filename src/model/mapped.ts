// The types of a mapped block: wire bytes, fingerprints, skips and rejects.

import type { Block, RecordFault } from './block.js';
import type { FactColumns } from './fact-columns.js';
import type { SkipReason } from './reasons.js';
import type { CountedWarning } from './warnings.js';

/** Bytes of one fingerprint: half a SHA-256, so that even a billion events have no two alike by chance. */
export const FINGERPRINT_BYTES = 16;

/** A rejected event or record, with the line that goes to the rejects file. */
export interface Reject extends RecordFault {
  readonly event: number | null;
  /** Index of the record in the block; null for a fault of the reader. */
  readonly record: number | null;
  /** Identifies the reject across exports: 32 hex digits; null: it has no identity. */
  readonly id: string | null;
}

/** A skipped event. */
export interface Skip {
  readonly reason: SkipReason;
  readonly line: number;
  readonly event: number;
}

/** The result of mapping one block: events as ready bytes, and every other decision. Plain data. */
export interface MappedBlock {
  readonly block: Block;
  /** Batches read, malformed ones included; events read in them. */
  readonly batchesRead: number;
  readonly batchesMalformed: number;
  readonly rejectLines: number;
  readonly eventsRead: number;
  readonly skipped: ReadonlyMap<SkipReason, number>;
  /** The first event that was skipped for each reason. */
  readonly firstSkipped: ReadonlyMap<SkipReason, { readonly line: number; readonly event: number }>;
  /** Each skipped event, if the settings ask for them. */
  readonly skips?: readonly Skip[];
  readonly rejects: readonly Reject[];
  readonly warnings: readonly CountedWarning[];
  /** Wire events in input order. Event i is `wire[ends[i - 1], ends[i] - 1)`, then one byte for a separator. */
  readonly wire: Uint8Array<ArrayBuffer>;
  readonly wireEnds: Uint32Array;
  /** `FINGERPRINT_BYTES` bytes an event. */
  readonly fingerprints: Uint8Array<ArrayBuffer>;
  /** Index of each event's record in `block`. */
  readonly records: Uint32Array;
  /** Index of each event in its batch's `events`. */
  readonly eventIndexes: Uint32Array;
  readonly facts: FactColumns;
  /** Events that are lines of a rejects file: the id of the reject that each one fixes, by the event's index. */
  readonly fixes?: ReadonlyMap<number, string>;
  /** Number of events without an outcome; the recorder counts it down. */
  unsettled: number;
  /** Whether `wire` is freed with the last outcome: set by a sink that never reads it after that. */
  freesWire: boolean;
}

/** One event in flight: its block, and its index there. */
export interface Outgoing {
  readonly mapped: MappedBlock;
  readonly index: number;
}

/** Where the bytes of an event begin in `wire`. */
export const wireStart = ({ mapped, index }: Outgoing): number => (index === 0 ? 0 : (mapped.wireEnds[index - 1] ?? 0));

/** The line of an event's record, and its index in the batch. */
export const placeOf = ({ mapped, index }: Outgoing): { readonly line: number; readonly event: number } => ({
  line: mapped.block.lines[mapped.records[index] ?? 0] ?? 0,
  event: mapped.eventIndexes[index] ?? 0,
});

/** Events `first` to `last` of one block. */
export interface EventRun {
  readonly mapped: MappedBlock;
  readonly first: number;
  readonly last: number;
}

/** The same events as runs of neighbours. Most events of a request are neighbours, and work per run is cheaper. */
export const runsOf = function* (events: readonly Outgoing[]): Generator<EventRun> {
  let at = 0;
  for (let start = events[0]; start !== undefined; start = events[at]) {
    const { mapped, index: first } = start;
    let last = first - 1;
    for (
      let next: Outgoing | undefined = start;
      next?.mapped === mapped && next.index === last + 1;
      next = events[at]
    ) {
      last += 1;
      at += 1;
    }
    yield { mapped, first, last };
  }
};

/** Events of one request, in input order. */
export interface Chunk {
  readonly events: readonly Outgoing[];
  /** Bytes of their JSON texts, separators included. */
  readonly bytes: number;
}
