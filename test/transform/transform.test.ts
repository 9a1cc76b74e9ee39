import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { MappedBlock } from '../../src/model/mapped.js';
import { Tally } from '../../src/run/tally.js';
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

/** Anything that could stand in a batch, plausible or not. */
const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('purchase', 'email', '2026', 0, null));
const anyEvent = fc.oneof(
  anything,
  fc.record(
    {
      event_type: fc.constantFrom('commerce_event', 'custom_event', null),
      data: fc.record(
        {
          timestamp_unixtime_ms: fc.oneof(anything, fc.constant(purchase().data)),
          currency_code: fc.oneof(fc.constantFrom('USD', 'usd', 'X', null), anything),
          custom_attributes: fc.oneof(fc.dictionary(fc.string(), anything), anything),
          product_action: fc.oneof(
            fc.record(
              {
                action: fc.constantFrom('purchase', 'add_to_cart', 'refund', 7),
                total_amount: anything,
                transaction_id: anything,
                products: fc.oneof(
                  fc.array(fc.oneof(fc.record({ id: anything, price: anything, quantity: anything }), anything)),
                  anything,
                ),
              },
              { requiredKeys: [] },
            ),
            anything,
          ),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
);
const anyBatch = fc.record(
  {
    events: fc.oneof(fc.array(anyEvent, { maxLength: 4 }), anything),
    user_identities: fc.oneof(
      fc.dictionary(fc.constantFrom('email', 'customerid', 'other2', 'x'), anything),
      fc.array(anything),
      anything,
    ),
    user_attributes: fc.oneof(
      fc.dictionary(fc.constantFrom('$FirstName', '$city', '$Country', '$Gender', '$zip'), anything),
      anything,
    ),
    device_info: anything,
    application_info: anything,
    consent_state: anything,
    environment: fc.constantFrom('production', 'development', null),
  },
  { requiredKeys: [] },
);

describe.each([
  ['offline-conversions', {}],
  ['conversions', { api: 'conversions', hashMadid: false, extendedMatchKeys: true, sendCcpaLimitedDataUse: 'always' }],
] as const)('arbitrary batches, %s', (_, settings) => {
  const transformAny = transformer(mappingSettings(settings));
  const emptyHash = createHash('sha256').update('').digest('hex');

  test('sums add up, nothing throws, nothing empty is hashed, no null is sent', () =>
    fc.assert(
      fc.property(fc.array(anyBatch, { minLength: 1, maxLength: 5 }), (batches) => {
        const mapped = transformAny(blockOf(batches.map((batch) => json(batch))));
        const tally = new Tally();
        tally.addBlock(mapped, 'file');
        for (const { reason, message, event } of mapped.rejects)
          tally.reject({ reason, message, origin: '' }, event !== null);
        tally.sent = mapped.facts.count;
        expect(tally.imbalance()).toBeNull();
        const text = Buffer.from(mapped.wire).toString();
        expect(text).not.toContain(emptyHash);
        for (const event of eventsOf(mapped)) expect(Object.values(event)).not.toContain(null);
      }),
      { numRuns: 300 },
    ));
});

test('an attribute nested deeper than the stack is rejected, its neighbours are sent', () => {
  const good = json(batchOf([purchase()]));
  const deep = json(batchOf([purchase({}, { custom_attributes: { a: '@' } })]));
  const mapped = transform(blockOf([good, deep.replace('"@"', '['.repeat(100_000) + ']'.repeat(100_000)), good]));
  expect(mapped.rejects).toMatchObject([{ line: 2, event: 0, reason: 'malformed_event' }]);
  expect(mapped.facts.count).toBe(2);
});
