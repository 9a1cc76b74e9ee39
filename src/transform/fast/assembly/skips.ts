// The skipped events of the records that one call has written: eight bytes each, read in ../module.ts.

import { MEMO_SLOTS, SKIPS } from './memory-map';

@unmanaged
class SkippedEvent {
  record: u32;
  /** The event's index in its batch. */
  index: u16;
  /** A `Skip` (event-facts.ts). */
  reason: u16;
}

export const MOST_SKIPS: u32 = <u32>((MEMO_SLOTS - SKIPS) / offsetof<SkippedEvent>());

export let skipCount: u32 = 0;

export function setSkipCount(count: u32): void {
  skipCount = count;
}

export function addSkip(record: u32, index: u16, reason: u16): void {
  const skip = changetype<SkippedEvent>(SKIPS + <usize>skipCount * offsetof<SkippedEvent>());
  skip.record = record;
  skip.index = index;
  skip.reason = reason;
  skipCount += 1;
}
