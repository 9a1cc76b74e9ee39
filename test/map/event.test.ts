import { describe, expect, test } from 'vitest';
import { forwardedActionOf } from '../../src/map/action.js';
import { mapBatch, mapEvent } from '../../src/map/event.js';
import { currencyOf } from '../../src/map/currency.js';
import { eventTimeOf } from '../../src/map/time.js';
import { valueOf } from '../../src/map/value.js';
import { fingerprintBase, fingerprintOf } from '../../src/map/fingerprint.js';
import type { Mapped } from '../../src/model/conversion.js';
import type { MappingSettings } from '../../src/model/settings.js';
import { parseRecord } from '../../src/parse/record.js';
import { batchOf, mappingSettings, NOW_MS, purchase, YESTERDAY_MS } from '../support/batches.js';

const DAY_MS = 86_400_000;

const parse = (batch: unknown) => {
  const record = parseRecord(JSON.stringify(batch));
  if (record.kind !== 'batch') throw new Error('not a batch');
  return record.batch;
};

const mapped = (batch: unknown, settings: Partial<MappingSettings> = {}): readonly Mapped[] => {
  const parsed = parse(batch);
  const mapping = mapBatch(parsed, mappingSettings(settings));
  return parsed.events.map((event) => mapEvent(event, mapping));
};

const conversionOf = (event: unknown, settings: Partial<MappingSettings> = {}) => {
  const [outcome] = mapped(batchOf([event]), settings);
  if (outcome?.kind !== 'conversion') throw new Error(`no conversion: ${JSON.stringify(outcome)}`);
  return outcome;
};

test.each<readonly [string, string | undefined]>([
  ['add_to_cart', 'add_to_cart'],
  ['add_to_wishlist', 'add_to_wishlist'],
  ['add_to_wish_list', 'add_to_wishlist'],
  ['AddToWishList', 'add_to_wishlist'],
  ['checkout', 'checkout'],
  ['purchase', 'purchase'],
  ['Purchase', 'purchase'],
  ['view_detail', 'view_detail'],
  ['Add to Cart', 'add_to_cart'],
  ...[
    'checkout_option',
    'click',
    'refund',
    'remove_from_cart',
    'remove_from_wish_list',
    'unknown',
    'view_cart',
    '',
  ].map((action) => [action, undefined] as const),
])('action %s means %s', (action, expected) => expect(forwardedActionOf(action)).toBe(expected));

describe('value', () => {
  const product = (price: unknown, quantity?: unknown) => ({ id: 'A', price, quantity });
  test.each([
    ['the total, if set', { total_amount: 61.46, products: [product(10, 1)] }, 61.46],
    ['a numeric string', { total_amount: '42.50', products: [] }, 42.5],
    ['unset written as 0', { total_amount: 0, products: [product(129.99, 1)] }, 129.99],
    ['unset written as null', { total_amount: null, products: [product(4.25, 3), product(9.5, 1)] }, 22.25],
    ['quantity absent: one', { total_amount: undefined, products: [product(9.5)] }, 9.5],
    ['quantities and prices as text', { total_amount: undefined, products: [product('20.00', '2')] }, 40],
    [
      'fractions and returns',
      { total_amount: null, products: [product(12.4, 2.5), product(5, -1), product(null, null)] },
      26,
    ],
    ['binary noise', { total_amount: undefined, products: [product(0.1), product(0.2)] }, 0.3],
    ['half a cent', { total_amount: 1.005, products: [] }, 1.01],
    ['no prices', { total_amount: undefined, products: [{ id: 'A' }] }, null],
    ['no products', { total_amount: '', products: null }, null],
    ['zero all over', { total_amount: 0, products: [product(0, 1)] }, null],
    ['a negative total', { total_amount: -5, products: [product(10, 1)] }, null],
    ['a price beyond all money', { total_amount: null, products: [product(1e308, 2), product(3, 1)] }, 3],
    ['a total beyond all money', { total_amount: 1e308, products: [product(10, 1)] }, 10],
    ['no number', { total_amount: '12,00', products: [] }, null],
    ['hexadecimal', { total_amount: '0x10', products: [] }, null],
    ['octal', { total_amount: ' 0O17', products: [] }, null],
    ['binary, of a price', { total_amount: null, products: [product('0b11'), product('3')] }, 3],
    ['no end', { total_amount: 'Infinity', products: [] }, null],
    ['an exponent', { total_amount: '1e3', products: [] }, 1000],
  ])('%s', (_, action, expected) => {
    const event = parse(batchOf([purchase(action)])).events[0];
    expect(event?.kind === 'product_action' ? valueOf(event.event) : 'no event').toBe(expected);
  });
});

