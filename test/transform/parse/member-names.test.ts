// Members by other names than mParticle's: read or only counted, and handed back by the fast path.
import { describe, expect, test } from 'vitest';
import { mapBatch } from '../../../src/transform/map/event.js';
import { parseRecord } from '../../../src/transform/parse/record.js';
import { otherNames, ownNameOf } from '../../../src/transform/parse/member-names.js';
import { Comparison } from '../../fast/differential.js';
import { batchOf, mappingSettings, parsedBatch, purchase } from '../../support/batches.js';

type Json = Record<string, unknown>;
type Path = readonly (string | number)[];

const full = (): Json =>
  batchOf(
    [
      purchase({
        transaction_id: 'R-1',
        products: [{ id: 'A', name: 'Lamp', brand: 'B', category: 'C', price: 2, quantity: 3 }],
      }),
    ],
    {
      user_attributes: { $FirstName: 'Ida', $City: 'Leeds' },
      consent_state: { ccpa: { data_sale_opt_out: { consented: true } } },
      device_info: { ios_advertising_id: 'A', android_advertising_id: 'B' },
      source_info: { channel: 'server_to_server' },
      context: { data_plan: { block_metadata: { dto_version: 1 } } },
    },
  );

const usual = (): Json => ({ ...full(), context: { data_plan: { plan_id: 'x' } } });

/** The value with the member at the end of a path under another name, in its place. */
const renamed = (value: unknown, [step = '', ...rest]: Path, other: string, put?: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one, index) => (index === step ? renamed(one, rest, other, put) : one));
  return Object.fromEntries(
    Object.entries(value as Json).map(([name, inner]) => {
      if (name !== step) return [name, inner];
      return rest.length === 0 ? [other, put ?? inner] : [name, renamed(inner, rest, other, put)];
    }),
  );
};

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
/** How many of these records the fast path takes, which come out the same either way. */
const taken = (...records: readonly unknown[]): number => {
  const comparison = new Comparison({});
  comparison.add(records.map(bytes));
  const { differences, taken: count } = comparison.figures();
  expect(differences).toEqual([]);
  return count;
};

const EVENT: Path = ['events', 0];
const DATA: Path = [...EVENT, 'data'];
const ACTION: Path = [...DATA, 'product_action'];
const PRODUCT: Path = [...ACTION, 'products', 0];

const warningsOf = (batch: unknown) => mapBatch(parsedBatch(batch), mappingSettings()).warnings;
const expectCounted = (batch: unknown, code: string, detail: string): void =>
  expect(warningsOf(batch)).toContainEqual({ code, count: 1, detail });

