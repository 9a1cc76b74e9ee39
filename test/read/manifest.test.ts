import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/lib/errors.js';
import { parseCsvManifest } from '../../src/read/csv/manifest.js';
import type { ReadOptions } from '../../src/read/index.js';
import type { CsvGroup } from '../../src/read/options.js';
import { readOptionsOf } from '../../src/read/flags.js';
import { CLOCK_CHANGE, TWO_MONTHS } from '../../src/model/time-format.js';
import { eventTimeOf } from '../../src/transform/map/time.js';
import { mappingSettings } from '../support/batches.js';
import { readStdin } from './reading.js';
import { newFolder } from '../support/surroundings.js';

const TIME = 'events.data.timestamp_unixtime_ms';
const ACTION = 'events.data.product_action.action';
const TOTAL = 'events.data.product_action.total_amount';
const CURRENCY = 'events.data.currency_code';

const keep = (column: string | readonly string[], field: string, more: object = {}): object => ({
  ...{ column, action: 'keep', field },
  ...more,
});
const value = (text: string, field: string): object => ({ value: text, action: 'keep', field });

const ESSENTIAL = [keep('when', TIME), value('purchase', ACTION), keep('mail', 'user_identities.email')];
const ESSENTIAL_HEAD = 'when;mail';
const ESSENTIAL_CELLS = '1795551538634;ida@example.com';

const manifestOf = (columns: readonly object[], form: object = {}) =>
  parseCsvManifest(JSON.stringify({ delimiter: ';', ...form, columns }), 'm.json');

const read = (
  content: string | Buffer,
  columns: readonly object[],
  form: object = {},
  more: Partial<ReadOptions> = {},
) => {
  const manifest = manifestOf(columns, form);
  const csv = { group: { kind: 'adjacent' as const }, manifest, delimiter: ';', timeZone: manifest.timeZone };
  return readStdin(content, { format: 'csv', blockBytes: 4096, csv, ...more }, undefined, 'till.csv');
};

/** The one batch that a cell beside the essential ones comes to. */
const batchOf = async (cell: string, field: string, more: object = {}, form: object = {}) => {
  const text = `${ESSENTIAL_HEAD};x\n${ESSENTIAL_CELLS};"${cell.replaceAll('"', '""')}"\n`;
  const { records, error } = await read(text, [...ESSENTIAL, keep('x', field, more)], form);
  expect(error).toBe(null);
  return JSON.parse(records[0][1]);
};

const totalOf = async (cell: string, decimal: string) =>
  (await batchOf(cell, TOTAL, {}, { decimal })).events[0].data.product_action.total_amount;

/** What the stages after reading get as the event time. */
const timeOf = async (cell: string, dateFormat: string, form: object = {}) => {
  const columns = [
    keep('when', TIME, { dateFormat }),
    value('purchase', ACTION),
    keep('mail', 'user_identities.email'),
  ];
  const { records } = await read(`when;mail\n"${cell}";ida@example.com\n`, columns, {
    timeZone: 'Europe/Berlin',
    ...form,
  });
  return JSON.parse(records[0][1]).events[0].data.timestamp_unixtime_ms as string;
};

describe('amounts by the decimal sign', () => {
  test.each([
    [',', '1.299,50', '1299.50'],
    [',', '1299,5', '1299.5'],
    [',', '-5,00', '-5.00'],
    [',', '5,00-', '-5.00'],
    [',', '(5,00)', '-5.00'],
    [',', '−5,00', '-5.00'],
    [',', '€ 1.299,50', '1299.50'],
    [',', '1.299,50 €', '1299.50'],
    [',', '1 299,50 zł', '1299.50'],
    [',', '1\u00a0299,50', '1299.50'],
    [',', '1\u202f299,50 EUR', '1299.50'],
    [',', "1'299,50 CHF", '1299.50'],
    [',', 'R$ 1.299,50', '1299.50'],
    [',', 'kr. 12,-', '12'],
    [',', '12', '12'],
    [',', ',50', '0.50'],
    [',', '1.299', '1299'],
    [',', '1.234.567,89', '1234567.89'],
    [',', '="1.299,50"', '1299.50'],
    [',', "'19,90", '19.90'],
    ['.', '1,299.50', '1299.50'],
    ['.', '$1,240.00', '1240.00'],
    ['.', '-$12.00', '-12.00'],
    ['.', '1,29,999.50', '129999.50'],
    ['.', "Fr. 1'299.50", '1299.50'],
    ['.', '£0.99', '0.99'],
    ['.', '1.29995E7', '1.29995E7'],
    [',', '5,68E-14', '5.68E-14'],
  ])('decimal %s: %s is %s', async (decimal, cell, amount) => expect(await totalOf(cell, decimal)).toBe(amount));

  test.each([
    ...'12.50 | 1.29,50 | 1,299,50 | 12,50 or 13 | (5,00 | 1,5 Mio | 1.299,5O | 99¢ | ¢ 99'
      .split(' | ')
      .map((cell) => [',', cell] as const),
    ...'12,50 | 1.299,50 | 12k | 1.5M | 1299ct | 12b | x12 | 12 pcs'.split(' | ').map((cell) => ['.', cell] as const),
  ])('decimal %s: %s is not an amount', async (decimal, cell) =>
    expect(Number(await totalOf(cell, decimal))).toBeNaN(),
  );

  test.each([
    [',', '12.50', '12.50'],
    [',', '-5.5', '-5.5'],
    [',', '1.299,50', '1299.50'],
    [',', '1.299', '1299'],
    ['.', '12.50', '12.50'],
  ])('decimal %s: %s in the manifest itself is %s', async (decimal, text, amount) => {
    const totalIn = async (entry: object): Promise<unknown> => {
      const { records } = await read(`${ESSENTIAL_HEAD};x\n${ESSENTIAL_CELLS};a\n`, [...ESSENTIAL, entry], { decimal });
      return JSON.parse(records[0][1]).events[0].data.product_action.total_amount;
    };
    expect(await totalIn(value(text, TOTAL))).toBe(amount);
    expect(await totalIn(keep('x', TOTAL, { map: { a: text } }))).toBe(amount);
  });

  test.each([
    ['events.data.product_action.products.price', 'price'],
    ['events.data.product_action.products.quantity', 'quantity'],
  ])('%s is one', async (field, key) =>
    expect((await batchOf('1,5', field, {}, { decimal: ',' })).events[0].data.product_action.products[0][key]).toBe(
      '1.5',
    ),
  );

  test.each(['user_attributes.$Zip', 'events.data.product_action.products.id', 'events.data.custom_attributes.note'])(
    '%s is none',
    async (field) => expect(JSON.stringify(await batchOf('1,50', field, {}, { decimal: ',' }))).toContain('"1,50"'),
  );
});

