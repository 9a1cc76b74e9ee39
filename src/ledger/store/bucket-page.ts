// What one transaction of the index writes: changed buckets, side by side in one buffer, which the next transaction uses
// again. Which buckets these are, and when it is done: event-index.ts.

import type { Database } from 'lmdb';
import type { BucketBytes } from './buckets.js';

/** Does writes in one transaction of a run that may write; resolves when they are on disk. */
export type Write = (write: () => Iterable<Promise<unknown>>) => Promise<void>;

/**
 * Bytes that one transaction writes. More would let a request wait longer for its own commit, and the file grow: pages are
 * used again from the second transaction on.
 */
const BYTES_PER_COMMIT = 1_048_576;

/** Buckets that one transaction writes. */
export class BucketPage {
  #bytes = Buffer.alloc(0);
  #buckets: { readonly key: number; readonly start: number; readonly end: number }[] = [];
  #end = 0;

  /** To be called when the transaction before is on disk: it reads these bytes until then. */
  clear(): void {
    [this.#buckets, this.#end] = [[], 0];
  }

  /** A copy of a bucket, to be changed, with room for so many bytes more; null: the page is full. */
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

  /** Keeps a part of what `begin` gave as the bucket of this key; nothing of it: the bucket is removed. */
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