describe('a member in another style of spelling is read, and counted by its name', () => {
  const members: readonly (readonly [path: Path, other: string, detail: string])[] = [
    [['events'], 'Events', 'Events'],
    [['user_identities'], 'userIdentities', 'userIdentities'],
    [['user_identities'], 'UserIdentities', 'UserIdentities'],
    [['user_identities', 0, 'identity_type'], 'identityType', 'user_identities.identityType'],
    [['user_identities', 0, 'identity'], 'Identity', 'user_identities.Identity'],
    [['user_attributes'], 'userAttributes', 'userAttributes'],
    [['user_attributes'], 'User Attributes', 'User Attributes'],
    [['consent_state'], 'consent state', 'consent state'],
    [['device_info', 'android_advertising_id'], 'Android Advertising Id', 'device_info.Android Advertising Id'],
    [[...ACTION, 'transaction_id'], 'Transaction Id', 'product_action.Transaction Id'],
    [['device_info'], 'deviceInfo', 'deviceInfo'],
    [['device_info', 'ios_advertising_id'], 'iosAdvertisingId', 'device_info.iosAdvertisingId'],
    [['device_info', 'android_advertising_id'], 'androidAdvertisingID', 'device_info.androidAdvertisingID'],
    [['application_info'], 'applicationInfo', 'applicationInfo'],
    [['application_info', 'os'], 'OS', 'application_info.OS'],
    [['source_info'], 'source-info', 'source-info'],
    [['source_info', 'channel'], 'Channel', 'source_info.Channel'],
    [['consent_state'], 'consentState', 'consentState'],
    [['context'], 'Context', 'Context'],
    [['context', 'data_plan'], 'dataPlan', 'context.dataPlan'],
    [['context', 'data_plan', 'block_metadata'], 'blockMetadata', 'data_plan.blockMetadata'],
    [['environment'], 'Environment', 'Environment'],
    [[...EVENT, 'event_type'], 'eventType', 'events.eventType'],
    [[...EVENT, 'data'], 'Data', 'events.Data'],
    [[...DATA, 'timestamp_unixtime_ms'], 'timestampUnixtimeMs', 'data.timestampUnixtimeMs'],
    [[...DATA, 'currency_code'], 'currencyCode', 'data.currencyCode'],
    [[...DATA, 'custom_attributes'], 'customAttributes', 'data.customAttributes'],
    [[...DATA, 'event_id'], 'eventId', 'data.eventId'],
    [[...DATA, 'product_action'], 'productAction', 'data.productAction'],
    [[...DATA, 'product_action'], 'productaction', 'data.productaction'],
    [[...ACTION, 'action'], 'Action', 'product_action.Action'],
    ...['totalAmount', 'TotalAmount', 'Total_Amount', 'total-amount', 'totalamount', 'TOTAL_AMOUNT'].map(
      (other) => [[...ACTION, 'total_amount'], other, `product_action.${other}`] as const,
    ),
    [[...ACTION, 'transaction_id'], 'transactionId', 'product_action.transactionId'],
    [[...ACTION, 'transaction_id'], 'transactionID', 'product_action.transactionID'],
    [[...ACTION, 'products'], 'Products', 'product_action.Products'],
    ...(
      [
        ['id', 'ID'],
        ['id', 'Id'],
        ['name', 'Name'],
        ['brand', 'Brand'],
        ['category', 'CATEGORY'],
        ['price', 'Price'],
        ['quantity', 'Quantity'],
      ] as const
    ).map(([own, other]) => [[...PRODUCT, own], other, `products.${other}`] as const),
  ];
  test.each(members.map(([path, other, detail]) => [detail, path, other] as const))('%s', (detail, path, other) => {
    const odd = renamed(full(), path, other);
    const { warnings, ...batch } = parsedBatch(odd);
    expect(batch).toEqual(parsedBatch(full()));
    expect(warnings).toEqual([{ code: 'member_spelling', count: 1, detail }]);
    expectCounted(odd, 'member_spelling', detail);
    expect(taken(renamed(path.includes('block_metadata') ? full() : usual(), path, other))).toBe(0);
  });

  test('each of several', () => {
    const products = [{ Id: 'A' }, { Id: 'B', price: 1 }];
    expect(parsedBatch(batchOf([purchase({ products })])).warnings).toEqual([
      { code: 'member_spelling', count: 2, detail: 'products.Id' },
    ]);
  });

  test('long numbers keep their digits', () =>
    expect(
      parseRecord(
        JSON.stringify(renamed(full(), [...ACTION, 'transaction_id'], 'transactionId', 7)).replace(
          '"transactionId":7',
          '"transactionId":12345678901234567890',
        ),
      ),
    ).toMatchObject({ batch: { events: [{ event: { transactionId: '12345678901234567890' } }] } }));

  test.each(['commerceEvent', 'CommerceEvent', 'COMMERCE_EVENT', 'commerce event', ' commerce_event '])(
    'so is the type %s',
    (event_type) => {
      const event = { ...purchase(), event_type };
      expect(parsedBatch(batchOf([event])).events).toMatchObject([{ kind: 'product_action' }]);
      taken(batchOf([event]), batchOf([{ event_type, data: { promotion_action: { action: 'view' } } }, purchase()]));
    },
  );
});

