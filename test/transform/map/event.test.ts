import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isGarbledAmount, parseNumber } from '../../../src/transform/map/number.js';
import { valueOf, currencyOf } from '../../../src/transform/map/value.js';
import { contentsOf } from '../../../src/transform/map/contents.js';
import { mapBatch, mapEvent } from '../../../src/transform/map/event.js';
import { eventTimeOf } from '../../../src/transform/map/time.js';
import { fingerprintBase, fingerprintOf } from '../../../src/transform/map/fingerprint.js';
import type { Mapped } from '../../../src/model/conversion.js';
import type { MappingSettings } from '../../../src/model/settings.js';
import { batchOf, mappingSettings, NOW_MS, parsedBatch, purchase, YESTERDAY_MS } from '../../support/batches.js';

const DAY_MS = 86_400_000;

const mapped = (batch: unknown, settings: Partial<MappingSettings> = {}): readonly Mapped[] => {
  const parsed = parsedBatch(batch);
  const mapping = mapBatch(parsed, mappingSettings(settings));
  return parsed.events.map((event) => mapEvent(event, mapping));
};

const conversionOf = (event: unknown, settings: Partial<MappingSettings> = {}) => {
  const [outcome] = mapped(batchOf([event]), settings);
  if (outcome?.kind !== 'conversion') throw new Error(`no conversion: ${JSON.stringify(outcome)}`);
  return outcome;
};

test.each<readonly [unknown, number | null, boolean]>([
  ...([undefined, null, '', ' \t'] as const).map((value) => [value, null, false] as const),
  ...(['n/a', '12,00', '1e999', {}, [7], true, 1e308, -1e308, Number.MAX_SAFE_INTEGER + 1] as const).map(
    (value) => [value, null, true] as const,
  ),
  ...([0, 4.25, -4.25, Number.MAX_SAFE_INTEGER] as const).map((value) => [value, value, false] as const),
  [' 42.50 ', 42.5, false],
  ['-1', -1, false],
  ['="42.50"', 42.5, false],
  ["'42.50", 42.5, false],
  ['\u200e42.50', 42.5, false],
])('%j as an amount is %s, garbled: %s', (value, number, garbled) => {
  expect(parseNumber(value)).toBe(number);
  expect(isGarbledAmount(value)).toBe(garbled);
});

const product = (price: unknown, quantity?: unknown) => ({ id: 'A', price, quantity });