describe('time', () => {
  const limits = { asOfMs: NOW_MS, sinceMs: null, untilMs: null, maxAgeDays: 62 };
  test.each([
    [YESTERDAY_MS, Math.floor(YESTERDAY_MS / 1000)],
    [`${YESTERDAY_MS}`, Math.floor(YESTERDAY_MS / 1000)],
    [YESTERDAY_MS + 999, Math.floor(YESTERDAY_MS / 1000)],
    [NOW_MS + 60_000, Math.floor(NOW_MS / 1000) + 60],
    [NOW_MS - 62 * DAY_MS, Math.floor(NOW_MS / 1000) - 62 * 86_400],
  ])('%s becomes %s s', (ms, seconds) => expect(eventTimeOf(ms, limits)).toEqual({ kind: 'time', seconds }));

  test.each([
    [undefined, 'no_event_time'],
    [null, 'no_event_time'],
    ['', 'no_event_time'],
    [0, 'no_event_time'],
    ['0', 'no_event_time'],
    ['yesterday', 'invalid_event_time'],
    [{}, 'invalid_event_time'],
    [-1, 'invalid_event_time'],
    [Math.floor(YESTERDAY_MS / 1000), 'invalid_event_time'],
    [NOW_MS + 60_001, 'future_event_time'],
    [NOW_MS - 62 * DAY_MS - 1, 'too_old'],
  ])('%s is rejected: %s', (time, reason) =>
    expect(eventTimeOf(time, limits)).toMatchObject({ kind: 'rejected', reason }),
  );

  test('no limit, no age', () =>
    expect(eventTimeOf(Date.UTC(2005, 1), { ...limits, maxAgeDays: null })).toMatchObject({ kind: 'time' }));

  test('since holds from its instant on, until ends before its own', () => {
    const window = { ...limits, sinceMs: YESTERDAY_MS, untilMs: YESTERDAY_MS + 1_000 };
    const kinds = [-1, 0, 999, 1_000].map((offset) => eventTimeOf(YESTERDAY_MS + offset, window));
    expect(kinds.map((time) => (time.kind === 'skipped' ? time.reason : time.kind))).toEqual([
      'before_since',
      'time',
      'time',
      'after_until',
    ]);
  });
});

test.each([
  ['usd', { kind: 'given', code: 'USD' }],
  [' eur ', { kind: 'given', code: 'EUR' }],
  [null, { kind: 'default', code: 'USD' }],
  [undefined, { kind: 'default', code: 'USD' }],
  [' ', { kind: 'default', code: 'USD' }],
  ['US', { kind: 'invalid' }],
  ['ZZZ', { kind: 'invalid' }],
  ['$', { kind: 'invalid' }],
  [840, { kind: 'invalid' }],
])('currency %j', (given, expected) => expect(currencyOf(given, 'USD')).toEqual(expected));

describe('a conversion', () => {
  test('carries what the batch says', () =>
    expect(conversionOf(purchase()).conversion).toMatchObject({
      action: 'purchase',
      time: Math.floor(YESTERDAY_MS / 1000),
      value: 61.46,
      currency: 'USD',
      contents: [{ id: 'HB-1', quantity: 1, price: 34.9, title: 'Tide Atlas' }],
      orderId: 'POS-1',
      customData: { store_id: '0417' },
      limitedDataUse: { kind: 'off' },
    }));

  test('leaves products without an id or with nothing sold out of contents, and says so', () => {
    const products = [
      { id: 'A', price: 5, quantity: 2 },
      { name: 'no id', price: 5 },
      { id: 'R', price: 5, quantity: -1 },
    ];
    const { conversion, warnings } = conversionOf(purchase({ products }));
    expect(conversion.contents.map(({ id }) => id)).toEqual(['A']);
    expect(warnings.map(({ code }) => code)).toEqual(['item_without_id', 'item_without_quantity']);
  });

  test('counts a default currency and amounts that are no numbers', () => {
    const { conversion, warnings } = conversionOf(purchase({ total_amount: 'n/a' }, { currency_code: null }), {
      defaultCurrency: 'EUR',
    });
    expect(conversion).toMatchObject({ currency: 'EUR', value: 34.9 });
    expect(warnings).toEqual([
      { code: 'currency_defaulted', count: 1 },
      { code: 'amount_not_numeric', count: 1 },
    ]);
  });

  test.each([
    [{ a: 'x', b: 1, c: true, d: null }, {}, { a: 'x', b: 1, c: true }],
    [{ tags: ['a', 'b'], o: { p: 1 } }, {}, { tags: '["a","b"]', o: '{"p":1}' }],
    [{ a: 'x', secret: 'y' }, { customDataExclude: ['secret'] }, { a: 'x' }],
    [{ a: 'x@example.com', b: '+1 (408) 555-0142' }, { piiGuard: 'drop' }, null],
    [{ a: 'x@example.com' }, { piiGuard: 'warn' }, { a: 'x@example.com' }],
    [
      { isbn: '9780000000017', when: '2026-11-20' },
      { piiGuard: 'drop' },
      { isbn: '9780000000017', when: '2026-11-20' },
    ],
    [null, {}, null],
    [{}, {}, null],
  ] as const)('custom data of %j with %j', (custom_attributes, settings, expected) =>
    expect(conversionOf(purchase({}, { custom_attributes }), settings).conversion.customData).toEqual(expected),
  );

  test('personal-looking attributes are told by name, never by value', () => {
    const { warnings } = conversionOf(purchase({}, { custom_attributes: { contact: 'ana@example.com' } }));
    expect(warnings).toEqual([{ code: 'pii_in_custom_data', count: 1, detail: 'contact' }]);
  });
});

