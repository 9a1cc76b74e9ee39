import { describe, expect, test } from 'vitest';
import { RecentSales } from '../../src/read/csv/recent-sales.js';
import type { Sale } from '../../src/read/csv/sale.js';
import type { ReadOptions } from '../../src/read/index.js';
import { readStdin } from './reading.js';

const COLUMNS = [
  ...['user_identities.email', 'user_identities.mobile_number', 'user_identities.customer_id'],
  ...['user_attributes.$FirstName', 'user_attributes.$LastName', 'user_attributes.$City', 'custom_attributes.store'],
  ...['timestamp_unixtime_ms', 'action', 'transaction_id', 'total_amount', 'currency_code'],
  ...['product_action.tax_amount', 'product_action.shipping_amount'],
  ...['products.id', 'products.price', 'products.quantity', 'products.total_product_amount'],
] as const;
/** A row by the last parts of its columns. */
type Row = Readonly<Record<string, string>>;

const T = 1_795_551_538_634;
const FIRST = { email: 'ida@example.com', timestamp_unixtime_ms: String(T), action: 'purchase', transaction_id: 'R-1' };
/** A row of the first sale, but for these cells, with the id of its product. */
const row = (id: string, ...parts: readonly Row[]): Row => Object.assign({}, FIRST, ...parts, { id });
const lineOf = (row: Row): string => COLUMNS.map((column) => row[column.split('.').at(-1) ?? ''] ?? '').join();

const read = (rows: readonly (Row | string)[], group: ReadOptions['csv']['group'] = { kind: 'adjacent' }) =>
  readStdin(
    [COLUMNS.join(), ...rows.map((row) => (typeof row === 'string' ? row : lineOf(row)))].join('\n'),
    { format: 'csv', csv: { group } },
    undefined,
    'sales.csv',
  );

/** The ids of the products of each sale. */
const productsOf = (texts: readonly (readonly [number, string])[]): string[] =>
  texts.map(([, text]) => {
    const { products = [] } = JSON.parse(text).events[0].data.product_action as { products?: { id?: string }[] };
    return products.map(({ id }) => id).join(' ');
  });
const salesOf = async (...args: Parameters<typeof read>) => productsOf((await read(...args)).records);

describe('a sale that lacks a row', () => {
  const at = (faults: readonly (readonly [number, string, string | null])[]) =>
    faults.map(([line, reason]) => `${line} ${reason}`);
  const other = (id: string): Row => row(id, { transaction_id: 'R-2' });
  const line = lineOf(row('X', { total_product_amount: '5' }));
  const strayAfter = line.replace(',X,', ',X,stray,');
  const strayBefore = `stray,${line}`;
  const short = line.replace('purchase,', '');

  test.each<[string, readonly (Row | string)[], string[], string[]]>([
    ['in its middle', [row('A'), strayAfter, row('B'), other('C')], ['2 csv_row', '3 csv_row'], ['C']],
    ['at its end', [row('A'), row('B'), strayBefore, other('C')], ['2 csv_row', '4 csv_row'], ['C']],
    ['at its beginning', [other('C'), short, row('A'), row('B')], ['3 csv_row', '4 csv_row'], ['C']],
    ['of another sale', [other('C'), strayAfter, other('D')], ['3 csv_row'], ['C D']],
    ['that names none', [row('A'), 'Page 1', row('B'), other('C')], ['3 csv_row'], ['A B', 'C']],
  ])('that does not fit, %s, waits for it', async (_, rows, faults, sales) => {
    for (const group of [{ kind: 'adjacent' }, { kind: 'window', rows: 3 }] as const) {
      const got = await read(rows, group);
      expect([at(got.faults).toSorted(), productsOf(got.records)]).toEqual([faults, sales]);
    }
  });

  test('that a quote without an end hides waits for it', async () => {
    const got = await read([other('C'), row('A'), `"${lineOf(row('B'))}`]);
    expect(at(got.faults)).toEqual(['3 truncated', '4 csv_row']);
    expect(productsOf(got.records)).toEqual(['C']);
  });
});

