// The buckets that one transaction of the index writes, side by side in a buffer that later transactions reuse. Which
// buckets these are, and when they are written, is decided in event-index.ts.

import type { Database } from 'lmdb';
import type { BucketBytes } from './buckets.js';

/** Performs writes in one transaction, if the run may still write; resolves when they are on disk. */
export type Write = (write: () => Iterable<Promise<unknown>>) => Promise<void>;

/**
 * Bytes that one transaction writes. With more, a request would wait longer for its commit and the file would grow:
 * pages are reused from the second transaction on.
 */
const BYTES_PER_COMMIT = 1_048_576;

/** Buckets that one transaction writes. */
export class BucketPage {
  #bytes = Buffer.alloc(0);
  #buckets: { readonly key: number; readonly start: number; readonly end: number }[] = [];
  #end = 0;

  /** Call it when the previous transaction is on disk, which reads these bytes until then. */
  clear(): void {
    [this.#buckets, this.#end] = [[], 0];
  }

  /** A copy of a bucket, to be changed, with room for this many more bytes; null: the page is full. */
  begin(stored: BucketBytes | null, more: number): BucketBytes | null {
    const length = stored === null ? 0 : stored.end - stored.start;
    if (this.#end + length + more > this.#bytes.length) {
      if (this.#end > 0) return null;
      this.#bytes = Buffer.allocUnsafeSlow(Math.max(BYTES_PER_COMMIT, length + more));
    }
    const [bytes, start] = [this.#bytes, this.#end];
    if (stored !== null) bytes.set(stored.bytes.subarray(stored.start, stored.end), start);
    return { bytes, start, end: start + length };
  }

  /** Keeps a part of what `begin` returned as the bucket of this key; an empty part removes the bucket. */
  add(key: number, start: number, end: number): void {
    this.#buckets.push({ key, start, end });
    this.#end = Math.max(this.#end, end);
  }

  writes(database: Database<Buffer, number>): readonly Promise<unknown>[] {
    return this.#buckets.map(({ key, start, end }) =>
      start === end ? database.remove(key) : database.put(key, this.#bytes.subarray(start, end)),
    );
  }
}
