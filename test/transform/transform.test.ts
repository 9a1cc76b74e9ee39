import { expect, test } from 'vitest';
import type { MappedBlock } from '../../src/model/mapped.js';
import { transformer } from '../../src/transform/transform.js';
import { batchOf, mappingSettings, purchase } from '../support/batches.js';
import { wireText } from '../support/engine.js';
import { blockOf } from '../support/mapped.js';

const transform = transformer(mappingSettings());
const eventsOf = (mapped: MappedBlock) =>
  Array.from(
    { length: mapped.facts.count },
    (_, index) => JSON.parse(wireText({ mapped, index })) as Record<string, unknown>,
  );
const json = JSON.stringify;

test('a batch with many events gives as many events and fingerprints', () => {
  const events = Array.from({ length: 200 }, (_, i) => purchase({ transaction_id: `T-${i}` }));
  const mapped = transform(blockOf([json(batchOf(events))]));
  expect(eventsOf(mapped).map((event) => event['order_id'])).toEqual(events.map((_, i) => `T-${i}`));
  const prints = new Set(
    events.map((_, i) => Buffer.from(mapped.fingerprints.subarray(i * 16, i * 16 + 16)).toString('hex')),
  );
  expect(prints.size).toBe(200);
});

test('lines around malformed ones are sent, and each malformed one is named', () => {
  const good = json(batchOf([purchase()]));
  const mapped = transform(blockOf([good, '{"half', 'null', '[]', '7', '{}', '{"events":null}', good]));
  expect(mapped.facts.count).toBe(2);
  expect(mapped.rejects.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'not_json'],
    [3, 'not_a_batch'],
    [4, 'not_a_batch'],
    [5, 'not_a_batch'],
    [6, 'not_a_batch'],
  ]);
  expect([mapped.batchesRead, mapped.batchesMalformed, mapped.eventsRead]).toEqual([8, 5, 2]);
});

test('batches back to back on one line are read in their order, each with its own text', () => {
  const [a, b, c] = ['A', 'B', 'C'].map((transaction_id) => json(batchOf([purchase({ transaction_id }), null])));
  const mapped = transform(blockOf([`${a}${b} `, c]));
  expect(eventsOf(mapped).map((event) => event['order_id'])).toEqual(['A', 'B', 'C']);
  expect([...mapped.records].map((record) => mapped.block.lines[record])).toEqual([1, 1, 2]);
  const texts = [...mapped.records].map((record) =>
    Buffer.from(mapped.block.bytes).subarray(mapped.block.starts[record], mapped.block.ends[record]).toString().trim(),
  );
  expect(texts).toEqual([a, b, c]);
  expect(mapped.warnings).toContainEqual({
    code: 'several_records_on_line',
    count: 1,
    first: { line: 1, event: null },
  });
});

test('an attribute nested deeper than the stack is rejected, its neighbours are sent', () => {
  const good = json(batchOf([purchase()]));
  const deep = json(batchOf([purchase({}, { custom_attributes: { a: '@' } })]));
  const mapped = transform(blockOf([good, deep.replace('"@"', '['.repeat(100_000) + ']'.repeat(100_000)), good]));
  expect(mapped.rejects).toMatchObject([{ line: 2, event: 0, reason: 'malformed_event' }]);
  expect(mapped.facts.count).toBe(2);
});
