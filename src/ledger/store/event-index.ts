// The index of events on disk: a linear hash table whose buckets are entries of the database. A bucket is read and
// written whole, so that a checkpoint costs a write for each bucket and not for each event. The arithmetic is in
// buckets.ts.

import type { Database } from 'lmdb';
import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import {
  bucketOf,
  bucketsFor,
  END_OF_PREFIXES,
  endOfBucket,
  halfOf,
  isBucketValid,
  levelOf,
  prefixAt,
  putRecord,
  RECORD_BYTES,
  removeRecord,
  searchBucket,
  type BucketBytes,
} from './buckets.js';
import { BucketPage, type Write } from './bucket-page.js';
import { damaged } from './errors.js';
import { SortedRecords } from './sorted-records.js';

/** The key of the size; buckets have the others. */
const SIZE_KEY = 0;
const SIZE_BYTES = 12;

interface Size {
  readonly buckets: number;
  readonly events: number;
}

const encodeSize = ({ buckets, events }: Size): Buffer => {
  const bytes = Buffer.alloc(SIZE_BYTES);
  bytes.writeUInt32LE(buckets, 0);
  bytes.writeDoubleLE(events, 4);
  return bytes;
};

/** Applies one of the records to a bucket; returns how many events are added. */
type Change = (bucket: BucketBytes, records: Uint8Array, offset: number) => number;

const PUT: Change = (bucket, records, offset) => (putRecord(bucket, records, offset) ? 1 : 0);
const REMOVE: Change = (bucket, fingerprints, offset) => (removeRecord(bucket, fingerprints, offset) ? -1 : 0);

/** Called for each record, or fingerprint, that is on disk: the one at this offset. */
type Written = (bytes: Uint8Array, offset: number) => void;

/** `wanted`: buckets are split when they are changed until there are this many. */
interface Changing {
  readonly records: SortedRecords;
  readonly change: Change;
  readonly wanted: number;
  readonly written: Written;
}

/** The first record whose bucket is still to be changed, and the size by then. */
interface Changed {
  readonly next: number;
  readonly size: Size;
}

/** The index of a ledger. One process at a time writes; others may read meanwhile. */
export class EventIndex {
  readonly #folder: string;
  /** undefined: a ledger of an earlier version, which is only read. */
  readonly #database: Database<Buffer, number> | undefined;
  /** As last read; a run that writes may have split buckets since. */
  #buckets = 1;
  /** What the next transaction writes; the other page may be in a transaction that is not on disk yet. */
  #page = new BucketPage();
  #otherPage = new BucketPage();

  constructor(folder: string, database: Database<Buffer, number> | undefined) {
    this.#folder = folder;
    this.#database = database;
  }

  get isEmpty(): boolean {
    return this.#size().events === 0;
  }

  /** The entry of the event whose fingerprint is at this offset; null: none. Valid until the next call. */
  find(fingerprints: Uint8Array, offset = 0): Uint8Array | null {
    const bucket = this.#bucketAt(prefixAt(fingerprints, offset));
    if (bucket === null) return null;
    const { place, isFound } = searchBucket(bucket, fingerprints, offset);
    return isFound ? bucket.bytes.subarray(place + FINGERPRINT_BYTES, place + RECORD_BYTES) : null;
  }

  /** Adds events: each a fingerprint and its entry, side by side; fewer than 4 GB. */
  put(write: Write, records: Uint8Array): Promise<void> {
    return this.putParts(write, records.length / RECORD_BYTES, [records], () => undefined);
  }

