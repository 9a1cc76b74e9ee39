import { describe, expect, test } from 'vitest';
import { notJson, parseRecord } from '../../../src/transform/parse/record.js';
import { splitConcatenated } from '../../../src/transform/parse/concatenated.js';
import type { SaleOptOut } from '../../../src/model/batch.js';
import { batchOf, parsedBatch, purchase } from '../../support/batches.js';

test.each([
  ['# exported today', 'the line is a comment, which NDJSON does not allow: remove it'],
  [' // {"events":[]}', 'the line is a comment, which NDJSON does not allow: remove it'],
  ['-- end', 'the line is a comment, which NDJSON does not allow: remove it'],
  ['{"events":[', 'the line is not JSON'],
  ['- 1', 'the line is not JSON'],
])('%s is not JSON', (text, message) => expect(notJson(text).message).toBe(message));

describe('halves of surrogate pairs', () => {
  const warningsOf = (batch: object, half: string) => {
    const record = parseRecord(JSON.stringify(batch).replaceAll('@@', half));
    return record.kind === 'batch' ? record.batch.warnings : record;
  };
  test.each([
    [{ transaction_id: 'R-1@@' }, {}, 'product_action.transaction_id'],
    [{ products: [{ id: 'A@@' }] }, {}, "a product's id"],
    [{ products: [{ id: 'A', name: '@@Lamp' }] }, {}, "a product's name"],
    [{}, { source_message_id: '@@' }, 'source_message_id'],
    [{}, { custom_attributes: { note: 'a@@' } }, 'custom_attributes'],
    [{}, { custom_attributes: '{"note":"a\\ud83d"}' }, 'custom_attributes'],
  ])('in %j %j are counted', (action, data, detail) => {
    const batch = batchOf([purchase(action, data)]);
    for (const half of ['\\ud83d', '\\uDE00', '\\ud83d\\ud83d'])
      expect(warningsOf(batch, half)).toEqual([{ code: 'not_utf8', count: 1, detail }]);
    if (!JSON.stringify(batch).includes('ud83d')) expect(warningsOf(batch, '\\ud83d\\ude00')).toBeUndefined();
  });

  test.each([
    ['$FirstName', 'user_attributes.$firstname'],
    ['$City', 'user_attributes.$city'],
  ])('so are those in %s', (name, detail) =>
    expect(warningsOf(batchOf([purchase()], { user_attributes: { [name]: 'Ida@@' } }), '\\ud83d')).toEqual([
      { code: 'not_utf8', count: 1, detail },
    ]),
  );

  test('those of members that are not read are not', () =>
    expect(warningsOf(batchOf([purchase({}, { event_name: '@@' })]), '\\ud83d')).toBeUndefined());
});

const NO_MEMBER =
  'the object has none of the members of a batch (rows of a table need a manifest: mp2fb manifest FILE)';

describe('what is no batch', () => {
  test.each([
    ['null', 'a batch is an object, this is null'],
    ['[]', 'a batch is an object, this is an array'],
    ['[{"events":[]}]', 'a batch is an object, this is an array'],
    ['17', 'a batch is an object, this is a number'],
    ['"text"', 'a batch is an object, this is text'],
    ['true', 'a batch is an object, this is a boolean'],
    ['"{"', 'a batch is an object, this is text'],
    ['{}', NO_MEMBER],
    ['{"user_id":7}', NO_MEMBER],
    // Messages of queues have an id, too, and the batch in a member.
    ['{"MessageId":"m","Message":"hello"}', NO_MEMBER],
    ['{"message_id":"m","data":{"a":1},"ida@example.com":{"events":[]}}', NO_MEMBER],
  ])('%s', (text, message) => expect(parseRecord(text)).toEqual({ kind: 'rejected', reason: 'not_a_batch', message }));

  test.each([
    ['Message', '{"Type":"Notification","MessageId":"m","Message":"{\\"events\\":[]}"}'],
    ['data', '{"message_id":"m","attributes":"{}","data":"{\\"user_identities\\":{}}"}'],
    ['value', '{"topic":"t","offset":7,"value":{"Events":[]}}'],
    ['_source', '{"_id":"m","_source":{"events":null}}'],
    ['batches', '{"count":2,"batches":[{"events":[]},{"events":[]}]}'],
  ])('but %s contains one: %s', (name, text) =>
    expect(parseRecord(text)).toMatchObject({
      reason: 'not_a_batch',
      message: `the object is not a batch, but its member ${name} contains one: write only that to the file`,
    }),
  );

  test.each(['{"events":[', 'hello', '{"a":1}}', '{"a":1}{"b":2}', ''])('%s is not JSON', (text) =>
    expect(parseRecord(text).kind).toBe('not_json'),
  );

  test('messages hold nothing of the record', () => {
    const record = parseRecord('"secret@example.com"');
    expect(JSON.stringify(record)).not.toContain('secret');
  });
});