describe('rows of one sale', () => {
  const blank = { email: '', timestamp_unixtime_ms: '', action: '', transaction_id: '' };
  test.each<[string, Row, Row]>([
    ['leave the order cells blank but the transaction (Shopify)', {}, { ...blank, transaction_id: 'R-1' }],
    ['repeat the person, too', {}, { ...blank, transaction_id: 'R-1', email: 'ida@example.com' }],
    ['leave all order cells blank (WooCommerce)', {}, blank],
    ['leave the currency blank', { currency_code: 'EUR' }, { currency_code: '' }],
    ['leave all blank but the action', {}, { ...blank, action: 'purchase' }],
    ['leave all blank in a sale without a transaction', { transaction_id: '' }, blank],
    ['leave the person blank', { mobile_number: '+49301234567' }, { email: '' }],
    ['leave parts of the person blank', { mobile_number: '+49301234567', $LastName: 'Berg' }, {}],
    ['say more of one person', {}, { mobile_number: '+49301234567' }],
    ['name another store', { store: '1' }, { store: '2' }],
    ['have times of their own', {}, { timestamp_unixtime_ms: String(T + 2_000) }],
    ['have times before the first', {}, { timestamp_unixtime_ms: String(T - 600_000) }],
    ['have times in two notations', {}, { timestamp_unixtime_ms: '2026-11-24T20:19:00Z' }],
    ['differ in case', {}, { email: 'Ida@Example.COM', action: 'Purchase', transaction_id: 'r-1' }],
    ['differ in what a spreadsheet adds', { transaction_id: "'1001" }, { transaction_id: '="1001"' }],
    ['differ in what a script adds', { transaction_id: '1001' }, { transaction_id: '1001.0\u200b' }],
    ['differ in blanks', {}, { email: ' ida@example.com ', action: 'purchase ', transaction_id: 'R-1 ' }],
  ])('%s', async (_, first, second) => {
    const rows = [row('A', first), row('B', second), row('C', { transaction_id: 'R-2' })];
    expect(await salesOf(rows)).toEqual(['A B', 'C']);
    expect(await salesOf(rows, { kind: 'window', rows: 3 })).toEqual(['A B', 'C']);
  });

  test.each<[string, Row, Row]>([
    ['another e-mail address', {}, { email: 'ola@example.com' }],
    ['another customer of the same phone', { mobile_number: '1' }, { mobile_number: '1', email: 'ola@example.com' }],
    ['a person where the first row has none', { email: '' }, {}],
    ['another person by name', { email: '', $LastName: 'Berg' }, { email: '', $LastName: 'Holm' }],
    ['another person by place', { email: '', $City: 'Berlin' }, { email: '', $City: 'Bremen' }],
    ['another action', {}, { action: 'refund' }],
    ['another currency', { currency_code: 'EUR' }, { currency_code: 'USD' }],
    ['the next day', {}, { timestamp_unixtime_ms: String(T + 86_400_000) }],
    ['a time that cannot be read', {}, { timestamp_unixtime_ms: 'today' }],
    ['another transaction', {}, { transaction_id: 'R-2' }],
    ['no transaction and a time', {}, { transaction_id: '' }],
    ['no order cells and a total, as a footer has', {}, { ...blank, total_amount: '900' }],
  ])('two sales: %s', async (_, first, second) => {
    const rows = [row('A', first), row('B', second)];
    expect(await salesOf(rows)).toEqual(['A', 'B']);
    expect(await salesOf(rows, { kind: 'window', rows: 3 })).toEqual(['A', 'B']);
  });

  test('people whose receipts of one number are mixed keep their own rows', async () => {
    const ola = { email: 'ola@example.com' };
    const rows = [row('A'), row('B', ola), row('C'), row('D', ola)];
    expect(await salesOf(rows, { kind: 'window', rows: 2 })).toEqual(['A C', 'B D']);
  });

  test('a sale larger than a block leaves the one before it unchanged', async () => {
    const id = 'ä'.repeat(600_000);
    expect(await salesOf([row('A'), { ...FIRST, transaction_id: 'R-2', id }])).toEqual(['A', id]);
  });

  test.each<['adjacent' | 'window']>([['adjacent'], ['window']])(
    'a row that continues the one above continues no other sale where that could not be read: %s',
    async (kind) => {
      const group = kind === 'adjacent' ? { kind } : { kind, rows: 5 };
      const rows = [row('A'), 'a,row,of,another,width', { ...blank, id: 'B' }, { ...blank, id: 'C' }];
      const { records, faults } = await read(rows, group);
      expect(productsOf(records)).toEqual(['A', 'B C']);
      expect(faults).toHaveLength(1);
    },
  );
});

