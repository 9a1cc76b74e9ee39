import { describe, expect, test } from 'vitest';
import { parseCsvManifest } from '../../src/read/csv/manifest.js';
import type { ReadOptions } from '../../src/read/index.js';
import { readStdin } from './reading.js';

const DOCUMENTED = `environment,user_identities.customerid,user_identities.email,user_attributes.$FirstName,user_attributes.$LastName,user_attributes.$Gender,user_attributes.$City,user_attributes.$State,user_attributes.$Country,events.data.timestamp_unixtime_ms,events.data.currency_code,events.data.product_action.action,events.data.product_action.transaction_id,events.data.product_action.total_amount,events.data.product_action.products.id,events.data.product_action.products.name,events.data.product_action.products.price,events.data.product_action.products.quantity,events.data.product_action.products.total_product_amount,events.data.custom_attributes.store_id
production,HBC-204417,maribel@example.com,Maribel,O'Connor,F,San José,CA,US,1794680525000,USD,purchase,POS-0417-99812,61.46,HB-10021,"Tide Atlas, hardcover",34.90,1,34.90,0417
production,HBC-204417,maribel@example.com,Maribel,O'Connor,F,San José,CA,US,1794680525000,USD,purchase,POS-0417-99812,61.46,HB-55102,Reading lamp,11.00,2,22.00,0417
production,HBC-118,,Ana,García López,female,Madrid,,ES,1794820350000,EUR,add_to_wishlist,,,HB-91010,Cuaderno de viaje,19.00,2,38.00,MAD1
`;

const csv = (content: string | Buffer, options: Partial<ReadOptions['csv']> = {}, sizes?: number[], max?: number) =>
  readStdin(
    content,
    { format: 'csv', blockBytes: 4096, maxRecordBytes: max, csv: { group: { kind: 'adjacent' }, ...options } },
    sizes,
    'sales.csv',
  );

const batches = async (...args: Parameters<typeof csv>) => {
  const read = await csv(...args);
  expect(read.error).toBe(null);
  return read.records.map(([, text]) => JSON.parse(text));
};

/** The data of each event. */
const events = async (...args: Parameters<typeof csv>) => (await batches(...args)).map((batch) => batch.events[0].data);

const HEAD = 'timestamp_unixtime_ms,product_action.action,user_identities.email';
const QUOTED_HEAD = `"${HEAD.replaceAll(',', '","')}"`;
const ROW = '1794680525000,purchase,a@example.com';

