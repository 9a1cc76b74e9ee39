import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Block } from '../../src/model/block.js';
import { BlockBuilder, MAX_RECORDS_OF_BLOCK } from '../../src/read/block-builder.js';
import { smallBlocks } from '../../src/read/block-parts.js';
import { collect, readStdin } from './reading.js';

/** A block of one-byte lines, of which every so-manieth is a fault, or none. */
const tinyLines = (count: number, faultEach: number): Block => {
  const builder = new BlockBuilder(0);
  for (let line = 1; line <= count; line += 1) {
    if (line % faultEach === 0) builder.fault({ line, reason: 'not_json', message: '', raw: null });
    else builder.record(2 * line - 2, 2 * line - 1, line);
  }
  builder.warn({ code: 'csv_sale_apart', count: 1 });
  return builder.finish(Buffer.from('7\n'.repeat(count)));
};

const streamOf = (blocks: readonly Block[]): AsyncIterable<Block> => Readable.from(blocks);

const inSmallBlocks = async (block: Block): Promise<Block[]> => {
  const blocks: Block[] = [];
  for await (const one of smallBlocks(streamOf([block]))) blocks.push(one);
  return blocks;
};

test.each([
  ['few records', 100, Infinity, [100]],
  ['as many as a block may have', MAX_RECORDS_OF_BLOCK, Infinity, [MAX_RECORDS_OF_BLOCK]],
  ['one more', MAX_RECORDS_OF_BLOCK + 1, Infinity, [MAX_RECORDS_OF_BLOCK, 1]],
  ['faults among them', 2 * MAX_RECORDS_OF_BLOCK, 3, [MAX_RECORDS_OF_BLOCK, MAX_RECORDS_OF_BLOCK]],
  ['faults alone', MAX_RECORDS_OF_BLOCK + 5, 1, [MAX_RECORDS_OF_BLOCK, 5]],
])('a block of %s', async (_, count, faultEach, sizes) => {
  const blocks = await inSmallBlocks(tinyLines(count, faultEach));
  expect(blocks.map(({ lines, faults }) => lines.length + faults.length)).toEqual(sizes);
  expect(blocks.flatMap(({ warnings }) => warnings)).toHaveLength(1);
});

test('any block keeps its records, faults and warnings, in their order', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 35_000 }), fc.integer({ min: 1, max: 20 }), async (count, each) => {
      const block = tinyLines(count, each);
      const [whole, parts] = [await collect(streamOf([block])), await collect(streamOf(await inSmallBlocks(block)))];
      expect({ ...parts, blocks: 0 }).toEqual({ ...whole, blocks: 0 });
    }),
    { numRuns: 20 },
  ));

test.each([
  ['lines', '1\n', 'ndjson'],
  ['values', '{}', 'auto'],
  ['bad rows', '1\n', 'csv'],
] as const)('an input of tiny %s comes in blocks of a bounded number', async (_, one, format) => {
  const header = format === 'csv' ? 'timestamp_unixtime_ms,action,user_identities.email\n' : '';
  const read = await readStdin(header + one.repeat(25_000), { format, blockBytes: 1_000_000 });
  expect([read.records.length + read.faults.length, read.blocks]).toEqual([25_000, 3]);
});
