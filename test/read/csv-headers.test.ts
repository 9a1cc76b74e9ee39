import { describe, expect, test } from 'vitest';
import { readStdin } from './reading.js';

const csv = (...lines: readonly string[]) =>
  readStdin(lines.join('\n'), { format: 'csv', csv: { group: { kind: 'adjacent' } } }, undefined, 'sales.csv');

const HEAD = 'timestamp_unixtime_ms,action,user_identities.email';
const ROW = '1794680525000,purchase,a@example.com';

describe("Meta's own template", () => {
  const template = 'email,email,phone,phone,fn,ln,ct,st,country,zip,gen,event_name,event_time,value,currency,order_id';
  const batchOf = async (header: string, row: string) => {
    const { error, warnings, records } = await csv(header, row);
    expect([error, warnings]).toEqual([null, []]);
    return JSON.parse(records[0][1]);
  };

  test('needs no manifest', async () => {
    expect(
      await batchOf(template, 'a@example.com,,,+49 30 1,Ida,Berg,Berlin,,DE,10115,f,Purchase,1794680525,19.90,EUR,R-1'),
    ).toEqual({
      user_identities: { email: 'a@example.com', mobile_number: '+49 30 1' },
      user_attributes: {
        ...{ $FirstName: 'Ida', $LastName: 'Berg', $City: 'Berlin' },
        ...{ $Country: 'DE', $Zip: '10115', $Gender: 'f' },
      },
      events: [
        {
          event_type: 'commerce_event',
          data: {
            ...{ timestamp_unixtime_ms: '1794680525000', currency_code: 'EUR' },
            product_action: { action: 'Purchase', transaction_id: 'R-1', total_amount: '19.90' },
          },
        },
      ],
    });
  });

  test.each<[string, string, string, object]>([
    ['the first filled cell counts', 'email,email,email', ',b@example.com,c@example.com', { email: 'b@example.com' }],
    ['a word for no value is no value', 'email,email', 'n/a,b@example.com', { email: 'b@example.com' }],
    ['of two such words one stays, and is counted later', 'email,email,fn', 'NULL,n/a,Ida', { email: 'n/a' }],
    ['repeated names need not be neighbours', 'email,ct,EMAIL', ' ,Bonn,b@example.com', { email: 'b@example.com' }],
    ['the other names of keys', 'em,ph,external_id', 'b@example.com,1,C', { email: 'b@example.com', customer_id: 'C' }],
    ['one of both names', 'email,em', ',b@example.com', { email: 'b@example.com' }],
  ])('%s', async (_, header, cells, identities) => {
    const batch = await batchOf(`Event Name,event_time,${header}`, `Purchase,1794680525000,${cells}`);
    expect(batch.user_identities).toMatchObject(identities);
  });

  test('the number of an item is read and not sent: a receipt is one event', async () => {
    const header = 'email,event_name,event_time,order_id,item_number';
    const [event] = (await batchOf(header, 'a@example.com,Purchase,1794680525,R-1,2')).events;
    expect(event.data).toEqual({
      timestamp_unixtime_ms: '1794680525000',
      product_action: { action: 'Purchase', transaction_id: 'R-1' },
    });
  });

  test.each([
    ['"[""LDU""]"', '["LDU"]'],
    ['LDU', 'LDU'],
    ['[]', '[]'],
  ])('its options of data processing say who opted out: %s', async (cell, consented) => {
    const header = 'email,event_name,event_time,data_processing_options';
    const { warnings, records } = await csv(header, `a@example.com,Purchase,1794680525,${cell}`);
    expect(JSON.parse(records[0][1]).consent_state).toEqual({ ccpa: { data_sale_opt_out: { consented } } });
    expect(warnings).toEqual(['member_spelling 1 data_processing_options']);
  });

  test('its columns may have other headers beside them', async () => {
    const { error, warnings, records } = await csv(
      'email,event_name,event_time,dob,custom_attributes.store,num_items',
      'a@example.com,Purchase,2026-11-14T18:22:05Z,1990,Bonn,3',
    );
    expect([error, warnings]).toEqual([null, ['csv_unknown_column 1 dob']]);
    const [event] = JSON.parse(records[0][1]).events;
    expect(event.data).toMatchObject({
      timestamp_unixtime_ms: '1794680525000',
      custom_attributes: { store: 'Bonn', num_items: '3' },
    });
  });
});

test.each([
  ['user_attributes.City', ['csv_unknown_column 1 user_attributes.city (did you mean user_attributes.$City?)']],
  ['user_attributes.$City', []],
  ['user_attributes.City,user_attributes.$City', []],
  ['user_attributes.City_of_birth,custom_attributes.City', []],
])('an attribute that lacks its dollar sign, %s: %j', async (headers, wanted) => {
  const { error, warnings } = await csv(`${HEAD},${headers}`, `${ROW}${',Bonn'.repeat(headers.split(',').length)}`);
  expect([error, warnings]).toEqual([null, wanted]);
});