describe("mParticle's own columns", () => {
  const product = (id: string, name: string, price: string, quantity: string, total_product_amount: string) => ({
    ...{ id, name, price, quantity, total_product_amount },
  });

  test('become batches, the rows of one sale one event', async () => {
    const read = await csv(DOCUMENTED);
    expect(read.state).toMatchObject({ format: 'csv', status: 'done', records: 2 });
    expect(read.rows).toEqual([[2, 3], [4]]);
    expect(read.records.map(([line]) => line)).toEqual([2, 4]);
    expect(read.records.map(([, text]) => JSON.parse(text))).toEqual([
      {
        environment: 'production',
        user_identities: { customer_id: 'HBC-204417', email: 'maribel@example.com' },
        user_attributes: {
          ...{ $FirstName: 'Maribel', $LastName: "O'Connor", $Gender: 'F' },
          ...{ $City: 'San José', $State: 'CA', $Country: 'US' },
        },
        events: [
          {
            event_type: 'commerce_event',
            data: {
              timestamp_unixtime_ms: '1794680525000',
              currency_code: 'USD',
              custom_attributes: { store_id: '0417' },
              product_action: {
                action: 'purchase',
                transaction_id: 'POS-0417-99812',
                total_amount: '61.46',
                products: [
                  product('HB-10021', 'Tide Atlas, hardcover', '34.90', '1', '34.90'),
                  product('HB-55102', 'Reading lamp', '11.00', '2', '22.00'),
                ],
              },
            },
          },
        ],
      },
      {
        environment: 'production',
        user_identities: { customer_id: 'HBC-118' },
        user_attributes: {
          ...{ $FirstName: 'Ana', $LastName: 'García López', $Gender: 'female' },
          ...{ $City: 'Madrid', $Country: 'ES' },
        },
        events: [
          {
            event_type: 'commerce_event',
            data: {
              timestamp_unixtime_ms: '1794820350000',
              currency_code: 'EUR',
              custom_attributes: { store_id: 'MAD1' },
              product_action: {
                action: 'add_to_wishlist',
                products: [product('HB-91010', 'Cuaderno de viaje', '19.00', '2', '38.00')],
              },
            },
          },
        ],
      },
    ]);
  });

  test.each<[header: string, path: string]>([
    ['events.data.currency_code', 'events.0.data.currency_code'],
    ['events.currency_code', 'events.0.data.currency_code'],
    ['CURRENCY_CODE', 'events.0.data.currency_code'],
    ['events.data.product_action.total_amount', 'events.0.data.product_action.total_amount'],
    ['total_amount', 'events.0.data.product_action.total_amount'],
    ['products.price', 'events.0.data.product_action.products.0.price'],
    ['product.id', 'events.0.data.product_action.products.0.id'],
    ['product_quantity', 'events.0.data.product_action.products.0.quantity'],
    ['products.custom_attributes.Size X', 'events.0.data.product_action.products.0.custom_attributes.Size X'],
    ['custom_attributes.Store Name', 'events.0.data.custom_attributes.Store Name'],
    ['user_attributes.Member Tier', 'user_attributes.Member Tier'],
    ['User_Identities.Customer_ID', 'user_identities.customer_id'],
    ['user_identities.customerid', 'user_identities.customer_id'],
    ['user_identities.other2', 'user_identities.other_id_2'],
    ['user_identities.other_id_2', 'user_identities.other_id_2'],
    ['user_identities.mobile_number', 'user_identities.mobile_number'],
    ['device_info.ios_advertising_id', 'device_info.ios_advertising_id'],
    ['device_info.platform', 'device_info.platform'],
    ['application_info.os', 'application_info.os'],
    ['source_info.channel', 'source_info.channel'],
    ['mpid', 'mpid'],
    ['event_type', 'events.0.event_type'],
    ['events.data.source_message_id', 'events.0.data.source_message_id'],
  ])('%s fills %s', async (header, path) => {
    const [batch] = await batches(`${HEAD},${header}\n${ROW},007\n`);
    const part = (value: unknown, key: string) => (value as Record<string, unknown>)[key];
    expect(path.split('.').reduce(part, batch)).toBe('007');
  });

  test.each<readonly [string, unknown]>([
    ...['true', 'TRUE', '1', 'yes'].map((cell) => [cell, true] as const),
    ...['false', '0', 'No'].map((cell) => [cell, false] as const),
    ['perhaps', 'perhaps'],
  ])('consent %s is %s', async (cell, consented) => {
    const [batch] = await batches(`${HEAD},consent_state.ccpa.data_sale_opt_out.consented\n${ROW},${cell}\n`);
    expect(batch.consent_state).toEqual({ ccpa: { data_sale_opt_out: { consented } } });
  });

  test('what the file does not say is absent', async () => {
    const header = `${HEAD},total_amount,products.id,custom_attributes.x,mpid`;
    expect(await batches(`${header}\n${ROW}, ,,,\n`)).toEqual([
      {
        user_identities: { email: 'a@example.com' },
        events: [
          {
            event_type: 'commerce_event',
            data: { timestamp_unixtime_ms: '1794680525000', product_action: { action: 'purchase' } },
          },
        ],
      },
    ]);
  });
});