describe('identities', () => {
  test.each([
    ['an object', { email: 'a@example.com', customerid: 'C1', other2: 'O2' }],
    [
      'an array',
      [
        { identity_type: 'email', identity: 'a@example.com' },
        { identity_type: 'customer_id', identity: 'C1' },
        { identity_type: 'other_id_2', identity: 'O2' },
      ],
    ],
    [
      'an array with type and value',
      [
        { type: 'email', encoding: 'none', value: 'a@example.com' },
        { type: 'customer', value: 'ignored: no such type here' },
        { type: 'customerid', value: 'C1' },
        { type: 'other2', value: 'O2' },
      ],
    ],
  ])('as %s', (_, user_identities) =>
    expect([...parsedBatch(batchOf([], { user_identities })).identities].sort()).toEqual([
      ['customer_id', 'C1'],
      ['email', 'a@example.com'],
      ['other_id_2', 'O2'],
    ]),
  );

  test.each([[null], [undefined], [{}], [[]], [''], [[null, {}]], ['[]'], ['{}']])('as %j: none', (user_identities) =>
    expect(parsedBatch(batchOf([], { user_identities })).identities.size).toBe(0),
  );

  test('of two of one type the newest counts, wherever it is', () => {
    const at = (identity: string, timestamp_unixtime_ms: unknown) => ({
      identity_type: 'email',
      identity,
      timestamp_unixtime_ms,
    });
    const [older, newer] = [at('old@example.com', 1), at('new@example.com', '2')];
    const never = at('never@example.com', { valueOf: 1, toString: 1 });
    for (const user_identities of [
      [older, newer],
      [newer, older],
      [never, newer],
      [newer, never],
    ])
      expect(parsedBatch(batchOf([], { user_identities })).identities.get('email')).toBe('new@example.com');
  });

  test.each([
    ['email', 'NULL', 'ida@example.com'],
    ['email', 'noemail@noemail.com', 'ida@example.com'],
    ['customer_id', '0', 'C-7'],
    ['mobile_number', '4.9E+11', '+491701234567'],
  ])('of two of the type %s, %s is none', (type, none, value) => {
    const at = (identity: string, timestamp_unixtime_ms: number) => ({
      identity_type: type,
      identity,
      timestamp_unixtime_ms,
    });
    const inArray = [at(value, 1), at(none, 2)];
    for (const user_identities of [inArray, inArray.toReversed(), { [type]: none, [type.toUpperCase()]: value }]) {
      const { identities, warnings } = parsedBatch(batchOf([], { user_identities }));
      expect([...identities, warnings]).toEqual([[type, value], undefined]);
    }
    expect(parsedBatch(batchOf([], { user_identities: [at(none, 2)] })).identities.get(type as 'email')).toBe(none);
  });
});

test.each([
  [{ $FirstName: 'Ana' }, 'Ana'],
  [{ $firstname: 'Ana' }, 'Ana'],
  [{ ' $FirstName': 'Ana' }, 'Ana'],
  [{ ' reserved.firstname': 'Ana' }, 'Ana'],
  [{ $FirstName: ['NULL', '', 'Ana', 'Bo'] }, 'Ana'],
  [{ $FirstName: ['NULL'] }, 'NULL'],
  [{ $FirstName: 'n/a', $firstname: 'Ana' }, 'Ana'],
  [{ $FIRSTNAME: 'Ana' }, 'Ana'],
  [{ 'reserved.firstname': 'Ana' }, 'Ana'],
  [{ $FirstName: null, $firstname: 'Ana' }, 'Ana'],
  [{ $FirstName: ['', null, 'Ana', 'Bea'] }, 'Ana'],
  [{ $FirstName: 12 }, '12'],
  [{ $FirstName: true }, 'true'],
  [{ $FirstName: '  ' }, undefined],
  [{ FirstName: 'Ana' }, undefined],
  [null, undefined],
])('first name of %j', (user_attributes, expected) =>
  expect(parsedBatch(batchOf([], { user_attributes })).attributes.get('firstname')).toBe(expected),
);

