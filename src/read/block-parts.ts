// Parts of blocks: the first records, the records of a shard, or a limited number of them.

import type { Block } from '../model/block.js';
import { rowLinesOf, rowsOfRecord } from '../model/row-lines.js';
import type { Shard } from '../model/shard.js';
import { MAX_RECORDS_OF_BLOCK } from './block-builder.js';

/** The tables of some records of a block, by their indexes. */
const tablesOf = ({ starts, ends, lines, rows }: Block, records: readonly number[]) => {
  const pick = (table: Uint32Array): Uint32Array => Uint32Array.from(records, (record) => table[record] ?? 0);
  return {
    starts: pick(starts),
    ends: pick(ends),
    lines: pick(lines),
    ...(rows === undefined ? {} : { rows: rowLinesOf(records.map((record) => rowsOfRecord(rows, record))) }),
  };
};

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, at) => from + at);

/** The first records of a block, at most `limit`, faults included; the block itself if it has no more. */
export const firstOf = (block: Block, limit: number): Block => {
  if (block.starts.length + block.faults.length <= limit) return block;
  const inOrder = [...block.lines, ...block.faults.map((fault) => fault.line)].sort((a, b) => a - b);
  const lastLine = inOrder[limit - 1] ?? 0;
  const faults = block.faults.filter((fault) => fault.line <= lastLine).slice(0, limit);
  const records = Math.min(limit - faults.length, block.starts.length);
  return { ...block, ...tablesOf(block, range(0, records)), faults };
};

/** How many lines of a sorted table are up to a given line. */
const upTo = (line: number, lines: ArrayLike<number>, from: number): number => {
  let at = from;
  while (at < lines.length && (lines[at] ?? 0) <= line) at += 1;
  return at;
};

/** The records and faults in these ranges, with bytes of their own. */
const partOf = (block: Block, [from, to]: readonly [number, number], faults: Block['faults']): Block => {
  const start = block.starts[from] ?? 0;
  const tables = tablesOf(block, range(from, to));
  return {
    ...block,
    ...tables,
    bytes: block.bytes.slice(start, to > from ? block.ends[to - 1] : start),
    starts: tables.starts.map((at) => at - start),
    ends: tables.ends.map((at) => at - start),
    faults,
    warnings: [],
    leftOut: [],
  };
};

function* divided(block: Block): Generator<Block> {
  const faultLines = block.faults.map(({ line }) => line);
  const lines = Uint32Array.from([...block.lines, ...faultLines]).sort();
  let [record, fault] = [0, 0];
  for (let last = MAX_RECORDS_OF_BLOCK - 1; record + fault < lines.length; last += MAX_RECORDS_OF_BLOCK) {
    const line = lines[Math.min(last, lines.length - 1)] ?? 0;
    const [nextRecord, nextFault] = [upTo(line, block.lines, record), upTo(line, faultLines, fault)];
    const part = partOf(block, [record, nextRecord], block.faults.slice(fault, nextFault));
    // Warnings and left-out rows belong to no line, so they go with the first part.
    yield record + fault === 0 ? { ...part, warnings: block.warnings, leftOut: block.leftOut ?? [] } : part;
    [record, fault] = [nextRecord, nextFault];
  }
}

/** The same records in the same order, in blocks of limited size. */
export async function* smallBlocks(blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
  for await (const block of blocks) {
    if (block.starts.length + block.faults.length <= MAX_RECORDS_OF_BLOCK) yield block;
    else yield* divided(block);
  }
}

/** Lines that stay together. Files are cut at the same lines for every number of shards. */
const STRETCH_LINES = 1_000;

type ShardNumber = Pick<Shard, 'index' | 'of'>;

/** Whether a record belongs to a shard, by its (first) line, so that rows of one sale stay together. */
export const isInShard = (line: number, { index, of }: ShardNumber): boolean =>
  Math.floor((line - 1) / STRETCH_LINES) % of === index - 1;

/** The part of a block in a shard; null: none. Warnings of the reader have no line: the first shard has them. */
export const shardOfBlock = (block: Block, shard: ShardNumber): Block | null => {
  const own: number[] = [];
  block.lines.forEach((line, record) => {
    if (isInShard(line, shard)) own.push(record);
  });
  const faults = block.faults.filter(({ line }) => isInShard(line, shard));
  const warnings = shard.index === 1 ? block.warnings : [];
  const leftOut = block.leftOut?.filter((line) => isInShard(line, shard)) ?? [];
  if (own.length + faults.length + warnings.length + leftOut.length === 0) return null;
  return { ...block, ...tablesOf(block, own), faults, warnings, leftOut };
};

/** The blocks of a shard. Records of other shards are read and dropped. */
export async function* inShard(blocks: AsyncIterable<Block>, shard: ShardNumber | undefined): AsyncGenerator<Block> {
  for await (const block of blocks) {
    const own = shard === undefined ? block : shardOfBlock(block, shard);
    if (own !== null) yield own;
  }
}