describe('the text of the file', () => {
  test.each([',', ';', '\t', '|', '\u0001'])('delimiter %j is recognised', async (delimiter) => {
    const text = `${HEAD},products.name\n${ROW},x\n`.replaceAll(',', delimiter);
    expect(await events(text)).toMatchObject([{ product_action: { products: [{ name: 'x' }] } }]);
  });

  test('a delimiter that is said counts', async () => {
    const text = `${HEAD},"user_attributes.a|b|c|d|e"\n${ROW},x\n`;
    expect(await batches(text, { delimiter: ',' })).toMatchObject([{ user_attributes: { 'a|b|c|d|e': 'x' } }]);
  });

  test.each([['\n'], ['\r\n'], ['\r']])(
    'line ends %j, quotes, line ends in quotes, blank lines, a mark',
    async (end) => {
      const text = [
        '\ufeff' + `"${HEAD.replaceAll(',', '","')}",products.name`,
        ROW + `,"say ""hi""${end}you"`,
        '',
        ROW + ',b',
        ',,,',
        ROW + ',c',
      ].join(end);
      for (const sizes of [[1], [5], [10_000]]) {
        const read = await csv(text, {}, sizes);
        expect(read.error).toBe(null);
        expect(read.records.map(([line]) => line)).toEqual([2, 5, 7]);
        const [first] = read.records;
        expect(JSON.parse(first[1]).events[0].data.product_action.products[0].name).toBe(`say "hi"${end}you`);
      }
    },
  );

  test('line ends of two systems in one file', async () => {
    const read = await csv(`${HEAD}\r\n${ROW}\n${ROW}\r\n${ROW}`);
    expect(read.records.map(([line]) => line)).toEqual([2, 3, 4]);
  });

  test.each([
    ['too few cells', '1794680525000,purchase', 'the row has 2 columns'],
    ['too many cells', `${ROW},x`, 'the row has 4 columns'],
    ['rubbish after a quote', '1794680525000,"pur" chase,a', 'quotes'],
  ])('a row with %s is a fault, and the others are read', async (_, bad) => {
    for (const sizes of [[1], [11], [10_000]]) {
      const read = await csv(`${HEAD}\n${ROW}\n${bad}\n${ROW}\n`, {}, sizes);
      expect(read.error).toBe(null);
      expect(read.records.map(([line]) => line)).toEqual([2, 4]);
      expect(read.faults).toEqual([[3, 'csv_row', bad]]);
    }
  });

  test.each([1, 11, 10_000])(
    'a quote in a cell without quotes is a sign like any other, in pieces of %d',
    async (size) => {
      const read = await csv(`${HEAD}\n${ROW}\n1794680525000,purchase,24" tv\n${ROW}\n`, {}, [size]);
      expect(read.faults).toEqual([]);
      expect(read.records.map(([line]) => line)).toEqual([2, 3, 4]);
      expect(read.records[1]?.[1]).toContain('24\\" tv');
    },
  );

  test.each([
    ['after a blank', '1794680525000, "purchase", "Wien, Mitte"', 'Wien, Mitte'],
    ['after a tab', '1794680525000,purchase,\t"Wien, Mitte"', 'Wien, Mitte'],
    ['escaped by backslashes', String.raw`1794680525000,purchase,"{\"a\":\"b, \\\"c\"}"`, String.raw`{"a":"b, \"c"}`],
    ['escaped at its end', String.raw`1794680525000,purchase,"24\""`, '24"'],
    ['escaped at its end, before another one', String.raw`1794680525000,"purchase\"","a"`, 'a'],
  ])('a quoted cell %s', async (_, odd, cell) => {
    for (const sizes of [[1], [11], [10_000]]) {
      const read = await csv(`${HEAD}\n${ROW}\n${odd}\n${ROW}\n`, {}, sizes);
      expect([read.error, read.faults, read.records.map(([line]) => line)]).toEqual([null, [], [2, 3, 4]]);
      expect(JSON.parse(read.records[1]?.[1] ?? '')).toMatchObject({ user_identities: { email: cell } });
    }
  });

  test.each(['sep=;\r\n', 'SEP=;\n', '"sep=;"\n', 'sep=;;;\n', '\ufeffsep=;\n'])(
    'a first line %j names the delimiter, and lines keep their numbers',
    async (first) => {
      const read = await csv(`${first}${HEAD}\r\n${ROW}\r\n`.replaceAll(',', ';'));
      expect(read.records.map(([line]) => line)).toEqual([3]);
    },
  );

  test('an empty last cell too many is no fault', async () => {
    const read = await csv(`${HEAD}\n${ROW},\n${ROW}, \n`);
    expect([read.faults, read.records.map(([line]) => line)]).toEqual([[], [2, 3]]);
  });

  test('a bad last row without a line end', async () => {
    const read = await csv(`${HEAD}\n${ROW}\nx,a"b`);
    expect(read.faults).toEqual([[3, 'csv_row', 'x,a"b']]);
    expect(read.error).toBe(null);
  });

  test.each([
    ['to the end of the file', `${ROW}\n`.repeat(4)],
    ['to a later quote', `${ROW}\n1794680525000,purchase,"b@example.com"\n${ROW}\n`],
  ])('a quote that stays open %s ends the file, where it was opened', async (_, behind) => {
    for (const sizes of [[1], [17], [10_000]]) {
      const read = await csv(`${HEAD}\n${ROW}\n\n"1794680525000\n",purchase,"oops\n${behind}`, {}, sizes);
      expect(read.records.map(([line]) => line)).toEqual([2]);
      expect(read.faults).toEqual([[5, 'csv_row', null]]);
      expect(read.error).toMatch(/^sales\.csv:5: a quote is opened/);
      expect(read.state).toMatchObject({ status: 'failed', records: 2 });
    }
  });

  test('a row over the limit ends the file', async () => {
    const read = await csv(`${HEAD}\n${ROW}\n1,purchase,${'x'.repeat(300)}\n${ROW}\n`, {}, [50], 200);
    expect(read.records.map(([line]) => line)).toEqual([2]);
    expect(read.faults).toEqual([[3, 'record_too_large', null]]);
    expect(read.error).toMatch(/^sales\.csv:3: the row that begins here is too large/);
  });

  test.each([
    ['of delimiters over the limit', ','.repeat(300), 200],
    ['of empty cells in quotes over the limit', '"",'.repeat(100), 200],
    ['of more columns than any table', ','.repeat(100_000), 1_000_000],
    ['of more columns than any table, endless', ','.repeat(900_000), 10_000_000],
  ])('so does one %s', async (_, bad, max) => {
    for (const sizes of [[50_000], [1_000_000]]) {
      const read = await csv(`${HEAD}\n${ROW}\n\n${bad}\n${ROW}\n`, {}, sizes, max);
      expect(read.records.map(([line]) => line)).toEqual([2]);
      expect(read.faults).toEqual([[4, 'record_too_large', null]]);
      expect(read.error).toMatch(/^sales\.csv:4: the row that begins here is too large/);
    }
  });

  test('a blank row of many columns is left out, and delimiters in quotes make no columns', async () => {
    const bad = ','.repeat(99_999);
    const quoted = `1,purchase,"${','.repeat(500_000)}"`;
    const read = await csv(`${HEAD}\n${bad}\n${quoted}\n`, {}, [50_000], 1_000_000);
    expect([read.error, read.faults, read.records.map(([line]) => line)]).toEqual([null, [], [3]]);
  });

  test.each([
    ['before the header', `,,\n ,,\n${HEAD}\n${ROW}\n`, 4, []],
    ['of dashes below the header', `${HEAD}\n----,---,-\n${ROW}\n`, 3, []],
    ['with the sign of the end of a file', `${HEAD}\r\n${ROW}\r\n\x1a`, 2, []],
    ['of zeros', `${HEAD}\n${ROW}\n\0\0\0\0`, 2, []],
    [
      'that repeats the header',
      `${HEAD}\n${HEAD}\n${ROW}\n\ufeff${HEAD}\n`,
      3,
      ['csv_header_repeated 1', 'csv_header_repeated 1'],
    ],
    [
      'that repeats the header in quotes',
      `\ufeff${QUOTED_HEAD}\n${ROW}\n\ufeff${QUOTED_HEAD}\n`,
      2,
      ['csv_header_repeated 1'],
    ],
  ])('a row %s is no sale', async (_, text, line, warnings) => {
    const read = await csv(text);
    expect([read.error, read.faults, read.warnings, read.records.map(([at]) => at)]).toEqual([
      null,
      [],
      warnings,
      [line],
    ]);
  });

  test('blank lines are no row, however many there are', async () => {
    const read = await csv(`${HEAD}\n${'\n'.repeat(1_000)}${ROW}\n`, {}, [50], 200);
    expect([read.error, read.records.map(([line]) => line)]).toEqual([null, [1_002]]);
  });

  test('so does one whose quotes are wrong as well', async () => {
    const read = await csv(`${HEAD}\n${ROW}\n1,"pur" chase,${'x'.repeat(300)}\n${ROW}\n`, {}, [50], 200);
    expect(read.faults).toEqual([[3, 'record_too_large', null]]);
    expect(read.error).toMatch(/^sales\.csv:3: the row that begins here is too large/);
  });
});

