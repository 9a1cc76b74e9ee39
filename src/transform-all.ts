import type { Block } from './model/block.js';
import type { MappedBlock } from './model/mapped.js';
import type { MappingSettings } from './model/settings.js';
import { inOrder } from './pool/ordered.js';
import { WorkerPool } from './pool/worker-pool.js';
import { transformer } from './transform.js';

/** So many blocks (of about 1 MB) are done on the main thread first: small inputs never pay for starting threads. */
const BLOCKS_BEFORE_THREADS = 4;
/** Inputs known to be larger start the threads at once: what the engine compiles for the main thread would be lost. */
const LARGE_BYTES = 8 * 1024 * 1024;
/** Blocks under way for each thread: one in work, one ready, so that no thread waits for the reader. */
const BLOCKS_AHEAD_PER_THREAD = 2;

/** What a batch is made of dies with it: three times as much young memory saves no time, and costs 20 MB a thread. */
const YOUNG_MEMORY_MB = 6;

/** What is read: blocks, and the end of each input behind its last block. */
export type ReadItem =
  { readonly kind: 'block'; readonly block: Block } | { readonly kind: 'end'; readonly input: number };
export type MappedItem =
  { readonly kind: 'mapped'; readonly mapped: MappedBlock } | { readonly kind: 'end'; readonly input: number };

export interface TransformAllOptions {
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
  let pool: WorkerPool<Block, MappedBlock> | null = null;
  let blocks = 0;

  const start = async (item: ReadItem): Promise<MappedItem> => {
    if (item.kind === 'end') return item;
    blocks += 1;
    if (blocks <= blocksHere) return { kind: 'mapped', mapped: here(item.block) };
    pool ??= new WorkerPool({
      script: new URL('./transform-worker.js', import.meta.url),
      size: threads,
      workerData: settings,
      youngMemoryMb: YOUNG_MEMORY_MB,
      describe,
    });
    // The block's bytes go over to the worker and come back with the result: rejects are written from them.
    return { kind: 'mapped', mapped: await pool.run(item.block, [item.block.bytes.buffer]) };
  };

  try {
    yield* inOrder(source, start, threads === 0 ? 1 : threads * BLOCKS_AHEAD_PER_THREAD);
  } finally {
    await closePool(pool);
  }
};

const closePool = async (pool: WorkerPool<Block, MappedBlock> | null): Promise<void> => {
  await pool?.close();
};
