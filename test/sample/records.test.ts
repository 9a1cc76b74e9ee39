import { describe, expect, test } from 'vitest';
import { SampleSource, type SampleOptions } from '../../src/sample/records.js';
import { transformer } from '../../src/transform/transform.js';
import { sampleTexts } from '../support/sample-texts.js';
import { mappingSettings, NOW_MS } from '../support/batches.js';
import { blockOf } from '../support/mapped.js';

const MS_PER_DAY = 86_400_000;
const OPTIONS: SampleOptions = {
  format: 'ndjson',
  seed: 1,
  asOfMs: NOW_MS,
  days: 30,
  advertisingIds: 0.2,
  badRecords: false,
};

const lines = (count: number, more: Partial<SampleOptions> = {}): string[] => [
  ...sampleTexts({ ...OPTIONS, ...more, count }),
];

describe('the same sample again', () => {
  test('comes from the same seed and time', () => {
    expect(lines(200)).toEqual(lines(200));
    expect(lines(200, { badRecords: true })).toEqual(lines(200, { badRecords: true }));
  });

  test('is the beginning of a longer one', () => expect(lines(300).slice(0, 100)).toEqual(lines(100)));

  test.each([{ seed: 2 }, { asOfMs: NOW_MS + 1_000 }, { days: 7 }])('does not come from %o', (more) =>
    expect(lines(50, more)).not.toEqual(lines(50)),
  );

  test('another seed shares no event with it', () => {
    const ids = (text: string) => /"event_id":"(-?\d+)"/.exec(text)?.[1];
    const first = new Set(lines(2_000).map(ids));
    expect(first.size).toBe(2_000);
    expect(lines(2_000, { seed: 2 }).filter((line) => first.has(ids(line)))).toEqual([]);
  });
});

describe('a batch', () => {
  const batches = lines(3_000).map((line) => JSON.parse(line));
  const events = batches.flatMap((batch) => batch.events.map((event: { data: unknown }) => event.data));
  const purchases = events.filter((data) => data.product_action?.action === 'purchase');

  test('has the parts that an export of a custom feed has', () => {
    expect(Object.keys(batches[0])).toEqual(
      expect.arrayContaining(['events', 'batch_id', 'message_id', 'mpid', 'environment', 'user_identities', 'context']),
    );
    expect(batches[0]).toMatchObject({
      application_info: { os: 'OutOfBand' },
      source_info: { channel: 'partner', partner: 'Generic S2S' },
      device_info: { is_dst: false },
      events: [
        { event_type: 'commerce_event', data: { custom_attributes: { 'mParticle Source Feed': expect.any(String) } } },
      ],
    });
  });

  test('has 64-bit ids beyond what a double holds, written as numbers', () => {
    const [, mpid = ''] = /"mpid":(-?\d+),/.exec(lines(1)[0]) ?? [];
    expect(Number.isSafeInteger(Number(mpid))).toBe(false);
    expect(BigInt.asIntN(64, BigInt(mpid))).toBe(BigInt(mpid));
  });

  test('is in the requested days, before "now"', () => {
    const times = events.map((data) => Number(data.timestamp_unixtime_ms));
    expect(Math.max(...times)).toBeLessThan(NOW_MS);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(NOW_MS - 30 * MS_PER_DAY);
    expect(new Set(times.map((time) => Math.floor(time / MS_PER_DAY))).size).toBeGreaterThanOrEqual(30);
    expect(Math.max(...batches.map((batch) => batch.timestamp_unixtime_ms))).toBeLessThanOrEqual(NOW_MS);
  });

  test('is mostly a purchase, of one to three products', () => {
    expect(purchases.length / events.length).toBeGreaterThan(0.6);
    expect(new Set(purchases.map((data) => data.product_action.products.length))).toEqual(new Set([1, 2, 3]));
  });

  test('costs what its products and the tax add up to', () => {
    for (const { product_action: action } of purchases) {
      const sum = action.products.reduce(
        (total: number, product: { price: number; quantity: number }) => total + product.price * product.quantity,
        action.tax_amount,
      );
      expect(action.total_amount).toBeCloseTo(sum, 2);
    }
  });

  test('is about as long as a real one', () => {
    const mean = lines(1_000).join('').length / 1_000;
    expect(mean).toBeGreaterThan(1_500);
    expect(mean).toBeLessThan(2_100);
  });

  test('contains no real person', () => {
    const text = lines(3_000, { badRecords: true }).join('\n');
    const addresses = text.match(/[^"\s]+@[^"\s]+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(2_000);
    expect(addresses.filter((address) => !/^[a-z.\d]+@example\.(com|net|org)$/.test(address))).toEqual([]);
    const phones = text.match(/"\+\d+"/g) ?? [];
    const fiction =
      /^"\+(1\d{3}55501\d\d|44(113496|207946|131496)0\d{3}|49(2214710|3023125|8999998)\d{3}|3363998\d{4})"$/;
    expect(phones.filter((phone) => !fiction.test(phone))).toEqual([]);
  });

  test('is of the same person whenever the customer id is the same', () => {
    const people = new Map<string, string>();
    for (const batch of lines(10_000).map((line) => JSON.parse(line))) {
      const [customer, ...others] = batch.user_identities.map((entry: { identity: string }) => entry.identity);
      const person = JSON.stringify([others, batch.user_attributes, batch.device_info]);
      expect(people.get(customer) ?? person).toBe(person);
      people.set(customer, person);
    }
    expect(people.size).toBeLessThan(10_000);
  });
});

describe.each(['offline-conversions', 'conversions'] as const)('an upload by %s', (api) => {
  const settings = mappingSettings({ api, maxAgeDays: 62, extendedMatchKeys: true });
  const mapped = transformer(settings)(blockOf(lines(2_000)));

  test('sends or skips every event, without a warning', () => {
    expect(mapped.rejects).toEqual([]);
    expect(mapped.warnings).toEqual([]);
    expect([...mapped.skipped.keys()].sort()).toEqual(['other_action', 'promotion']);
    expect(mapped.facts.count).toBeGreaterThan(1_800);
  });

  test('finds every match key but the advertising ids in every event', () => {
    const all = mapped.facts.keyMask.reduce((mask, keys) => mask & keys, -1);
    const some = mapped.facts.keyMask.reduce((mask, keys) => mask | keys, 0);
    expect(all.toString(2).split('1').length - 1).toBe(10);
    expect(some.toString(2).split('1').length - 1).toBe(12);
  });
});

test('advertising ids can be on every batch, or on none', () => {
  const ids = (share: number) =>
    lines(50, { advertisingIds: share }).map((line) => (line.match(/(ios|android)_advertising_id/g) ?? []).length);
  expect(new Set(ids(1))).toEqual(new Set([2]));
  expect(new Set(ids(0))).toEqual(new Set([0]));
});

test('the events of each record are counted', () => {
  const source = new SampleSource(OPTIONS);
  for (let made = 0; made < 500; made += 1) {
    const { text, events } = source.next();
    expect(JSON.parse(text).events).toHaveLength(events);
  }
});
