import { describe, expect, test } from 'vitest';
import { parseCsvManifest } from '../../src/read/csv/manifest.js';
import { readStdin } from './reading.js';

const ACTION = 'events.data.product_action';
const PRODUCTS = `${ACTION}.products`;
const keep = (column: string, field: string): object => ({ column, action: 'keep', field });
const HEAD = [keep('when', 'events.data.timestamp_unixtime_ms'), keep('mail', 'user_identities.email')];

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** The data of the one event of a row with these cells. */
const dataOf = async (columns: readonly object[], headers: string, cells: readonly string[]) => {
  const manifest = parseCsvManifest(JSON.stringify({ columns: [...HEAD, ...columns] }), 'm.json');
  const text = `when,mail,${headers}\n1795551538634,ida@example.com,${cells.map(quoted).join(',')}\n`;
  const { records, error } = await readStdin(text, {
    format: 'csv',
    csv: { group: { kind: 'adjacent' }, manifest, delimiter: ',' },
  });
  expect(error).toBe(null);
  return JSON.parse(records[0][1]).events[0].data;
};

const LAMP = { id: 'LMP-1', name: 'Desk lamp', price: 40, quantity: 1 };
const BULB = { id: 'BLB-1', name: 'Bulb', price: 10, quantity: 2 };

describe('a cell with the list of products', () => {
  const productsOf = async (cell: string) =>
    (await dataOf([keep('kind', `${ACTION}.action`), keep('items', PRODUCTS)], 'kind,items', ['purchase', cell]))
      .product_action.products;

  test.each([
    ["mParticle's JSON", [LAMP, BULB]],
    [
      'BigQuery',
      [
        { product_id: 'LMP-1', product_name: 'Desk lamp', product_price: 40, product_quantity: 1 },
        { product_id: 'BLB-1', product_name: 'Bulb', product_price: 10, product_quantity: 2 },
      ],
    ],
    [
      'Snowflake, in capitals',
      [
        { PRODUCT_ID: 'LMP-1', PRODUCT_NAME: 'Desk lamp', PRODUCT_PRICE: 40, PRODUCT_QUANTITY: 1 },
        { PRODUCT_ID: 'BLB-1', PRODUCT_NAME: 'Bulb', PRODUCT_PRICE: 10, PRODUCT_QUANTITY: 2 },
      ],
    ],
    [
      'a shop',
      [
        { sku: 'LMP-1', title: 'Desk lamp', unit_price: 40, qty: 1, image: 'lamp.png' },
        { sku: 'BLB-1', title: 'Bulb', unit_price: 10, qty: 2 },
      ],
    ],
    [
      'a shop whose lines have ids of their own',
      [
        { id: 4660, product_id: 6329, title: 'Desk lamp', price: 40, quantity: 1, sku: 'LMP-1' },
        { sku: 'BLB-1', id: 4661, product_id: 6330, title: 'Bulb', price: 10, quantity: 2 },
      ],
    ],
    [
      'a shop that has no sku of some products',
      [
        { id: 4660, product_id: 'LMP-1', title: 'Desk lamp', price: 40, quantity: 1, sku: null },
        { id: 4661, product_id: 'BLB-1', title: 'Bulb', price: 10, quantity: 2, sku: '' },
      ],
    ],
    [
      "Google's items",
      [
        { itemId: 'LMP-1', itemName: 'Desk lamp', price: 40, quantity: 1 },
        { itemId: 'BLB-1', itemName: 'Bulb', price: 10, quantity: 2 },
      ],
    ],
  ])('of %s is read as products', async (_, items) =>
    expect(await productsOf(JSON.stringify(items))).toEqual([LAMP, BULB]),
  );

  test('one product is a list of one; JSON in a JSON text is read, too', async () => {
    expect(await productsOf(JSON.stringify(LAMP))).toEqual([LAMP]);
    expect(await productsOf(JSON.stringify(JSON.stringify([LAMP])))).toEqual([LAMP]);
  });

  test('long ids keep their digits', async () =>
    expect(await productsOf('[{"id":12345678901234567890}]')).toEqual([{ id: '12345678901234567890' }]));

  test.each(['', 'null', 'NULL', '\\N', 'None', '[]'])('%j has no products', async (cell) =>
    expect(await productsOf(cell)).toBe(undefined),
  );

  test.each(['[{"id":"LMP-1","pri', 'lamp'])('%s, which is no JSON, is left for the mapping to reject', async (cell) =>
    expect(await productsOf(cell)).toEqual([cell]),
  );

  test('without a total of the sale, the totals of its lines are added up', async () => {
    const items = [
      { sku: 'A', total_product_amount: 30.5, quantity: 2 },
      { sku: 'B', total_product_amount: 9 },
    ];
    const data = await dataOf([keep('kind', `${ACTION}.action`), keep('items', PRODUCTS)], 'kind,items', [
      'purchase',
      JSON.stringify(items),
    ]);
    expect(data.product_action.total_amount).toBe('39.5');
  });
});