describe('the member of the own name wins', () => {
  const twice = (own: unknown, other: unknown) =>
    parsedBatch(batchOf([purchase({ total_amount: own, totalAmount: other })]));
  test.each([
    [5, 5, []],
    [5, null, []],
    [5, '', []],
    [5, 6, [{ code: 'member_ignored', count: 1, detail: 'product_action.totalAmount' }]],
    [null, 6, [{ code: 'member_spelling', count: 1, detail: 'product_action.totalAmount' }]],
    ['', 6, [{ code: 'member_spelling', count: 1, detail: 'product_action.totalAmount' }]],
  ])('%j beside %j in another style', (own, other, warnings) => {
    const batch = twice(own, other);
    expect(batch.warnings ?? []).toEqual(warnings);
    expect(batch.events).toMatchObject([{ event: { totalAmount: own || other } }]);
  });
});

describe('a name of another format, or in another place, is counted and not read', () => {
  const without = (path: Path): unknown => renamed(full(), path, 'unused_member');
  test.each<readonly [string, Path]>([
    ['identities', ['user_identities']],
    ['attributes', ['user_attributes']],
    ['consent', ['consent_state']],
    ['device_identities', ['device_info']],
    ['device_info.idfa', ['device_info', 'ios_advertising_id']],
    ['device_info.gaid', ['device_info', 'android_advertising_id']],
    ['data.currency', [...DATA, 'currency_code']],
    ['data.timestamp', [...DATA, 'timestamp_unixtime_ms']],
    ['data.event_time', [...DATA, 'timestamp_unixtime_ms']],
    ['data.attributes', [...DATA, 'custom_attributes']],
    ['product_action.order_id', [...ACTION, 'transaction_id']],
    ['product_action.orderId', [...ACTION, 'transaction_id']],
    ['product_action.revenue', [...ACTION, 'total_amount']],
    ['product_action.total', [...ACTION, 'total_amount']],
    ['product_action.amount', [...ACTION, 'total_amount']],
    ['product_action.grandTotal', [...ACTION, 'total_amount']],
    ['product_action.items', [...ACTION, 'products']],
    ['product_action.lineItems', [...ACTION, 'products']],
    ['products.sku', [...PRODUCT, 'id']],
    ['products.product_id', [...PRODUCT, 'id']],
    ['products.productId', [...PRODUCT, 'id']],
    ['products.title', [...PRODUCT, 'name']],
    ['products.product_brand', [...PRODUCT, 'brand']],
    ['products.productCategory', [...PRODUCT, 'category']],
    ['products.qty', [...PRODUCT, 'quantity']],
    ['products.unit_price', [...PRODUCT, 'price']],
    ['products.unitPrice', [...PRODUCT, 'price']],
  ])('%s', (detail, path) => {
    const other = detail.slice(detail.indexOf('.') + 1);
    const { warnings, ...batch } = parsedBatch(renamed(full(), path, other));
    expect(batch).toEqual(parsedBatch(without(path)));
    expect(warnings).toEqual([{ code: 'member_ignored', count: 1, detail }]);
    expect(taken(renamed(full(), path, other))).toBe(0);
  });

  const otherType = '(event_type is not commerce_event)';
  test.each<readonly [string, Json]>([
    ['product_action.currency_code', purchase({ currency_code: 'EUR' }, { currency_code: null })],
    ['product_action.currency', purchase({ currency: 'EUR' }, { currency_code: undefined })],
    ['data.transaction_id', purchase({ transaction_id: undefined }, { transaction_id: 'R-1' })],
    ['data.order_id', purchase({ transaction_id: undefined }, { order_id: 'R-1' })],
    ['data.total_amount', purchase({ total_amount: null }, { total_amount: 5 })],
    ['data.products', purchase({ products: null }, { products: [{ id: 'A' }] })],
    ['data.action', { event_type: 'commerce_event', data: { action: 'purchase' } }],
    ['events.timestamp_unixtime_ms', { ...purchase({}, { timestamp_unixtime_ms: null }), timestamp_unixtime_ms: 1 }],
    ['events.customAttributes', { ...purchase({}, { custom_attributes: null }), customAttributes: { a: 1 } }],
    [`product_action ${otherType}`, { ...purchase(), event_type: 'custom_event' }],
    [`product_action ${otherType}`, { event_type: 'commerce', data: { productAction: { action: 'purchase' } } }],
    [`promotion_action ${otherType}`, { event_type: 'commerce', data: { promotion_action: { action: 'view' } } }],
  ])('%s in that place', (detail, event) => {
    expectCounted(batchOf([event]), 'member_ignored', detail);
    expect(taken(batchOf([event]))).toBe(0);
  });

  test('nothing is counted where the own name says the same, or the value is none', () => {
    const products = [{ id: 'A', sku: 'B', price: 1, unit_price: 1, quantity: 1, qty: null }];
    const action = { products, order_id: 'R-1', currency: 'USD', currency_code: 'EUR', revenue: '' };
    const event = purchase(action, { total_amount: 5, order_id: 'R', currency: 'GBP', timestamp: 1 });
    const batch = batchOf([{ ...event, currency_code: 'EUR' }]);
    expect(parsedBatch(batch).warnings).toBeUndefined();
    taken(batch);
  });

  test('events of other kinds have what they like', () => {
    const events = [
      { event_type: 'custom_event', data: { action: 'x', products: [], timestamp: 5, Name: 'x' } },
      { event_type: 'screen_view', data: { product_action: null, product_impressions: [] } },
      { event_type: 'custom_event', data: { product_action: { action: '', products: [{ id: null }] } } },
    ];
    expect(parsedBatch(batchOf(events)).warnings).toBeUndefined();
    taken(batchOf([...events, purchase()]));
  });

  test('so do attributes', () => {
    const custom_attributes = Object.fromEntries([...otherNames()].slice(0, 20).map((name) => [name, 'x']));
    const user_attributes = { $City: 'Bonn', Category: 'x' };
    const batch = batchOf([purchase({}, { custom_attributes })], { user_attributes });
    expect(parsedBatch(batch).warnings).toBeUndefined();
    expect(taken(batch)).toBe(1);
  });
});

