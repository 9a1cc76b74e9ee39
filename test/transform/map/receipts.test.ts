import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../../src/transform/parse/record.js';
import { transformer } from '../../../src/transform/transform.js';
import { batchOf, mappingSettings, purchase, YESTERDAY_MS } from '../../support/batches.js';
import { wireText } from '../../support/engine.js';
import { blockOf } from '../../support/mapped.js';

type Json = Record<string, unknown>;

const transform = transformer(mappingSettings({ api: 'conversions', hashMadid: false }));

const outcomeOf = (batch: unknown) => {
  const mapped = transform(blockOf([JSON.stringify(batch)]));
  const sent = Array.from({ length: mapped.facts.count }, (_, index) => JSON.parse(wireText({ mapped, index })));
  return {
    read: mapped.eventsRead,
    joined: mapped.skipped.get('joined') ?? 0,
    sent: sent.map(({ event_name, custom_data }) => ({
      name: event_name,
      value: custom_data.value,
      ids: (custom_data.contents ?? []).map(({ id }: { id: string }) => id),
    })),
    warnings: mapped.warnings.map(({ code }) => code),
  };
};

const item = (id: string, price: number, quantity = 1): Json => ({ id, price, quantity });
/** One event of receipt R-1, with ids of its own. */
const part = (eventId: number, action: Json, data: Json = {}): Json =>
  purchase({ transaction_id: 'R-1', ...action }, { event_id: String(eventId), ...data });