describe('feed or app', () => {
  const bare = { application_info: null };
  test.each([
    ['feed', { application_info: { os: 'OutOfBand' } }],
    ['feed', { ...bare, device_info: { platform: 'out_of_band' } }],
    ['feed', { application_info: { os: 'OutOfBand' }, source_info: { channel: 'native' } }],
    ['app', { application_info: { os: 'IOS' } }],
    ['app', { application_info: { os: 'Roku' } }],
    ['app', { ...bare, device_info: { platform: 'web' } }],
    ['app', { ...bare, source_info: { channel: 'javascript' } }],
    ['app', { application_info: { os: 'Unknown' }, source_info: { channel: 'pixel' } }],
    ['unknown', { ...bare, source_info: { channel: 'server_to_server' } }],
    ['unknown', bare],
    ['unknown', { application_info: { os: 'NULL' }, device_info: { platform: '\\N' } }],
    ['app', { application_info: { os: 'NULL' }, device_info: { platform: 'iOS' } }],
  ])('%s: %j', (source, more) => expect(parsedBatch(batchOf([purchase()], more)).source).toBe(source));

  test('the feed’s name on an event decides if nothing else does', () => {
    const event = purchase({}, { custom_attributes: { 'mParticle Source Feed': 'POS' } });
    expect(parsedBatch(batchOf([event], bare)).source).toBe('feed');
  });
});

test.each<readonly [SaleOptOut, unknown]>([
  [true, { ccpa: { data_sale_opt_out: { consented: true } } }],
  [false, { ccpa: { data_sale_opt_out: { consented: false } } }],
  ...[
    ...[true, ' True ', 't', 'YES', 'y', 'On', 1, '1', '1.0', '"true"', 'x', 'opted out', 'opt-out', 'WAHR', 'ja'],
    ...['Oui', 'sí', 'Sim', 'tak', 'да', 'はい', '=TRUE()', '="true"', '.T.', 'Yes\u200b', '\u200eyes!', '1,0', '01'],
    ...['✓', 'NAI', 'taip', 'हाँ', 'vâng', 'نعم', '是', 'LDU', '["LDU"]', "['LDU']", '[true]'],
  ].map((consented) => [true, { ccpa: { data_sale_opt_out: { consented } } }] as const),
  ...[
    ...[false, 'F', 'no', 'N', 'off', 0, '0', '0.0', 'FALSCH', 'nein', 'Non', 'não', 'NEJ', 'nie', 'нет', 'いいえ'],
    ...['=FALSE()', '.F.', "'no", '00', '✗', 'nē', 'không', 'لا', 'Не', '否', 'opted in'],
  ].map((consented) => [false, { ccpa: { data_sale_opt_out: { consented } } }] as const),
  ...['maybe', 2, -1, 'truthy', {}, [], 'granted', 'denied', 'accepted', '10', 'NULL', 'yes/no', 'true false'].map(
    (consented) => ['not_understood', { ccpa: { data_sale_opt_out: { consented } } }] as const,
  ),
  ...[null, undefined, '', ' ', '[]', '[""]'].map(
    (consented) => [null, { ccpa: { data_sale_opt_out: { consented } } }] as const,
  ),
  [true, '{"ccpa":{"data_sale_opt_out":{"consented":true}}}'],
  [true, { ccpa: '{"data_sale_opt_out":{"consented":"t"}}' }],
  [true, { ccpa: { data_sale_opt_out: '{"consented":1}' } }],
  [true, { ccpa: { data_sale_opt_out: true } }],
  [false, { ccpa: { data_sale_opt_out: 'no' } }],
  ['not_understood', { ccpa: { data_sale_opt_out: [] } }],
  // Whatever the spelling of the names, and whatever else is there.
  [true, { CCPA: { data_sale_opt_out: { consented: true } } }],
  [true, { Ccpa: { dataSaleOptOut: { Consented: 'yes' } } }],
  [true, { ccpa: { 'Data Sale Opt-Out': { CONSENTED: 1 } } }],
  [true, { ccpa: { DATA_SALE_OPT_OUT: '{"Consented":"true"}' } }],
  [false, { ccpa: { Data_Sale_Opt_Out: { consented: false } } }],
  [true, { ccpa: { consented: true } }],
  ['not_understood', { ccpa: { sale: { consented: true } } }],
  [false, { CCPA: { data_sale_opt_out: { consented: true } }, ccpa: { data_sale_opt_out: { consented: false } } }],
  [null, { gdpr: { marketing: { consented: false } } }],
  [null, { ccpa: { other: null } }],
  [null, { ccpa: { data_sale_opt_out: null } }],
  [null, { ccpa: {} }],
  [null, { ccpa: null }],
  [null, null],
])('opted out: %s from %j', (expected, consent_state) =>
  expect(parsedBatch(batchOf([], { consent_state })).saleOptOut).toBe(expected),
);

