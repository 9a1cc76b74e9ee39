import { describe, expect, test } from 'vitest';
import { FastPath, fastPathFor, fastPathOff } from '../../../src/transform/fast/fast-path.js';
import { transformer } from '../../../src/transform/transform.js';
import type { MappingSettings } from '../../../src/model/settings.js';
import {
  BINARY,
  blockOfBytes,
  compareVariants,
  Comparison,
  fixtureLines,
  rowLines,
  sampleLines,
  SETTINGS,
} from '../../fast/differential.js';
import { batchOf, mappingSettings, purchase, YESTERDAY_MS } from '../../support/batches.js';

type Json = Record<string, unknown>;
const bytesOf = (records: readonly string[]): readonly Buffer[] => records.map((record) => Buffer.from(record));

/** Compares records of one block; gives how many of them the fast path took. */
const compare = (records: readonly string[], settings: Partial<MappingSettings> = {}): number => {
  const comparison = new Comparison(settings);
  comparison.add(bytesOf(records));
  const { taken, differences } = comparison.figures();
  expect(differences).toEqual([]);
  return taken;
};

const ALL_KEYS = { api: 'conversions', hashMadid: false, extendedMatchKeys: true } as const;

describe.each(Object.entries(SETTINGS))('%s', (name, settings) => {
  test('a made-up export comes out the same, and most of it takes the fast path', () => {
    const share = compare(sampleLines(1, 1_000), settings) / 1_000;
    expect(share).toBeGreaterThan(name.includes('strict') ? 0.4 : 0.95);
  });

  test('so do rows of CSV as batches', async () => {
    const share = compare(await rowLines(1, 1_000), settings) / 1_000;
    expect(share).toBeGreaterThan(name.includes('strict') ? 0.4 : 0.95);
  });

  test('our own batches and bad records come out the same', () => {
    compare([...fixtureLines(), ...sampleLines(2, 500, true)], settings);
  });

  test('so do records that are odd in one thing', async () => {
    const lines = [...sampleLines(3, 1_000), ...(await rowLines(4, 500)), ...fixtureLines()];
    const { taken, records, differences } = compareVariants(settings, lines, 1_500, 1);
    expect(differences).toEqual([]);
    expect(taken / records).toBeGreaterThan(name.includes('strict') ? 0.15 : 0.25);
  });
});

const person = (more: Json): Json => batchOf([purchase()], { user_attributes: { $Country: 'US', ...more } });
const identities = (...entries: readonly (readonly [string, unknown])[]): Json =>
  batchOf([purchase()], {
    user_identities: entries.map(([identity_type, identity]) => ({ identity_type, identity })),
  });
const byType = (user_identities: Json): Json => batchOf([purchase()], { user_identities });
const fromSource = (more: Json): Json =>
  batchOf([purchase()], { application_info: undefined, device_info: {}, ...more });
const product = (more: Json): Json => batchOf([purchase({ products: [{ id: 'HB-1', price: 2.5, ...more }] })]);
/** A batch with a purchase, and an event whose data is this. */
const besides = (data: unknown, event_type: unknown = 'commerce_event'): Json =>
  batchOf([{ event_type, data }, purchase()]);
const attributes = (custom_attributes: unknown): Json => batchOf([purchase({}, { custom_attributes })]);