describe('cells that mean no value', () => {
  test.each(['NULL', String.raw`\N`, 'None', 'N/A', '#N/A', '-', ' null ', 'undefined'])(
    '%j in a further row splits no sale',
    async (word) => {
      const rows = [
        row('A', { customer_id: '7', $City: 'Graz', currency_code: 'EUR' }),
        row('B', { email: word, customer_id: word, $City: word, currency_code: word }),
      ];
      expect(await salesOf(rows)).toEqual(['A B']);
      expect(await salesOf(rows, { kind: 'window', rows: 3 })).toEqual(['A B']);
    },
  );

  test.each(['NULL', String.raw`\N`, 'None'])('%j in all order cells is a further line', async (word) => {
    const further = [...Array<string>(COLUMNS.indexOf('products.id')).fill(word), 'B', '1', '', ''].join();
    const { records } = await read([row('A'), further]);
    expect(productsOf(records)).toEqual(['A B']);
  });

  test('a transaction of such a word joins no rows', async () => {
    const rows = [
      row('A', { transaction_id: 'NULL' }),
      row('B', { transaction_id: 'NULL', timestamp_unixtime_ms: String(T + 60_000) }),
    ];
    expect(await salesOf(rows)).toEqual(['A', 'B']);
    expect(await salesOf(rows, { kind: 'window', rows: 3 })).toEqual(['A', 'B']);
  });
});

