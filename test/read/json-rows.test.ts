import { describe, expect, test } from 'vitest';
import { parseCsvManifest } from '../../src/read/csv/manifest.js';
import { readStdin } from './reading.js';

const TIME = 'events.data.timestamp_unixtime_ms';
const ACTION = 'events.data.product_action.action';
const PRODUCT = 'events.data.product_action.products.';

const keep = (column: string, field: string): object => ({ column, action: 'keep', field });
const COLUMNS = [
  keep('eventtimestamp', TIME),
  keep('productaction.actiontype', ACTION),
  keep('productaction.totalamount', 'events.data.product_action.total_amount'),
  keep('email', 'user_identities.email'),
  keep('customerid', 'user_identities.customer_id'),
  keep('userattributes', 'user_attributes'),
  keep('productactionproducts.product_id', `${PRODUCT}id`),
  keep('productactionproducts.product_price', `${PRODUCT}price`),
];

const read = (text: string, form: object = {}, columns: readonly object[] = COLUMNS) => {
  const manifest = parseCsvManifest(JSON.stringify({ ...form, columns }), 'm.json');
  return readStdin(text, { csv: { group: { kind: 'adjacent' }, manifest } }, undefined, 'rows.ndjson');
};

const ROW = {
  eventtimestamp: '2026-11-24 20:18:58.634 UTC',
  productaction: { actiontype: 7, totalamount: 60.5 },
  email: 'ida@example.com',
  userattributes: [{ attributename: '$City', attributevalue: 'Köln' }],
  productactionproducts: [
    { product_id: 'LMP-1', product_price: 40.5 },
    { product_id: 'BLB-1', product_price: 20 },
  ],
};

const BATCH = {
  user_identities: { email: 'ida@example.com' },
  user_attributes: { $City: 'Köln' },
  events: [
    {
      event_type: 'commerce_event',
      data: {
        timestamp_unixtime_ms: '1795551538634',
        product_action: {
          ...{ action: '7', total_amount: '60.5' },
          products: [
            { id: 'LMP-1', price: '40.5' },
            { id: 'BLB-1', price: '20' },
          ],
        },
      },
    },
  ],
};

const line = (row: object): string => `${JSON.stringify(row)}\n`;
const batchesOf = ({ records }: Awaited<ReturnType<typeof read>>) => records.map(([, text]) => JSON.parse(text));

describe('rows of a table as JSON', () => {
  test.each([
    ['one a line', line(ROW) + line(ROW)],
    ['an array', JSON.stringify([ROW, ROW])],
    ['pretty-printed', JSON.stringify(ROW, null, 2) + JSON.stringify(ROW, null, 2)],
  ])('%s are batches', async (_, text) => {
    const result = await read(text);
    expect(result.error).toBe(null);
    expect(batchesOf(result)).toEqual([BATCH, BATCH]);
  });

  test('objects and lists as JSON text are read as what they say', async () => {
    const { productaction, productactionproducts, ...rest } = ROW;
    const texts = {
      productaction: JSON.stringify(productaction),
      productactionproducts: JSON.stringify(productactionproducts),
    };
    expect(batchesOf(await read(line({ ...rest, ...texts })))).toEqual([BATCH]);
  });

  test.each<[string, object]>([
    ['a text where a path continues', { productaction: 'garbage' }],
    ['a number where a path continues', { productaction: 5 }],
    ['an object where one value is', { productaction: { actiontype: 7, totalamount: { a: 1 } } }],
    ['a list where one value is', { productaction: { actiontype: 7, totalamount: ['1', '2'] } }],
    ['items that are no objects', { productactionproducts: [5] }],
  ])('%s is a fault of the row', async (_, members) => {
    const { records, faults } = await read(line({ ...ROW, ...members }));
    expect([records.length, faults.map(([, reason]) => reason)]).toEqual([0, ['malformed_event']]);
  });

  test.each(['NULL', '', null, String.raw`\N`])(
    '%j where an object could be is nothing',
    async (productactionproducts) =>
      expect((await read(line({ ...ROW, productactionproducts }))).records).toHaveLength(1),
  );

  test.each<[string, object, object, string]>([
    ['a path into objects', { a: { b: { c: 'x' } } }, keep('a.b.c', 'mpid'), 'x'],
    ['a name with dots', { 'a.b': { c: 'x' } }, keep('a.b.c', 'mpid'), 'x'],
    ['an item by its number', { a: [{ b: 'w' }, { b: 'x' }] }, keep('a.1.b', 'mpid'), 'x'],
    ['all digits of a number', { a: { b: 12345678901234567890n } }, keep('a.b', 'mpid'), '12345678901234567890'],
    ['no digits out of a text', { a: '"12345678901234567890"' }, keep('a', 'mpid'), '"12345678901234567890"'],
    ['a boolean', { a: true }, keep('a', 'mpid'), 'true'],
  ])('%s', async (_, members, column, value) => {
    const text = JSON.stringify({ ...ROW, ...members }, (__, one: unknown) =>
      typeof one === 'bigint' ? `big${one}` : one,
    );
    const result = await read(`${text.replace(/"big(\d+)"/, '$1')}\n`, {}, [...COLUMNS, column]);
    expect(batchesOf(result)[0].mpid).toBe(value);
  });

  test('numbers are numbers, whatever the decimal sign of texts', async () =>
    expect(batchesOf(await read(line(ROW), { decimal: ',' }))).toEqual([BATCH]));

  test('absent members, null and lists without items are blank', async () => {
    const { productactionproducts, userattributes, ...bare } = ROW;
    const { user_attributes, ...batch } = structuredClone(BATCH) as {
      user_attributes?: object;
      events: { data: { product_action: { products?: object } } }[];
    };
    delete batch.events[0].data.product_action.products;
    const rows = [bare, { ...bare, customerid: null, productactionproducts: [], userattributes: [] }];
    expect(batchesOf(await read(rows.map(line).join('')))).toEqual([batch, batch]);
  });

  test('what is no row is a fault with its line', async () => {
    const result = await read(`${line(ROW)}{"other":1}\n[1]\n{"x\n${line(ROW)}`);
    expect(result.faults).toEqual([
      [2, 'not_a_batch', '{"other":1}'],
      [3, 'not_a_batch', '[1]'],
      [4, 'not_json', '{"x'],
    ]);
    expect(result.records.map(([at]) => at)).toEqual([1, 5]);
  });

  test.each([
    ['a batch', { events: [], user_identities: { email: 'a@example.com' } }],
    ['a line of a rejects file', { _reject: { reason: 'no_value' }, events: [] }],
  ])('%s stays as it is, manifest or not', async (_, batch) =>
    expect((await read(line(batch))).records).toEqual([[1, JSON.stringify(batch)]]),
  );

  test('they cannot go by position', async () => {
    const bare = COLUMNS.map((column) => ({ ...column, column: undefined }));
    expect((await read(line(ROW), { hasHeaderRow: false }, bare)).error).toMatch(/name its members in m\.json/);
  });
});