describe('debit and credit', () => {
  test.each(['5,00 H', '5,00 S', 'CR 5,00', '5,00 DR', '5,00CR', 'C 5,00', '5,00 d'])('%s is no amount', async (cell) =>
    expect(Number(await totalOf(cell, ','))).toBeNaN(),
  );

  test.each(
    '5,00 CHF | 5,00 eur | EUR 5,00 | 5,00 Euro | US$ 5,00 | 5,00円 | R 5,00 | Fr. 5,00 | C$5,00 | R$ 5,00 | 5,00 Kč | kr 5,00'.split(
      ' | ',
    ),
  )('%s is one', async (cell) => expect(await totalOf(cell, ',')).toBe('5.00'));
});

describe('a currency beside an amount', () => {
  const of = async (cells: readonly string[], currency: string) => {
    const columns = [...ESSENTIAL, keep('sum', TOTAL), value(currency, CURRENCY)];
    const rows = cells.map((cell) => `${ESSENTIAL_CELLS};"${cell}"\n`).join('');
    const { records, warnings } = await read(`${ESSENTIAL_HEAD};sum\n${rows}`, columns, { decimal: ',' });
    expect(records.length).toBe(cells.length);
    return warnings;
  };

  test.each([
    ['EUR', '5,00 | 5,00 € | EUR 5,00 | 5,00 Euro | 5,00- € | 1.299,50'],
    ['usd', '$5,00 | US$ 5,00 | 5,00 USD | -$5,00 | ($5,00)'],
    ['MXN', '$5,00 | MX$5,00'],
    ['BRL', 'R$ 5,00 | 5,00'],
    ['NOK', '5,00 kr | kr. 5,- | NOK 5,00'],
    ['SEK', '5:- | 5,00 kr'],
    ['CNY', '¥5,00 | 5,00 元'],
    ['CHF', "Fr. 1'299,50 | 5,00 CHF | sFr. 5,00"],
    ['ZAR', 'R 5,00'],
    ['EURO', '$5,00'],
    ['', '$5,00'],
  ])('may be %j, the one of the row: %s', async (currency, cells) =>
    expect(await of(cells.split(' | '), currency)).toEqual([]),
  );

  test.each([
    ['EUR', '$5,00', '$ in EUR'],
    ['EUR', '5,00 USD', 'USD in EUR'],
    ['EUR', 'CHF 5,00', 'CHF in EUR'],
    ['EUR', '5,00 kr.', 'kr in EUR'],
    ['USD', '5,00 €', '€ in USD'],
    ['USD', '(£5,00)', '£ in USD'],
    ['CAD', 'US$ 5,00', 'US$ in CAD'],
    ['USD', '$5,00 CAD', 'CAD in USD'],
  ])('is counted where it cannot be %s: %s', async (currency, cell, detail) =>
    expect(await of([cell, '5,00'], currency)).toEqual([`amount_other_currency 1 ${detail}`]),
  );
});