describe('what a sale has once', () => {
  const onceOf = async (first: Row, second: Row) => {
    const { records, warnings } = await read([row('A', first), row('B', second)]);
    const [batch] = records.map(([, text]) => JSON.parse(text));
    return { attributes: batch.user_attributes, custom: batch.events[0].data.custom_attributes, warnings };
  };

  test.each<[string, Row, Row, string | undefined, string[]]>([
    ['is the same', { store: '1' }, { store: '1' }, '1', []],
    ['differs in case and blanks', { store: 'Graz' }, { store: ' GRAZ' }, 'Graz', []],
    ['differs', { store: '1' }, { store: '2' }, '1', ['csv_values_differ 1 custom_attributes.store']],
    ['is in the first row alone', { store: '1' }, {}, '1', []],
    ['is in a further row alone', {}, { store: '2' }, '2', []],
    ['is a word for no value in the first row', { store: 'NULL' }, { store: '2' }, '2', []],
    ['is a word for no value in a further row', { store: '1' }, { store: 'NULL' }, '1', []],
    ['is nowhere', {}, {}, undefined, []],
  ])('%s', async (_, first, second, store, warnings) => {
    const found = await onceOf(first, second);
    expect([found.custom?.store, found.warnings]).toEqual([store, warnings]);
  });

  test.each([
    ['EUR', ''],
    ['', 'EUR'],
    ['NULL', 'EUR'],
  ])('the currency, %s and then %s, is EUR', async (first, second) => {
    const { records, warnings } = await read([row('A', { currency_code: first }), row('B', { currency_code: second })]);
    expect(records.map(([, text]) => JSON.parse(text).events[0].data.currency_code)).toEqual(['EUR']);
    expect(warnings).toEqual([]);
  });

  test('attributes of the person', async () => {
    expect(await onceOf({ $FirstName: 'Ida' }, { $FirstName: 'Ida Marie', $City: 'Graz' })).toEqual({
      attributes: { $FirstName: 'Ida', $City: 'Graz' },
      custom: undefined,
      warnings: ['csv_values_differ 1 user_attributes.$FirstName'],
    });
  });

  test('an identity of a further row is counted: it would make another event of one that was sent', async () => {
    const { warnings } = await onceOf({}, { mobile_number: '+49301234567' });
    expect(warnings).toEqual(['csv_values_differ 1 user_identities.mobile_number']);
  });

  const CONSENT = 'consent_state.ccpa.data_sale_opt_out.consented';
  test.each<[readonly string[], unknown, number]>([
    [['no', 'no'], false, 0],
    [['no', '0'], false, 1],
    [['', 'yes'], true, 0],
    [['no', '', 'yes'], true, 1],
    [['yes', 'no'], true, 1],
    [['off', 'f'], true, 1],
    [['perhaps', ''], 'perhaps', 0],
  ])('an opt-out of any row holds for the sale: %j', async (cells, consented, differing) => {
    const rows = cells.map((cell, at) => `ida@example.com,${T},purchase,R-1,P${at},${cell}`);
    const text = [`user_identities.email,timestamp_unixtime_ms,action,transaction_id,products.id,${CONSENT}`, ...rows];
    const { records, warnings } = await readStdin(text.join('\n'), { format: 'csv' });
    const found = records.map(([, batch]) => JSON.parse(batch).consent_state.ccpa.data_sale_opt_out);
    expect(found).toEqual([{ consented }]);
    expect(warnings).toEqual(differing === 0 ? [] : [`csv_values_differ 1 ${CONSENT}`]);
  });

  test('identities may be one cell of JSON', async () => {
    const cells = [
      '{""email"":""ida@example.com""}',
      '[{""identity_type"":""email"",""identity"":""ola@example.com""}]',
      'NULL',
    ];
    const rows = cells.map((cell, at) => `"${cell}",${T},purchase,R-${at}`);
    const text = ['user_identities,timestamp_unixtime_ms,action,transaction_id', ...rows].join('\n');
    const { records, warnings } = await readStdin(text, { format: 'csv' });
    const identities = records.map(([, batch]) => JSON.parse(batch).user_identities);
    expect([...identities, ...warnings]).toEqual([
      { email: 'ida@example.com' },
      '[{"identity_type":"email","identity":"ola@example.com"}]',
      undefined,
    ]);
  });

  test('a sale counts once for a column, whatever its rows', async () => {
    const stores = ['1', '2', '3', '', '2'];
    const { warnings, records } = await read(stores.map((store, at) => ({ ...FIRST, store, id: `P${at}` })));
    expect([records.length, warnings]).toEqual([1, ['csv_values_differ 1 custom_attributes.store']]);
  });
});

describe('ids that sales share', () => {
  const NOTHING = ['0', '000', '0.0', '-1', 'n.a.', 'Guest', '1.23457E+17', '1.23457E17', '2E+17'];
  const later = String(T + 3_600_000);

  test.each(NOTHING)('%s does not join sales of two times', async (transaction_id) => {
    const row = { ...FIRST, transaction_id };
    expect((await read([row, { ...row, timestamp_unixtime_ms: later }])).records).toHaveLength(2);
  });

  test.each(NOTHING)('%s joins lines of one time, and further lines without one', async (transaction_id) => {
    const rows = ['P1', 'P2'].map((id) => ({ ...FIRST, transaction_id, id }));
    expect((await read(rows)).records).toHaveLength(1);
    expect((await read(rows.map((row, at) => (at === 0 ? row : { transaction_id, id: 'P2' })))).records).toHaveLength(
      1,
    );
  });

  test.each(['R-0', '12E4', '100', 'E+1', 'GUEST-1'])('%s is an id of one sale', async (transaction_id) => {
    const row = { ...FIRST, transaction_id };
    expect((await read([row, { ...row, timestamp_unixtime_ms: later, id: 'P2' }])).records).toHaveLength(1);
  });
});

