// Maps blocks on several threads and returns them in order. The threads: worker-pool.ts.

import type { Block } from '../model/block.js';
import type { InputProof } from '../model/input-proof.js';
import type { MappedBlock } from '../model/mapped.js';
import type { MappingSettings } from '../model/settings.js';
import type { WorkerPool } from './worker-pool.js';
import { transformer, type Transform } from './transform.js';

/**
 * Starts work on items ahead of their turn and returns the results in the order of the items, whatever order they
 * finish in. At most `ahead` items are in work or wait to be read, so that a slow reader slows the source.
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

/** This many blocks (of about 1 MB) are mapped on the main thread first, so that small inputs never start threads. */
const BLOCKS_BEFORE_THREADS = 4;
/**
 * Inputs that are known to be larger start the threads at once, because code compiled for the main thread would be
 * wasted.
 */
const LARGE_BYTES = 8 * 1024 * 1024;
/** One block in work, and one that is ready when it is done, because the main thread may be busy then. */
const BLOCKS_PER_THREAD = 2;
/** Further blocks, of all threads together: done, and waiting to be read. */
const BLOCKS_DONE = 1;

/**
 * The objects of a batch live only as long as it: three times as much young memory saves no time, and costs 20 MB per
 * thread.
 */
const YOUNG_MEMORY_MB = 6;

/** The end of an input. Only the proof says that it was read to its end. */
interface InputEnd {
  readonly kind: 'end';
  readonly input: number;
  /** null: the input was stopped, failed, changed, or has nothing that could prove it. */
  readonly proof: InputProof | null;
}

/**
 * The items to read: blocks, and the end of each input after its last block. `bytesRead`: of all inputs, up to here.
 */
export type ReadItem = { readonly bytesRead: number } & ({ readonly kind: 'block'; readonly block: Block } | InputEnd);
type MappedItem = { readonly bytesRead: number } & (
  { readonly kind: 'mapped'; readonly mapped: MappedBlock } | InputEnd
);

interface MappedStreamOptions {
  readonly settings: MappingSettings;
  /** Number of worker threads; 0: main thread only. */
  readonly threads: number;
  /** The least number of bytes that will be read, as far as known. */
  readonly expectedBytes: number | null;
  /** Names a block's origin, for the report of a crash. */
  readonly describe: (block: Block) => string;
}

const newPool = async ({
  settings,
  threads,
  describe,
}: MappedStreamOptions): Promise<WorkerPool<Block, MappedBlock>> => {
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

/**
 * The blocks of a source, mapped in order, whatever the number of threads. For a large input the threads start with the
 * constructor, so that they are ready when the caller is. Call `close` even if nothing is read.
 */
export class MappedStream implements AsyncIterable<MappedItem> {
  readonly #source: AsyncIterable<ReadItem>;
  readonly #options: MappedStreamOptions;
  readonly #mapHere: Transform;
  /** How many blocks the main thread maps, and how many it has mapped or passed to a worker. */
  readonly #blocksHere: number;
  #blocks = 0;
  #pool: Promise<WorkerPool<Block, MappedBlock>> | null = null;

  constructor(source: AsyncIterable<ReadItem>, options: MappedStreamOptions) {
    const { settings, threads, expectedBytes } = options;
    this.#source = source;
    this.#options = options;
    this.#mapHere = transformer(settings);
    const isLarge = expectedBytes !== null && expectedBytes > LARGE_BYTES;
    this.#blocksHere = threads === 0 ? Infinity : isLarge ? 0 : BLOCKS_BEFORE_THREADS;
    if (this.#blocksHere === 0) this.#pool = newPool(options);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MappedItem> {
    const { threads } = this.#options;
    const ahead = threads === 0 ? 1 : threads * BLOCKS_PER_THREAD + BLOCKS_DONE;
    try {
      yield* inOrder(this.#source, (item) => this.#start(item), ahead);
    } finally {
      await this.close();
    }
  }

  /** Ends the threads; the end of the reading calls it, too. */
  async close(): Promise<void> {
    await (await this.#pool)?.close();
  }

  async #start(item: ReadItem): Promise<MappedItem> {
    if (item.kind === 'end') return item;
    const { block, bytesRead } = item;
    this.#blocks += 1;
    if (this.#blocks <= this.#blocksHere) return { kind: 'mapped', mapped: this.#mapHere(block), bytesRead };
    this.#pool ??= newPool(this.#options);
    const pool = await this.#pool;
    // The block's bytes are transferred to the worker and come back with the result, because rejects are written from
    // them.
    return { kind: 'mapped', mapped: await pool.run(block, [block.bytes.buffer]), bytesRead };
  }
}