describe('a row without a currency has the one that its amount names', () => {
  test.each([
    ['5,00 €', 'EUR'],
    ['CHF 5,00', 'CHF'],
    ['5,00 zł', 'PLN'],
    ['US$ 5,00', 'USD'],
    ['R$ 5,00', 'BRL'],
    ['$5,00', undefined],
    ['5,00 kr', undefined],
    ['£5,00', undefined],
    ['5,00', undefined],
  ])('%s: %s', async (cell, currency) => {
    const columns = [...ESSENTIAL, keep('sum', TOTAL)];
    const text = `${ESSENTIAL_HEAD};sum;unit\n${ESSENTIAL_CELLS};"${cell}";\n`;
    for (const more of [[], [keep('unit', CURRENCY)]]) {
      const { records, warnings } = await read(text, [...columns, ...more], { decimal: ',' });
      expect([JSON.parse(records[0][1]).events[0].data.currency_code, warnings]).toEqual([currency, []]);
    }
  });
});

describe('an encoding that the file is not in', () => {
  const rows = (text: string, count: number): string =>
    `when;mail;city\n${Array.from({ length: count }, () => `${ESSENTIAL_CELLS};${text}\n`).join('')}`;
  const CITY = [...ESSENTIAL, keep('city', 'user_attributes.$City')];

  test.each('windows-1252 iso-8859-2 windows-1250 macintosh windows-1251 iso-8859-15'.split(' '))(
    'UTF-8 that is read as %s is warned of',
    async (encoding) => {
      for (const city of ['Köln', 'Łódź', '12 €'])
        expect((await read(Buffer.from(rows(city, 3)), CITY, { encoding })).warnings).toEqual([
          `encoding_wrong 1 ${encoding}`,
        ]);
    },
  );

  test('it is warned of once in a large file', async () =>
    expect((await read(Buffer.from(rows('Köln', 2_500)), CITY, { encoding: 'windows-1252' })).warnings).toEqual([
      'encoding_wrong 1 windows-1252',
    ]));

  test.each([
    ['Köln', 'windows-1252'],
    ['»Ä«, Ö', 'windows-1252'],
    ['Bonn', 'windows-1252'],
    ['Köln', 'iso-8859-1'],
  ])('%s in %s is what it says', async (city, encoding) =>
    expect((await read(Buffer.from(rows(city, 3), 'latin1'), CITY, { encoding })).warnings).toEqual([]),
  );
});