describe('value', () => {
  test.each([
    ['the total, if set', { total_amount: 61.46, products: [product(10, 1)] }, 61.46],
    ['a numeric string', { total_amount: '42.50', products: [] }, 42.5],
    ['unset written as 0', { total_amount: 0, products: [product(129.99, 1)] }, 129.99],
    ['unset written as null', { total_amount: null, products: [product(4.25, 3), product(9.5, 1)] }, 22.25],
    ['quantity absent: one', { total_amount: undefined, products: [product(9.5)] }, 9.5],
    ['a quantity that is no number: not one', { total_amount: null, products: [product(5, 'two'), product(3, 1)] }, 3],
    ['quantities and prices as text', { total_amount: undefined, products: [product('20.00', '2')] }, 40],
    [
      'fractions and returns',
      { total_amount: null, products: [product(12.4, 2.5), product(5, -1), product(null, null)] },
      26,
    ],
    ['binary noise', { total_amount: undefined, products: [product(0.1), product(0.2)] }, 0.3],
    ['half a cent', { total_amount: 1.005, products: [] }, 1.01],
    ['no prices', { total_amount: undefined, products: [{ id: 'A' }] }, null],
    [
      'totals of lines in the place of prices',
      { total_amount: 0, products: [product(5, 2), { id: 'B', quantity: 3, total_product_amount: '9.90' }] },
      19.9,
    ],
    [
      'totals of lines beside prices that are unset',
      { total_amount: 0, products: [product(5, 2), { ...product(0, 3), total_product_amount: 9.9 }] },
      19.9,
    ],
    [
      'totals of lines that are unset as well',
      { total_amount: 0, products: [product(5, 2), { ...product('0.00', 3), total_product_amount: 0 }] },
      10,
    ],
    [
      'totals of lines beside prices',
      { total_amount: null, products: [{ ...product(5, 2), total_product_amount: 9 }] },
      10,
    ],
    [
      'totals of lines in the place of prices and quantities that are no numbers',
      {
        total_amount: 0,
        products: [
          { ...product('NULL', 2), total_product_amount: 19.9 },
          { ...product(5, '2 pcs'), total_product_amount: '10.00' },
          { ...product('free', 'one'), total_product_amount: 1 },
        ],
      },
      30.9,
    ],
    ['totals of lines beside a total', { total_amount: 7, products: [{ id: 'B', total_product_amount: 9 }] }, 7],
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
    const event = parsedBatch(batchOf([purchase(action)])).events[0];
    expect(event?.kind === 'product_action' ? valueOf(event.event, 'USD') : 'no event').toBe(expected);
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
    [`${(YESTERDAY_MS + 10) / 1e12}E12`, Math.floor(YESTERDAY_MS / 1000)],
  ])('%s becomes %s s', (ms, seconds) => expect(eventTimeOf(ms, limits)).toEqual({ kind: 'time', seconds }));

  test.each([
    [undefined, 'no_event_time'],
    [null, 'no_event_time'],
    ['', 'no_event_time'],
    [' \t', 'no_event_time'],
    [0, 'no_event_time'],
    ['0', 'no_event_time'],
    ['yesterday', 'invalid_event_time'],
    [`${(YESTERDAY_MS + 10) / 1e12}E+12`, 'invalid_event_time'],
    ['1.79555E12', 'invalid_event_time'],
    [{}, 'invalid_event_time'],
    [-1, 'invalid_event_time'],
    [Math.floor(YESTERDAY_MS / 1000), 'invalid_event_time'],
    [NOW_MS + 60_001, 'future_event_time'],
    [NOW_MS - 62 * DAY_MS - 1, 'too_old'],
  ])('%s is rejected: %s', (time, reason) =>
    expect(eventTimeOf(time, limits)).toMatchObject({ kind: 'rejected', reason }),
  );

  test.each([
    ['yesterday', 'is not a number of milliseconds'],
    [Math.floor(YESTERDAY_MS / 1000), 'is it in seconds?'],
    [String(Math.floor(YESTERDAY_MS / 1000)), 'is it in seconds?'],
    [` ${Math.floor(YESTERDAY_MS / 1000)} `, 'is it in seconds?'],
    ['46350.8882', "is a spreadsheet's number of days"],
    [46350.8882, "is a spreadsheet's number of days"],
    ['46350,8882', "is a spreadsheet's number of days"],
    [YESTERDAY_MS * 1000, 'is it in microseconds?'],
    [`${YESTERDAY_MS}000`, 'is it in microseconds?'],
    [`${YESTERDAY_MS}000000`, 'is it in nanoseconds?'],
    [YESTERDAY_MS * 1_000_000, 'is it in nanoseconds?'],
    [20261120091500, 'is it a date written as digits'],
    ['20261120091500', 'is it a date written as digits'],
    ['20261120', 'is it a date written as digits'],
    ['1e20', 'not a number of milliseconds'],
    [17, 'a time before 2004'],
    ['24.11. (not dd.MM.yyyy HH:mm)', 'the time does not match the format dd.MM.yyyy HH:mm'],
    ["4 nov (not d 'de' MMMM yyyy, h:mm a)", "match the format d 'de' MMMM yyyy, h:mm a"],
    ['24.11. (not ida@example.com)', 'is not a number of milliseconds'],
    ['24.11. (not Ida Mayer, d. yMd)', 'is not a number of milliseconds'],
    [NOW_MS - 63 * DAY_MS, 'older than 62 days'],
  ])('%s is rejected with a hint: %s', (time, hint) => {
    const outcome = eventTimeOf(time, limits);
    expect(outcome.kind === 'rejected' && outcome.message).toContain(hint);
  });

  test('no limit, no age, but nothing from before 2004', () => {
    const ever = { ...limits, maxAgeDays: null };
    expect(eventTimeOf(Date.UTC(2004, 0, 1), ever)).toEqual({ kind: 'time', seconds: 1_072_915_200 });
    expect(eventTimeOf(Date.UTC(2004, 0, 1) - 1, ever)).toMatchObject({ reason: 'invalid_event_time' });
  });

  test('since holds from its instant on, until ends before its own', () => {
    const window = { ...limits, sinceMs: YESTERDAY_MS, untilMs: YESTERDAY_MS + 1_000 };
    const kinds = [-1, 0, 999, 1_000].map((offset) => eventTimeOf(YESTERDAY_MS + offset, window));
    const outcomes = kinds.map((time) => (time.kind === 'skipped' ? time.reason : time.kind));
    expect(outcomes).toEqual(['before_since', 'time', 'time', 'after_until']);
  });
});

