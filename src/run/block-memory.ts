import { once } from '../lib/memoize.js';
import type { MappedBlock } from '../model/mapped.js';

const nowhere = once(() => {
  const { port1 } = new MessageChannel();
  port1.close();
  return port1;
});

/** Freeing less by hand takes longer than leaving it to the garbage collector. */
export const MIN_FREED_BYTES = 64 * 1024;

/**
 * Frees memory at once that is no longer read. If megabytes that live for the length of a request are left to the
 * garbage collector, it marks the whole heap ten times a second. Later readers would see an empty buffer.
 */
const freeNow = (memory: ArrayBuffer): void => {
  if (memory.byteLength >= MIN_FREED_BYTES) nowhere().postMessage(null, [memory]);
};

// Until the last event of a block has its outcome, each may still be rejected and is then written to the rejects as it
// was read; after that the block's records are not needed. The count is on the block itself, because the old tables of
// a Map would keep every block alive that was ever in it.

/** Frees a block's records, and its events where that is allowed, once all its events have an outcome. */
export const freeIfSettled = (mapped: MappedBlock): void => {
  if (mapped.unsettled > 0) return;
  freeNow(mapped.block.bytes.buffer);
  if (mapped.freesWire) freeNow(mapped.wire.buffer);
};

/** Counts more events of a block with their outcome. */
export const eventsSettled = (mapped: MappedBlock, count = 1): void => {
  mapped.unsettled -= count;
  freeIfSettled(mapped);
};
