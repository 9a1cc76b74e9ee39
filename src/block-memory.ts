import { letGo } from './lib/let-go.js';
import type { MappedBlock } from './model/mapped.js';

// Until the last event of a block has its outcome, each may still be rejected, and is written to the rejects as it was
// read; then nobody wants the block's records any more. The count stands on the block itself: the old tables of a Map
// would keep alive every block that ever was in it.

/** Lets go of a block's records if no event of it can still need them. */
export const freeIfSettled = (mapped: MappedBlock): void => {
  if (mapped.unsettled === 0) letGo(mapped.block.bytes.buffer);
};

/** Notes that one more event of a block has its outcome. */
export const eventSettled = (mapped: MappedBlock): void => {
  mapped.unsettled -= 1;
  freeIfSettled(mapped);
};
