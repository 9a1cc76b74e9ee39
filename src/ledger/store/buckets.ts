// The arithmetic of the index: which bucket an event is in, how many there are, and the bytes of one bucket. No
// database here: that is event-index.ts.

import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { ENTRY_BYTES, isUnknown } from './entry.js';

/** A record of a bucket: a fingerprint and its entry. A bucket is its records, sorted by fingerprint. */
export const RECORD_BYTES = FINGERPRINT_BYTES + ENTRY_BYTES;

/** One event of the index. */
export interface IndexedEvent {
  readonly fingerprint: Uint8Array;
  readonly entry: Uint8Array;
}

/** The events of some records. */
export const eventsIn = (records: Uint8Array): readonly IndexedEvent[] =>
  Array.from({ length: records.length / RECORD_BYTES }, (_, index) => {
    const record = records.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES);
    return { fingerprint: record.subarray(0, FINGERPRINT_BYTES), entry: record.subarray(FINGERPRINT_BYTES) };
  });

/**
 * Records of an average bucket. Two buckets with the larger number still fit into a page of the database; between the
 * two numbers, buckets are split one after another (linear hashing).
 */
const [SPLIT_FROM, SPLIT_TO] = [56, 72];
const MAX_BUCKETS = 2 ** 30;

/** How many buckets an index of this many events should have. It grows steadily and never shrinks. */
export const bucketsFor = (events: number): number => {
  const base = 2 ** Math.max(0, Math.floor(Math.log2((events * 2) / SPLIT_TO)));
  const share = (events / base - SPLIT_FROM) / (SPLIT_TO - SPLIT_FROM);
  return Math.min(MAX_BUCKETS, Math.floor(base * (1 + Math.min(1, Math.max(0, share)))));
};

/** Prefixes are whole numbers below it. */
export const END_OF_PREFIXES = 2 ** 32;

/** The first bits of the fingerprint at this offset: they choose the bucket. */
export const prefixAt = (bytes: Uint8Array, offset: number): number =>
  (((bytes[offset] ?? 0) << 24) |
    ((bytes[offset + 1] ?? 0) << 16) |
    ((bytes[offset + 2] ?? 0) << 8) |
    (bytes[offset + 3] ?? 0)) >>>
  0;

/** The depth of a bucket: how many of the first bits its events share. */
const depthOf = (key: number): number => 31 - Math.clz32(key);

/** The largest number of buckets, up to this one, with which all have the same depth. */
export const levelOf = (buckets: number): number => 2 ** depthOf(buckets);

/**
 * The bucket of a prefix. With n buckets they are the leaves of a binary tree of prefixes, numbered as in a heap, so
 * their keys are n to 2n - 1, and the next to be split is n.
 */
export const bucketOf = (prefix: number, buckets: number): number => {
  const depth = depthOf(buckets) + 1;
  const deep = (1 << depth) + (prefix >>> (32 - depth));
  return deep < 2 * buckets ? deep : deep >>> 1;
};

/** The first prefix after a bucket; `END_OF_PREFIXES` after the last one. */
export const endOfBucket = (key: number): number => {
  const depth = depthOf(key);
  return (key + 1 - 2 ** depth) * 2 ** (32 - depth);
};

const compare = (one: Uint8Array, at: number, other: Uint8Array, otherAt: number): number => {
  for (let index = 0; index < FINGERPRINT_BYTES; index += 1) {
    const difference = (one[at + index] ?? 0) - (other[otherAt + index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Some bytes of a buffer that are a bucket. */
export interface BucketBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
  end: number;
}

/** The position of the first record that is not before this fingerprint; `isFound`: it has this fingerprint. */
export const searchBucket = (
  { bytes, start, end }: BucketBytes,
  fingerprints: Uint8Array,
  offset: number,
): { readonly place: number; readonly isFound: boolean } => {
  let [low, high] = [0, (end - start) / RECORD_BYTES];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compare(bytes, start + middle * RECORD_BYTES, fingerprints, offset);
    if (order === 0) return { place: start + middle * RECORD_BYTES, isFound: true };
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return { place: start + low * RECORD_BYTES, isFound: false };
};

/** Whether the first and the last record belong to this bucket; the zeros of a damaged file do not. */
export const isBucketValid = ({ bytes, start, end }: BucketBytes, key: number): boolean => {
  const depth = depthOf(key);
  const isHere = (at: number): boolean => 2 ** depth + Math.floor(prefixAt(bytes, at) / 2 ** (32 - depth)) === key;
  return end > start && (end - start) % RECORD_BYTES === 0 && isHere(start) && isHere(end - RECORD_BYTES);
};

const copyRecord = (to: Uint8Array, place: number, from: Uint8Array, offset: number): void => {
  for (let index = 0; index < RECORD_BYTES; index += 1) to[place + index] = from[offset + index] ?? 0;
};

/**
 * Adds a record to a bucket that has room at its end; returns whether the event is new there. An unknown outcome
 * replaces nothing, because Facebook's deduplication window starts when the event was first sent.
 */
export const putRecord = (bucket: BucketBytes, records: Uint8Array, offset: number): boolean => {
  const { place, isFound } = searchBucket(bucket, records, offset);
  if (isFound) {
    if (!isUnknown(records, offset + FINGERPRINT_BYTES)) copyRecord(bucket.bytes, place, records, offset);
    return false;
  }
  bucket.bytes.copyWithin(place + RECORD_BYTES, place, bucket.end);
  copyRecord(bucket.bytes, place, records, offset);
  bucket.end += RECORD_BYTES;
  return true;
};

/** Removes an event from a bucket; returns whether it was there. */
export const removeRecord = (bucket: BucketBytes, fingerprints: Uint8Array, offset: number): boolean => {
  const { place, isFound } = searchBucket(bucket, fingerprints, offset);
  if (!isFound) return false;
  bucket.bytes.copyWithin(place, place + RECORD_BYTES, bucket.end);
  bucket.end -= RECORD_BYTES;
  return true;
};

/** Where the records of a bucket start that belong to its second half. */
export const halfOf = ({ bytes, start, end }: BucketBytes, key: number): number => {
  const bit = 31 - depthOf(key);
  for (let at = start; at < end; at += RECORD_BYTES) if (((prefixAt(bytes, at) >>> bit) & 1) === 1) return at;
  return end;
};
