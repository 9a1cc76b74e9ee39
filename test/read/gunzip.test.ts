import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gunzip } from '../../src/read/bytes/gunzip.js';
import { PeekSource } from '../../src/read/bytes/peek.js';
import { piecesOf, sourceOf } from './reading.js';

const unzip = async (bytes: Buffer, sizes?: number[], failure: string | null = null) => {
  const source = gunzip(new PeekSource(sourceOf(piecesOf(bytes, sizes), failure)));
  const pieces: Buffer[] = [];
  for (let piece = await source.next(); piece !== null; piece = await source.next()) pieces.push(piece);
  expect(await source.next()).toBe(null);
  await source.close();
  return { text: Buffer.concat(pieces).toString(), failure: source.failure };
};

const ONE = gzipSync('one\n');
const TWO = gzipSync('two\n');
/** With a name, a comment, an extra field and a header checksum, as RFC 1952 allows. */
const DECORATED = Buffer.concat([
  Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3]),
  Buffer.from([3, 0, 1, 2, 3]),
  Buffer.from('name\0comment\0'),
  Buffer.from([0, 0]),
  ONE.subarray(10),
]);

describe('gzip', () => {
  test.each<[string, Buffer, string, RegExp | null]>([
    ['one member', ONE, 'one\n', null],
    ['several', Buffer.concat([ONE, TWO, ONE]), 'one\ntwo\none\n', null],
    ['an empty one', Buffer.concat([gzipSync(''), TWO]), 'two\n', null],
    ['all that a header may hold', Buffer.concat([DECORATED, TWO]), 'one\ntwo\n', null],
    ['zeros after', Buffer.concat([ONE, Buffer.alloc(600)]), 'one\n', null],
    ['zeros between', Buffer.concat([ONE, Buffer.alloc(5), TWO]), 'one\ntwo\n', null],
    ['rubbish after', Buffer.concat([ONE, Buffer.from('hello')]), 'one\n', /not gzip/],
    ['no trailer', ONE.subarray(0, -8), 'one\n', /too early/],
    ['half a trailer', ONE.subarray(0, -3), 'one\n', /too early/],
    ['half a second header', Buffer.concat([ONE, TWO.subarray(0, 6)]), 'one\n', /too early/],
    ['a wrong checksum', Buffer.concat([ONE.subarray(0, -8), TWO.subarray(-8)]), 'one\n', /checksum/],
    ['damaged data', Buffer.concat([ONE, TWO.subarray(0, 10), Buffer.alloc(30, 0xff)]), 'one\n', /damaged/],
  ])('%s', async (_, bytes, text, failure) => {
    for (const sizes of [[1], [3], [19], [10_000]]) {
      const read = await unzip(bytes, sizes);
      expect(read.text).toBe(text);
      if (failure === null) expect(read.failure).toBe(null);
      else expect(read.failure).toMatch(failure);
    }
  });

  test('of a file cut off anywhere comes what can come, and that it was cut off', async () => {
    const text = Array.from({ length: 3_000 }, (_, index) => `{"line":${index},"x":"${(index * 7919) % 1013}"}\n`).join(
      '',
    );
    const zipped = gzipSync(text);
    let before = -1;
    for (let length = 20; length < zipped.length; length += 997) {
      const read = await unzip(zipped.subarray(0, length), [256]);
      expect(text.startsWith(read.text)).toBe(true);
      expect(read.text.length).toBeGreaterThan(before);
      expect(read.failure).toMatch(/too early/);
      before = read.text.length;
    }
    expect(before).toBeGreaterThan(text.length * 0.8);
  });

  test('a failure of the disk is the failure that counts', async () => {
    expect((await unzip(ONE.subarray(0, 15), [4], 'the disk reports a read error')).failure).toMatch(/disk/);
  });

  test('any members in any pieces', async () => {
    const texts = fc.array(fc.string({ maxLength: 200 }), { minLength: 1, maxLength: 5 });
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(texts, sizes, async (list, pieces) => {
        const read = await unzip(Buffer.concat(list.map((text) => gzipSync(text))), pieces);
        expect(read).toEqual({ text: list.join(''), failure: null });
      }),
      { numRuns: 50 },
    );
  });
});