describe('paths of the manifest that occur in no row', () => {
  const warningsOf = async (rows: readonly object[], columns: readonly object[], firstRecords?: number) => {
    const manifest = parseCsvManifest(JSON.stringify({ columns: [...COLUMNS, ...columns] }), 'm.json');
    const csv = { group: { kind: 'adjacent' as const }, manifest };
    const { warnings } = await readStdin(
      rows.map(line).join(''),
      { csv, firstRecords, blockBytes: 512 },
      undefined,
      'x',
    );
    return warnings.filter((warning) => !warning.includes('customerid'));
  };
  const ID = 'events.data.product_action.transaction_id';

  test.each([
    ['a slip', 'productaction.transactoinid', ' (did you mean productaction.transactionid?)'],
    ['another case', 'productAction.transactionId', ' (did you mean productaction.transactionid?)'],
    ['another parent', 'action.transactionid', ' (did you mean productaction.transactionid?)'],
    ['no parent', 'transactionid', ' (did you mean productaction.transactionid?)'],
    ['nothing alike', 'shop', ''],
  ])('are warned of: %s', async (_, path, nearest) => {
    const rows = [ROW, { ...ROW, productaction: { ...ROW.productaction, transactionid: 'R-1' } }];
    expect(await warningsOf(rows, [keep(path, ID)])).toEqual([`path_absent 1 ${path}${nearest}`]);
  });

  test('a slip in the path of an item is one', async () =>
    expect(await warningsOf([ROW], [keep('productactionproducts.product_pric', `${PRODUCT}name`)])).toEqual([
      'path_absent 1 productactionproducts.product_pric (did you mean productactionproducts.product_price?)',
    ]));

  test.each([
    ['is in a later row', [ROW, { ...ROW, order: 'R-1' }], 'order'],
    ['is null everywhere', [{ ...ROW, order: null }], 'order'],
    ['goes into attributes', [{ ...ROW, userattributes: { $Zip: '10115' } }], 'userattributes.$Zip'],
    ['is in the second item', [{ ...ROW, lines: [{}, { order: 'R-1' }] }], 'lines.order'],
  ])('not of one that %s', async (_, rows, path) => expect(await warningsOf(rows, [keep(path, ID)])).toEqual([]));

  test('not of a column that is ignored', async () =>
    expect(await warningsOf([ROW], [{ column: 'shop', action: 'ignore' }])).toEqual([]));

  test('a sample warns before its file ends', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => ({ ...ROW, order: index }));
    expect(await warningsOf(rows, [keep('oder', ID)], 5)).toEqual(['path_absent 1 oder (did you mean order?)']);
  });
});