describe('the total of a sale', () => {
  const priced = (total_amount: string, price: string, more: Row = {}): Row => ({ total_amount, price, ...more });
  test.each<[string, readonly Row[], string | undefined, string[]]>([
    ['on all rows', [{ total_amount: '50' }, { total_amount: '50' }], '50', []],
    ['of two lines of one product', Array<Row>(2).fill(priced('3.50', '3.50', { id: 'A', quantity: '1' })), '7', []],
    ['in two notations', [{ total_amount: '50' }, { total_amount: '50.00' }], '50', []],
    ['0 on further rows', [{ total_amount: '65.00' }, { total_amount: '0.00' }], '65.00', []],
    ['0 on the first row', [{ total_amount: '0' }, { total_amount: '65.00' }], '65.00', []],
    ['NULL on the first row', [{ total_amount: 'NULL' }, { total_amount: '65.00' }], '65.00', []],
    ['NULL on further rows', [{ total_amount: '65.00' }, { total_amount: '\\N' }], '65.00', []],
    ['NULL on all rows', [{ total_amount: 'NULL' }, { total_amount: 'NULL' }], 'NULL', []],
    ['0 on all rows', [{ total_amount: '0' }, { total_amount: '0' }], '0', []],
    ['of lines without prices', [{ total_amount: '40' }, { total_amount: '10' }, { total_amount: '10' }], '60', []],
    ['of lines with prices', [priced('40', '40'), priced('20', '10', { quantity: '2' })], '60', []],
    ['of lines that cost the same', [priced('10', '10'), priced('10', '10')], '20', []],
    ['of lines by weight', [priced('3.74', '2.99', { quantity: '1.25' }), priced('5.00', '5')], '8.74', []],
    ['of two lines of one weight', Array<Row>(2).fill(priced('3.74', '2.99', { quantity: '1.25' })), '7.48', []],
    [
      'of neither, by a cent',
      [priced('3.75', '2.99', { quantity: '1.25' }), priced('5', '5')],
      '3.75',
      ['csv_totals_differ 1'],
    ],
    [
      'of lines after discounts',
      [priced('36', '40'), priced('18', '10', { quantity: '2' }), priced('5', '5')],
      '59',
      [],
    ],
    [
      'of the sale above its lines, which have no prices',
      [{ id: '', total_amount: '60' }, { total_amount: '40' }, { total_amount: '20' }],
      '60',
      [],
    ],
    [
      'of the sale below its lines, and of its payment',
      [priced('40', '40'), priced('20', '25'), ...Array<Row>(2).fill({ id: '', total_amount: '60' })],
      '60',
      [],
    ],
    [
      'nowhere, with the line total of the sale above its lines',
      [{ id: '', total_product_amount: '60' }, { total_product_amount: '40' }, { total_product_amount: '20' }],
      '60',
      [],
    ],
    ['of a fee with a price', [priced('5', '5'), priced('5', '5', { id: '' })], '10', []],
    ['of a line without a product', [{ id: '', total_amount: '40' }, { total_amount: '20' }], '60', []],
    [
      'of lines with their tax',
      [priced('8.8', '8', { tax_amount: '0.8' }), priced('13.2', '6', { quantity: '2', tax_amount: '1.2' })],
      '22',
      [],
    ],
    ['of two lines with the same tax', Array<Row>(2).fill(priced('11', '10', { tax_amount: '1' })), '22', []],
    [
      'of lines with the shipping of the first',
      [priced('13', '8', { shipping_amount: '5' }), priced('12', '12', { shipping_amount: '0' })],
      '25',
      [],
    ],
    [
      'of lines after discounts, with their tax',
      [priced('39.6', '40', { tax_amount: '3.6' }), priced('5.5', '5', { tax_amount: '0.5' })],
      '45.1',
      [],
    ],
    ['of the sale with its tax', Array<Row>(2).fill(priced('22', '10', { tax_amount: '2' })), '22', []],
    ['of the sale after a discount', [priced('9', '10'), priced('9', '10')], '9', []],
    ['running', [priced('9', '10'), priced('18', '10')], '9', ['csv_totals_differ 1']],
    ['of neither', [priced('40', '30'), priced('20', '10')], '40', ['csv_totals_differ 1']],
    ['nowhere, with line totals', [{ total_product_amount: '40' }, { total_product_amount: '9.9' }], '49.9', []],
    [
      'nowhere, with line totals after a discount',
      [
        { price: '40', total_product_amount: '36' },
        { price: '10', total_product_amount: '9' },
      ],
      '45',
      [],
    ],
    ['nowhere, with line totals that prices give', [{ price: '4', total_product_amount: '4' }], undefined, []],
    ['nowhere, with a line that has no line total', [{ total_product_amount: '40' }, { price: '2' }], undefined, []],
    ['of the sale beside line totals', [{ total_amount: '45', total_product_amount: '40' }, { price: '10' }], '45', []],
  ])('%s', async (_, rows, total, warnings) => {
    const { records, warnings: said } = await read(rows.map((row, at) => ({ ...FIRST, id: `P${at}`, ...row })));
    expect(records.map(([, text]) => JSON.parse(text).events[0].data.product_action.total_amount)).toEqual([total]);
    expect(said).toEqual(warnings);
  });
});