describe('times by a format', () => {
  test.each([
    ['24.11.2026 21:18', 'dd.MM.yyyy HH:mm', '2026-11-24T20:18:00Z'],
    ['24.11.2026  21:18', 'dd.MM.yyyy HH:mm', '2026-11-24T20:18:00Z'],
    ['1.7.26 9:05', 'd.M.yy H:mm', '2026-07-01T07:05:00Z'],
    ['11/24/26 9:18:58 pm', 'MM/dd/yy h:mm:ss a', '2026-11-24T20:18:58Z'],
    ['Nov 24, 2026 9:18:58\u202fPM', 'MMM d, yyyy h:mm:ss a', '2026-11-24T20:18:58Z'],
    ['24.11.2026 9:18 p. m.', 'dd.MM.yyyy h:mm a', '2026-11-24T20:18:00Z'],
    ['11/24/2026 12:18 AM', 'MM/dd/yyyy h:mm a', '2026-11-23T23:18:00Z'],
    ['11/24/2026 12h18 a.m.', "MM/dd/yyyy h'h'mm a", '2026-11-23T23:18:00Z'],
    ['11/24/2026 1:05 AM +02:00', 'MM/dd/yyyy h:mm a XXX', '2026-11-23T23:05:00Z'],
    ['11/24/2026 10:05PM -0500', 'MM/dd/yyyy h:mma xx', '2026-11-25T03:05:00Z'],
    ['24 November 2026', 'd MMMM yyyy', '2026-11-23T23:00:00Z'],
    ['4.1.2026 9:05', 'dd.MM.yyyy HH:mm', '2026-01-04T08:05:00Z'],
    ['24. Nov. 2026', 'dd. MMM yyyy', '2026-11-23T23:00:00Z'],
    ['24 novembre 2026', 'd MMMM yyyy', '2026-11-23T23:00:00Z'],
    ['Di 24.11.2026', 'EEE dd.MM.yyyy', '2026-11-23T23:00:00Z'],
    ['20261124211858', 'yyyyMMddHHmmss', '2026-11-24T20:18:58Z'],
    ['2026-11-24T21:18:58,634', "yyyy-MM-dd'T'HH:mm:ss,SSS", '2026-11-24T20:18:58.634Z'],
    ['24.11.2026 21:18 +0100', 'dd.MM.yyyy HH:mm Z', '2026-11-24T20:18:00Z'],
    ['24.11.2026 21:18 -05:00', 'dd.MM.yyyy HH:mm XXX', '2026-11-25T02:18:00Z'],
    ['Tue, 24 Nov 2026 20:18:58 GMT', 'EEE, d MMM yyyy HH:mm:ss XXX', '2026-11-24T20:18:58Z'],
    ['24.11.2026 21:18 Z', 'dd.MM.yyyy HH:mm X', '2026-11-24T21:18:00Z'],
    ['24.11.2026 21:18 +01', 'dd.MM.yyyy HH:mm x', '2026-11-24T20:18:00Z'],
    ["'24.11.2026 21:18", 'dd.MM.yyyy HH:mm', '2026-11-24T20:18:00Z'],
    ['24.11.2026 21:18 America/New_York', 'dd.MM.yyyy HH:mm VV', '2026-11-25T02:18:00Z'],
  ])('%s in %s is %s', async (cell, format, time) => expect(await timeOf(cell, format)).toBe(String(Date.parse(time))));

  test.each([
    ['of another format', '2026-11-24 21:18', 'dd.MM.yyyy HH:mm'],
    ['with days and months changed', '11/24/2026', 'dd/MM/yyyy'],
    ['no day of the calendar', '31.02.2026 10:00', 'dd.MM.yyyy HH:mm'],
    ['of a weekday that it was not', 'Mon 24.11.2026', 'EEE dd.MM.yyyy'],
    ['of an hour that no 12-hour clock has', '11/24/2026 13:18 PM', 'MM/dd/yyyy h:mm a'],
    ['in the morning of a 24-hour clock', '11/24/2026 13:18 AM', 'MM/dd/yyyy hh:mm a'],
    ['of hour 0 of a 12-hour clock', 'PM 00:18:05 11/24/2026', 'a hh:mm:ss MM/dd/yyyy'],
    ['of minute 60', '24.11.2026 21:60', 'dd.MM.yyyy HH:mm'],
    ['after 24 o’clock', '24.11.2026 24:01', 'dd.MM.yyyy HH:mm'],
    ['of an offset that no place has', '24.11.2026 21:18 +25:00', 'dd.MM.yyyy HH:mm XXX'],
    ['of an offset of 75 minutes', '24.11.2026 21:18 +0075', 'dd.MM.yyyy HH:mm xx'],
    ['with a digit too few beside another number', '311.2026', 'ddMM.yyyy'],
    ['that would be milliseconds as well', '1795551538634', 'dd.MM.yyyy'],
    ['whose digits would be milliseconds', '2026113112000', 'yyyyMMddHHmms'],
  ])('a time %s is none, and keeps its text: %s', async (_, cell, format) => {
    const text = await timeOf(cell, format);
    expect(text).toBe(`${cell} (not ${format})`);
    expect(Number(text)).toBeNaN();
  });

  test.each([
    ['in the gap of spring', '29.03.2026 02:30'],
    ['twice in autumn', '25.10.2026 02:30'],
  ])('a time %s is marked as such: %s', async (_, cell) => {
    const text = await timeOf(cell, 'dd.MM.yyyy HH:mm');
    expect(text).toBe(cell + CLOCK_CHANGE);
    expect(eventTimeOf(text, mappingSettings())).toMatchObject({
      reason: 'invalid_event_time',
      message: expect.stringMatching(/^the clocks of the time zone change around this time/),
    });
  });

  test.each([
    ['5. lip 2026', 'dd. MMM yyyy', 'pl', '2026-07-04T22:00:00Z'],
    ['5. lip 2026', 'dd. MMM yyyy', 'hr', '2026-06-04T22:00:00Z'],
    ['24 listopada 2026', 'd MMMM yyyy', 'pl', '2026-11-23T23:00:00Z'],
    ['24. listopada 2026', 'd. MMMM yyyy', 'hr', '2026-10-23T22:00:00Z'],
    ['24. listopadu 2026', 'd. MMMM yyyy', 'cs', '2026-11-23T23:00:00Z'],
    ['24 ноября 2026', 'd MMMM yyyy', 'ru', '2026-11-23T23:00:00Z'],
    ['24 Kasım 2026', 'd MMMM yyyy', 'tr-TR', '2026-11-23T23:00:00Z'],
    ['24 november 2026', 'd MMMM yyyy', 'sv', '2026-11-23T23:00:00Z'],
  ])('%s in %s and the language %s is %s', async (cell, format, language, time) =>
    expect(await timeOf(cell, format, { language })).toBe(String(Date.parse(time))),
  );

  test.each(['5. lip 2026', '5. LIS 2026', '5. listopad 2026', '5. listopada 2026'])(
    '%s is of two months and is not guessed',
    async (cell) => {
      for (const format of ['dd. MMM yyyy', 'dd. MMMM yyyy'])
        expect(await timeOf(cell, format)).toBe(cell + TWO_MONTHS);
      expect(eventTimeOf(cell + TWO_MONTHS, mappingSettings())).toMatchObject({
        reason: 'invalid_event_time',
        message: expect.stringContaining('"language": "pl"'),
      });
    },
  );

  test.each(['', 'polish', 'zz', 5, 'p'])('the language %j is a mistake', (language) =>
    expect(() => manifestOf([keep('when', TIME)], { language })).toThrow(/language: must be a tag such as "pl"/),
  );

  test('a format without a zone needs one', async () => {
    const ports = { cwd: import.meta.dirname, stdin: () => process.stdin };
    const manifest = JSON.stringify({ columns: [keep('when', TIME, { dateFormat: 'dd.MM.yyyy' })] });
    const path = join(newFolder(), 'm.json');
    writeFileSync(path, manifest);
    await expect(readOptionsOf({ csvManifest: path }, ports)).rejects.toThrow(
      /columns\[0\]\.dateFormat names no zone: give timeZone in the manifest, or --csv-time-zone/,
    );
    await expect(readOptionsOf({ csvManifest: path, csvTimeZone: 'Europe/Paris' }, ports)).resolves.toBeDefined();
  });
});

