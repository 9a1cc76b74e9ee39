// Transforms blocks on several threads and returns them in order. The threads: worker-pool.ts.

import type { Block } from '../model/block.js';
import type { InputProof } from '../model/input-proof.js';
import type { MappedBlock } from '../model/mapped.js';
import type { MappingSettings } from '../model/settings.js';
import type { WorkerPool } from './worker-pool.js';
import { transformer } from './transform.js';

/**
 * Starts work on items ahead of their turn and gives the results in the order of the items, whatever order they finish
 * in. At most `ahead` items are under way or waiting to be taken, so that a slow reader of the results slows the
 * source.
 */
export const inOrder = async function* <Item, Result>(
  source: AsyncIterable<Item>,
  start: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result> {
  const queue: Promise<Result>[] = [];
  for await (const item of source) {
    const result = start(item);
    // Awaited later, in order; this avoids an unhandled rejection before that.
    result.catch(() => undefined);
    queue.push(result);
    const first = queue.length >= ahead ? queue.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const result of queue) yield await result;
};

/** So many blocks (of about 1 MB) are done on the main thread first: small inputs never pay for starting threads. */
const BLOCKS_BEFORE_THREADS = 4;
/** Inputs known to be larger start the threads at once: what the engine compiles for the main thread would be lost. */
const LARGE_BYTES = 8 * 1024 * 1024;
/** A block in work, and one that is there when it is done: the main thread may be busy then, and would let it wait. */
const BLOCKS_PER_THREAD = 2;
/** Blocks beside those, of all threads together: done, and waiting to be taken. */
const BLOCKS_DONE = 1;

/** What a batch is made of dies with it: three times as much young memory saves no time, and costs 20 MB a thread. */
const YOUNG_MEMORY_MB = 6;

/** The end of an input. Only the proof says that it was read to its end. */
interface InputEnd {
  readonly kind: 'end';
  readonly input: number;
  /** null: the input was stopped, failed, changed, or has nothing that could prove it. */
  readonly proof: InputProof | null;
}

/** What is read: blocks, and the end of each input after its last block. `bytesRead`: of all inputs, up to here. */
export type ReadItem = { readonly bytesRead: number } & ({ readonly kind: 'block'; readonly block: Block } | InputEnd);
type MappedItem = { readonly bytesRead: number } & (
  { readonly kind: 'mapped'; readonly mapped: MappedBlock } | InputEnd
);

interface TransformAllOptions {
  readonly settings: MappingSettings;
  /** Worker threads; 0: everything on this one. */
  readonly threads: number;
  /** Bytes that will be read, at least, as far as that is known. */
  readonly expectedBytes: number | null;
  /** Names a block's origin, for the report of a crash. */
  readonly describe: (block: Block) => string;
}

/** The inner function over a stream of blocks, in order. The output is the same whatever the number of threads. */
export const transformAll = async function* (
  source: AsyncIterable<ReadItem>,
  { settings, threads, expectedBytes, describe }: TransformAllOptions,
): AsyncGenerator<MappedItem> {
  const here = transformer(settings);
  const blocksHere = threads === 0 ? Infinity : (expectedBytes ?? 0) > LARGE_BYTES ? 0 : BLOCKS_BEFORE_THREADS;
  let blocks = 0;

  const newPool = async (): Promise<WorkerPool<Block, MappedBlock>> => {
    const { WorkerPool } = await import('./worker-pool.js');
    return new WorkerPool({
      script: new URL('./transform-worker.cjs', import.meta.url),
      size: threads,
      tasksPerThread: BLOCKS_PER_THREAD,
      workerData: settings,
      youngMemoryMb: YOUNG_MEMORY_MB,
      describe,
    });
  };

  // Threads of a large input start while its first blocks are read.
  let pool = blocksHere === 0 ? newPool() : null;

  const start = async (item: ReadItem): Promise<MappedItem> => {
    if (item.kind === 'end') return item;
    const { bytesRead } = item;
    blocks += 1;
    if (blocks <= blocksHere) return { kind: 'mapped', mapped: here(item.block), bytesRead };
    pool ??= newPool();
    // The block's bytes go over to the worker and come back with the result: rejects are written from them.
    return { kind: 'mapped', mapped: await (await pool).run(item.block, [item.block.bytes.buffer]), bytesRead };
  };

  try {
    yield* inOrder(source, start, threads === 0 ? 1 : threads * BLOCKS_PER_THREAD + BLOCKS_DONE);
  } finally {
    await closePool(pool);
  }
};

const closePool = async (pool: Promise<WorkerPool<Block, MappedBlock>> | null): Promise<void> => {
  await (await pool)?.close();
};