describe('rows of one sale that are apart', () => {
  const other = (at: number) => ({ ...FIRST, email: 'ola@example.com', transaction_id: `O-${at}`, id: 'x' });
  const rows = [FIRST, other(1), FIRST, other(2), other(3), { ...FIRST, email: '' }, other(4)];

  test('are a warning that names the option which joins them', async () => {
    const adjacent = await read(rows);
    expect(adjacent.warnings).toEqual(['csv_sale_apart 2 --csv-group window:3']);
    const joined = await read(rows, { kind: 'window', rows: 3 });
    expect([joined.warnings, joined.records.length]).toEqual([[], adjacent.records.length - 2]);
  });

  test.each<[string, Row]>([
    ['people', { email: 'ola@example.com' }],
    ['days', { timestamp_unixtime_ms: String(T + 86_400_000) }],
    ['actions', { action: 'refund' }],
  ])('no warning where no option joins them: two %s', async (_, last) => {
    expect((await read([FIRST, other(1), { ...FIRST, ...last }])).warnings).toEqual([]);
  });
});

test('a sale after others of any length is known again', () => {
  const recent = new RecentSales((one, other) => one === other);
  const behind = (transaction: string, order: string, at: number) =>
    recent.rowsBehind({ transaction, order, first: at, last: at } as Sale);
  const others = Array.from({ length: 6 }, (_, at) => behind(`B${at}`, 'ä'.repeat(at === 0 ? 9 : 500_000), at));
  expect(others).toEqual([0, 0, 0, 0, 0, 0]);
  expect([behind('B0', 'ä'.repeat(9), 7), behind('B5', 'ä'.repeat(9), 8)]).toEqual([7, 0]);
});