describe('words mapped', () => {
  const rows = (map: object) => {
    const columns = [keep('when', TIME), keep('what', ACTION, { map }), keep('mail', 'user_identities.email')];
    const cells = ['Verkauf', ' Verkauf ', 'Storno', 'Probe', ''];
    return read(`when;what;mail\n${cells.map((cell) => `1;${cell};a@example.com\n`).join('')}`, columns);
  };
  const actionsOf = ({ records }: Awaited<ReturnType<typeof rows>>) =>
    records.map(([line, text]) => `${line} ${JSON.parse(text).events[0].data.product_action.action}`).join(', ');

  test.each<[string, object, string, readonly number[]]>([
    ['others stay as they are', { Verkauf: 'purchase' }, '2 purchase, 3 purchase, 4 Storno, 5 Probe, 6 undefined', []],
    [
      'null leaves rows out',
      { Verkauf: 'purchase', Storno: null },
      '2 purchase, 3 purchase, 5 Probe, 6 undefined',
      [4],
    ],
    [
      '* is for all others that are not blank',
      { Verkauf: 'purchase', '*': null },
      '2 purchase, 3 purchase, 6 undefined',
      [4, 5],
    ],
    [
      'a word is known in any case, its own case first',
      { VERKAUF: 'purchase', storno: 'refund', Storno: null, '*': 'unknown' },
      '2 purchase, 3 purchase, 5 unknown, 6 undefined',
      [4],
    ],
    [
      'a blank cell has a word of its own',
      { '*': 'purchase', '': null },
      '2 purchase, 3 purchase, 4 purchase, 5 purchase',
      [6],
    ],
    [
      'invisible characters in a word or a cell make no other word',
      { '\u200bVerkauf': 'purchase', 'Sto\u00adrno': null, 'Probe\ufeff': null },
      '2 purchase, 3 purchase, 6 undefined',
      [4, 5],
    ],
    ['names of every object are words like others', { constructor: 'x', '*': null }, '6 undefined', [2, 3, 4, 5]],
  ])('%s', async (_, map, actions, leftOut) => {
    const result = await rows(map);
    expect(actionsOf(result)).toBe(actions);
    expect(result.leftOut).toEqual(leftOut);
  });

  test.each<[string, object, readonly string[]]>([
    ["codes of a till are not mParticle's ids", { 1: 'purchase' }, ['purchase', '7 (not in the map)']],
    ["mParticle's ids need no map", { 2: null }, ['1', '7']],
    ["mParticle's ids in part of a map", { 7: 'Purchase' }, ['1', 'Purchase']],
  ])('%s', async (_, map, actions) => {
    const columns = [keep('when', TIME), keep('what', ACTION, { map }), keep('mail', 'user_identities.email')];
    const { records } = await read('when;what;mail\n1;1;a@example.com\n1;7;a@example.com\n', columns);
    const found = records.map(([, text]) => JSON.parse(text).events[0].data.product_action.action);
    expect(found).toEqual(actions);
  });

  test('further lines of a sale that is left out are left out with it', async () => {
    const columns = [
      keep('no', 'events.data.product_action.transaction_id'),
      ...[
        keep('when', TIME),
        keep('mail', 'user_identities.email'),
        keep('sku', 'events.data.product_action.products.id'),
      ],
      keep('what', ACTION, { map: { sale: 'purchase', '*': null } }),
    ];
    const lines = [
      '1;1;a@example.com;A;sale',
      '1;;;B;',
      '2;1;b@example.com;C;void',
      '2;;;D;',
      ';;;E;',
      '3;1;c@example.com;F;sale',
      ';;;G;',
    ];
    const { records, leftOut, faults } = await read(`no;when;mail;sku;what\n${lines.join('\n')}\n`, columns);
    const skusOf = (text: string) =>
      JSON.parse(text).events[0].data.product_action.products.map(({ id }: { id: string }) => id);
    expect(records.map(([line, text]) => [line, skusOf(text)])).toEqual([
      [2, ['A', 'B']],
      [7, ['F', 'G']],
    ]);
    expect([leftOut, faults]).toEqual([[4, 5, 6], []]);
  });

  test.each<[string, CsvGroup, string, readonly number[]]>([
    ['adjacent rows', { kind: 'adjacent' }, '2+3 6+7 10', [4, 5, 8, 9, 11]],
    ['a window that the last row of the sale is in', { kind: 'window', rows: 6 }, '2+3+8 6+7 10', [4, 5, 9, 11]],
    ['a window that it is not in', { kind: 'window', rows: 2 }, '2+3 6+7 10', [4, 5, 8, 9, 11]],
  ])('a person that only the first row of a sale names, unlike a product: %s', async (_, group, sales, out) => {
    const columns = [
      keep('no', 'events.data.product_action.transaction_id'),
      ...[keep('when', TIME), keep('mail', 'user_identities.email', { map: { '': null } })],
      keep('sku', 'events.data.product_action.products.id', { map: { '': null } }),
      keep('what', ACTION, { map: { sale: 'purchase', '*': null } }),
    ];
    const lines = [
      ...['1;1;a@example.com;A;sale', '1;1;;B;sale', '2;1;;A;sale', '2;1;;B;', '3;1;c@example.com;A;sale', ';;;B;'],
      ...['1;1;;C;sale', '4;1;d@example.com;A;void', '5;1;e@example.com;A;sale', '5;1;e@example.com;;sale'],
    ];
    const csv = { group, manifest: manifestOf(columns), delimiter: ';' };
    const { rows, leftOut } = await read(`no;when;mail;sku;what\n${lines.join('\n')}\n`, columns, {}, { csv });
    expect([rows.map((ofSale) => ofSale.join('+')).join(' '), leftOut]).toEqual([sales, out]);
  });

  test('cells and headers are compared composed and without invisible characters', async () => {
    const columns = [keep('when', TIME), keep('Gesch\u00e4ft', ACTION, { map: { 'Gesch\u00e4ft': 'purchase' } })];
    const mail = keep('mail', 'user_identities.email');
    const { records, error } = await read(
      'when;\u200bGescha\u0308ft;mail\u200e\n1;\u200eGescha\u0308ft\u200b;a@example.com\n',
      [...columns, mail],
    );
    expect(error).toBe(null);
    expect(JSON.parse(records[0][1])).toMatchObject({
      user_identities: { email: 'a@example.com' },
      events: [{ data: { product_action: { action: 'purchase' } } }],
    });
  });

  test.each(['mail', '="mail"'])('a header that is a formula of a spreadsheet is named as %s', async (name) => {
    const columns = [keep('when', TIME), value('purchase', ACTION), keep(name, 'user_identities.email')];
    const { records, error } = await read('="when";="mail"\n="1";="a@example.com"\n', columns);
    expect(error).toBe(null);
    expect(JSON.parse(records[0][1]).user_identities).toEqual({ email: 'a@example.com' });
  });

  test('one column may be mapped to two things', async () => {
    const columns = [
      ...ESSENTIAL,
      keep('shop', 'user_attributes.$Country', { map: { B: 'DE' } }),
      keep('shop', CURRENCY, { map: { B: 'EUR' } }),
    ];
    const { records } = await read(`${ESSENTIAL_HEAD};shop\n${ESSENTIAL_CELLS};B\n`, columns);
    expect(JSON.parse(records[0][1])).toMatchObject({
      user_attributes: { $Country: 'DE' },
      events: [{ data: { currency_code: 'EUR' } }],
    });
  });
});