describe('identities', () => {
  const identity = (identity_type: unknown, value: unknown = 'x') =>
    batchOf([purchase()], {
      user_identities: [
        { identity_type, identity: value },
        { identity_type: 'email', identity: 'ida@example.com' },
      ],
    });
  test.each([
    ['loyalty_id', 'user_identities.loyalty_id'],
    ['email_address', 'user_identities.email_address'],
    ['phone', 'user_identities.phone'],
    ['EmailSha256', 'user_identities (another type)'],
    ['emailsha', 'user_identities.emailsha'],
    ['crm id', 'user_identities.crm id'],
    ['bo@example.com', 'user_identities (another type)'],
    ['Ida Example', 'user_identities (another type)'],
    [undefined, 'user_identities (another type)'],
    [{ toString: 1 }, 'user_identities (another type)'],
  ])('of the type %j are counted', (type, detail) => {
    expectCounted(identity(type), 'member_ignored', detail);
    expect(taken(identity(type))).toBe(0);
    if (typeof type !== 'string') return;
    const byType = batchOf([purchase()], { user_identities: { email: 'ida@example.com', [type]: 'x' } });
    expectCounted(byType, 'member_ignored', detail);
    expect(taken(byType)).toBe(0);
  });

  test.each(['device_application_stamp', 'ios_idfv', 'android_uuid', 'push_token', 'mpid'])(
    'of devices are not: %s',
    (type) => {
      expect(warningsOf(identity(type))).toEqual([]);
      expect(taken(identity(type))).toBe(1);
    },
  );

  test('without a value under a known name', () => {
    const entries = [
      { identity_type: 'email', address: 'ida@example.com' },
      { identity_type: 'other', identity: 'x' },
    ];
    const batch = batchOf([purchase()], { user_identities: entries });
    expectCounted(batch, 'member_ignored', 'user_identities (no identity)');
    expect(taken(batch)).toBe(0);
  });

  test('two of one type that differ', () => {
    const batch = batchOf([purchase()], { user_identities: { email: 'ida@example.com', Email: 'bo@example.com' } });
    expectCounted(batch, 'member_ignored', 'user_identities.email (a second one)');
    taken(batch);
  });
});

