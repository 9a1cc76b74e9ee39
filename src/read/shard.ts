import type { Block } from '../model/block.js';
import { rowLinesOf, rowsOfRecord } from '../model/row-lines.js';
import type { Shard } from '../model/shard.js';

/** Lines that stay together. The cuts are at the same lines whatever the number of shards. */
const STRETCH_LINES = 1_000;

type ShardNumber = Pick<Shard, 'index' | 'of'>;

/** Whether a record belongs to a shard, by its (first) line, so that rows of one sale stay together. */
export const isInShard = (line: number, { index, of }: ShardNumber): boolean =>
  Math.floor((line - 1) / STRETCH_LINES) % of === index - 1;

/**
 * The part of a block that belongs to a shard; null: nothing. Warnings of the reader have no line, so the first shard
 * reports all of them.
 */
export const shardOfBlock = (block: Block, share: ShardNumber): Block | null => {
  const { rows } = block;
  const own: number[] = [];
  block.lines.forEach((line, record) => {
    if (isInShard(line, share)) own.push(record);
  });
  const faults = block.faults.filter(({ line }) => isInShard(line, share));
  const warnings = share.index === 1 ? block.warnings : [];
  const leftOut = block.leftOut?.filter((line) => isInShard(line, share)) ?? [];
  if (own.length + faults.length + warnings.length + leftOut.length === 0) return null;
  const ofOwn = (table: Uint32Array): Uint32Array => Uint32Array.from(own, (record) => table[record] ?? 0);
  return {
    ...{ ...block, leftOut },
    ...{ starts: ofOwn(block.starts), ends: ofOwn(block.ends), lines: ofOwn(block.lines), faults, warnings },
    ...(rows === undefined ? {} : { rows: rowLinesOf(own.map((record) => rowsOfRecord(rows, record))) }),
  };
};

/** The blocks of a shard. Records of other shards are read and dropped. */
export async function* inShard(blocks: AsyncIterable<Block>, share: ShardNumber | undefined): AsyncGenerator<Block> {
  for await (const block of blocks) {
    const own = share === undefined ? block : shardOfBlock(block, share);
    if (own !== null) yield own;
  }
}
