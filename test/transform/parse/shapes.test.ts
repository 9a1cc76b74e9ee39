import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../../src/transform/parse/record.js';
import { batchOf, parsedBatch, purchase } from '../../support/batches.js';

type Json = Record<string, unknown>;

const IDENTITIES = { email: 'ida@example.com' };
const ATTRIBUTES = { $City: 'Leeds' };
const full = (): Json =>
  batchOf([purchase({ transaction_id: 'R-1' })], {
    user_identities: IDENTITIES,
    user_attributes: ATTRIBUTES,
    consent_state: { ccpa: { data_sale_opt_out: { consented: true } } },
    device_info: { ios_advertising_id: 'A' },
    source_info: { channel: 'server_to_server' },
    context: { data_plan: { block_metadata: { dto_version: 1 } } },
  });

/** The same value with the member at a path replaced by what `change` makes of it. */
const changed = (
  value: unknown,
  [name, ...rest]: readonly (string | number)[],
  change: (value: unknown) => unknown,
): unknown => {
  if (name === undefined) return change(value);
  const copy = structuredClone(value) as Json;
  copy[name] = changed(copy[name], rest, change);
  return copy;
};

const OBJECTS = [
  ['events'],
  ['events', 0],
  ['events', 0, 'data'],
  ['events', 0, 'data', 'product_action'],
  ['events', 0, 'data', 'product_action', 'products'],
  ['events', 0, 'data', 'product_action', 'products', 0],
  ['events', 0, 'data', 'custom_attributes'],
  ['user_identities'],
  ['user_attributes'],
  ['consent_state'],
  ['consent_state', 'ccpa'],
  ['consent_state', 'ccpa', 'data_sale_opt_out'],
  ['device_info'],
  ['application_info'],
  ['source_info'],
  ['context'],
  ['context', 'data_plan'],
] as const;

describe.each(OBJECTS.map((path) => [path.join('.'), path] as const))('%s', (_, path) => {
  test('as JSON text is read as the JSON it holds, once or twice written as text', () => {
    const whole = parsedBatch(full());
    expect(parsedBatch(changed(full(), path, (value) => JSON.stringify(value)))).toEqual(whole);
    expect(parsedBatch(changed(full(), path, (value) => ` ${JSON.stringify(JSON.stringify(value))}`))).toEqual(whole);
  });
});

test.each(OBJECTS.map((path) => [path.join('.'), path] as const))(
  '%s as JSON text of a blank text is absent',
  (_, path) =>
    expect(parsedBatch(changed(full(), path, () => '""'))).toEqual(parsedBatch(changed(full(), path, () => ''))),
);

test('a whole batch may be JSON text', () =>
  expect(parsedBatch(JSON.stringify(JSON.stringify(full())))).toEqual(parsedBatch(full())));

const isBatchLevel = (path: readonly unknown[]): boolean => path[0] !== 'events' || path.length === 1;

describe('a member of a wrong type', () => {
  const wrong = OBJECTS.filter((path) => path.at(-1) !== 'data_sale_opt_out').flatMap((path) =>
    [5, true, 'ida@example.com', '{"half', ['x']].map((value) => [path.join('.'), path, value] as const),
  );
  test.each(
    wrong.filter(([name, , value]) => !(Array.isArray(value) && /(?:events|products|user_identities)$/.test(name))),
  )('%s is %j: malformed, and nothing of it is shown', (_, path, value) => {
    const record = parseRecord(JSON.stringify(changed(full(), path, () => value)));
    if (isBatchLevel(path)) expect(record).toMatchObject({ kind: 'rejected', reason: 'not_a_batch' });
    else expect(record).toMatchObject({ batch: { events: [{ kind: 'malformed', index: 0 }] } });
    expect(JSON.stringify(record)).not.toMatch(path[0] === 'user_identities' ? /ida@/ : /half/);
  });

  test.each([
    ['events', {}, 'events is an object, not an array'],
    ['user_attributes', [], 'user_attributes is an array, not an object'],
    ['consent_state', [], 'consent_state is an array, not an object'],
    ['environment', {}, 'environment is an object, not text'],
    ['user_identities', ['x'], 'an entry of user_identities is text, not an object'],
    ['user_identities', { email: ['ida@example.com'] }, 'user_identities.email is an array, not text'],
    ['user_attributes', { $City: { a: 1 } }, 'user_attributes.$city is an object, not text'],
  ])('%s: %j: %s', (name, value, message) =>
    expect(parseRecord(JSON.stringify({ ...full(), [name]: value }))).toEqual({
      kind: 'rejected',
      reason: 'not_a_batch',
      message,
    }),
  );

  test.each([
    [{ product_action: [] }, 'product_action is an array, not an object'],
    [{ product_action: { action: {} } }, 'product_action.action is an object, not text'],
    [
      { product_action: { action: 'purchase', transaction_id: {} } },
      'product_action.transaction_id is an object, not text',
    ],
    [{ product_action: { action: 'purchase', products: { id: 'A' } } }, 'products is an object, not an array'],
    [{ product_action: { action: 'purchase', products: [{ id: [] }] } }, "a product's id is an array, not text"],
    [
      { product_action: { action: 'purchase', products: ['A'] }, custom_attributes: 7 },
      'a product is text, not an object; custom_attributes is a number, not an object',
    ],
  ])('data %j: %s', (data, message) =>
    expect(parsedBatch(batchOf([{ data }, purchase()])).events).toMatchObject([
      { kind: 'malformed', index: 0, message },
      { kind: 'product_action', index: 1 },
    ]),
  );

  test('one malformed event leaves the others as they are', () =>
    expect(parsedBatch(batchOf([purchase(), 5, purchase()])).events.map(({ kind }) => kind)).toEqual([
      'product_action',
      'malformed',
      'product_action',
    ]));
});

