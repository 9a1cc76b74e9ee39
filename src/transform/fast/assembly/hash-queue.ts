// The texts to be hashed when the block is complete: then there are enough of one length to hash four at a time.

import { QUEUE, QUEUE_END } from './memory-map';
import { digest, hashFour, padInto } from './sha256';

/** The form in which a digest is written. */
export const enum As {
  /** 64 characters. */
  Hex,
  /** The first sixteen bytes. */
  Half,
}

@unmanaged
class Request {
  start: usize;
  length: usize;
  to: usize;
  as: As;
}

const BLOCK: usize = 64;
/** Texts of more blocks than this are unusual. */
const MOST_BLOCKS: usize = 63;
/** Up to four requests for each number of blocks, and how many there are. */
const LANES = memory.data(64 * 4 * 4, 16);
const LANE_COUNTS = memory.data(64 * 4, 4);

export let queued: u32 = 0;
/** How many requests there is room for. */
export const QUEUE_ROOM: u32 = <u32>((QUEUE_END - QUEUE) / offsetof<Request>());

export function setQueued(count: u32): void {
  queued = count;
}

function requestAt(index: u32): Request {
  return changetype<Request>(QUEUE + <usize>index * offsetof<Request>());
}

function lane(blocks: usize, index: usize): Request {
  return changetype<Request>(<usize>load<u32>(LANES + (blocks << 4) + (index << 2)));
}

/** Whether a text of that length can be hashed here. */
export function isHashable(length: usize): bool {
  return length < MOST_BLOCKS * BLOCK - 16;
}

export function hashLater(start: usize, length: usize, to: usize, as: As): void {
  const request = requestAt(queued);
  request.start = start;
  request.length = length;
  request.to = to;
  request.as = as;
  queued += 1;
}

/** Hashes the four texts in the lanes of one number of blocks, and writes their digests. */
function hashLanes(blocks: usize): void {
  for (let i: usize = 0; i < 4; i += 1) {
    const request = lane(blocks, i);
    padInto(i, request.start, request.length, blocks);
  }
  hashFour(blocks);
  for (let i: usize = 0; i < 4; i += 1) {
    const request = lane(blocks, i);
    digest(i, request.to, request.as === As.Hex);
  }
}

/** Hashes everything that is in the queue, and empties it. */
export function hashAll(): void {
  memory.fill(LANE_COUNTS, 0, 64 * 4);
  for (let i: u32 = 0; i < queued; i += 1) {
    const request = requestAt(i);
    const blocks = (request.length + 9 + BLOCK - 1) / BLOCK;
    const count = <usize>load<u32>(LANE_COUNTS + (blocks << 2));
    store<u32>(LANES + (blocks << 4) + (count << 2), <u32>changetype<usize>(request));
    if (count === 3) hashLanes(blocks);
    store<u32>(LANE_COUNTS + (blocks << 2), (count + 1) & 3);
  }
  // The rest: the last one fills the lanes that are empty.
  for (let blocks: usize = 1; blocks <= MOST_BLOCKS; blocks += 1) {
    const count = <usize>load<u32>(LANE_COUNTS + (blocks << 2));
    if (count === 0) continue;
    for (let i = count; i < 4; i += 1)
      store<u32>(LANES + (blocks << 4) + (i << 2), <u32>changetype<usize>(lane(blocks, count - 1)));
    hashLanes(blocks);
  }
  queued = 0;
}