describe('a record is taken', () => {
  test.each<readonly [string, Json]>([
    ['as most are', batchOf([purchase()])],
    ['with letters beyond ASCII in names', person({ $FirstName: 'Zoë', $City: '北京', $LastName: 'Ægir' })],
    ['with empty texts', person({ $City: '', $Zip: null, $State: '' })],
    ['with a postal code as a number', person({ $Zip: 80202 })],
    ['with a number of London', identities(['mobile_number', '+442079460123'])],
    ['with a type of identity in another spelling', identities(['CustomerId', 'x-17'], ['Email', 'ida@example.com'])],
    ['with an identity of a device', identities(['ios_idfv', 17], ['email', 'ida@example.com'])],
    ['with an order id that is a number', batchOf([purchase({ transaction_id: 1234 })])],
    ['with zeros after decimals', product({ quantity: 2 })],
    ['with an escaped quote in a name', product({ name: 'Desk lamp "Pelican"' })],
    ['with a time as a number', batchOf([purchase({}, { timestamp_unixtime_ms: YESTERDAY_MS })])],
    ['with a currency in small letters', batchOf([purchase({}, { currency_code: 'eur' })])],
    ['with an action in another spelling', batchOf([purchase({ action: 'Purchase' })])],
    ['with a refund, which is skipped', batchOf([purchase({ action: 'refund' }), purchase()])],
    ['with a promotion, which is skipped', besides({ product_action: null, promotion_action: { action: 'click' } })],
    ['with impressions, which are skipped', besides({ product_impressions: [{ products: [] }] })],
    ['with a screen view, which is skipped', besides({ custom_attributes: { number: 5 } }, 'screen_view')],
    ['with attributes of all types', attributes({ a: 1.5, b: true, c: null, d: 'x', é: '' })],
    [
      'with a total of several products',
      batchOf([purchase({ total_amount: 69.8, products: [{ id: 'HB-1', price: 34.9, quantity: 2 }] })]),
    ],
    ['without a price beside a total', batchOf([purchase({ total_amount: 5, products: [{ id: 'B-1' }] })])],
    ['with amounts as texts', batchOf([purchase({ total_amount: '29.90' })])],
    ['with a price and a quantity as texts', product({ price: '2.50', quantity: '2' })],
    [
      'with a total of zero as text',
      batchOf([purchase({ total_amount: '0.00', products: [{ id: 'HB-1', price: '5' }] })]),
    ],
    ['with blanks after the name of a product', product({ name: 'Desk lamp ' })],
    ['with texts that begin like NULL', product({ name: 'Nil Maps', brand: 'Nano', category: 'None such' })],
    [
      'with a free product beside a total',
      batchOf([purchase({ total_amount: 5, products: [{ id: 'B-1', price: 0 }] })]),
    ],
    ['with identities as an object', byType({ Email: 'ida@example.com', CustomerID: 'x-17', mpid: 5 })],
    ['without a word of where it is from', fromSource({})],
    ['from a server', fromSource({ source_info: { channel: 'server_to_server' } })],
    ['with two receipts', batchOf([purchase(), purchase({ transaction_id: 'POS-2' })])],
    ['with a plan', batchOf([purchase()], { context: { data_plan: { plan_id: 'x' } } })],
  ])('%s', (_, batch) => expect(compare([JSON.stringify(batch)], ALL_KEYS)).toBe(1));
});

const REPEATED = '11111111-1111-1111-1111-111111111111';