describe('skipped', () => {
  test.each([
    ['other_action', [purchase({ action: 'refund' })], {}],
    ['promotion', [{ event_type: 'commerce_event', data: { promotion_action: { action: 'view' } } }], {}],
    ['impression', [{ event_type: 'commerce_event', data: { product_impressions: [{}] } }], {}],
    ['not_commerce', [{ event_type: 'custom_event', data: {} }], {}],
    ['environment', [purchase()], { environment: 'development' }],
    ['app_platform', [purchase()], { application_info: { os: 'IOS' } }],
  ])('%s', (reason, events, more) => expect(mapped(batchOf(events, more))).toEqual([{ kind: 'skipped', reason }]));

  test('but app batches and other environments when asked for', () => {
    const batch = batchOf([purchase()], { application_info: { os: 'IOS' }, environment: 'Development' });
    const settings = { includeAppBatches: true, environments: ['production', 'development'] };
    expect(mapped(batch, settings)[0]?.kind).toBe('conversion');
  });
});

describe('rejected', () => {
  const nobody = { user_identities: null, user_attributes: null };
  test.each([
    ['malformed_event', [null], {}, {}],
    ['no_event_time', [purchase({}, { timestamp_unixtime_ms: null })], {}, {}],
    ['invalid_currency', [purchase({}, { currency_code: 'dollars' })], {}, {}],
    ['no_value', [purchase({ total_amount: 0, products: null })], {}, {}],
    ['no_match_keys', [purchase()], nobody, {}],
    ['insufficient_match_keys', [purchase()], { ...nobody, user_attributes: { $City: 'Leeds', $Gender: 'f' } }, {}],
    [
      'limited_data_use_unflaggable',
      [purchase()],
      { consent_state: { ccpa: { data_sale_opt_out: { consented: true } } }, user_attributes: { $Country: 'US' } },
      { sendCcpaLimitedDataUse: 'when-opted-out', unflaggableOptOut: 'reject' },
    ],
  ] as const)('%s', (reason, events, more, settings) =>
    expect(mapped(batchOf(events, more), settings)).toMatchObject([{ kind: 'rejected', reason }]),
  );

  test('a view needs no value', () =>
    expect(
      conversionOf(purchase({ action: 'view_detail', total_amount: null, products: [] })).conversion.value,
    ).toBeNull());
});

describe('fingerprints', () => {
  const fingerprint = (batch: unknown) => {
    const parsed = parse(batch);
    const event = parsed.events[0];
    if (event?.kind !== 'product_action') throw new Error('no product action');
    return Buffer.from(fingerprintOf(fingerprintBase(parsed), event.event), 'latin1').toString('hex');
  };
  const original = fingerprint(batchOf([purchase()]));

  test.each([
    ['identities as an object', batchOf([purchase()], { user_identities: { email: 'maribel@example.com' } })],
    [
      'another batch id, time of receipt, attributes',
      batchOf([purchase()], { batch_id: 9, timestamp_unixtime_ms: 9, user_attributes: {} }),
    ],
  ])('the same event: %s', (_, batch) => expect(fingerprint(batch)).toBe(original));

  test.each([
    ['event id', batchOf([purchase({}, { event_id: '7' })])],
    ['message id', batchOf([purchase({}, { source_message_id: 'm' })])],
    ['time', batchOf([purchase({}, { timestamp_unixtime_ms: YESTERDAY_MS + 1 })])],
    ['action', batchOf([purchase({ action: 'checkout' })])],
    ['transaction', batchOf([purchase({ transaction_id: 'POS-2' })])],
    ['person', batchOf([purchase()], { user_identities: { email: 'b@example.com' } })],
    ['product', batchOf([purchase({ products: [{ id: 'HB-2', price: 34.9, quantity: 1 }] })])],
  ])('another event: %s', (_, batch) => expect(fingerprint(batch)).not.toBe(original));
});