  /**
   * Adds so many events in parts, each as in `put`, the parts in the order of their fingerprints. Most buckets that have
   * to be split are split when they are changed anyway.
   */
  async putParts(write: Write, count: number, parts: Iterable<Uint8Array>, written: Written): Promise<void> {
    const wanted = bucketsFor(this.#size().events + count);
    await this.#grow(write, this.isEmpty ? wanted : levelOf(wanted));
    for (const part of parts) {
      const records = new SortedRecords(part, RECORD_BYTES);
      await this.#change(write, { records, change: PUT, wanted, written });
    }
    await this.#grow(write, wanted);
  }

  /** Removes events; returns how many there were. */
  async remove(write: Write, fingerprints: Uint8Array): Promise<number> {
    const before = this.#size().events;
    const records = new SortedRecords(fingerprints, FINGERPRINT_BYTES);
    await this.#change(write, { records, change: REMOVE, wanted: 0, written: () => undefined });
    return before - this.#size().events;
  }

  /**
   * The records of whole buckets from a prefix on, at least `least` of them unless the index ends, and the prefix
   * after them (`END_OF_PREFIXES` at the end). Buckets that are split between two calls only add borders.
   */
  recordsFrom(prefix: number, least: number): { readonly records: Buffer; readonly next: number } {
    const found: Buffer[] = [];
    let [next, count] = [prefix, 0];
    while (next < END_OF_PREFIXES && count < least) {
      const bucket = this.#bucketAt(next);
      next = endOfBucket(bucketOf(next, this.#buckets));
      if (bucket === null) continue;
      found.push(Buffer.from(bucket.bytes.subarray(bucket.start, bucket.end)));
      count += (bucket.end - bucket.start) / RECORD_BYTES;
    }
    return { records: Buffer.concat(found), next };
  }

  #size(): Size {
    const bytes = this.#database?.getBinaryFast(SIZE_KEY);
    if (bytes === undefined) return { buckets: 1, events: 0 };
    return { buckets: bytes.readUInt32LE(0), events: bytes.readDoubleLE(4) };
  }

  /** The bucket of a prefix as it is on disk; null: it is empty. Valid until the next call. */
  #bucketAt(prefix: number): BucketBytes | null {
    const key = bucketOf(prefix, this.#buckets);
    const found = this.#stored(key);
    if (found !== null) return found;
    const { buckets } = this.#size();
    if (buckets === this.#buckets) return null;
    this.#buckets = buckets;
    return this.#bucketAt(prefix);
  }

  /** The bucket of this key as it is on disk; null: it is empty. Valid until the next call. Throws LedgerError. */
  #stored(key: number): BucketBytes | null {
    const bytes = this.#database?.getBinaryFast(key);
    if (bytes === undefined) return null;
    const bucket = { bytes, start: 0, end: bytes.length };
    if (!isBucketValid(bucket, key)) throw damaged(this.#folder, 'a part of its index is not what was written');
    return bucket;
  }

  /** Performs one transaction with the page, then refreshes the view for reads. */
  async #commit(write: Write, size: Size): Promise<void> {
    const database = this.#database;
    if (database === undefined) throw new Error('a ledger that is only read cannot be written');
    const page = this.#page;
    [this.#page, this.#otherPage] = [this.#otherPage, page];
    await write(() => [...page.writes(database), database.put(SIZE_KEY, encodeSize(size))]);
    page.clear();
    database.resetReadTxn();
    this.#buckets = size.buckets;
  }

  /** Splits buckets, in the order of their keys, until there are this many. */
  async #grow(write: Write, wanted: number): Promise<void> {
    for (let size = this.#size(); size.buckets < wanted; size = this.#size())
      await this.#commit(write, { ...size, buckets: size.events === 0 ? wanted : this.#splitSome(size, wanted) });
  }

  /** Puts the halves of as many buckets as fit into the page; returns the new number of buckets. */
  #splitSome({ buckets }: Size, wanted: number): number {
    // The halves of a bucket are split again in a later transaction, which sees them.
    const end = Math.min(wanted, 2 * buckets);
    for (let key = buckets; key < end; key += 1) {
      const stored = this.#stored(key);
      if (stored === null) continue;
      const bucket = this.#page.begin(stored, 0);
      if (bucket === null) return key;
      this.#addHalves(key, bucket);
    }
    return end;
  }

  #addHalves(key: number, bucket: BucketBytes): void {
    const { start, end } = bucket;
    const half = halfOf(bucket, key);
    this.#page.add(key, start, start);
    if (half > start) this.#page.add(2 * key, start, half);
    if (half < end) this.#page.add(2 * key + 1, half, end);
  }

  /** Changes the bucket of each record, bucket by bucket, in as many transactions as it takes. */
  async #change(write: Write, changing: Changing): Promise<void> {
    let [done, committed]: [Changed, Promise<void>] = [{ next: 0, size: this.#size() }, Promise.resolve()];
    while (done.next < changing.records.count) {
      const { next: first } = done;
      const { next, size } = (done = this.#changeSome(changing, done));
      // A transaction is written to disk while the next one, with other buckets, is prepared.
      await committed;
      committed = this.#commit(write, size).then(() => changing.records.forEach(first, next, changing.written));
      // Awaited later; this avoids an unhandled rejection before that.
      committed.catch(() => undefined);
    }
    await committed;
  }

  /** Puts as many changed buckets as fit into the page. */
  #changeSome(changing: Changing, done: Changed): Changed {
    let changed = done;
    while (changed.next < changing.records.count) {
      const next = this.#changeBucket(changing, changed);
      if (next === null) break;
      changed = next;
    }
    return changed;
  }

  /** Puts the bucket of the next record, with all of its records, into the page; null: the page is full. */
  #changeBucket({ records, change, wanted }: Changing, { next: first, size }: Changed): Changed | null {
    const key = bucketOf(records.prefix(first), size.buckets);
    const next = records.from(first, endOfBucket(key));
    const bucket = this.#page.begin(this.#stored(key), (next - first) * RECORD_BYTES);
    if (bucket === null) return null;
    let events = size.events;
    for (let index = first; index < next; index += 1) events += change(bucket, records.bytes, records.offset(index));
    const isSplit = key === size.buckets && key < wanted;
    if (isSplit) this.#addHalves(key, bucket);
    else this.#page.add(key, bucket.start, bucket.end);
    return { next, size: { buckets: size.buckets + (isSplit ? 1 : 0), events } };
  }
}