describe('a record is handed back', () => {
  test.each<readonly [string, Json | string]>([
    ['with a placeholder as a name', person({ $FirstName: 'NULL' })],
    ['with a placeholder as an order id', batchOf([purchase({ transaction_id: 'n/a' })])],
    ['with a shortened id', batchOf([purchase({ transaction_id: '1.79555E+12' })])],
    [
      'with an id that may be the hash of nothing',
      identities(['email', 'ida@example.com'], ['customer_id', 'ab'.repeat(16)]),
    ],
    [
      'without a total and a price',
      batchOf([purchase({ total_amount: 0, products: [{ id: 'A-1', price: 5 }, { id: 'B-1' }] })]),
    ],
    ['with consent in another place', batchOf([purchase()], { ccpa: { data_sale_opt_out: { consented: true } } })],
    ['with an id in a list', batchOf([purchase({ transaction_id: '["R-1"]' })])],
    ['with an id as bytes', product({ id: "b'0017'" })],
    ['with an id in quotes', product({ id: '"0017"' })],
    ['with digits that count up as a number', identities(['mobile_number', '+33123456789'])],
    ['with a number that has its code twice', identities(['mobile_number', '+3434612345678'])],
    ['with a number that has a prefix too many', identities(['mobile_number', '+54111543215678'])],
    ['with one digit as an advertising id', fromSource({ device_info: { ios_advertising_id: REPEATED } })],
    ['with an address that says no', identities(['email', 'kein@mail.example.com'])],
    ['with a masked name', person({ $LastName: 'B***' })],
    ['with an apostrophe before an id', product({ id: "'0017" })],
    ['with a blank after an id', product({ id: '0017\u00a0' })],
    ['with a name that begins with a blank of Unicode', product({ name: '\u2003Lamp' })],
    ['with a long name', person({ $FirstName: 'x'.repeat(61) })],
    ['with a long address', identities(['email', `${'x'.repeat(320)}@example.com`])],
    ['with a national number', identities(['mobile_number', '(303) 555-0153'])],
    ['with two identities of one type', identities(['email', 'ida@example.com'], ['email', 'b@example.com'])],
    ["with an attribute of the name of an event's member", attributes({ order_id: 'x' })],
    ['with a name of a standard attribute', attributes({ num_items: '2' })],
    ['with an attribute that looks personal', attributes({ note: 'ida@example.com' })],
    ['with an attribute that JavaScript moves', attributes({ b: 1, 5: 2 })],
    [
      'with a long number as an attribute',
      JSON.stringify(attributes({ a: 1 })).replace('"a":1', '"a":12345678901234567890'),
    ],
    ['with NULL as a brand', product({ brand: 'NULL' })],
    ['with nan as a category', product({ category: 'NaN' })],
    ['with NULL and a blank as a name', product({ name: 'null ' })],
    ['with NULL and a blank of Unicode as a name', product({ name: 'None\u00a0' })],
    ['with undefined as a name', product({ name: 'Undefined' })],
    ['with a price below zero', product({ price: -5 })],
    [
      'with a price of zero and no total',
      batchOf([
        purchase({
          total_amount: 0,
          products: [
            { id: 'A-1', price: 5 },
            { id: 'B-1', price: 0 },
          ],
        }),
      ]),
    ],
    ['with a price as text in another spelling', product({ price: '2,50' })],
    ['with a price as text with a zero before it', product({ price: '02.50' })],
    ['with a quantity as text that is zero', product({ quantity: '0' })],
    ['with one type of identity in two spellings', byType({ email: 'ida@example.com', Email: 'b@example.com' })],
    ['with a type of identity without a value', byType({ email: 'ida@example.com', customer_id: '' })],
    ['from an app by its platform', fromSource({ device_info: { platform: 'iOS' } })],
    ['from an app by its channel', fromSource({ source_info: { channel: 'native' } })],
    ['from an app by its system', fromSource({ application_info: { os: 'Android' } })],
    ['with a returned product', product({ quantity: -1 })],
    ['with an event of nothing', besides({ promotion_action: null, product_impressions: [] })],
    ['with a promotion as text', besides({ promotion_action: '{"action":"click"}' })],
    ['with a type of event that is a number', besides({}, 7)],
    ['with a total in cents', batchOf([purchase({ total_amount: 3490 })])],
    ['with prices in cents', batchOf([purchase({ total_amount: '0.349' })])],
    ['with a purchase of nothing', batchOf([purchase({ total_amount: 0, products: [] })])],
    ['with one receipt twice', batchOf([purchase(), purchase({ total_amount: 1 })])],
    ['with an attribute twice', JSON.stringify(attributes({ a: 1 })).replace('"a":1', '"a":null,"a":1')],
    ['with an escape for a letter', JSON.stringify(person({ $City: 'Bonn' })).replace('Bonn', '\\u0042onn')],
    ['with a replacement character', person({ $City: 'M\ufffdnchen' })],
    ['with blocked data', batchOf([purchase()], { context: { data_plan: { block_metadata: {} } } })],
    ['with an object that is none', batchOf([purchase()], { device_info: 5 })],
    ['with too few keys', batchOf([purchase()], { user_identities: [], user_attributes: { $Country: 'US' } })],
    ['as a line of a rejects file', batchOf([purchase()], { _reject: { reason: 'no_value' } })],
    ['with another after it', JSON.stringify(batchOf([purchase()])).repeat(2)],
    ['cut off', JSON.stringify(batchOf([purchase()])).slice(0, -1)],
  ])('%s', (_, batch) =>
    expect(compare([typeof batch === 'string' ? batch : JSON.stringify(batch)], ALL_KEYS)).toBe(0),
  );
});

test('bytes that are not UTF-8 hand the record back', () => {
  const record = Buffer.from(JSON.stringify(person({ $City: 'Bonn' })));
  record[record.indexOf('Bonn')] = 0xc3;
  const comparison = new Comparison(ALL_KEYS);
  comparison.add([record]);
  expect(comparison.figures()).toMatchObject({ taken: 0, differences: [] });
});