describe('a cell with the whole product action', () => {
  const whole = (cell: unknown, more: readonly object[] = [], headers = '', cells: readonly string[] = []) =>
    dataOf([keep('productaction', ACTION), ...more], `productaction${headers}`, [
      typeof cell === 'string' ? cell : JSON.stringify(cell),
      ...cells,
    ]);

  test.each([
    ["mParticle's JSON", { action: 'purchase', transaction_id: 'R-1', total_amount: 60, products: [LAMP, BULB] }],
    [
      'the names of BigQuery',
      { actiontype: 'purchase', transactionid: 'R-1', totalamount: 60, productactionproducts: [LAMP, BULB] },
    ],
    ["an SDK's names", { Action: 'purchase', TransactionId: 'R-1', TotalAmount: 60, ProductsList: [LAMP, BULB] }],
    [
      'products as JSON text',
      { action: 'purchase', transaction_id: 'R-1', total_amount: 60, products: JSON.stringify([LAMP, BULB]) },
    ],
    [
      'JSON that Redshift has escaped',
      JSON.stringify({
        ...{ action: 'purchase', transaction_id: 'R-1', total_amount: 60, products: JSON.stringify([LAMP, BULB]) },
      }).replace(/["\\]/g, '\\$&'),
    ],
  ])('of %s is read', async (_, cell) =>
    expect((await whole(cell)).product_action).toEqual({
      ...{ action: 'purchase', transaction_id: 'R-1', total_amount: '60', products: [LAMP, BULB] },
    }),
  );

  test.each([[null], [undefined], [[]], [''], ['NULL'], ['[]']])('of products %j has none', async (products) =>
    expect((await whole({ action: 'purchase', total_amount: 60, products })).product_action).toEqual({
      ...{ action: 'purchase', total_amount: '60' },
    }),
  );

  test('columns of the file win where they are filled', async () => {
    const columns = [
      keep('productactiontypeid', `${ACTION}.action`),
      keep('eventltvvalue', `${ACTION}.total_amount`),
      keep('id', `${ACTION}.transaction_id`),
    ];
    const cell = { action: 'unknown', transaction_id: 'R-1', total_amount: 60, currencycode: 'EUR' };
    const found = await whole(cell, columns, ',productactiontypeid,eventltvvalue,id', ['7', '0', '']);
    expect(found).toMatchObject({
      currency_code: 'EUR',
      product_action: { action: '7', transaction_id: 'R-1', total_amount: '60' },
    });
  });

  test.each(['purchase', '7', ' Add To Cart'])('may be the name of the action: %j', async (cell) => {
    const columns = [keep('act', ACTION), keep('id', 'events.data.product.id')];
    const { product_action } = await dataOf(columns, 'act,id', [cell, 'A']);
    expect(product_action).toEqual({ action: cell, products: [{ id: 'A' }] });
  });

  test('one that was cut off is left for the mapping to reject', async () => {
    const columns = [keep('productactiontypeid', `${ACTION}.action`)];
    const found = await whole('{"products":[{"id":"LMP', columns, ',productactiontypeid', ['7']);
    expect(found.product_action).toEqual({ action: '7', products: ['{"products":[{"id":"LMP'] });
  });
});

test('a file in dot notation may have such columns, too', async () => {
  const text = `events.data.timestamp_unixtime_ms,user_identities.email,events.data.product_action\n1795551538634,ida@example.com,${quoted(
    JSON.stringify({ action: 'purchase', total_amount: 60, products: [LAMP] }),
  )}\n`;
  const { records } = await readStdin(text, { format: 'csv' });
  expect(JSON.parse(records[0][1]).events[0].data.product_action).toEqual({
    ...{ action: 'purchase', total_amount: '60', products: [LAMP] },
  });
});

test("contents of Meta's template are products", async () => {
  const contents = quoted(JSON.stringify([{ id: 'LMP-1', quantity: 1, item_price: 40 }]));
  const text = `email,event_name,event_time,value,currency,contents\nida@example.com,Purchase,1795551538,40,EUR,${contents}\n`;
  const { records } = await readStdin(text, { format: 'csv' });
  expect(JSON.parse(records[0][1]).events[0].data.product_action.products).toEqual([
    { id: 'LMP-1', quantity: 1, price: 40 },
  ]);
});