describe('the header', () => {
  test.each([
    ['no time', 'action,user_identities.email', /timestamp_unixtime_ms.*--csv-manifest/],
    ['no action', 'timestamp_unixtime_ms,user_identities.email', /the action/],
    ['nobody', 'timestamp_unixtime_ms,action,products.id', /identifies a person/],
    ['headers of one’s own', 'Date,Type,E-Mail', /event time.*the action.*identifies a person/],
    ['twins', `${HEAD},products.id,products.id`, /columns 4 and 5 have the same header/],
    ['two spellings', `${HEAD},user_identities.other2,user_identities.other_id_2`, /columns 4 and 5 mean the same/],
  ])('%s: nothing is read', async (_, header, message) => {
    const read = await csv(`${header}\n${ROW}\n`);
    expect(read.error).toMatch(message);
    expect(read).toMatchObject({ records: [], faults: [], blocks: 0, state: { status: 'failed' } });
  });

  test.each(['device_info.android_advertising_id', 'user_attributes.$FirstName', 'user_identities.other3'])(
    '%s identifies the person',
    async (column) => {
      const read = await csv(`timestamp_unixtime_ms,action,${column}\n1,purchase,x\n`);
      expect(read.error).toBe(null);
    },
  );

  test('an unknown column is a warning with the nearest known one', async () => {
    const read = await csv(`${HEAD},shoe size,products.prise,email,\n${ROW},1,2,3,4\n`);
    expect(read.warnings).toEqual([
      'csv_unknown_column 1 shoe size',
      'csv_unknown_column 1 products.prise (did you mean product_action.products.price?)',
      'csv_unknown_column 1 email (did you mean user_identities.email?)',
      'csv_unknown_column 1 column 7, which has no header',
    ]);
  });

  test('no rows is no error', async () => {
    expect(await csv(`${HEAD}\n`)).toMatchObject({ error: null, records: [] });
    expect(await csv('')).toMatchObject({ error: null, records: [], state: { status: 'done' } });
  });

  test('messages hold nothing of a file that has no header', async () => {
    const read = await csv('1794680525000,purchase,secret@example.com,secret@example.com\n');
    expect(read.error).not.toContain('secret');
  });
});