test.each([
  ['KWD', 12.345, 12.345],
  ['KWD', 0.0004, null],
  ['BHD', 0.004, 0.004],
  ['IQD', 1.2346, 1.235],
  ['JOD', 2.0005, 2.001],
  ['LYD', 3.141, 3.141],
  ['OMR', 10.125, 10.125],
  ['TND', 0.001, 0.001],
  ['CLF', 1.23456, 1.2346],
  ['UYW', 0.0001, 0.0001],
  ['JPY', 1_980.5, 1_980.5],
  ['KRW', 0.004, null],
  ['USD', 12.345, 12.35],
  ['EUR', 0.1 + 0.2, 0.3],
] as const)('an amount in %s: %s is sent as %s', (currency, total_amount, expected) => {
  const event = parsedBatch(batchOf([purchase({ total_amount, products: [] }, { currency_code: currency })])).events[0];
  expect(event?.kind === 'product_action' && valueOf(event.event, currency)).toBe(expected);
});

test.each([
  ['ten', [{ id: 'A', price: 'free', quantity: 'two' }], ['total_amount', 'price', 'quantity']],
  [null, [{ id: 'A', price: 5, quantity: [] }], ['quantity']],
  [19.9, [{ id: 'A', price: 5, quantity: 'one' }, { id: 'B' }], ['quantity']],
  [19.9, [{ id: 'A', price: 5, quantity: 'NaN' }], ['quantity']],
] as const)(
  'amounts and quantities that are not numbers are counted and named, sent or not: %j, %j',
  (total_amount, products, members) => {
    const warnings = members.map((detail) => ({ code: 'amount_not_numeric', count: 1, detail }));
    expect(mapped(batchOf([purchase({ total_amount, products })]))).toMatchObject([
      { warnings: expect.arrayContaining(warnings) },
    ]);
  },
);

