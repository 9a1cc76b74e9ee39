import { createHash } from 'node:crypto';
import type { Block } from '../../src/model/block.js';
import type { Outgoing } from '../../src/model/mapped.js';
import { BlockWriter } from '../../src/transform/block-writer.js';
import { WireBuffer } from '../../src/transform/wire-buffer.js';

/** A block of whole lines, as the reader cuts it. */
export const blockOf = (lines: readonly string[], input = 0): Block => {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  let offset = 0;
  const starts = lines.map((line) => {
    const start = offset;
    offset += Buffer.byteLength(line) + 1;
    return start;
  });
  return {
    input,
    bytes,
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(lines.map((line, i) => starts[i] + Buffer.byteLength(line))),
    lines: Uint32Array.from(lines.map((_, i) => i + 1)),
    faults: [],
    warnings: [],
  };
};

/** Mapped events with these wire forms, all of one block, each with a fingerprint of its own text. */
export const mappedOf = (wires: readonly unknown[]): readonly Outgoing[] => {
  const texts = wires.map((wire) => JSON.stringify(wire));
  const block = blockOf(texts);
  const writer = new BlockWriter(block, new WireBuffer());
  writer.eventsRead = texts.length;
  texts.forEach((text, record) => {
    const facts = {
      eventName: 'Purchase',
      currency: 'USD',
      value: 1,
      keyMask: 1,
      limitedDataUse: 'off',
      time: 1,
    } as const;
    writer.event(
      text,
      { record, index: 0 },
      facts,
      createHash('sha256').update(text).digest().toString('latin1', 0, 16),
    );
  });
  const mapped = writer.finish(block);
  return texts.map((_, index) => ({ mapped, index }));
};