describe('constants and joined columns', () => {
  test('a constant is in each row, and makes no row of a blank one', async () => {
    const { records } = await read(`${ESSENTIAL_HEAD}\n${ESSENTIAL_CELLS}\n;\n`, [
      ...ESSENTIAL,
      value('EUR', CURRENCY),
    ]);
    expect(records).toHaveLength(1);
    expect(JSON.parse(records[0][1]).events[0].data).toMatchObject({
      currency_code: 'EUR',
      product_action: { action: 'purchase' },
    });
  });

  test('a constant has no position among columns without headers', async () => {
    const bare = (field: string): object => ({ action: 'keep', field });
    const columns = [bare(TIME), value('purchase', ACTION), bare('user_identities.email')];
    const { records, faults } = await read('1;a@example.com\n1;2;3\n', columns, { hasHeaderRow: false });
    expect(JSON.parse(records[0][1]).user_identities.email).toBe('a@example.com');
    expect(faults.map(([line]) => line)).toEqual([2]);
  });

  test.each([
    ['a', 'b', 'a b'],
    [' a ', '', 'a'],
    ['', 'b', 'b'],
    ['="a"', '="b"', 'a b'],
  ])('%j and %j are joined as %j', async (first, second, together) => {
    const columns = [...ESSENTIAL, keep(['x', 'y'], 'user_attributes.$LastName')];
    const { records } = await read(`${ESSENTIAL_HEAD};x;y\n${ESSENTIAL_CELLS};${first};${second}\n`, columns);
    expect(JSON.parse(records[0][1]).user_attributes.$LastName).toBe(together);
  });

  test('joined columns that the file lacks are named', async () => {
    const { error } = await read(`${ESSENTIAL_HEAD};x\n`, [
      ...ESSENTIAL,
      keep(['x', 'other'], 'mpid'),
      keep('place', 'user_attributes.$City'),
    ]);
    expect(error).toBe('till.csv lacks columns that m.json names: other, place');
  });
});

