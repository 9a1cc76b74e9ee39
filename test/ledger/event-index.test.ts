import { randomBytes } from 'node:crypto';
import { open } from 'lmdb';
import { describe, expect, test } from 'vitest';
import type { Write } from '../../src/ledger/store/bucket-page.js';
import { bucketOf, bucketsFor, endOfBucket } from '../../src/ledger/store/buckets.js';
import { encodeEntry } from '../../src/ledger/store/entry.js';
import { EventIndex } from '../../src/ledger/store/event-index.js';
import { LedgerError } from '../../src/lib/errors.js';
import { newFolder, seededRandom } from '../support/surroundings.js';

const KEY_SPACE = 2 ** 32;

describe('buckets', () => {
  test.each([1, 2, 3, 5, 8, 1_000, 4_095, 4_096])('%i of them divide all prefixes, in order', (count) => {
    const keys = new Set<number>();
    let prefix = 0;
    while (prefix < KEY_SPACE) {
      const key = bucketOf(prefix, count);
      const end = endOfBucket(key);
      expect(end).toBeGreaterThan(prefix);
      expect(bucketOf(end - 1, count)).toBe(key);
      keys.add(key);
      prefix = end;
    }
    expect(prefix).toBe(KEY_SPACE);
    expect([...keys].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => count + index));
  });

  test('there are more of them with more events, never fewer, and none is fuller than a page allows', () => {
    let before = 0;
    for (let events = 0; events < 5_000_000; events = Math.ceil(events * 1.01) + 1) {
      const buckets = bucketsFor(events);
      expect(buckets).toBeGreaterThanOrEqual(before);
      expect(events / 2 ** Math.floor(Math.log2(buckets))).toBeLessThan(73);
      before = buckets;
    }
  });
});