test.each([(cell: string) => `="${cell}"`, (cell: string) => `"=""${cell}"""`])(
  'headers and cells that are formulas of a spreadsheet are the texts in them',
  async (formula) => {
    const head = `${HEAD},environment,product_action.products.name,custom_attributes.store`;
    const rows = [head, `${ROW},production,Lamp,0417`];
    const written = rows.map((row) => row.split(',').map(formula).join(','));
    expect(await batches(written.join('\n'))).toEqual(await batches(rows.join('\n')));
  },
);

describe('times', () => {
  const timed = async (cell: string, timeZone?: string) => {
    const read = await csv(`${HEAD}\n${ROW.replace('1794680525000', cell)}\n`, { timeZone });
    return [JSON.parse(read.records[0][1]).events[0].data.timestamp_unixtime_ms, ...read.warnings];
  };

  test.each<[string, string | undefined, string]>([
    ['1794680525000', undefined, '1794680525000'],
    ['2026-11-14T18:22:05Z', undefined, '1794680525000'],
    ['2026-11-14T18:22:05.250Z', undefined, '1794680525250'],
    ["'2026-11-14T18:22:05Z", undefined, '1794680525000'],
    ['="2026-11-14 19:22:05"', 'Europe/Berlin', '1794680525000'],
    ['2026-11-14 18:22:05.250999 UTC', undefined, '1794680525250'],
    ['2026-11-14T10:22:05-08:00', 'Europe/Berlin', '1794680525000'],
    ['2026-11-14T10:22:05-0800', undefined, '1794680525000'],
    ['2026-11-14T19:22:05', 'Europe/Berlin', '1794680525000'],
    ['2026-11-14 19:22', 'Europe/Berlin', '1794680520000'],
    ['2026-07-14 00:30:00', 'America/New_York', String(Date.UTC(2026, 6, 14, 4, 30))],
    ['2026-11-14', 'Europe/Berlin', String(Date.UTC(2026, 10, 13, 23))],
    // Clocks go back, and show half past two twice; they go forward, and never show it.
    ['2026-10-25 02:30:00', 'Europe/Berlin', '2026-10-25 02:30:00 (at a change of clocks)'],
    ['2026-03-29 02:30:00', 'Europe/Berlin', '2026-03-29 02:30:00 (at a change of clocks)'],
    ['2026-10-25 02:30:00+01', 'Europe/Berlin', String(Date.UTC(2026, 9, 25, 1, 30))],
    ['2026-04-24', 'Africa/Cairo', String(Date.UTC(2026, 3, 23, 22))],
    ['2026-11-24 21:18:58.634 Europe/Berlin', undefined, '1795551538634'],
    ['1795551538634999', undefined, '1795551538634'],
    ['1795551538634999999', undefined, '1795551538634'],
    ['17955515386349999', undefined, '17955515386349999'],
    ['0001795551538634', undefined, '0001795551538634'],
    ['2026-11-24 21:18:58.634 Europe/Berlin', 'America/New_York', '1795551538634'],
    ['2026-11-24T21:18:58.634+01:00[Europe/Berlin]', undefined, '1795551538634'],
    ['2026-10-25 02:30:00 Europe/Berlin', undefined, '2026-10-25 02:30:00 Europe/Berlin (at a change of clocks)'],
    ['2026-11-24 21:18:58 Europe/Nowhere', 'UTC', '2026-11-24 21:18:58 Europe/Nowhere'],
    ['2026-11-24 21:18:58.634 GMT+0100', undefined, '1795551538634'],
    ['2026-11-24 21:18:58.634 UTC+01:00', undefined, '1795551538634'],
    ['20261124T2018Z', undefined, String(Date.UTC(2026, 10, 24, 20, 18))],
    ['2026-11-24 20:18:58 GMT', undefined, String(Date.UTC(2026, 10, 24, 20, 18, 58))],
    ['2026-11-14T19:22:05', undefined, '2026-11-14T19:22:05'],
    ['14.11.2026', 'Europe/Berlin', '14.11.2026'],
    ['2026-13-45 99:99', 'Europe/Berlin', '2026-13-45 99:99'],
    // Days that their months do not have.
    ['2026-02-30 10:00:00+01:00', undefined, '2026-02-30 10:00:00+01:00'],
    ['2026-09-31T10:00:00Z', undefined, '2026-09-31T10:00:00Z'],
    ['2026-02-29', 'Europe/Berlin', '2026-02-29'],
    ['2026-11-31', 'Europe/Berlin', '2026-11-31'],
    ['2026-11-31 10:00', 'Europe/Berlin', '2026-11-31 10:00'],
    ['2024-02-29T10:00:00Z', undefined, String(Date.UTC(2024, 1, 29, 10))],
    ['2026-10-31', 'Europe/Berlin', String(Date.UTC(2026, 9, 30, 23))],
  ])('%s with zone %s is %s', async (cell, zone, text) => expect(await timed(cell, zone)).toEqual([text]));

  test.each(['1794680525', '1794680525.0', '1.794680525E9', '1.794680525e+09'])(
    'seconds are recognised and counted: %s',
    async (cell) => expect(await timed(cell)).toEqual(['1794680525000', 'csv_time_in_seconds 1']),
  );
});