describe('JSON text in cells', () => {
  test.each<[string, string, unknown?]>([
    ['an object', '{"$FirstName":"Ida","$City":"Köln"}', { $FirstName: 'Ida', $City: 'Köln' }],
    ['over lines', '{\n "$City": "Köln"\n}', { $City: 'Köln' }],
    ['names and values', '[{"attributename":"$City","attributevalue":"Köln"}]', { $City: 'Köln' }],
    ['keys and values', '[{"key":"$City","value":"Köln"}]', { $City: 'Köln' }],
    ['text of a text', '"{\\"$City\\":\\"Köln\\"}"', { $City: 'Köln' }],
    ['an empty object', '{}', undefined],
    ...['null', 'NULL', ' Null ', '\\N', 'None', 'nan', '<NA>'].map((word): [string, string] => [word, word]),
    ['blank', '', undefined],
    ['cut off', '{"$City":"Kö', '{"$City":"Kö'],
    ['no object', 'Köln', 'Köln'],
    ['a list of words', '["a"]', '["a"]'],
    ['escaped by Redshift', String.raw`{\"$City\":\"a \\\"b\\\"\"}`, { $City: 'a "b"' }],
  ])('%s', async (_, cell, attributes) => {
    expect((await batchOf(cell, 'user_attributes')).user_attributes).toEqual(attributes);
    const { events } = await batchOf(cell, 'events.data.custom_attributes');
    expect(events[0].data.custom_attributes).toEqual(attributes);
  });

  test('digits of long numbers stay, no line end is left, and a column of its own wins', async () => {
    const columns = [...ESSENTIAL, keep('ua', 'user_attributes'), keep('city', 'user_attributes.$City')];
    const text = `${ESSENTIAL_HEAD};ua;city\n${ESSENTIAL_CELLS};"{""id"":12345678901234567890,\n""$City"":""Bonn""}";Köln\n`;
    const [[, record]] = (await read(text, columns)).records;
    expect(record).toContain('12345678901234567890');
    expect(record).not.toContain('\n');
    expect(JSON.parse(record).user_attributes.$City).toBe('Köln');
  });
});

describe('encodings', () => {
  const text = `${ESSENTIAL_HEAD};city\n${ESSENTIAL_CELLS};Łódź Köln €5 “x” 東京\n`;
  const single = (bytes: readonly number[]): Buffer =>
    Buffer.concat([Buffer.from(`${ESSENTIAL_HEAD};city\n${ESSENTIAL_CELLS};`), Buffer.from(bytes), Buffer.from('\n')]);
  const swapped = (utf16: Buffer): Buffer => Buffer.from(utf16).swap16();
  const utf16 = Buffer.from(text, 'utf16le');

  test.each<[string, Buffer, string]>([
    ['windows-1252', single([0x4b, 0xf6, 0x80, 0x93]), 'Kö€“'],
    ['latin1', single([0x4b, 0xf6, 0x80]), 'Kö€'],
    ['iso-8859-15', single([0xa4]), '€'],
    ['windows-1250', single([0xa3, 0xf3, 0x64, 0x9f]), 'Łódź'],
    ['iso-8859-2', single([0xa3, 0xf3, 0x64, 0xbc]), 'Łódź'],
    ['macintosh', single([0x4b, 0x9a]), 'Kö'],
    ['shift_jis', single([0x93, 0x8c, 0x8b, 0x9e]), '東京'],
    ['utf-16', utf16, 'Łódź Köln €5 “x” 東京'],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'Łódź Köln €5 “x” 東京'],
    ['utf-16be', swapped(utf16), 'Łódź Köln €5 “x” 東京'],
    ['utf-16', swapped(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])), 'Łódź Köln €5 “x” 東京'],
    ['utf-8', Buffer.from(text), 'Łódź Köln €5 “x” 東京'],
    // A byte order mark of UTF-8 is never by chance.
    ['windows-1252', Buffer.from(`\ufeff${text}`), 'Łódź Köln €5 “x” 東京'],
  ])('%s', async (encoding, bytes, city) => {
    const columns = [...ESSENTIAL, keep('city', 'user_attributes.$City')];
    for (const sizes of [[bytes.length], [1], [7, 2]]) {
      const manifest = manifestOf(columns, { encoding });
      const csv = { group: { kind: 'adjacent' as const }, manifest, delimiter: ';' };
      const { records, error } = await readStdin(bytes, { format: 'auto', csv }, sizes, 'till.csv');
      expect(error).toBe(null);
      expect(JSON.parse(records[0][1]).user_attributes.$City).toBe(city);
    }
  });

  test('UTF-16 under another name is refused', async () =>
    expect((await read(utf16, ESSENTIAL, { encoding: 'windows-1252' })).error).toMatch(/UTF-16/));

  test('JSON beside it is UTF-8', async () => {
    const manifest = manifestOf(ESSENTIAL, { encoding: 'windows-1252' });
    const csv = { group: { kind: 'adjacent' as const }, manifest };
    const { records } = await readStdin(
      '{"events":[],"user_attributes":{"$City":"Köln"}}\n',
      { csv },
      undefined,
      'a.ndjson',
    );
    expect(records[0][1]).toContain('Köln');
  });
});