describe('a header in another style', () => {
  const STYLED = [
    ...['userIdentities.email', 'userAttributes.$FirstName', 'events.data.timestampUnixtimeMs'],
    ...['events.data.productAction.action', 'productAction.totalAmount', 'PRODUCTACTION.TRANSACTIONID'],
    ...['Product-Action.Products.Id', 'productAction.products.price', 'customAttributes.storeName'],
    ...['consentState.ccpa.dataSaleOptOut.consented', 'deviceInfo.iosAdvertisingId'],
  ];

  test('is read as the members of JSON are, and counted', async () => {
    const cells =
      'ida@example.com,Ida,1794680525000,purchase,19.90,R-1,A,9.95,Bonn,true,AECE52E7-03EE-455A-B3C4-E57283966239';
    const { error, warnings, records } = await csv(STYLED.join(','), cells);
    expect([error, warnings]).toEqual([null, STYLED.map((name) => `member_spelling 1 ${name}`)]);
    expect(JSON.parse(records[0][1])).toEqual({
      user_identities: { email: 'ida@example.com' },
      user_attributes: { $FirstName: 'Ida' },
      device_info: { ios_advertising_id: 'AECE52E7-03EE-455A-B3C4-E57283966239' },
      consent_state: { ccpa: { data_sale_opt_out: { consented: true } } },
      events: [
        {
          event_type: 'commerce_event',
          data: {
            timestamp_unixtime_ms: '1794680525000',
            custom_attributes: { storeName: 'Bonn' },
            product_action: {
              ...{ action: 'purchase', transaction_id: 'R-1', total_amount: '19.90' },
              products: [{ id: 'A', price: '9.95' }],
            },
          },
        },
      ],
    });
  });

  test.each([
    ['totalAmount', ['member_spelling 1 totalAmount']],
    ['total_amount,totalAmount', ['csv_unknown_column 1 totalAmount (did you mean product_action.total_amount?)']],
    [
      'totalAmount,total-amount',
      [
        'member_spelling 1 totalAmount',
        'csv_unknown_column 1 total-amount (did you mean product_action.total_amount?)',
      ],
    ],
    ['eventType', ['csv_unknown_column 1 eventType (did you mean event_type?)']],
    ['Total Amount', ['csv_unknown_column 1 Total Amount (did you mean product_action.total_amount?)']],
  ])('%s: %j', async (headers, wanted) => {
    const { error, warnings } = await csv(`${HEAD},${headers}`, `${ROW}${',7'.repeat(headers.split(',').length)}`);
    expect([error, warnings]).toEqual([null, wanted]);
  });
});

describe('cells that no header names', () => {
  test.each<[string, string[], number[], string[], number[]]>([
    ['a delimiter at the end of the header only', [`${HEAD},`, ROW, ROW], [2, 3], [], []],
    ['of the header and some rows', [`${HEAD},`, `${ROW},`, ROW], [2, 3], [], []],
    ['of the rows only', [HEAD, `${ROW},`, ROW], [2, 3], [], []],
    ['several of them', [`${HEAD},,,`, `${ROW},,,`, `${ROW},,,,`, `${ROW},`], [2, 3, 4], [], []],
    [
      'that are filled',
      [`${HEAD},`, `${ROW},x`, `${ROW},y`],
      [2, 3],
      ['csv_unknown_column 1 column 4, which has no header'],
      [],
    ],
    [
      'of which some are filled',
      [`${HEAD},,`, `${ROW},,x`, `${ROW},y,`],
      [2, 3],
      ['csv_unknown_column 1 column 4, which has no header', 'csv_unknown_column 1 column 5, which has no header'],
      [],
    ],
    ['without a header, blank', [HEAD, `${ROW},,`, `${ROW},,,`], [2, 3], [], []],
    ['without a header, of which one is filled', [HEAD, `${ROW},x`, `${ROW},,x`, `${ROW},x,`], [], [], [2, 3, 4]],
  ])('%s', async (_, lines, records, warnings, faults) => {
    const read = await csv(...lines);
    expect(read).toMatchObject({ error: null, warnings });
    expect([read.records.map(([line]) => line), read.faults.map(([line]) => line)]).toEqual([records, faults]);
  });
});

test.each(['\u0085', '\u2028', '\u2029', '\v', '\f'])('lines that end with %j are no rows', async (end) => {
  const { error } = await csv([`${HEAD},note`, `${ROW},x`, `${ROW},y`, ''].join(end));
  expect(error).toMatch(/: its lines do not end with line feeds or carriage returns\. Export it again/);
});

test.each(['ida@example.com', '+49 30 1234567', '1794680525000'])(
  'what may be a cell is not shown as a header: %j',
  async (name) => {
    const { warnings } = await csv(`${HEAD},${name}`, `${ROW},x`);
    expect(warnings).toEqual(['csv_unknown_column 1 column 4, which has no header that can be shown']);
  },
);

