import { expect, test } from 'vitest';
import { eventsSettled, freeIfSettled, MIN_FREED_BYTES } from '../../src/run/block-memory.js';
import type { MappedBlock } from '../../src/model/mapped.js';
import { mappedOf } from '../support/mapped.js';

const RECORDS = '{"events":[]}\n'.repeat(MIN_FREED_BYTES / 8);

/** A mapped block whose records lie in memory of its own, as every reader's do. */
const blockOf = (events: number): MappedBlock => {
  const mapped = mappedOf(Array.from({ length: Math.max(1, events) }, (_, event) => ({ event })))[0].mapped;
  const bytes = new Uint8Array(Buffer.from(RECORDS));
  const wire = new Uint8Array(MIN_FREED_BYTES);
  return { ...mapped, wire, block: { ...mapped.block, bytes }, unsettled: events === 0 ? 0 : mapped.unsettled };
};

test('records stay until the last event has its outcome, and their events longer', () => {
  const [one, other] = [blockOf(3), blockOf(1)];
  freeIfSettled(one);
  freeIfSettled(other);
  eventsSettled(one);
  eventsSettled(other);
  expect(other.block.bytes).toHaveLength(0);
  eventsSettled(one);
  expect(Buffer.from(one.block.bytes).toString()).toBe(RECORDS);
  eventsSettled(one);
  expect(one.block.bytes).toHaveLength(0);
  expect(one.wire.length).toBeGreaterThan(0);
});

test('records without events go at once', () => {
  const mapped = blockOf(0);
  freeIfSettled(mapped);
  expect(mapped.block.bytes).toHaveLength(0);
});

test.each([true, false])('events go with the last outcome where a sink allows it: %s', (freesWire) => {
  const mapped = { ...blockOf(2), freesWire };
  eventsSettled(mapped);
  expect(mapped.wire.length).toBeGreaterThan(0);
  eventsSettled(mapped);
  expect(mapped.wire.length === 0).toBe(freesWire);
});
