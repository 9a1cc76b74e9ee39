import { expect, test } from 'vitest';
import { BlockMemory } from '../src/block-memory.js';
import type { MappedBlock } from '../src/model/mapped.js';
import { mappedOf } from './support/mapped.js';

const RECORDS = '{"events":[]}\n';

/** A mapped block whose records lie in memory of its own, as every reader's do. */
const blockOf = (events: number): MappedBlock => {
  const mapped = mappedOf(Array.from({ length: Math.max(1, events) }, (_, event) => ({ event })))[0].mapped;
  const bytes = new Uint8Array(Buffer.from(RECORDS));
  return { ...mapped, block: { ...mapped.block, bytes }, facts: { ...mapped.facts, count: events } };
};

test('records stay until the last event has its outcome, and their events longer', () => {
  const memory = new BlockMemory();
  const [one, other] = [blockOf(3), blockOf(1)];
  memory.took(one);
  memory.took(other);
  memory.settled(one);
  memory.settled(other);
  expect(other.block.bytes).toHaveLength(0);
  memory.settled(one);
  expect(Buffer.from(one.block.bytes).toString()).toBe(RECORDS);
  memory.settled(one);
  expect(one.block.bytes).toHaveLength(0);
  expect(one.wire.length).toBeGreaterThan(0);
});

test('records without events go at once', () => {
  const memory = new BlockMemory();
  const mapped = blockOf(0);
  memory.took(mapped);
  expect(mapped.block.bytes).toHaveLength(0);
});