describe('events of one receipt in one batch', () => {
  test.each([
    ['a total that both repeat', 20, 20, 20, []],
    ['totals of their own', 8, 12, 20, []],
    ['no total', null, 0, 20, []],
    ['one total', null, 25, 25, []],
    ['different totals', 18, 20, 18, ['receipt_totals_differ']],
  ] as const)('with %s are one event', (_, first, second, value, warnings) => {
    const events = [
      part(1, { total_amount: first, products: [item('A', 8)] }),
      part(2, { total_amount: second, products: [item('B', 6, 2)] }, { timestamp_unixtime_ms: YESTERDAY_MS + 999 }),
    ];
    expect(outcomeOf(batchOf(events))).toEqual({
      read: 2,
      joined: 1,
      sent: [{ name: 'Purchase', value, ids: ['A', 'B'] }],
      warnings,
    });
  });

  test('with totals of their own that were rounded are one event', () => {
    const events = [
      part(1, { total_amount: 3.74, products: [item('A', 2.99, 1.25)] }),
      part(2, { total_amount: 12, products: [item('B', 6, 2)] }),
    ];
    expect(outcomeOf(batchOf(events))).toMatchObject({ joined: 1, sent: [{ value: 15.74 }], warnings: [] });
  });

  test('with totals of their own lines, which have no prices, are one event', () => {
    const line = (id: string, total_product_amount: number): Json => ({
      id,
      price: null,
      quantity: 2,
      total_product_amount,
    });
    const events = [
      part(1, { total_amount: 8, products: [line('A', 8)] }),
      part(2, { total_amount: 12, products: [line('B', 12)] }),
    ];
    expect(outcomeOf(batchOf(events))).toMatchObject({ joined: 1, sent: [{ value: 20 }], warnings: [] });
  });

  test('with totals of their own after discounts are one event', () => {
    const events = [
      part(1, { total_amount: 36, products: [item('A', 40)] }),
      part(2, { total_amount: 5, products: [item('B', 5)] }),
    ];
    expect(outcomeOf(batchOf(events))).toMatchObject({ joined: 1, sent: [{ value: 41 }], warnings: [] });
  });

  test.each([
    ['tax', { tax_amount: 0.8 }, { tax_amount: '1.2' }, 8.8, 13.2, 22],
    ['shipping of the first', { shipping_amount: 5 }, { shipping_amount: 0 }, 13, 12, 25],
    ['tax of the receipt', { tax_amount: 2 }, { tax_amount: 2 }, 22, 22, 22],
    ['tax that is not a number', { tax_amount: 'x' }, { tax_amount: null }, 8, 12, 20],
  ])('with totals of their own and %s are one event', (_, first, second, firstTotal, secondTotal, value) => {
    const events = [
      part(1, { ...first, total_amount: firstTotal, products: [item('A', 8)] }),
      part(2, { ...second, total_amount: secondTotal, products: [item('B', 6, 2)] }),
    ];
    expect(outcomeOf(batchOf(events))).toMatchObject({ joined: 1, sent: [{ value }], warnings: [] });
  });

  test.each([null, '', 978, ' usd '])('of which one has the currency %j are one event', (currency_code) => {
    const events = [
      part(1, { total_amount: 20, products: [item('A', 8)] }),
      part(2, { total_amount: 20, products: [item('B', 12)] }, { currency_code }),
    ];
    expect(outcomeOf(batchOf(events))).toMatchObject({ joined: 1, sent: [{ value: 20, ids: ['A', 'B'] }] });
  });

  test.each([
    ['NOK', null],
    [null, 'NOK'],
    ['', 'NOK'],
  ])('with the currencies %j and %j have that which one of them names', (first, second) => {
    const events = [part(1, {}, { currency_code: first }), part(2, {}, { currency_code: second })];
    const mapped = transform(blockOf([JSON.stringify(batchOf(events))]));
    expect(JSON.parse(wireText({ mapped, index: 0 }))).toMatchObject({ custom_data: { currency: 'NOK' } });
  });

  test.each([
    ['one event has them', { store: 'A' }, null, { store: 'A' }, []],
    ['the other event has them', null, { store: 'A' }, { store: 'A' }, []],
    ['each has its own', { store: 'A' }, { till: 7 }, { store: 'A', till: 7 }, []],
    ['both have the same', { store: 'A', tags: ['x'] }, { tags: ['x'], store: 'A' }, { store: 'A', tags: '["x"]' }, []],
    ['a null and a value', { store: null }, { store: 'A' }, { store: 'A' }, []],
    ['two values', { store: 'A' }, { store: 'B', till: 7 }, { store: 'A', till: 7 }, ['store']],
    ['a name that objects have', { toString: 'A' }, { toString: 'B' }, { toString: 'A' }, ['toString']],
  ])('custom attributes: %s', (_, first, second, sent, differing) => {
    const events = [
      part(1, { products: [item('A', 8)] }, { custom_attributes: first }),
      part(2, { products: [item('B', 8)] }, { custom_attributes: second }),
    ];
    const mapped = transform(blockOf([JSON.stringify(batchOf(events))]));
    const { custom_data } = JSON.parse(wireText({ mapped, index: 0 })) as { custom_data: Json };
    expect(custom_data).toMatchObject(sent);
    expect(mapped.warnings.map(({ code, detail }) => [code, detail])).toEqual(
      differing.map((name) => ['receipt_values_differ', name]),
    );
  });

  test('values nested too deeply to write end in an outcome', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const events = [
      part(1, { products: [{ id: 'A', price: 'DEEP' }] }, { custom_attributes: { a: 'DEEP' } }),
      part(2, { products: [{ id: 'B', price: 8 }] }, { custom_attributes: { a: 'DEEP' } }),
    ];
    const mapped = transform(blockOf([JSON.stringify(batchOf(events)).replaceAll('"DEEP"', deep)]));
    expect(mapped.rejects.map(({ reason }) => reason)).toEqual(['malformed_event']);
  });

  test.each([
    ['the same total each, of other products', 'B', 16],
    ['one product and its total twice', 'A', 8],
  ])('%s', (_, id, value) => {
    const parts = [
      part(1, { total_amount: 8, products: [item('A', 8)] }),
      part(2, { total_amount: 8, products: [item(id, 8)] }),
    ];
    expect(outcomeOf(batchOf(parts))).toMatchObject({ joined: 1, sent: [{ value }] });
  });

  test.each([
    ['R-7', ' R-7\u200b', 1],
    ['="007"', "'007", 1],
    ['NULL', 'NULL', 0],
    ['N/A', 'N/A', 0],
  ])('the transactions %j and %j join %i of two events', (first, second, count) => {
    const events = [
      part(1, { transaction_id: first, products: [item('A', 8)] }),
      part(2, { transaction_id: second, products: [item('B', 8)] }),
    ];
    expect(outcomeOf(batchOf(events)).joined).toBe(count);
  });

  test.each([
    ['another second', {}, { timestamp_unixtime_ms: YESTERDAY_MS + 1_000 }],
    ['another action', { action: 'add_to_cart' }, {}],
    ['another currency', {}, { currency_code: 'NOK' }],
    ['another transaction', { transaction_id: 'R-2' }, {}],
    ['no transaction', { transaction_id: null }, {}],
  ])('%s is another event', (_, action, data) => {
    const events = [part(1, { products: [item('A', 8)] }), part(2, { products: [item('B', 8)], ...action }, data)];
    expect(outcomeOf(batchOf(events))).toMatchObject({ joined: 0, sent: [{ ids: ['A'] }, { ids: ['B'] }] });
  });

  test('spellings of one action, and of one time, are the same', () => {
    const events = [
      part(1, { action: 'Purchase', products: [item('A', 8)] }, { timestamp_unixtime_ms: YESTERDAY_MS }),
      part(2, { action: 7, products: [item('B', 8)] }),
    ];
    expect(outcomeOf(batchOf(events))).toMatchObject({ joined: 1, sent: [{ ids: ['A', 'B'] }] });
  });

  test('exact copies count once beside other parts, and are left to the look-out for duplicates alone', () => {
    const [first, second] = [part(1, { products: [item('A', 8)] }), part(2, { products: [item('B', 8)] })];
    expect(outcomeOf(batchOf([first, second, first]))).toMatchObject({ joined: 2, sent: [{ ids: ['A', 'B'] }] });
    expect(outcomeOf(batchOf([first, first]))).toMatchObject({ joined: 0, sent: [{ ids: ['A'] }, { ids: ['A'] }] });
  });

  test('what was sent before it was joined has the fingerprint it had', () => {
    const events = [part(1, { products: [item('A', 8)] }), part(2, { products: [item('B', 8)] })];
    const [alone, whole] = [[events[0]], events].map((list) => transform(blockOf([JSON.stringify(batchOf(list))])));
    expect(whole?.fingerprints).toEqual(alone?.fingerprints);
  });

  test('a line of a rejects file that names one of them means the whole receipt', () => {
    const events = [
      purchase({ transaction_id: 'X' }),
      part(1, { products: [item('A', 8)] }),
      part(2, { products: [item('B', 8)] }),
    ];
    for (const event of [1, 2]) {
      const record = parseRecord(JSON.stringify({ _reject: { event }, ...batchOf(events) }));
      expect(record).toMatchObject({
        batch: { events: [{ index: 1, event: { products: [{ id: 'A' }, { id: 'B' }] } }] },
      });
    }
  });
});

test('events of one receipt share a number, others do not', () => {
  const events = [
    part(1, {}),
    part(2, {}, { timestamp_unixtime_ms: YESTERDAY_MS + 500 }),
    part(3, {}, { timestamp_unixtime_ms: YESTERDAY_MS + 1_000 }),
    part(4, { action: 'checkout' }),
    part(5, { transaction_id: 'R-2' }),
    part(6, { transaction_id: null }),
  ];
  const { facts } = transform(blockOf(events.map((event) => JSON.stringify(batchOf([event])))));
  const [first, second, ...others] = facts.receipt;
  expect(first).toBe(second);
  expect(new Set([first, ...others]).size).toBe(5);
  expect(others.at(-1)).toBe(0);
  expect([...facts.receipt].every(Number.isSafeInteger)).toBe(true);
});