describe('rows of one sale', () => {
  const head =
    'timestamp_unixtime_ms,action,user_identities.email,transaction_id,total_amount,products.id,products.price,products.quantity';
  const row = (
    transaction: string,
    product: string,
    rest: { total?: string; email?: string; price?: string; quantity?: string } = {},
  ) =>
    `1794680525000,purchase,${rest.email ?? 'a@example.com'},${transaction},${rest.total ?? ''},${product},${rest.price ?? '1'},${rest.quantity ?? ''}`;
  const sales = async (rows: string[], group: ReadOptions['csv']['group']) => {
    const read = await csv([head, ...rows].join('\n'), { group });
    const actions = read.records.map(([, text]) => JSON.parse(text).events[0].data.product_action);
    return {
      sales: actions.map(
        (action) => `${action.transaction_id ?? '-'}: ${action.products.map(({ id }: { id: string }) => id).join(' ')}`,
      ),
      totals: actions.map((action) => action.total_amount),
      rows: read.rows,
      warnings: read.warnings,
    };
  };
  const APART = ['A', 'B', 'A', '', 'B', 'C', '', 'A'].map((id, index) => row(id, `p${index}`));

  test.each<[string, ReadOptions['csv']['group'], string[]]>([
    ['adjacent', { kind: 'adjacent' }, ['A: p0', 'B: p1', 'A: p2', '-: p3', 'B: p4', 'C: p5', '-: p6', 'A: p7']],
    ['1 apart', { kind: 'window', rows: 1 }, ['A: p0', 'B: p1', 'A: p2', '-: p3', 'B: p4', 'C: p5', '-: p6', 'A: p7']],
    ['2 apart', { kind: 'window', rows: 2 }, ['B: p1', 'A: p0 p2', '-: p3', 'B: p4', 'C: p5', '-: p6', 'A: p7']],
    ['3 apart', { kind: 'window', rows: 3 }, ['A: p0 p2', '-: p3', 'B: p1 p4', 'C: p5', '-: p6', 'A: p7']],
    ['5 apart', { kind: 'window', rows: 5 }, ['A: p0 p2 p7', 'B: p1 p4', '-: p3', 'C: p5', '-: p6']],
  ])('%s', async (_, group, expected) => expect((await sales(APART, group)).sales).toEqual(expected));

  test.each<[string, ReadOptions['csv']['group']]>([
    ['adjacent', { kind: 'adjacent' }],
    ['1 apart', { kind: 'window', rows: 1 }],
    ['2 apart', { kind: 'window', rows: 2 }],
  ])('a sale of any length is never split while its rows are: %s', async (_, group) => {
    const rows = [...Array.from({ length: 5 }, (__, index) => row('A', `p${index}`, { total: '50' })), row('B', 'q')];
    expect(await sales(rows, group)).toMatchObject({
      sales: ['A: p0 p1 p2 p3 p4', 'B: q'],
      totals: ['50', undefined],
      warnings: [],
    });
  });

  test('a sale that continues to the end of the file delays no other', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => row(index % 2 === 0 ? 'A' : `B${index}`, `p${index}`));
    const read = await sales(rows, { kind: 'window', rows: 2 });
    expect(read.sales).toHaveLength(21);
    expect(read.sales.findIndex((sale) => sale.startsWith('A'))).toBeGreaterThan(17);
  });

  test('another person is another sale', async () => {
    const rows = [row('A', 'p0'), row('A', 'p1', { email: 'b@example.com' })];
    expect((await sales(rows, { kind: 'adjacent' })).sales).toEqual(['A: p0', 'A: p1']);
  });

  test.each<[string, string[], ReadOptions['csv']['group'], string[]]>([
    ['never', ['A', 'A', 'B', ''], { kind: 'adjacent' }, []],
    ['without a transaction', ['', 'A', ''], { kind: 'adjacent' }, []],
    ['too far', ['A', 'B', 'A', 'C', 'A'], { kind: 'adjacent' }, ['csv_sale_apart 2 --csv-group window:2']],
    ['in the window', ['A', 'B', 'A', 'C', 'A'], { kind: 'window', rows: 4 }, []],
  ])('lie apart: %s', async (_, transactions, group, warnings) => {
    const rows = transactions.map((id, index) => row(id, `p${index}`));
    expect((await sales(rows, group)).warnings).toEqual(warnings);
  });

  test('a sale that many others part from its namesake is a sale of its own', async () => {
    const others = Array.from({ length: 20_000 }, (_, index) => row(`O${index}`, 'p'));
    const warningsOf = async (between: string[]) =>
      (await sales([row('A', 'p0'), ...between, row('A', 'p1')], { kind: 'adjacent' })).warnings;
    expect(await warningsOf(others.slice(0, 9_999))).toEqual(['csv_sale_apart 1 --csv-group window:10000']);
    expect(await warningsOf(others)).toEqual([]);
  });

  test('the lines of its rows', async () => {
    const read = await sales([row('A', 'p0'), row('B', 'p1'), row('A', 'p2')], { kind: 'window', rows: 9 });
    expect(read.rows).toEqual([[2, 4], [3]]);
  });

  test.each<[string, Parameters<typeof row>[2][], string | undefined, string[]]>([
    ['repeated', [{ total: '20' }, { total: '20' }], '20', []],
    ['on the first row only', [{ total: '20' }, {}], '20', []],
    ['on the last row only', [{}, { total: '20' }], '20', []],
    ['nowhere', [{}, {}], undefined, []],
    [
      'each row its own',
      [
        { total: '0.3', price: '0.1', quantity: '3' },
        { total: '0.70', price: '.7' },
      ],
      '1',
      [],
    ],
    [
      "each row its own, with a spreadsheet's apostrophe",
      [
        { total: "'0.3", price: "'0.1", quantity: '3' },
        { total: '0.70', price: '.7' },
      ],
      '1',
      [],
    ],
    [
      'each row its own, but not in decimal digits',
      [{ total: '0x10', price: '0x10' }, { total: '1' }],
      '0x10',
      ['csv_totals_differ 1'],
    ],
    ['different', [{ total: '20' }, { total: '30' }], '20', ['csv_totals_differ 1']],
  ])('total %s', async (_, rows, total, warnings) => {
    const read = await sales(
      rows.map((rest, index) => row('A', `p${index}`, rest)),
      { kind: 'adjacent' },
    );
    expect(read.totals).toEqual([total]);
    expect(read.warnings).toEqual(warnings);
  });

  test('a sale that never ends is a fault, not memory', async () => {
    const text = [head, ...Array.from({ length: 50 }, (_, index) => row('A', `p${index}`)), row('B', 'q')].join('\n');
    const read = await csv(text, {}, undefined, 500);
    expect(read.faults).toEqual([[2, 'record_too_large', null]]);
    expect(read.records.map(([line]) => line)).toEqual([52]);
  });
});