test.each([
  ['product_action', purchase()],
  ['product_action', { data: { product_action: { action: 'purchase' } } }],
  ['promotion', { event_type: 'commerce_event', data: { promotion_action: { action: 'view' }, product_action: null } }],
  ['impression', { event_type: 'commerce_event', data: { product_impressions: [{}] } }],
  // The members that an event does not have, as empty objects or with all of their members unset.
  ['promotion', { data: { product_action: {}, promotion_action: { action: 'view' } } }],
  [
    'promotion',
    { data: { product_action: { action: null, products: [], total_amount: 0 }, promotion_action: { action: 'view' } } },
  ],
  [
    'impression',
    {
      data: {
        product_action: '{"action":""}',
        promotion_action: null,
        product_impressions: [{ products: [{ id: 'A' }] }],
      },
    },
  ],
  ['product_action', { data: { product_action: { total_amount: 5 }, promotion_action: { action: 'view' } } }],
  ['product_action', { data: { product_action: {}, promotion_action: { action: '' }, product_impressions: [{}] } }],
  ['not_commerce', { event_type: 'custom_event', data: { event_name: 'x' } }],
  ['not_commerce', { event_type: 'screen_view', data: null }],
  ['not_commerce', { event_type: 'commerce_event', data: {} }],
  ['malformed', { event_type: 'commerce_event', data: null }],
  ['malformed', { event_type: 16, data: {} }],
  ['malformed', null],
  ['malformed', 'text'],
  ['malformed', []],
])('%s event', (kind, event) => expect(parsedBatch(batchOf([event])).events).toMatchObject([{ kind, index: 0 }]));

test.each([[null], [''], ['[]'], ['null']])('events: %j is no event', (events) =>
  expect(parsedBatch({ events }).events).toEqual([]),
);

test.each(['NULL', '\\N', 'None', 'undefined'])('%s, as databases write a missing event type, is none', (event_type) =>
  expect(parsedBatch(batchOf([{ ...purchase(), event_type }])).events).toMatchObject([{ kind: 'product_action' }]),
);

test.each([null, '', ' ', 'NULL', '\\N', 'None', "'production", 'Production ', 'PRODUCTION', 'prod', 'PRD', 'Live'])(
  'the environment %j is production',
  (environment) => expect(parsedBatch(batchOf([], { environment })).environment).toBe('production'),
);

test('an environment that is a number is not understood', () =>
  expect(parseRecord(JSON.stringify({ ...batchOf([]), environment: 5 }))).toMatchObject({
    kind: 'rejected',
    reason: 'not_a_batch',
    message: expect.stringContaining('environment'),
  }));

test('an empty batch is production, without person and source', () =>
  expect(parsedBatch({ mpid: 1 })).toEqual({
    environment: 'production',
    source: 'unknown',
    blocked: false,
    identities: new Map(),
    attributes: new Map(),
    userAttributes: null,
    appleAdvertisingId: null,
    googleAdvertisingId: null,
    saleOptOut: null,
    events: [],
  }));