describe('user attributes', () => {
  const person = (user_attributes: Json) => batchOf([purchase()], { user_attributes });
  test.each([
    ['$first_name', 'firstname'],
    ['$First Name', 'firstname'],
    ['$last-name', 'lastname'],
    ['reserved.last_name', 'lastname'],
  ])('%s is read as $%s, and counted', (key, name) => {
    const { attributes, warnings } = parsedBatch(person({ [key]: 'Ida' }));
    expect([...attributes]).toEqual([[name, 'Ida']]);
    expect(warnings).toEqual([{ code: 'member_spelling', count: 1, detail: `user_attributes.${key}` }]);
    expect(taken(person({ [key]: 'Ida' }))).toBe(0);
  });

  test.each(['$zipcode', '$postal_code', '$Phone', '$phone_number', '$sex', '$surname', '$country_code', '$region'])(
    '%s is counted',
    (key) => {
      expectCounted(person({ [key]: 'x' }), 'member_ignored', `user_attributes.${key}`);
      expect(taken(person({ [key]: 'x' }))).toBe(0);
    },
  );

  test.each([
    'first_name',
    'firstName',
    'FirstName',
    'First Name',
    'LASTNAME',
    'lastname',
    'city',
    'City',
    'country',
    'gender',
  ])('%s without its mark is counted, unless the same one with it is there', (key) => {
    expectCounted(person({ [key]: 'x' }), 'member_ignored', `user_attributes.${key}`);
    expect(taken(person({ [key]: 'x' }))).toBe(0);
    const all = { $FirstName: 'Ida', $LastName: 'B', $City: 'Leeds', $Country: 'GB', $Gender: 'F' };
    expect(parsedBatch(person({ [key]: 'x', ...all })).warnings).toBeUndefined();
    expect(taken(person({ [key]: 'x', ...all }))).toBe(1);
  });

  test.each(['state', 'mobile', 'Loyalty Tier', '$Age', '$Address', '$attConsentStatus', 'first_name_2', 'cityhall'])(
    '%s is not',
    (key) => {
      expect(parsedBatch(person({ [key]: 'x', $City: 'Leeds' })).warnings).toBeUndefined();
      expect(taken(person({ [key]: 'x', $City: 'Leeds' }))).toBe(1);
    },
  );
});

describe('a consent that has another name is not understood, so that the person counts as opted out', () => {
  const state = (consent_state: unknown) => batchOf([purchase()], { consent_state });
  const settings = { sendCcpaLimitedDataUse: 'when-opted-out' } as const;
  const compared = (batch: unknown): number => {
    const comparison = new Comparison(settings);
    comparison.add([bytes(batch)]);
    const { differences, taken: count } = comparison.figures();
    expect(differences).toEqual([]);
    return count;
  };
  test.each([
    { ccpa: { data_sale_opt_out: { Consent: true } } },
    { ccpa: { data_sale_opt_out: { opted_out: true } } },
    { ccpa: { data_sale_opt_out: { status: 'opted_out', timestamp_unixtime_ms: 1 } } },
    { ccpa: { data_sale_opt_out: '{"opt_out":1}' } },
    { ccpa: { share_opt_out: { consented: true } } },
    { cpra: { data_sale_opt_out: { consented: true } } },
    { CPRA: true, gdpr: null },
    { us_privacy: '1YYN' },
    { usPrivacy: '1YYN' },
    { gpp: 'DBABLA' },
    { usp: '1YYN' },
    { GPC: true },
    { global_privacy_control: 'true' },
    { do_not_sell: true },
    { doNotShare: true },
    { data_sale_opt_out: { consented: true } },
    { 'ccpa.data_sale_opt_out.consented': true },
  ])('%j', (consent) => {
    expect(parsedBatch(state(consent)).saleOptOut).toBe('not_understood');
    expect(mapBatch(parsedBatch(state(consent)), mappingSettings(settings)).warnings).toEqual([
      { code: 'consent_not_understood', count: 1 },
    ]);
    expect(compared(state(consent))).toBe(0);
  });

  test.each<readonly [unknown, number]>([
    [{ gdpr: { marketing: { consented: false } } }, 1],
    [{ gdpr: null, ccpa: null }, 1],
    [{ ccpa: {} }, 1],
    [
      { ccpa: { data_sale_opt_out: { timestamp_unixtime_ms: 1, document: 'x', location: null, hardware_id: null } } },
      0,
    ],
    [{ ccpa: { data_sale_opt_out: {} } }, 0],
    [{ us_privacy: null }, 0],
    [{ lgpd: { marketing: { consented: true } } }, 0],
  ])('%j says nothing', (consent, count) => {
    expect(parsedBatch(state(consent)).saleOptOut).toBeNull();
    expect(compared(state(consent))).toBe(count);
  });
});

