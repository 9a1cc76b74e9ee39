import type { MappedBlock } from '../model/mapped.js';

/** Where mapped events go: to Facebook, or onto stdout. */
export interface EventSink {
  /** Takes the events of a block; resolves when there is room for the next one. */
  take(mapped: MappedBlock): Promise<void>;
  /** Resolves when every event taken has its outcome. */
  finish(): Promise<void>;
  /** Aborted when the room will not send any more: no further block should be read. */
  readonly stopping: AbortSignal;
}