test('a 64-bit event id is the same id as a number and as a string', () => {
  const [text, number] = ['"-5628946147978737328"', '-5628946147978737328'].map((id) =>
    parseRecord(`{"events":[{"data":{"event_id":${id},"product_action":{"action":"purchase"}}}]}`),
  );
  expect(text).toEqual(number);
});

test.each(['0', '"0"', '""', 'null', '{}'])('the event id %s is none', (id) =>
  expect(parseRecord(`{"events":[{"data":{"event_id":${id},"product_action":{"action":"purchase"}}}]}`)).toEqual(
    parseRecord('{"events":[{"data":{"product_action":{"action":"purchase"}}}]}'),
  ),
);

test.each([{}, { order_id: '1', email: 'ida@example.com' }, { columns: [] }])('%j is no batch', (object) =>
  expect(parseRecord(JSON.stringify(object))).toMatchObject({ kind: 'rejected', reason: 'not_a_batch' }),
);

describe('lines of a rejects file', () => {
  const events = [purchase({ transaction_id: 'A' }), purchase({ transaction_id: 'B' })];

  test.each([1, '1'])('mean the event that they name, as a number or as text: %j', (event) =>
    expect(parsedBatch({ _reject: { event }, ...batchOf(events) }).events).toMatchObject([
      { index: 1, event: { transactionId: 'B' } },
    ]),
  );
  test.each([
    [{ event: 1 }, true],
    [{ event: null }, true],
    [{}, false],
    [{ event: 'second' }, false],
  ])('carry the id of their reject only if it is clear what it is of: %j', (reject, isClear) => {
    const record = parseRecord(JSON.stringify({ _reject: { ...reject, id: 'a'.repeat(32) }, ...batchOf(events) }));
    expect('rejectId' in record).toBe(isClear);
  });
  test('mean all events when they name none', () =>
    expect(parsedBatch({ _reject: { event: null }, ...batchOf(events) }).events).toHaveLength(2));
  test.each([2, -1, 0.5])('name an event %d that is not there', (event) =>
    expect(parsedBatch({ _reject: { event }, ...batchOf(events) }).events).toEqual([{ kind: 'absent', index: event }]),
  );
  test('mean the event that they name of a line kept as text', () =>
    expect(parsedBatch({ _reject: { event: 1 }, _raw: JSON.stringify(batchOf(events)) }).events).toMatchObject([
      { index: 1, event: { transactionId: 'B' } },
    ]));
  test('replace the kept line when that has been fixed', () =>
    expect(parsedBatch({ _reject: {}, _raw: JSON.stringify(batchOf(events)) }).events).toHaveLength(2));
  test.each([
    [{ _reject: { reason: 'csv_row' }, _raw: 'a,b' }, 'csv_row'],
    [{ _reject: { reason: 'record_too_large' } }, 'record_too_large'],
    [{ _reject: { reason: 'constructor' }, _raw: 'x' }, 'not_json'],
    [{ _reject: null }, 'not_json'],
  ])('are rejected again for the same reason: %j', (line, reason) =>
    expect(parseRecord(JSON.stringify(line))).toMatchObject({ kind: 'rejected', reason }),
  );
  test('are rejected again as long as it has not', () =>
    expect(parseRecord(JSON.stringify({ _reject: {}, _raw: '{"a":' }))).toMatchObject({ reason: 'not_json' }));
});

test.each([
  ['{"a":1}{"b":2}', ['{"a":1}', '{"b":2}']],
  ['{"a":"}{"} {"b":[{}]}', ['{"a":"}{"} ', '{"b":[{}]}']],
  ['{"a":"\\"}"}{}{}', ['{"a":"\\"}"}', '{}', '{}']],
  ['{"a":1}', null],
  ['{"a":1}x', null],
  ['{"a":1}{"b":', null],
  ['[1][2]', null],
  ['', null],
  ['{"a":1} {"b": ', null],
])('objects on one line: %s', (line, pieces) => expect(splitConcatenated(line)).toEqual(pieces));