describe('a row that sums up others', () => {
  const HEADER = 'transaction_id,timestamp_unixtime_ms,user_identities.email,products.id,products.name,products.price';
  const SALES = [`R-1,${T},ida@example.com,A,Sofa,20.00`, `R-2,${T},bob@example.com,B,Cup,5.00`];
  const readRows = (header: string, rows: readonly string[], kind: 'adjacent' | 'window' = 'adjacent') =>
    readStdin(
      [`${header},action`, ...rows.map((cells) => `${cells},${cells.startsWith('R-') ? 'purchase' : ''}`)].join('\n'),
      { format: 'csv', csv: { group: kind === 'adjacent' ? { kind } : { kind, rows: 9 } } },
      undefined,
      'sales.csv',
    );
  const pricesOf = (texts: readonly (readonly [number, string])[]): string[] =>
    texts.map(([, text]) => {
      const { products = [] } = JSON.parse(text).events[0].data.product_action as { products?: { price?: string }[] };
      return products.map(({ price }) => price).join(' ');
    });

  test.each([
    [',,,,Total,25.00'],
    [',,,,Grand total:,25.00'],
    [',,,,TOTAL (2),'],
    ['Summe,,,,,25.00'],
    [',,,,Zwischensumme,3.00'],
    [',,,,合計,25.00'],
    [',,,,Sous-total,25.00'],
    [',,,,,25.00'],
    [',,,,,25'],
    [',Total,,,,25.00'],
    [',,Gesamt:,,,25.00'],
    ['2,Total,,,,25.00'],
    [',,,Total,,25.00'],
  ])('%s is no line of the last sale, and is counted', async (totals) => {
    for (const kind of ['adjacent', 'window'] as const) {
      const { records, warnings } = await readRows(HEADER, [...SALES, totals], kind);
      expect(pricesOf(records)).toEqual(['20.00', '5.00']);
      expect(warnings).toEqual(['csv_totals_row 1']);
    }
  });

  test.each([
    ['another amount without a name', ',,,,,4.00'],
    ['a further line', ',,,,Shipping,25.00'],
    ['a product that is called so', ',,,C,Total,25.00'],
    ['a discount', ',,,,,-25.00'],
    ['a line of the same transaction', 'R-2,,,,Total,3.00'],
    ['a line of the same transaction by its product id', 'R-2,,,Total,,3.00'],
  ])('%s is a line of its sale', async (_, further) => {
    const { records, warnings } = await readRows(HEADER, [...SALES, further]);
    expect(pricesOf(records)[1]).toBe(`5.00 ${further.split(',').at(-1) ?? ''}`);
    expect(warnings).toEqual([]);
  });

  test.each(['Summe,25.00', 'Total: 25.00', ' Gesamt', 'Total (2),25.00 EUR'])(
    '%s, with fewer cells than the header, is none either',
    async (totals) => {
      const header = 'transaction_id,timestamp_unixtime_ms,user_identities.email,total_amount,action';
      const rows = [`R-1,${T},ida@example.com,20.00,purchase`, `R-2,${T},bob@example.com,5.00,purchase`, totals];
      const { records, faults, warnings } = await readStdin(`${header}\n${rows.join('\n')}\n`, { format: 'csv' });
      expect([records.length, faults, warnings]).toEqual([2, [], ['csv_totals_row 1']]);
    },
  );

  test.each(['Sum up,25.00', 'Total,bob@example.com', 'Total,Shampoo', 'R-3,Total', '25.00'])(
    '%s, with fewer cells than the header, is a row that does not fit',
    async (short) => {
      const header = 'transaction_id,timestamp_unixtime_ms,user_identities.email,total_amount,action';
      const text = `${header}\nR-1,${T},ida@example.com,20.00,purchase\n${short}\n`;
      const { faults } = await readStdin(text, { format: 'csv' });
      expect(faults.map(([line, reason]) => [line, reason])).toEqual([[3, 'csv_row']]);
    },
  );

  test('the first two rows are no sum of one', async () => {
    const { records } = await readRows(HEADER, [SALES[0] ?? '', ',,,,,20.00']);
    expect(pricesOf(records)).toEqual(['20.00 20.00']);
  });

  test('sums of parts and of all are found, and the rows after them are of no earlier sale', async () => {
    const [third, fourth] = SALES.map((text, at) => text.replace(/^R-./, `R-${at + 3}`));
    const rows = [...SALES, ',,,,,25.00', third ?? '', fourth ?? '', ',,,,,25.00', ',,,,,50.00', ',,,,Bag,1.00'];
    const { records, warnings } = await readRows(HEADER, rows);
    expect(pricesOf(records)).toEqual(['20.00', '5.00', '20.00', '5.00', '1.00']);
    expect(warnings).toEqual(Array(3).fill('csv_totals_row 1'));
  });

  test('the sum of totals', async () => {
    const header = 'transaction_id,timestamp_unixtime_ms,user_identities.email,total_amount';
    const rows = [`R-1,${T},ida@example.com,20.00`, `R-2,${T},bob@example.com,5.00`];
    expect((await readRows(header, [...rows, ',,,25.00'])).records).toHaveLength(2);
    // It may be a sale whose other cells are missing.
    expect((await readRows(header, [...rows, ',,,7.00'])).records).toHaveLength(3);
  });
});