test.each([[[]], ['[]']])('PHP writes empty dictionaries as empty arrays: %j', (empty) =>
  expect(
    parsedBatch({
      ...full(),
      device_info: empty,
      context: empty,
      events: [purchase({}, { custom_attributes: empty })],
    }),
  ).toMatchObject({ blocked: false, events: [{ event: { customAttributes: null } }] }),
);

describe('ids that are numbers', () => {
  const batch = (transaction: string, product = '"A"', customer = '"C"', custom = '1.50') =>
    `{"mpid":-7894200438105120244,"user_identities":{"customer_id":${customer}},"events":[{"data":{"event_id":-5628946147978737328,` +
    `"custom_attributes":{"rate":${custom}},"product_action":{"action":"purchase","total_amount":12.50,` +
    `"transaction_id":${transaction},"products":[{"id":${product},"price":4.50}]}}}]}`;
  const ids = (text: string) => {
    const { identities, events } = parsedBatch(text);
    const [event] = events;
    if (event?.kind !== 'product_action') throw new Error('no product action');
    return [event.event.transactionId, event.event.products[0]?.id, identities.get('customer_id')];
  };

  test.each([
    ['7', '7'],
    ['9007199254740991', '9007199254740991'],
    ['9007199254740993', '9007199254740993'],
    ['20261124000012345678', '20261124000012345678'],
    ['-8217386936755820499', '-8217386936755820499'],
    ['1234567890123456789012345678901234567890', '1234567890123456789012345678901234567890'],
    ['1.10', '1.10'],
    ['12.0', '12'],
    ['1e+05', '100000'],
    ['1.234567E12', '1234567000000'],
    ['1.23457e+12', '1.23457e+12'],
    ['1.234567e+06', '1234567'],
    ['" 007 "', '007'],
  ])('%s keeps its digits', (written, id) => {
    expect(ids(batch(written, written, written))).toEqual([id, id, written === '" 007 "' ? ' 007 ' : id]);
    expect(
      ids(JSON.stringify({ events: [], ...JSON.parse(`{"_raw":${JSON.stringify(batch(written))},"_reject":{}}`) }))[0],
    ).toBe(id);
  });

  test('amounts and attributes stay numbers beside them; long numbers among attributes keep their digits as text', () => {
    const [event] = parsedBatch(batch('20261124000012345678')).events;
    expect(event).toMatchObject({
      event: { totalAmount: 12.5, products: [{ price: 4.5 }], customAttributes: { rate: 1.5 } },
    });
    const [other] = parsedBatch(batch('"R"', '"A"', '"C"', '123456789012345678901')).events;
    expect(other).toMatchObject({ event: { totalAmount: 12.5, customAttributes: { rate: '123456789012345678901' } } });
    const [list] = parsedBatch(batch('"R"', '"A"', '"C"', '[9007199254740993, {"a": 1}]')).events;
    expect(list).toMatchObject({ event: { customAttributes: { rate: ['9007199254740993', { a: 1 }] } } });
  });

  test('within JSON text, and in an array of identities', () => {
    const events = JSON.stringify([{ data: { product_action: { action: 'purchase', transaction_id: 0 } } }]);
    const text = JSON.stringify({ events: events.replace(':0}', ':20261124000012345678}') });
    expect(parsedBatch(text).events).toMatchObject([{ event: { transactionId: '20261124000012345678' } }]);
    const identities = '[{"identity_type":"customer_id","identity":8217386936755820499}]';
    expect([...parsedBatch(`{"user_identities":${identities}}`).identities]).toEqual([
      ['customer_id', '8217386936755820499'],
    ]);
  });

  test('times and phones that lost digits are not read as whole numbers; amounts are', () => {
    const text = JSON.stringify(
      batchOf([purchase({ total_amount: 'AMOUNT' }, { timestamp_unixtime_ms: 'TIME' })], {
        user_identities: { mobile_number: 'PHONE' },
        user_attributes: { $Mobile: 'PHONE', $Zip: 'ZIP' },
      }),
    );
    const written = text
      .replaceAll('"PHONE"', '4.91512E+11')
      .replace('"TIME"', '1.79555e+12')
      .replace('"ZIP"', '1.3101e+07');
    const { identities, attributes, events } = parsedBatch(written.replace('"AMOUNT"', '1.23457e+06'));
    expect([identities.get('mobile_number'), attributes.get('mobile')]).toEqual(['4.91512E+11', '4.91512E+11']);
    expect(attributes.get('zip')).toBe('1.3101e+07');
    expect(events).toMatchObject([{ event: { time: '1.79555e+12', totalAmount: 1_234_570 } }]);
  });

  test('text that looks like a number in JSON is unchanged', () => {
    const name = '"transaction_id": 20261124000012345678, \\"id\\":1.10';
    const text = batch('20261124000012345678').replace('"price"', `"name":${JSON.stringify(name)},"price"`);
    expect(parsedBatch(text).events).toMatchObject([{ event: { products: [{ name }] } }]);
  });
});

test.each([
  ['\\ud83d', '\ufffd'],
  ['x\\uDE00', 'x\ufffd'],
  ['\\ud83d\\ude00', '\u{1f600}'],
  ['\\ud83d\\ud83d\\ude00', '\ufffd\u{1f600}'],
  ['\\\\ud83d', '\\ud83d'],
])('a name written %s is read as well-formed text', (written, name) => {
  const text = JSON.stringify(batchOf([purchase({ products: [{ id: 'A', name: 'NAME' }] })])).replace('NAME', written);
  expect(parsedBatch(text).events).toMatchObject([{ event: { products: [{ name }] } }]);
});