test.each<readonly [unknown, object]>([
  ['usd', { kind: 'given', code: 'USD' }],
  [' eur ', { kind: 'given', code: 'EUR' }],
  ['CLF', { kind: 'given', code: 'CLF' }],
  ['xcg', { kind: 'given', code: 'XCG' }],
  ['CHE', { kind: 'given', code: 'CHE' }],
  ['EUR\u200b', { kind: 'given', code: 'EUR' }],
  ...[null, undefined, ' ', '', 'NULL', 'XXX'].map((given) => [given, { kind: 'default', code: 'USD' }] as const),
  ...['US', 'USDX', 'ZZZ', '$', 840].map((given) => [given, { kind: 'invalid' }] as const),
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

  test.each([
    [
      { price: '5.50', quantity: '0.5' },
      { price: 5.5, quantity: 0.5 },
    ],
    [{ price: 0.01 }, { price: 0.01, quantity: 1 }],
    [
      { price: 0.1 + 0.2, quantity: 3.0000000000000004 },
      { price: 0.3, quantity: 3 },
    ],
    // As programs with short fractions (float) write 19.99, 1234.56 and 1.459.
    [{ price: 19.989999771118164 }, { price: 19.99, quantity: 1 }],
    [{ price: '1234.56005859375' }, { price: 1234.56, quantity: 1 }],
    [{ price: 1.4589999914169312 }, { price: 1.459, quantity: 1 }],
    [{ price: 100 / 3 }, { price: 100 / 3, quantity: 1 }],
    [{ price: 1_234_567.000001 }, { price: 1_234_567.000001, quantity: 1 }],
    [{ price: 0.000012 }, { price: 0.000012, quantity: 1 }],
    [{ price: 0 }, { price: null, quantity: 1 }],
    [{ price: -5 }, 'item_without_quantity'],
    [{ price: 'n/a' }, { price: null, quantity: 1 }],
    [{ price: 'n/a', quantity: 'n/a' }, 'item_without_quantity'],
    [
      { brand: 'Nil Maps', category: 'None such' },
      { brand: 'Nil Maps', category: 'None such', price: null, quantity: 1 },
    ],
    [{ quantity: 0 }, 'item_without_quantity'],
    [{ id: null, quantity: 0 }, 'item_without_id'],
  ])('a product with %j is an item with %j', (product, expected) => {
    const written = { id: 'A', name: 'Tide Atlas', brand: 'Harbor', category: 'maps', price: null, quantity: null };
    const warnings: string[] = [];
    const items = contentsOf([{ ...written, ...product }], (code) => warnings.push(code));
    const item = { id: 'A', title: 'Tide Atlas', brand: 'Harbor', category: 'maps' };
    expect([items, warnings]).toEqual(
      typeof expected === 'string' ? [[], [expected]] : [[{ ...item, ...expected }], []],
    );
  });

  test.each(['NULL', ' null ', '\\N', 'None', 'undefined'])('a brand, a category or a name of %s is none', (word) => {
    const warnings: (string | undefined)[] = [];
    const product = { id: 'A', name: word, brand: word, category: word, price: 5, quantity: 1 };
    const items = contentsOf([product], (code, detail) => warnings.push(`${code} ${detail}`));
    expect(items).toEqual([{ id: 'A', title: null, brand: null, category: null, price: 5, quantity: 1 }]);
    expect(warnings).toEqual(['brand', 'category', 'name'].map((member) => `placeholder_value product ${member}`));
  });

  test.each<[string, Readonly<Record<string, unknown>>, string, number]>([
    ['a total', { total_amount: '1.234' }, 'EUR', 1],
    ['a total of zeros', { total_amount: ' 15.000 ' }, 'IDR', 1],
    ['a total of a currency with thousandths', { total_amount: '1.234' }, 'KWD', 0],
    ['a total below one', { total_amount: '0.125' }, 'EUR', 0],
    ['a total with two digits', { total_amount: '1.23' }, 'EUR', 0],
    ['a total of more than a thousand', { total_amount: '1234.500' }, 'EUR', 0],
    ['a number', { total_amount: 1.234 }, 'EUR', 0],
    [
      'line totals without a total',
      {
        total_amount: null,
        products: [
          { id: 'A', total_product_amount: '1.299' },
          { id: 'B', price: '9.50', total_product_amount: '9.500' },
        ],
      },
      'EUR',
      1,
    ],
    ['prices below a total, as of fuel', { total_amount: '58.53', products: [{ id: 'D', price: '1.459' }] }, 'EUR', 0],
    ['prices without a total', { total_amount: '0', products: [product('1.459'), product('9.500')] }, 'EUR', 2],
  ])('counts an amount that may be meant in thousands: %s', (_, action, currency_code, count) => {
    const { warnings } = conversionOf(purchase(action, { currency_code }));
    expect(warnings).toEqual(count === 0 ? [] : [{ code: 'amount_ambiguous', count }]);
  });

  test.each([
    ['a total in cents', 1990, [product('19.90', 1)], 'EUR', 1],
    ['a total in cents as text', '1990', [product(19.9, 1)], 'EUR', 1],
    ['a total in cents of several products', 4970, [product(19.9, 2), product(9.9, null)], 'USD', 1],
    ['prices in cents', 19.9, [product(1990, 1)], 'EUR', 1],
    ['prices in cents as text', '49.70', [product('1990', '2'), product('990', null)], 'GBP', 1],
    ['a total in fils', 1500, [product(1.5, 1)], 'KWD', 1],
    ['100 times as many fils', 150, [product(1.5, 1)], 'KWD', 0],
    ['a total in hundredths of a yen', 198000, [product(1980, 1)], 'JPY', 1],
    ['binary noise', 1999, [product(19.99, 1)], 'EUR', 1],
    ['the sum', 19.9, [product(19.9, 1)], 'EUR', 0],
    ['a total with tax', 2368.1, [product(19.9, 1)], 'EUR', 0],
    ['no total', 0, [product(19.9, 1)], 'EUR', 0],
    ['prices that are not set', 1990, [product(0, 1)], 'EUR', 0],
    ['no prices', 1990, [product(null, 1)], 'EUR', 0],
    ['no products', 1990, [], 'EUR', 0],
    ['a returned product', -1990, [product(19.9, -1), product(5, 1)], 'EUR', 0],
  ])('counts a total that is not in the unit of its prices: %s', (_, total_amount, products, currency_code, count) => {
    const { warnings } = conversionOf(purchase({ action: 'checkout', total_amount, products }, { currency_code }));
    expect(warnings.filter(({ code }) => code === 'amount_in_cents')).toEqual(
      count === 0 ? [] : [{ code: 'amount_in_cents', count }],
    );
  });

  test.each([
    ['a total below zero', { total_amount: -5 }, 1],
    ['a total below zero beside prices', { total_amount: '-5', products: [{ id: 'P1', price: 5 }] }, 1],
    ['a sum below zero', { total_amount: null, products: [{ id: 'P1', price: 5, quantity: -1 }] }, 1],
    ['nothing', { total_amount: null, products: [] }, 0],
    ['zero', { total_amount: 0, products: [{ id: 'P1', price: 0 }] }, 0],
    ['less than a cent', { total_amount: 0.001, products: [] }, 0],
  ])('counts a value that is left out: %s', (_, action, count) => {
    const { conversion, warnings } = conversionOf(purchase({ action: 'add_to_cart', ...action }));
    expect(conversion.value).toBeNull();
    expect(warnings.filter(({ code }) => code === 'amount_below_zero')).toHaveLength(count);
  });

  test.each<readonly [string, object, object]>([
    ['a product without a price', { id: 'B', quantity: 1 }, { item_without_price: 1 }],
    ['a price that is null', { id: 'B', price: null }, { item_without_price: 1 }],
    ['a blank price', { id: 'B', price: ' ' }, { item_without_price: 1 }],
    ['a gift', { id: 'B', price: 0 }, {}],
    ['a total of the line', { id: 'B', total_product_amount: 3 }, {}],
    ['a total of the line that is no number', { id: 'B', total_product_amount: '3,00' }, { amount_not_numeric: 1 }],
    ['a price that is no number', { id: 'B', price: '3,00' }, { amount_not_numeric: 1 }],
  ])('what a sum over products lacks is counted: %s', (_, other, wanted) => {
    const products = [{ id: 'A', price: 5 }, other];
    const counted = (total_amount: unknown) =>
      Object.fromEntries(conversionOf(purchase({ total_amount, products })).warnings.map((w) => [w.code, w.count]));
    expect(counted(null)).toEqual(wanted);
    expect(counted(8)).not.toHaveProperty('item_without_price');
  });

  test.each(['GBp', 'ZAc', 'ILa', ' GBp '])('%s is a hundredth of a currency, and none itself', (currency_code) =>
    expect(mapped(batchOf([purchase({}, { currency_code })]))).toMatchObject([{ reason: 'invalid_currency' }]),
  );

  test.each([
    ['1.23E+03', null],
    ['1E+03', null],
    ['1.23457e+06', null],
    ['1.2345E+03', 1234.5],
    ['1.5E7', 15_000_000],
    ['1e3', 1000],
    ['+12.50', 12.5],
  ])('the total %s is %s: digits that a spreadsheet lost are no amount', (total_amount, value) => {
    const products: unknown[] = [];
    const [outcome] = mapped(batchOf([purchase({ total_amount, products })]));
    expect(outcome?.kind === 'conversion' ? outcome.conversion.value : null).toBe(value);
  });

  test('counts a default currency and amounts that are no numbers', () => {
    const { conversion, warnings } = conversionOf(purchase({ total_amount: 'n/a' }, { currency_code: null }), {
      defaultCurrency: 'EUR',
    });
    expect(conversion).toMatchObject({ currency: 'EUR', value: 34.9 });
    expect(warnings).toStrictEqual([
      { code: 'currency_defaulted', count: 1, detail: 'EUR' },
      { code: 'amount_not_numeric', count: 1, detail: 'total_amount (the sum of the products is sent)' },
    ]);
  });

  test.each([
    [{ a: 'x', b: 1, c: true, d: null }, {}, { a: 'x', b: 1, c: true }],
    [{ tags: ['a', 'b'], o: { p: 1 } }, {}, { tags: '["a","b"]', o: '{"p":1}' }],
    [{ a: 'x', secret: 'y' }, { customDataExclude: ['secret'] }, { a: 'x' }],
    [{ a: 'x@example.com', b: '+1 (408) 555-0142' }, { piiGuard: 'drop' }, null],
    [{ a: 'x@example.com' }, { piiGuard: 'warn' }, { a: 'x@example.com' }],
    [
      { a: ['x@example.com'], b: { c: [7, '+1 (408) 555-0142'] }, d: ['x', null] },
      { piiGuard: 'drop' },
      { d: '["x",null]' },
    ],
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

  test.each([
    ['names that all objects have', '{"__proto__":"a","constructor":1,"toString":"b"}', undefined],
    [
      'such names beside a value that changes',
      '{"__proto__":{"a":1},"b":true}',
      '{"__proto__":"{\\"a\\":1}","b":true}',
    ],
    ['nulls alone', '{"a":null,"__proto__":null}', 'null'],
  ])('custom data of %s', (_, json, expected = json) => {
    const { customData } = conversionOf(purchase({}, { custom_attributes: JSON.parse(json) as unknown })).conversion;
    expect(JSON.stringify(customData)).toBe(expected);
    expect(Object.getPrototypeOf(customData ?? {})).toBe(Object.prototype);
  });

  test('custom data nested too deeply to write rejects only its event', () => {
    const text = JSON.stringify(batchOf([purchase({}, { custom_attributes: { a: 'DEEP' } }), purchase()]));
    const batch = parsedBatch(text.replace('"DEEP"', '['.repeat(100_000) + ']'.repeat(100_000)));
    const mapping = mapBatch(batch, mappingSettings());
    expect(batch.events.map((event) => mapEvent(event, mapping))).toMatchObject([
      { kind: 'rejected', reason: 'malformed_event', message: 'a custom attribute is nested too deeply' },
      { kind: 'conversion' },
    ]);
  });

  const PERSONAL = [
    ...['ana@example.com', ' ana@example.com\n', 'a@b.co', '+12345678', '+1 (408) 555-0142', '+44.20.7946.0000'],
    ...['+123456789012345', '408-555-0142', '408.555.0142', '408 555 0142', '(408) 555-0142'],
  ];
  const NOT_PERSONAL = [
    ...['a@b.c', 'ana@example', 'ana@@example.com', '@example.com', 'ana@example.', 'by ana@example.com'],
    ...['ana@example.com or bo@example.com', '+1234567', '+1234567890123456', '+1 408 555 0142 (home)'],
    ...['call +1 408 555 0142', 'x+14085550142', '4085550142', '408--555-0142', '408-555-01423', '1408-555-0142'],
    '408-5550142',
  ];
  test.each([
    ...PERSONAL.map((text) => [text, true] as const),
    ...[...NOT_PERSONAL, 14_085_550_142].map((value) => [value, false] as const),
  ])('%j looks personal: %s', (a, personal) => {
    const outcome = (piiGuard: MappingSettings['piiGuard']) => {
      const { conversion, warnings } = conversionOf(purchase({}, { custom_attributes: { a } }), { piiGuard });
      return [conversion.customData, warnings.map(({ code }) => code)];
    };
    const codes = personal ? ['pii_in_custom_data'] : [];
    expect(outcome('warn')).toEqual([{ a }, codes]);
    expect(outcome('drop')).toEqual([personal ? null : { a }, codes]);
    expect(outcome('off')).toEqual([{ a }, []]);
  });

  test('personal-looking attributes are reported by name, never by value', () => {
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

  test.each([
    ['no_event_time', { timestamp_unixtime_ms: null, currency_code: 'dollars' }],
    ['invalid_currency', { currency_code: 'dollars' }],
    ['no_match_keys', {}],
  ])('the event’s own fault is named before the batch’s: %s', (reason, data) =>
    expect(mapped(batchOf([purchase({}, data)], nobody))).toMatchObject([{ reason }]),
  );

  test('the message says everything that is wrong at once', () => {
    const event = purchase(
      { total_amount: 0, products: [] },
      { timestamp_unixtime_ms: 'soon', currency_code: 'dollars' },
    );
    expect(mapped(batchOf([event], nobody))).toMatchObject([
      {
        reason: 'invalid_event_time',
        message: expect.stringMatching(/milliseconds; currency_code .*; a purchase without .*; no usable match key/),
      },
    ]);
  });

  test.each([
    [{ total_amount: '12,00', products: null }, /not a number.* \(or name "decimal": "," in the CSV manifest\)$/],
    [{ total_amount: '$1,234.56', products: null }, /\(or name "decimal": "." in the CSV manifest\)$/],
    [{ total_amount: '99ct', products: null }, /and nothing else$/],
    [{ total_amount: null, products: [{ id: 'A', price: 'free' }] }, /not a number/],
    [{ total_amount: null, products: [{ id: 'A' }] }, /without a value above zero/],
  ])('a purchase of %j has no value: %s', (action, words) => {
    const [outcome] = mapped(batchOf([purchase(action)]));
    expect(outcome).toMatchObject({ reason: 'no_value' });
    expect(outcome?.kind === 'rejected' && outcome.message).toMatch(words);
  });

  test.each(['NULL', '\\N', 'None', '\u200bnull'])('a quantity of %s is absent', (quantity) => {
    const { conversion, warnings } = conversionOf(
      purchase({ total_amount: null, products: [{ id: 'A', price: 7.5, quantity }] }),
    );
    expect(conversion).toMatchObject({ value: 7.5 });
    expect(warnings.map(({ code }) => code)).not.toContain('amount_not_numeric');
  });

  test('each amount that is no number is counted', () => {
    const products = [{ id: 'A', price: '7,50' }, { id: 'B', price: 'free' }, { id: 'C' }];
    const { warnings } = conversionOf(purchase({ action: 'checkout', total_amount: 'n/a', products }));
    const members = ['total_amount', 'price', 'price'];
    expect(warnings).toEqual(members.map((detail) => ({ code: 'amount_not_numeric', count: 1, detail })));
  });

  describe('for want of a Limited Data Use flag', () => {
    const REJECT = { sendCcpaLimitedDataUse: 'always', unflaggableOptOut: 'reject' } as const;
    const outOf = (consented: boolean | null, $Country: string) => ({
      consent_state: consented === null ? null : { ccpa: { data_sale_opt_out: { consented } } },
      user_attributes: { $Country, $State: 'NY' },
    });
    test.each([
      ['an opt-out that cannot be flagged', outOf(true, 'DE'), REJECT, 'outside the US'],
      ['an opt-out in a state not listed', outOf(true, 'US'), REJECT, 'in a state that Meta does not list'],
      ['an unknown opt-out', outOf(null, 'DE'), REJECT, null],
      ['no opt-out', outOf(false, 'DE'), REJECT, null],
      ['an opt-out where such events are sent', outOf(true, 'DE'), { ...REJECT, unflaggableOptOut: 'send' }, null],
      ['an opt-out where none is flagged', outOf(true, 'DE'), { ...REJECT, sendCcpaLimitedDataUse: 'never' }, null],
      [
        'an opt-out that is flagged',
        { ...outOf(true, 'US'), user_attributes: { $Country: 'US', $State: 'CA' } },
        REJECT,
        null,
      ],
    ] as const)('%s', (_, more, settings, why) => {
      const [outcome] = mapped(batchOf([purchase()], more), settings);
      if (why === null) expect(outcome?.kind).toBe('conversion');
      else
        expect(outcome).toEqual({
          kind: 'rejected',
          reason: 'limited_data_use_unflaggable',
          message: `opted out, but not flaggable: ${why}`,
        });
    });
  });

  test.each([
    ['nothing to forward', [purchase({ action: 'refund' }), null], {}],
    ['another environment', [purchase()], { environment: 'development' }],
  ])('keys are neither read nor counted in a batch with %s', (_, events, more) => {
    const unusable = { user_identities: { email: 'not an address' }, ...more };
    const mapping = mapBatch(
      parsedBatch(batchOf(events, unusable)),
      mappingSettings({ sendCcpaLimitedDataUse: 'always' }),
    );
    expect(mapping).toMatchObject({ keys: {}, keyMask: 0, refusal: null, limitedDataUse: { kind: 'off' } });
    expect(mapping.warnings).toEqual([]);
  });

  test('one event to forward is enough for them to be', () => {
    const batch = batchOf([purchase({ action: 'refund' }), purchase()], { user_identities: { email: 'no address' } });
    expect(mapBatch(parsedBatch(batch), mappingSettings()).warnings).toEqual([
      { code: 'unusable_match_key', count: 1, detail: 'email' },
    ]);
  });

  test.each([
    ['always', 'perhaps', 1],
    ['when-opted-out', 'perhaps', 1],
    ['never', 'perhaps', 0],
    ['when-opted-out', true, 0],
    ['when-opted-out', false, 0],
  ] as const)(
    'a consent that says neither yes nor no is counted: %s, %j',
    (sendCcpaLimitedDataUse, consented, count) => {
      const consent_state = { ccpa: { data_sale_opt_out: { consented } } };
      const { warnings } = mapBatch(
        parsedBatch(batchOf([purchase()], { consent_state })),
        mappingSettings({ sendCcpaLimitedDataUse }),
      );
      expect(warnings).toEqual(Array(count).fill({ code: 'consent_not_understood', count: 1 }));
    },
  );

  test('a view needs no value', () =>
    expect(
      conversionOf(purchase({ action: 'view_detail', total_amount: null, products: [] })).conversion.value,
    ).toBeNull());
});

describe('fingerprints', () => {
  const fingerprint = (batch: unknown) => {
    const parsed = parsedBatch(batch);
    const event = parsed.events[0];
    if (event?.kind !== 'product_action') throw new Error('no product action');
    return Buffer.from(fingerprintOf(fingerprintBase(parsed), event.event), 'latin1').toString('hex');
  };
  const original = fingerprint(batchOf([purchase()]));

  const A = { id: 'A', price: 1.5, quantity: 2 };
  // A ledger is read by later versions: another text would send everything in it once more.
  test.each([
    [
      'all there is',
      batchOf([purchase({ products: [A, { id: 'B', price: '3.00', quantity: null }] }, { source_message_id: 'M' })], {
        user_identities: { other: 'O', email: 'maribel@example.com', customerid: 'C' },
        device_info: {
          ios_advertising_id: 'AECE52E7-03EE-455A-B3C4-E57283966239',
          android_advertising_id: '0b80a255-53a1-4945-a932-58ef7777682c',
        },
      }),
      'customer_id␟C␟email␟maribel@example.com␟other␟O␟' +
        'AECE52E7-03EE-455A-B3C4-E57283966239␟0b80a255-53a1-4945-a932-58ef7777682c␞' +
        `-56289461479787/20␟M␟purchase␟${YESTERDAY_MS}␟POS-1␟61.46␞A␟1.5␟2␞B␟3.00␟`,
    ],
    [
      'next to nothing',
      batchOf([{ event_type: 'commerce_event', data: { product_action: { action: 'checkout', products: [{}] } } }], {
        ...{ user_identities: null, user_attributes: null },
      }),
      '␟␞␟␟checkout␟␟␟␞␟␟',
    ],
    [
      'a name and next to nothing',
      batchOf([{ event_type: 'commerce_event', data: { product_action: { action: 'checkout', products: [{}] } } }], {
        ...{ user_identities: null, user_attributes: { $LastName: 'Berg' } },
      }),
      '␝␟berg␟␝␟␞␟␟checkout␟␟␟␞␟␟',
    ],
  ])('are made of %s in the same way for ever', (_, batch, text) => {
    const bytes = text.replaceAll('␟', '\u001f').replaceAll('␞', '\u001e').replaceAll('␝', '\u001d');
    expect(fingerprint(batch)).toBe(createHash('sha256').update(bytes).digest('hex').slice(0, 32));
  });

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
    ['total', batchOf([purchase({ total_amount: 61.47 })])],
    ['product', batchOf([purchase({ products: [{ id: 'HB-2', price: 34.9, quantity: 1 }] })])],
    ['price', batchOf([purchase({ products: [{ id: 'HB-1', price: 34.8, quantity: 1 }] })])],
    ['quantity', batchOf([purchase({ products: [{ id: 'HB-1', price: 34.9, quantity: 2 }] })])],
  ])('another event: %s', (_, batch) => expect(fingerprint(batch)).not.toBe(original));

  describe('of people without an identity', () => {
    const named = (
      attributes: object,
      data: object = { source_message_id: null },
      transaction_id: string | null = null,
    ) =>
      fingerprint(
        batchOf([purchase({ transaction_id }, { event_id: null, ...data })], {
          user_identities: null,
          user_attributes: attributes,
        }),
      );
    const ann = { $FirstName: 'Ann', $LastName: 'Berg' };

    test.each([
      ['another first name', { $FirstName: 'Bob', $LastName: 'Berg' }],
      ['another last name', { $FirstName: 'Ann', $LastName: 'Kim' }],
      ['another phone', { ...ann, $Mobile: '+16505551212' }],
    ])('%s is another sale', (_, attributes) => expect(named(attributes)).not.toBe(named(ann)));

    test.each([
      ['the name in another case', { $FirstName: ' ANN', $LastName: 'berg ' }],
      ['another city', { ...ann, $City: 'Boston' }],
    ])('%s is the same', (_, attributes) => expect(named(attributes)).toBe(named(ann)));

    test.each([
      ['a transaction', { source_message_id: null }, 'POS-1'],
      ['an event id', { event_id: '7' }, null],
      ['a message id', { source_message_id: 'm' }, null],
    ])('names do not count beside %s', (_, data, transaction) =>
      expect(named(ann, data, transaction)).toBe(named({ $FirstName: 'Bob', $LastName: 'Kim' }, data, transaction)),
    );
  });
});