test.each<readonly [Json, readonly string[]]>([
  [{ user_identities: {}, event: purchase() }, ['event']],
  [{ user_identities: {}, ...purchase() }, ['event_type', 'data']],
  [{ user_identities: {}, product_action: { action: 'purchase' } }, ['product_action']],
  [{ events: [], email: 'ida@example.com', customer_id: 'C-1' }, ['email', 'customer_id']],
  [batchOf([purchase()], { user_identities: null, mobile_number: '+4915112345678' }), ['mobile_number']],
  ...['ccpa', 'data_sale_opt_out', 'ccpa_consent_state', 'us_privacy', 'do_not_sell', 'doNotSell'].map(
    (name): readonly [Json, readonly string[]] => [batchOf([purchase()], { [name]: { consented: true } }), [name]],
  ),
  ...['advertising_id', 'gps_adid', 'maid', 'MADID'].map((name): readonly [Json, readonly string[]] => [
    batchOf([purchase()], { device_info: { [name]: 'AECE52E7-03EE-455A-B3C4-E57283966239' } }),
    [`device_info.${name}`],
  ]),
  ...['$email', '$Email', '$E-Mail', '$email_address', '$EmailAddress'].map(
    (name): readonly [Json, readonly string[]] => [
      batchOf([purchase()], { user_identities: {}, user_attributes: { [name]: ['ida@example.com'] } }),
      [`user_attributes.${name}`],
    ],
  ),
  [
    batchOf([purchase()], { user_attributes: { $City: 'Leeds', $city: 'York' } }),
    ['user_attributes.$city (a second one)'],
  ],
])('what a batch has in a wrong place is counted: %j', (batch, details) => {
  expect(parsedBatch(batch).warnings).toEqual(details.map((detail) => ({ code: 'member_ignored', count: 1, detail })));
  expect(taken(batch)).toBe(0);
});

test.each<Json>([
  batchOf([purchase()], { user_attributes: { $email: 'ida@example.com', $City: 'Leeds', $city: 'Leeds' } }),
  batchOf([purchase()], { email: 'ida@example.com', event: {}, data: null }),
  { mpid: 5, user_identities: {} },
])('what a batch has twice is not: %j', (batch) => {
  expect(parsedBatch(batch).warnings).toBeUndefined();
  taken(batch);
});

test('a batch of nothing but other spellings is one', () =>
  expect(parsedBatch({ userIdentities: { email: 'ida@example.com' }, Events: [] })).toMatchObject({
    identities: new Map([['email', 'ida@example.com']]),
  }));

test('another name has one own name, or none', () => {
  expect(ownNameOf('TransactionId')).toBe('transaction_id');
  expect(ownNameOf('sku')).toBe('sku');
});