describe('the areas of memory hold', () => {
  const products = Array.from({ length: 24 }, (_, index) => ({ id: `p${index}`, price: 1.5 }));
  const events = Array.from({ length: 6 }, (_, index) =>
    purchase({ transaction_id: `R-${index}`, total_amount: null, products }),
  );

  test('a block whose events need more room than there is', () => {
    const data = {
      timestamp_unixtime_ms: YESTERDAY_MS,
      currency_code: 'USD',
      product_action: { action: 'add_to_cart' },
    };
    const short = Array.from({ length: 6 }, () => ({ event_type: 'commerce_event', data }));
    const user_attributes = { $FirstName: 'Ida', $LastName: 'Moe', $City: 'Bonn', $Zip: '53111', $Country: 'DE' };
    const entries = Object.entries({ email: 'ida@example.com', customer_id: 'x-17', mobile_number: '+4915112345678' });
    const user_identities = entries.map(([identity_type, identity]) => ({ identity_type, identity }));
    const record = JSON.stringify(batchOf(short, { user_attributes, user_identities }));
    const count = Math.floor(4_000_000 / record.length);
    const taken = compare(
      Array.from({ length: count }, () => record),
      { ...ALL_KEYS, eventNames: { add_to_cart: 'x'.repeat(250) } },
    );
    expect(taken).toBeGreaterThan(count / 2);
    expect(taken).toBeLessThan(count);
  });

  test('records longer than all of them', () => {
    const long = JSON.stringify(batchOf([purchase({}, { other: 'x'.repeat(2_000_000) })]));
    expect(compare([JSON.stringify(batchOf(events)), long, JSON.stringify(batchOf(events))])).toBe(2);
    expect(compare([long, long, long])).toBe(0);
  });

  test('values of every length around the limits', () => {
    const lengths = [
      59, 60, 61, 62, 63, 64, 65, 127, 128, 129, 319, 320, 321, 511, 512, 513, 3_900, 4_000, 4_016, 4_096,
    ];
    const names = ['$FirstName', '$City', '$State', '$Country'];
    const records = lengths.flatMap((length) => {
      const text = 'x'.repeat(length);
      return [
        ...names.map((name) => person({ [name]: text })),
        identities(['email', 'ida@example.com'], ['customer_id', text]),
        identities(['email', `a@${text}.com`], ['other', text]),
        product({ id: text, name: text }),
        attributes({ [text]: text }),
        batchOf([purchase({ transaction_id: text, action: text }, { currency_code: text, source_message_id: text })]),
      ];
    });
    compare(
      records.map((record) => JSON.stringify(record)),
      ALL_KEYS,
    );
  });
});

describe('the fast path is off', () => {
  test.each<readonly [Partial<MappingSettings>, string | null]>([
    [{}, null],
    [{ emailType: 'other' }, 'the setting emailType'],
    [{ phoneType: 'other' }, null],
    [{ phoneType: 'other', extendedMatchKeys: true }, 'the setting phoneType'],
    [{ environments: ['development'] }, 'environments without production'],
    [{ customerSegmentation: 'segment' }, 'the setting customerSegmentation'],
    [{ eventNames: { purchase: 'x'.repeat(300) } }, 'long names in eventNames'],
    [{ fastPath: false }, 'MP2FB_FAST=off'],
  ])('%j', (settings, why) => {
    expect(fastPathOff(mappingSettings(settings))).toBe(why);
    expect(fastPathFor(mappingSettings(settings)) === null).toBe(why !== null);
  });

  test('for blocks that are smaller than what loading it costs', () => {
    const fast = new FastPath(mappingSettings(), { binary: BINARY });
    const transform = transformer(mappingSettings(), fast);
    const small = bytesOf([JSON.stringify(batchOf([purchase()]))]);
    transform(blockOfBytes(small));
    expect(fast.mapped).toBe(0);
    transform(blockOfBytes(bytesOf(sampleLines(1, 100))));
    transform(blockOfBytes(small));
    expect(fast.mapped).toBeGreaterThan(90);
  });
});
