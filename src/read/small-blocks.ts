// Divides blocks so that each has a bounded number of records.

import type { Block } from '../model/block.js';
import { rowLinesOf, rowsOfRecords } from '../model/row-lines.js';
import { MOST_RECORDS_OF_BLOCK } from './block-builder.js';

/** The first so many records of a block, faults included; the block itself when it has no more. */
export const firstOf = (block: Block, most: number): Block => {
  if (block.starts.length + block.faults.length <= most) return block;
  const inOrder = [...block.lines, ...block.faults.map((fault) => fault.line)].sort((a, b) => a - b);
  const lastLine = inOrder[most - 1] ?? 0;
  const faults = block.faults.filter((fault) => fault.line <= lastLine).slice(0, most);
  const records = Math.min(most - faults.length, block.starts.length);
  return {
    ...block,
    starts: block.starts.slice(0, records),
    ends: block.ends.slice(0, records),
    lines: block.lines.slice(0, records),
    ...(block.rows === undefined ? {} : { rows: rowLinesOf(rowsOfRecords(block.rows).slice(0, records)) }),
    faults,
  };
};

/** How many lines of a sorted table are up to a given line. */
const upTo = (line: number, lines: ArrayLike<number>, from: number): number => {
  let at = from;
  while (at < lines.length && (lines[at] ?? 0) <= line) at += 1;
  return at;
};

/** The records and faults in these ranges, over bytes of their own. */
const partOf = (block: Block, [from, to]: readonly [number, number], faults: Block['faults']): Block => {
  const start = block.starts[from] ?? 0;
  const shifted = (table: Uint32Array): Uint32Array => table.slice(from, to).map((at) => at - start);
  return {
    ...block,
    bytes: block.bytes.slice(start, to > from ? block.ends[to - 1] : start),
    starts: shifted(block.starts),
    ends: shifted(block.ends),
    lines: block.lines.slice(from, to),
    ...(block.rows === undefined ? {} : { rows: rowLinesOf(rowsOfRecords(block.rows).slice(from, to)) }),
    ...{ faults, warnings: [], leftOut: [] },
  };
};

function* divided(block: Block): Generator<Block> {
  const faultLines = block.faults.map(({ line }) => line);
  const lines = Uint32Array.from([...block.lines, ...faultLines]).sort();
  let [record, fault] = [0, 0];
  for (let last = MOST_RECORDS_OF_BLOCK - 1; record + fault < lines.length; last += MOST_RECORDS_OF_BLOCK) {
    const line = lines[Math.min(last, lines.length - 1)] ?? 0;
    const [nextRecord, nextFault] = [upTo(line, block.lines, record), upTo(line, faultLines, fault)];
    const part = partOf(block, [record, nextRecord], block.faults.slice(fault, nextFault));
    // Warnings belong to no line: they go with the first part, as do rows that are no records.
    yield record + fault === 0 ? { ...part, warnings: block.warnings, leftOut: block.leftOut ?? [] } : part;
    [record, fault] = [nextRecord, nextFault];
  }
}

/** The same records in the same order, in blocks of a bounded number of them. */
export async function* smallBlocks(blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
  for await (const block of blocks) {
    if (block.starts.length + block.faults.length <= MOST_RECORDS_OF_BLOCK) yield block;
    else yield* divided(block);
  }
}
