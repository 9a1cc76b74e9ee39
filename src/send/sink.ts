import type { MappedBlock } from '../model/mapped.js';

/** The destination of mapped events: Facebook, or stdout. */
export interface EventSink {
  /** Accepts the events of a block; resolves when the next block may follow. */
  take(mapped: MappedBlock): Promise<void>;
  /** Resolves when every accepted event has its outcome. */
  finish(): Promise<void>;
  /** Aborted when the sink sends nothing more: no further block should be read. */
  readonly stopping: AbortSignal;
}