test.each([
  ['device_info', { ios_advertising_id: 'AECE52E7-03EE-455A-B3C4-E57283966239' }],
  ['application_info', { os: 'IOS' }],
  ['source_info', { channel: 'native' }],
  ['user_identities', { customer_id: 'C' }],
])('all of %s may be JSON text', async (name, object) => {
  const { error, records, warnings } = await csv(
    `timestamp_unixtime_ms,action,user_attributes.$LastName,${name}`,
    `1794680525000,purchase,Berg,"${JSON.stringify(object).replaceAll('"', '""')}"`,
  );
  expect([error, warnings]).toEqual([null, []]);
  expect(JSON.parse(records[0][1])).toMatchObject({ [name]: object });
});

describe('consent in other columns than mParticle has', () => {
  const ccpa = (state: unknown) => ({ ccpa: state });
  test.each<[string, string, unknown, boolean]>([
    [
      'consent_state',
      '{""ccpa"":{""data_sale_opt_out"":{""consented"":true}}}',
      ccpa({ data_sale_opt_out: { consented: true } }),
      true,
    ],
    [
      'consent_state.ccpa',
      '{""data_sale_opt_out"":{""consented"":1}}',
      ccpa({ data_sale_opt_out: { consented: 1 } }),
      true,
    ],
    [
      'consent_state.ccpa.data_sale_opt_out',
      '{""consented"":true}',
      ccpa({ data_sale_opt_out: { consented: true } }),
      true,
    ],
    ['consent_state.ccpa.data_sale_opt_out', 'yes', ccpa({ data_sale_opt_out: 'yes' }), true],
    ['consent_state.ccpa', 'yes', ccpa('yes'), true],
    ['consent_state.ccpa.consented', 'yes', ccpa({ consented: 'yes' }), false],
    ['consent_state.ccpa.sale.consented', 'yes', ccpa({ 'sale.consented': 'yes' }), false],
    ['consent_state.us_privacy', '1YYN', { us_privacy: '1YYN' }, false],
    ['consent_state', 'NULL', undefined, true],
    ['consent_state.ccpa.sale.consented', '', undefined, false],
  ])('%s with %s', async (name, cell, state, isOwn) => {
    const { error, records, warnings } = await csv(`${HEAD},${name}`, `${ROW},"${cell}"`);
    expect([error, warnings]).toEqual([null, isOwn ? [] : [`member_spelling 1 ${name}`]]);
    expect(JSON.parse(records[0][1]).consent_state).toEqual(state);
  });
});

describe('repeated headers', () => {
  test.each<[string, string]>([
    ['that are not known', 'note,note'],
    ['that nothing needs', 'session_id,session_id'],
    ['that are blank', ',,x'],
  ])('%s are accepted', async (_, headers) => {
    const { error, records } = await csv(`${HEAD},${headers}`, `${ROW}${',1'.repeat(headers.split(',').length)}`);
    expect([error, records.length]).toEqual([null, 1]);
  });

  test.each<[string, RegExp]>([
    ['products.id,products.id', /^sales\.csv: its columns 4 and 5 have the same header/],
    ['user_attributes.$City,note,user_attributes.$City', /^sales\.csv: its columns 4 and 6 have the same header/],
    ['total_amount,product_action.total_amount', /^sales\.csv: its columns 4 and 5 mean the same/],
  ])('that fill the batch are an error: %s', async (headers, message) => {
    expect((await csv(`${HEAD},${headers}`, ROW)).error).toMatch(message);
  });
});

describe('mixed delimiters are named', () => {
  test.each<[string, string]>([
    ['1794680525000;purchase;a@example.com', '1 column where the header has 3: it is divided by semicolons, unlike'],
    ['1794680525000\tpurchase\ta@example.com', '1 column where the header has 3: it is divided by tabs, unlike'],
    ['1794680525000|purchase|"x,|y"', '2 columns where the header has 3: it is divided by bars, unlike'],
    ['1794680525000,pur" x, chase",a', '4 columns where the header has 3$'],
    ['1794680525000;purchase', '1 column where the header has 3$'],
  ])('of a row: %s', async (row, message) => {
    const read = await csv(HEAD, ROW, row, ROW);
    expect(read.messages).toEqual([expect.stringMatching(message)]);
    expect(read.records.map(([line]) => line)).toEqual([2, 4]);
  });

  test.each<[string, string]>([
    ['timestamp_unixtime_ms;action;user_identities.email,total_amount', 'commas'],
    ['timestamp_unixtime_ms,action,currency_code,user_identities.email|mpid', 'bars'],
  ])('of the header: %s', async (header, signs) => {
    const read = await csv(header, ROW);
    expect(`${read.error}`).toContain('there is no column for');
    expect(read.advice).toContain(`contain ${signs}`);
  });

  test('of a header that lacks everything', async () => {
    const { error } = await csv('Order,Amount', 'R-1,5');
    expect(`${error}`).toContain(
      'no column for the event time (events.data.timestamp_unixtime_ms), the action (events.data.product_action.action) or anything that identifies a person (',
    );
  });
});