interface Opened {
  readonly index: EventIndex;
  readonly write: Write;
  readonly put: (key: number, value: Buffer) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const opened = (folder: string, readOnly = false): Opened => {
  const root = open(folder, { readOnly, overlappingSync: false, noSync: true });
  const buckets = root.openDB<Buffer, number>({ name: 'buckets', keyEncoding: 'uint32', encoding: 'binary' });
  return {
    index: new EventIndex(folder, buckets),
    write: async (write) => void (await Promise.all(write())),
    put: (key, value) => buckets.put(key, value),
    close: () => root.close(),
  };
};

const SENT = encodeEntry({ state: 'sent', seconds: 1_700_000_000, run: 1 });
const SENT_LATER = encodeEntry({ state: 'sent', seconds: 1_700_000_001, run: 2 });
const UNKNOWN = encodeEntry({ state: 'unknown', seconds: 1_700_000_002, run: 3 });

const recordsOf = (fingerprints: readonly Buffer[], entry: Buffer): Buffer =>
  Buffer.concat(fingerprints.flatMap((fingerprint) => [fingerprint, entry]));

/** What the index has, page by page, as hex. */
const contentOf = (index: EventIndex, least = 100): string[] => {
  const all: string[] = [];
  for (let prefix = 0; prefix < KEY_SPACE;) {
    const { records, next } = index.recordsFrom(prefix, least);
    for (let at = 0; at < records.length; at += 22) all.push(records.toString('hex', at, at + 22));
    prefix = next;
  }
  return all;
};

test('has what a Map would have, through growth, repeats and removals', async () => {
  const { index, write, close } = opened(newFolder());
  const random = seededRandom(20);
  const model = new Map<string, Buffer>();
  for (let round = 0; round < 12; round += 1) {
    const fresh = Array.from({ length: Math.floor(random() * 9_000) }, () => randomBytes(16));
    const known = [...model.keys()].filter(() => random() < 0.1).map((hex) => Buffer.from(hex, 'hex'));
    await index.put(write, recordsOf([...fresh, ...known], SENT_LATER));
    for (const fingerprint of [...fresh, ...known]) model.set(fingerprint.toString('hex'), SENT_LATER);
    const strangers = Array.from({ length: 50 }, () => randomBytes(16));
    const doomed = [...model.keys()].filter(() => random() < 0.2);
    const removed = await index.remove(
      write,
      Buffer.concat([...strangers, ...doomed.map((hex) => Buffer.from(hex, 'hex'))]),
    );
    expect(removed).toBe(doomed.length);
    for (const hex of doomed) model.delete(hex);
    for (const stranger of strangers) expect(index.find(stranger)).toBeNull();
  }
  expect(contentOf(index)).toEqual([...model].map(([hex, entry]) => hex + entry.toString('hex')).sort());
  for (const [hex, entry] of model) expect(index.find(Buffer.from(hex, 'hex'))?.toString()).toBe(entry.toString());
  await close();
});

test('events whose fingerprints begin alike share a bucket, however many they are', async () => {
  const { index, write, close } = opened(newFolder());
  const alike = Array.from({ length: 2_000 }, () => Buffer.concat([Buffer.from('cafecafe', 'hex'), randomBytes(12)]));
  await index.put(write, recordsOf(alike.slice(0, 1_000), SENT));
  await index.put(write, recordsOf(alike.slice(1_000), SENT));
  expect(contentOf(index)).toEqual(alike.map((one) => one.toString('hex') + SENT.toString('hex')).sort());
  expect(await index.remove(write, Buffer.concat(alike))).toBe(2_000);
  expect(index.isEmpty).toBe(true);
  expect(await index.remove(write, Buffer.concat(alike))).toBe(0);
  await index.put(write, recordsOf(alike.slice(0, 3), SENT));
  expect(contentOf(index)).toHaveLength(3);
  await close();
});

test('an unknown outcome replaces none, a delivery replaces every one', async () => {
  const { index, write, close } = opened(newFolder());
  const [one, other] = [randomBytes(16), randomBytes(16)];
  await index.put(write, recordsOf([one], SENT));
  await index.put(write, recordsOf([one, other], UNKNOWN));
  expect(index.find(one)).toEqual(SENT);
  expect(index.find(other)).toEqual(UNKNOWN);
  await index.put(write, recordsOf([one, other], SENT_LATER));
  expect(index.find(one)).toEqual(SENT_LATER);
  expect(index.find(other)).toEqual(SENT_LATER);
  await close();
});

test('who has the index open to read sees what a run adds, buckets that it splits included', async () => {
  const folder = newFolder();
  const writer = opened(folder);
  const first = Array.from({ length: 100 }, () => randomBytes(16));
  await writer.index.put(writer.write, recordsOf(first, SENT));
  const reader = opened(folder, true);
  expect(contentOf(reader.index)).toHaveLength(100);
  const half = reader.index.recordsFrom(0, 40);
  await writer.index.put(
    writer.write,
    recordsOf(
      Array.from({ length: 5_000 }, () => randomBytes(16)),
      SENT,
    ),
  );
  // The database keeps what a reader sees for a moment.
  await expect.poll(() => new Set(contentOf(reader.index).map((hex) => hex.slice(0, 32))).size).toBe(5_100);
  for (const fingerprint of first) expect(reader.index.find(fingerprint)).toEqual(SENT);
  const { records } = reader.index.recordsFrom(half.next, 10_000);
  expect(half.records.length + records.length).toBeGreaterThan(100 * 22);
  await reader.close();
  await writer.close();
});

test.each([
  ['zeros, as a damaged file has them', Buffer.alloc(44)],
  ['cut off', randomBytes(43)],
])('a bucket that is %s is an error, and no event passes for new', async (_, bytes) => {
  const { index, put, close } = opened(newFolder());
  const size = Buffer.alloc(12);
  size.writeUInt32LE(4, 0);
  await put(0, size);
  await put(7, bytes);
  expect(() => index.find(Buffer.alloc(16, 0xff))).toThrow(LedgerError);
  expect(index.find(Buffer.alloc(16))).toBeNull();
  await close();
});
