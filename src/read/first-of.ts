import type { Block } from '../model/block.js';

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
    ...(block.rows === undefined ? {} : { rows: block.rows.slice(0, records) }),
    faults,
  };
};