describe('manifest', () => {
  test.each([
    ['{"delimiter":";"}', { delimiter: ';', timeZone: undefined }],
    ['{"delimiter":"\\u0001"}', { delimiter: '\u0001', timeZone: undefined }],
    ['{"delimiter":"\\t","timeZone":"europe/berlin"}', { delimiter: '\t', timeZone: 'Europe/Berlin' }],
    ['{}', { delimiter: undefined, timeZone: undefined }],
  ])('delimiter and time zone of %s', (form, read) => {
    const text = JSON.stringify({ ...(JSON.parse(form) as object), columns: [{ action: 'ignore', column: 'a' }] });
    expect(parseCsvManifest(text, 'm.json')).toMatchObject(read);
  });

  test.each([
    ['{"delimiter":"ab"}', 'delimiter: must be'],
    ['{"delimiter":1}', 'delimiter: must be'],
    ['{"timeZone":"Middle-earth"}', 'timeZone: must be a name'],
    ['{"timeZone":null}', 'timeZone: must be a name'],
  ])('a manifest with %s is refused', (form, says) => {
    const text = JSON.stringify({ ...(JSON.parse(form) as object), columns: [{ action: 'ignore', column: 'a' }] });
    expect(() => parseCsvManifest(text, 'm.json')).toThrow(says);
  });

  const manifest = parseCsvManifest(
    `{ // of the tills
      "hasHeaderRow": true,
      "columns": [
        {"column": "When", "action": "keep", "field": "events.data.timestamp_unixtime_ms"},
        {"column": "What", "action": "keep", "field": "events.data.product_action.action"},
        {"column": "E-mail // work", "action": "keep", "field": "user_identities.email"}, // "quoted"
        {"column": "Till", "action": "ignore", "field": "user_identities.facebook"}
      ]
    }`,
    'tills.json',
  );

  test('says what headers of one’s own mean; other columns are ignored', async () => {
    const read = await csv('Till,What,When,E-mail // work,action\n9,purchase,1,a@example.com,x\n', { manifest });
    expect(JSON.parse(read.records[0][1])).toEqual({
      user_identities: { email: 'a@example.com' },
      events: [
        { event_type: 'commerce_event', data: { timestamp_unixtime_ms: '1', product_action: { action: 'purchase' } } },
      ],
    });
    expect(read.warnings).toEqual([]);
  });

  test('blanks of other kinds in headers are blanks', async () => {
    const read = await csv('When,What,E-mail\u00a0//\u202fwork\n1,purchase,a@example.com\n', { manifest });
    expect([read.error, read.records.length]).toEqual([null, 1]);
  });

  test('without a header row columns go by position', async () => {
    const positional = parseCsvManifest(
      JSON.stringify({
        hasHeaderRow: false,
        columns: ['timestamp_unixtime_ms', 'x', 'action', 'user_identities.email'].map((field) => ({
          ...{ action: field === 'x' ? 'ignore' : 'keep', field },
        })),
      }),
      'tills.json',
    );
    const read = await csv('1,?,purchase,a@example.com\n2,?,purchase\n', { manifest: positional });
    expect(read.records).toEqual([[1, expect.stringContaining('"timestamp_unixtime_ms":"1"')]]);
    expect(read.faults).toEqual([[2, 'csv_row', '2,?,purchase']]);
  });

  test.each([
    ['When,Mail', 'What, E-mail // work'],
    ['When,Wha,Mail', 'What (did you mean column 2, Wha?), E-mail // work'],
    [
      'When,What,E-mail \ufffd work',
      'E-mail // work (did you mean column 3, E-mail \ufffd work?); its first line is not UTF-8: name its encoding in the manifest',
    ],
    ['When,,What', 'E-mail // work'],
    ['When;Mail', 'When, What, E-mail // work; its first line has only one column: is the delimiter right?'],
  ])('columns that the file lacks are named: %s', async (header, named) => {
    const read = await csv(`${header}\n1,2\n`, { manifest, delimiter: ',' });
    expect(read.error).toBe(`sales.csv lacks columns that tills.json names: ${named}`);
  });

  test.each<[string, string, string[]]>([
    ['no columns', '{}', ['columns: must be a list of columns']],
    [
      'no column, and one without a field',
      '{"columns":[7,{"column":"a","action":"keep"}]}',
      ['columns[0]: must be an object', 'columns[1].field: name'],
    ],
    [
      'a field of two lines',
      '{"columns":[{"column":"a","action":"keep","field":"x\\n  columns[7]: y"}]}',
      ['columns[0].field: x columns[7]: y is not known'],
    ],
    [
      'one thing twice',
      '{"columns":[{"column":"a","action":"keep","field":"mpid"},{"column":"a","action":"keep","field":"MPID"}]}',
      ['columns[1].column: the same column as columns[0]', 'columns[1].field: the same field as columns[0]'],
    ],
  ])('%s', (_, text, problems) => {
    expect(() => parseCsvManifest(text, 'tills.json')).toThrow('tills.json');
    for (const problem of problems) expect(() => parseCsvManifest(text, 'tills.json')).toThrow(problem);
  });
});