describe('mistakes', () => {
  test('all of them, each with its line, its column and its path', () => {
    const text = `{
  "hasHeaderRow": "yes",
  "encoding": "utf-7",
  "delimeter": ";",
  "decimal": "comma",
  "timeZone": "Berlin",
  "columns": [
    { "column": "a", "action": "keep", "field": "user_identities.emial" }, // a word
    { "column": [], "action": "keep", "field": "mpid" },
    { "value": 5, "column": "b", "action": "drop", "field": "mpid", "dateformat": "x" },
    { "column": "c", "action": "keep", "field": "${TIME}", "dateFormat": "DD.MM.YYYY" },
    { "column": "d", "action": "keep", "field": "${ACTION}", "map": { "Verkauf": 1 } },
    { "column": "e", "action": "keep", "field": "mpid", "dateFormat": "dd.MM.yyyy" }
  ]
}`;
    const problems = [
      'm.json is not a manifest:',
      'm.json:2:19: hasHeaderRow: must be true or false',
      'm.json:3:15: encoding: must be a label such as "windows-1252"',
      'm.json:4:16: delimeter: is not known; did you mean delimiter?',
      'm.json:5:14: decimal: must be "," or "."',
      'm.json:6:15: timeZone: must be a name such as "Europe/Berlin"',
      'm.json:8:49: columns[0].field: user_identities.emial is not known; did you mean user_identities.email?',
      'm.json:9:17: columns[1].column: name the column as in the header row',
      'm.json:10:16: columns[2].value: must be a text in quotes',
      'm.json:10:29: columns[2].column: a constant (value) has no column',
      'm.json:10:44: columns[2].action: must be "keep" or "ignore"',
      'm.json:10:61: columns[2].field: the same field as columns[1]',
      'm.json:10:83: columns[2].dateformat: is not known; did you mean dateFormat?',
      `m.json:11:100: columns[3].dateFormat: DD is not a supported symbol; did you mean dd?`,
      'm.json:12:93: columns[4].map: must be an object from cells to texts, or to null for rows to leave out',
      'm.json:13:49: columns[5].field: the same field as columns[1]',
      'm.json:13:71: columns[5].dateFormat: mpid is not a time',
    ];
    expect(() => parseCsvManifest(text, 'm.json')).toThrow(new UsageError(problems.join('\n  ')));
  });

  test.each([
    ['{"columns": [}', /m\.json:1:14: it is not JSON: a [^\n]* is expected here$/],
    ['{\n"decimal": ","\n"columns": []}', /m\.json:3:1: it is not JSON: a comma, or [^\n]* is expected here$/],
    ['{"decimal" ","}', /m\.json:1:12: it is not JSON: a colon is expected here$/],
    ['', /^m\.json is not a manifest:\n {2}m\.json:1:1: it is not JSON: a value is expected here$/],
    ['['.repeat(100_000), /it is not JSON/],
    ['[]', /m\.json:1:1: must be an object/],
    ['{"time zone": 1, "columns":[]}', /m\.json:1:15: \["time zone"\]: is not known; did you mean timeZone\?/],
    ['{"columns":[], "columns":[]}', /m\.json:1:26: columns: is there twice/],
    ['{"columns":[{"field":"mpid","field":"mpid"}]}', /columns\[0\]\.field: is there twice/],
  ])('%.30s', (text, says) => expect(() => parseCsvManifest(text, 'm.json')).toThrow(says));

  test('comments and a comma after the last item are none', () =>
    expect(
      parseCsvManifest('\ufeff// a\n{"columns":[{"column":"a","action":"ignore"},/* b */],}', 'm.json').columns,
    ).toHaveLength(1));

  test.each([
    ['DD.MM.YYYY', /did you mean dd/],
    ['dd.MM.YYYY', /did you mean yyyy/],
    ['dd.mm.yyyy', /names no month \(MM; mm are minutes\)/],
    ['dd.MM. HH:mm', /names no year/],
    ['MM.yyyy', /names no day/],
    ['dd.MM.yyyy hh:mm', /12-hour clock: add a/],
    ['dd.MM.yyyy HH:mm a', /use h beside a/],
    ['yyyy-MM-ddTHH:mm', /T is not a supported symbol.*quotes/],
    ["yyyy-MM-dd'T", /quote/],
    ['Z yyyy-MM-dd', /zone must be its last symbol/],
    ['dd.MM.yyyy dd', /twice/],
    ['', /names no year/],
  ])('the date format %s', (dateFormat, says) =>
    expect(() => manifestOf([keep('when', TIME, { dateFormat })])).toThrow(says),
  );
});
