import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkCommand } from '../../../src/cli/check.js';
import { manifestCommand } from '../../../src/cli/manifest.js';
import { targetOf } from '../../../src/read/csv/targets.js';
import { runCommand } from '../../support/command.js';
import { newFolder } from '../../support/surroundings.js';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/manifest');
const NOW_MS = Date.parse('2026-11-25T12:00:00Z');

const cwd = newFolder();
// Modules that the first run loads take seconds on a busy machine.
beforeAll(() => draft(['--json-schema']), 60_000);

const draft = (argv: readonly string[]) => runCommand(manifestCommand, argv, { cwd });

interface Item {
  readonly column?: string | string[];
  readonly value?: string;
  readonly action: string;
  readonly field?: string;
  readonly dateFormat?: string;
  readonly map?: Readonly<Record<string, string | null>>;
}

interface Draft {
  readonly hasHeaderRow: boolean;
  readonly encoding?: string;
  readonly delimiter: string;
  readonly decimal?: string;
  readonly timeZone?: string;
  readonly columns: readonly Item[];
}

/** A draft as its reader has it: comments gone. */
const parsed = (text: string): Draft => JSON.parse(text.replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*/g, '$1')) as Draft;

const draftOf = async (
  name: string,
  content: string | Buffer,
  ...flags: readonly string[]
): Promise<Draft & { text: string }> => {
  writeFileSync(join(cwd, name), content);
  const { out, failure } = await draft([name, ...flags]);
  expect(failure).toBe(null);
  return { ...parsed(out), text: out };
};

const kept = ({ columns }: Draft): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    columns.flatMap(({ column, value, field }) => (field === undefined ? [] : [[field, column ?? value]])),
  );

const TIME = 'events.data.timestamp_unixtime_ms';
const ACTION = 'events.data.product_action.action';
const ORDER = 'events.data.product_action.transaction_id';
const TOTAL = 'events.data.product_action.total_amount';
const CURRENCY = 'events.data.currency_code';
const EMAIL = 'user_identities.email';

const TILL = Buffer.from(
  'Bon;Datum;Uhrzeit;Vorgang;Summe;Mail;Telefon;Filiale;Kassierer\r\n' +
    '4711;24.11.2026;21:18;Verkauf;1.299,50;ida@example.com;0170 1234567;Köln;Jo\r\n' +
    '4712;24.11.2026;21:20;Storno;-5,00;ola@example.org;;Köln;Jo\r\n' +
    '4713;24.11.2026;21:25;Probe;5,00;ola@example.org;;Köln;Jo\r\n',
  'latin1',
);

describe('a date and a time of day in two columns', () => {
  test.each([
    ['Belegdatum;Uhrzeit', '24.11.2026;21:18', ['Belegdatum', 'Uhrzeit'], 'dd.MM.yyyy HH:mm'],
    ['Verkaufsdatum;Zeit', '24.11.26;21:18:05', ['Verkaufsdatum', 'Zeit'], 'dd.MM.yy HH:mm:ss'],
    ['Verkaufsdatum;Zeit', '21.11.26;21.18', ['Verkaufsdatum', 'Zeit'], 'dd.MM.yy HH.mm'],
    ['Datum;Lieferung', '21.11.26;22.11.26', 'Datum', 'dd.MM.yy'],
    ['Datum;Lieferung', '24.11.2026;26.11.2026', 'Datum', 'dd.MM.yyyy'],
    ['Datum;Abholung', '24.11.2026;24.11.2026 21:18', 'Abholung', 'dd.MM.yyyy HH:mm'],
    ['Kassiert;Note', '21.11.26;x', 'Kassiert', 'dd.MM.yy'],
    ['Datum;Zeit', '21.11.26;10.05.11', ['Datum', 'Zeit'], 'dd.MM.yy HH.mm.ss'],
    ['Verkaufsdatum;Zeit', '24.11.2026;21:18:05', ['Verkaufsdatum', 'Zeit'], 'dd.MM.yyyy HH:mm:ss'],
    ['Buchungsdatum;Uhrzeit', '24.11.2026;21:18', ['Buchungsdatum', 'Uhrzeit'], 'dd.MM.yyyy HH:mm'],
    ['Order date;Time', '11/24/2026;9:18 PM', ['Order date', 'Time'], 'MM/dd/yyyy h:mm a'],
    ['Date;Time', '11/24/2026;9:18 p.m.', ['Date', 'Time'], 'MM/dd/yyyy h:mm a'],
    ['Sold;Note', '11/24/2026 9:18PM;x', 'Sold', 'MM/dd/yyyy h:mm a'],
    ['Data;Ora', '24/11/2026;21.18', ['Data', 'Ora'], 'dd/MM/yyyy HH.mm'],
    ['Date;Heure', '24/11/2026;21h18', ['Date', 'Heure'], "dd/MM/yyyy HH'h'mm"],
    ['Belegdatum;Uhrzeit', '24.11.2026 21:18;21:18', 'Belegdatum', 'dd.MM.yyyy HH:mm'],
    ['Data;Godz.', '3 lis 2026;21:18', ['Data', 'Godz.'], 'd MMM yyyy HH:mm'],
    ['Txn Date;Txn Time', '10/13/2026;9:18 PM', ['Txn Date', 'Txn Time'], 'MM/dd/yyyy h:mm a'],
    ['Opened Date;Opened Time', '11/24/26;9:18 PM', ['Opened Date', 'Opened Time'], 'MM/dd/yy h:mm a'],
    ['販売日;販売時刻', '2026/11/24;21:18', ['販売日', '販売時刻'], 'yyyy/MM/dd HH:mm'],
    ['Hodina;Den', '21:18;24. 11. 2026', ['Den', 'Hodina'], 'd. M. yyyy HH:mm'],
    ['Den;Pokladna;Hodina', '24. 11. 2026;Brno;21:18', 'Den', 'd. M. yyyy'],
    ['Date;Time', '2026-11-24 00:00:00;21:18:58', ['Date', 'Time'], "yyyy-MM-dd '00:00:00' HH:mm:ss"],
    ['Datum;Zeit', '24.11.2026 00:00;21:18', ['Datum', 'Zeit'], "dd.MM.yyyy '00:00' HH:mm"],
    ['DT;TM', '2026-11-24;1900-01-01 21:18:58.000', ['DT', 'TM'], "yyyy-MM-dd '1900-01-01' HH:mm:ss.SSS"],
    ['Sale ID;Date;Time;Customer ID;Total', '7;11/24/26;9:18 PM;1;5', ['Date', 'Time'], 'MM/dd/yy h:mm a'],
    ['Visit;Hour;Booked', '11/24/26;9:18 PM;11/01/26 8:00 AM', ['Visit', 'Hour'], 'MM/dd/yy h:mm a'],
    ['Opened;Paid', '11/24/26 8:40 PM;11/24/26 9:18 PM', 'Paid', 'MM/dd/yy h:mm a'],
    ['Order date;Wait;Time', '11/24/2026;0:20;9:18 PM', ['Order date', 'Time'], 'MM/dd/yyyy h:mm a'],
    ['="Datum";="Zeit"', '="24.11.2026";="21:18"', ['Datum', 'Zeit'], 'dd.MM.yyyy HH:mm'],
  ])('%s of %s are the event time', async (headers, cells, column, dateFormat) => {
    const made = await draftOf('parts.csv', `Nr;${headers};Summe;Mail\n1;${cells};5,00;ida@example.com\n`);
    expect(made.columns.find(({ field }) => field === TIME)).toMatchObject({ column, dateFormat });
  });

  const timesIn = async (rows: string): Promise<string> => {
    const { text } = await draftOf('day.csv', rows, '--csv-time-zone', 'Europe/Berlin');
    writeFileSync(join(cwd, 'day.json'), text);
    const { out } = await runCommand(checkCommand, ['day.csv', '--csv-manifest', 'day.json'], { cwd, nowMs: NOW_MS });
    return `${text}\n${out}`;
  };

  test('a date alone says in the draft that midnight is sent, and in check that it is', async () => {
    const said = await timesIn(
      'Nr;Datum;Summe;Mail\n1;23.11.2026;5,00;ida@example.com\n2;24.11.2026;5,00;o@example.com\n',
    );
    expect(said).toContain('no time of day was found, so midnight is sent');
    expect(said).toMatch(/the time of every row is midnight in Europe\/Berlin/);
  });

  test.each([
    [0, /"dd\.MM\.yyyy HH:mm" \}, \/\/ sure\n/],
    [1, /\/\/ sure; 1 of 60 times cannot be read: its row is rejected \(mp2fb check names the first\)\n/],
    [2, /\/\/ sure; 2 of 60 times cannot be read: their rows are rejected \(mp2fb check names the first\)\n/],
  ])('%i rows of 60 whose time is none', async (odd, comment) => {
    const row = (_: unknown, at: number): string =>
      `${at};${at < odd ? 'gestern' : `${10 + (at % 18)}.11.2026 09:18`};5,00;ida@example.com\n`;
    const said = await timesIn(`Nr;Zeitpunkt;Summe;Mail\n${Array.from({ length: 60 }, row).join('')}`);
    expect(said).toMatch(comment);
    expect(said.includes('invalid_event_time')).toBe(odd > 0);
  });

  test('of dates alone, those that are none are counted, too', async () => {
    const row = (_: unknown, at: number): string => `${at};${at < 2 ? 'gestern' : '24.11.2026'};5,00;ida@example.com\n`;
    expect(await timesIn(`Nr;Zeitpunkt;Summe;Mail\n${Array.from({ length: 60 }, row).join('')}`)).toContain(
      'midnight is sent: a guess: please check; 2 of 60 times cannot be read',
    );
  });

  test('a header row that is repeated is no time, and none of its words is a value', async () => {
    const rows = Array.from({ length: 19 }, (_, at) => `${at};24.11.2026 09:18;Verkauf;5,00;ida@example.com\n`);
    const header = 'Nr;Zeitpunkt;Vorgang;Summe;Mail\n';
    const said = await timesIn([header, ...rows, header, ...rows].join(''));
    expect(said).toContain('from the header and 38 rows');
    expect(said).not.toMatch(/cannot be read|more word/);
  });

  test.each([
    ['Europe/Warsaw', '3 lis 2026', '"pl", // by the names of months: a guess'],
    ['Europe/Warsaw', '14 paź 2026', '"pl", // by the names of months: sure'],
    ['Europe/Warsaw', '3 listopada 2026', '"pl", // by the names of months: a guess'],
    ['Europe/Zagreb', '3 lis 2026', '"hr", // by the names of months: a guess'],
    ['Europe/Warsaw', '3 maj 2026', '"pl", // by the names of months: a guess'],
    ['Europe/Stockholm', '3 maj 2026', '"sv", // by the names of months: a guess'],
    ['UTC', '3 maj 2026', null],
    ['UTC', '3 lis 2026', '"pl", // by the names of months: a guess'],
    ['Europe/Stockholm', '3 augusti 2026', '"sv", // by the names of months: sure'],
    ['Europe/Berlin', '3 Okt 2026', null],
    ['Europe/Paris', '3 nov. 2026', null],
    ['Europe/Paris', '3 févr. 2026', null],
    ['Europe/London', '3 Oct 2026', null],
  ])('the language of months in %s, %s: %s', async (zone, date, language) => {
    const rows = `Nr;Data;Kwota;E-mail\n1;${date} 21:18;5,00;ida@example.com\n`;
    const { text } = await draftOf('months.csv', rows, '--csv-time-zone', zone);
    expect(text).not.toContain('cannot be read');
    if (language === null) expect(text).not.toContain('"language"');
    else expect(text).toContain(`"language": ${language}`);
  });

  test('a sale at midnight among others is nothing to warn of', async () =>
    expect(
      await timesIn(
        'Nr;Zeitpunkt;Summe;Mail\n1;23.11.2026 00:00;5,00;ida@example.com\n2;24.11.2026 09:18;5,00;o@example.com\n',
      ),
    ).not.toContain('midnight'));
});

test.each(['Do Not Sell', 'Opt-out'])('a draft guesses that %s is the opt-out of the sale of data', async (header) => {
  const made = await draftOf('optout.csv', `Nr,Total,Email,${header}\n1,5.00,ida@example.com,Y\n`);
  expect(kept(made)).toMatchObject({ 'consent_state.ccpa.data_sale_opt_out.consented': header });
  expect(made.text).toMatch(/a guess: does yes mean .* No event is flagged without --send-ccpa-limited-data-use/);
});

test.each(['Nr. wewn.', 'Uwagi.', 'Art. dod'])('a column %s can be kept under a whole name', async (header) => {
  const { text } = await draftOf('dots.csv', `Bon;Summe;Mail;${header};\n1;5,00;ida@example.com;x;\n`);
  expect(text).toContain(`"field": "events.data.custom_attributes.${header}" }, // to send it unchanged`);
  expect(text).not.toContain('custom_attributes."');
});

test('the choices for the last column are right before its line, with all that could be added above', async () => {
  const { text } = await draftOf('last.csv', 'Bon;Vorgang;Summe;Mail;Notiz\n1;Verkauf;5,00;ida@example.com;x\n');
  expect(text).toMatch(/custom_attributes\.Notiz" .*\n {4}\{ "column": "Notiz", "action": "ignore" \}\n/);
});

test.each([
  ['Net Total', 'Net Total', 'a guess: please check'],
  ['Net Total;Total', 'Total', 'sure'],
])('of %s, %s is the total: %s', async (headers, total, comment) => {
  const made = await draftOf('net.csv', `Txn #;${headers};Email\n1;"$1,234.56";"$9.50";ida@example.com\n`);
  expect(kept(made)).toMatchObject({ [TOTAL]: total, [ORDER]: 'Txn #', [CURRENCY]: 'USD' });
  expect(made.decimal).toBe('.');
  expect(made.text).toMatch(new RegExp(`total_amount" \\}, // ${comment}\n`));
});

test.each([
  ['Europe/Stockholm', 'SEK'],
  ['Australia/Perth', 'AUD'],
  ['Asia/Kolkata', 'EUR'],
  [undefined, 'EUR'],
])('amounts without a currency may be in that of the zone: %s, %s', async (zone, code) => {
  const flags = zone === undefined ? [] : ['--csv-time-zone', zone];
  const { text } = await draftOf('zone.csv', 'Bon;Summe;Mail\n1;5,00;ida@example.com\n', ...flags);
  expect(text).toContain(`// { "value": "${code}", "action": "keep", "field": "events.data.currency_code" }`);
});

test.each([
  ['$5.00', 'Australia/Sydney', 'AUD'],
  ['$5.00', 'America/Mexico_City', 'MXN'],
  ['$5.00', 'Europe/Berlin', 'USD'],
  ['5,00 kr', 'Europe/Oslo', 'NOK'],
  ['US$5.00', 'America/Toronto', 'USD'],
  ['$5.00 USD', 'America/Toronto', 'USD'],
])('%s in %s are %s', async (amount, zone, code) => {
  const made = await draftOf('zone.csv', `Bon;Summe;Mail\n1;${amount};ida@example.com\n`, '--csv-time-zone', zone);
  expect(kept(made)).toMatchObject({ [CURRENCY]: code });
});

test.each([
  ['Summe', '5,00', 'Europe/Madrid', 'ES'],
  ['Summe', '5,00 zł', undefined, 'PL'],
  ['Summe', '5,00 zł', 'Europe/Warsaw', 'PL'],
  ['Summe', '5,00 zł', 'Europe/Madrid', 'XX'],
  ['Summe', '5,00 €', undefined, 'XX'],
  ['Summe', '$5.00', undefined, 'XX'],
  ['Summe', '$5.00', 'America/New_York', 'US'],
  ['Summe', '5,00', 'Asia/Kolkata', 'XX'],
  ['Summe;Waluta', '5,00;zł', undefined, 'PL'],
])('the country of %s %s in %s: %s', async (headers, cells, zone, country) => {
  const flags = zone === undefined ? [] : ['--csv-time-zone', zone];
  const { text } = await draftOf('country.csv', `Bon;${headers};Mail\n1;${cells};ida@example.com\n`, ...flags);
  expect(text).toContain(`// { "value": "${country}", "action": "keep", "field": "user_attributes.$Country" }`);
});

describe('the file of a till', () => {
  test('is described by its headers and by how its cells look', async () => {
    const made = await draftOf('till.csv', TILL, '--csv-time-zone', 'Europe/Berlin');
    expect(made).toMatchObject({
      hasHeaderRow: true,
      encoding: 'windows-1252',
      delimiter: ';',
      decimal: ',',
      timeZone: 'Europe/Berlin',
    });
    expect(kept(made)).toEqual({
      [ORDER]: 'Bon',
      [TIME]: ['Datum', 'Uhrzeit'],
      [ACTION]: 'Vorgang',
      [TOTAL]: 'Summe',
      [EMAIL]: 'Mail',
      'user_identities.mobile_number': 'Telefon',
      'events.data.custom_attributes.store': 'Filiale',
    });
    expect(made.columns.find(({ field }) => field === TIME)?.dateFormat).toBe('dd.MM.yyyy HH:mm');
    expect(made.columns.find(({ field }) => field === ACTION)?.map).toEqual({ Verkauf: 'purchase', Storno: 'refund' });
    expect(made.text).toContain('1 word of this column is unknown');
    expect(made.text).toContain(`// { "value": "EUR", "action": "keep", "field": "${CURRENCY}" }`);
  });

  test('no cell is shown', async () =>
    expect((await draftOf('till.csv', TILL)).text).not.toMatch(/4711|1\.299|ida|ola|0170|Köln|\bJo\b|Probe/));

  test('it is read through gzip and from stdin', async () => {
    const plain = await draftOf('till.csv', TILL);
    expect(kept(await draftOf('till.csv.gz', gzipSync(TILL)))).toEqual(kept(plain));
    const { out } = await runCommand(manifestCommand, ['-'], { cwd, more: { stdin: () => Readable.from([TILL]) } });
    expect(kept(parsed(out))).toEqual(kept(plain));
  });

  test('--output writes it', async () => {
    writeFileSync(join(cwd, 'till.csv'), TILL);
    expect(await draft(['till.csv', '--output', 'm.json'])).toMatchObject({ out: '', failure: null });
    expect(parsed(readFileSync(join(cwd, 'm.json'), 'utf8')).columns).toHaveLength(8);
  });

  test.each(['corrected.json', 'till.csv'])('--output never overwrites a file: %s', async (output) => {
    writeFileSync(join(cwd, 'till.csv'), TILL);
    writeFileSync(join(cwd, 'corrected.json'), '{}');
    const before = readFileSync(join(cwd, output));
    const { code, failure } = await draft(['till.csv', '--output', output]);
    expect([code, failure]).toEqual([2, expect.stringContaining(`--output ${output} already exists`)]);
    expect(readFileSync(join(cwd, output))).toEqual(before);
  });
});

test.each([
  ['a sum below its sales', 'Bon;Datum;Summe;Mail\n1;24.11.2026 21:18;5,00;a@example.com\nSumme;;5,00;\n'],
  ['a sum in the column of the time', 'Datum;Bon;Summe;Mail\n24.11.2026 21:18;1;5,00;a@example.com\nSumme;;5,00;\n'],
  ['dashes below its header', 'Datum;Bon;Summe;Mail\n-----;---;---;---\n24.11.2026 21:18;1;5,00;a@example.com\n'],
  ['a blank row above its header', ';;;\nDatum;Bon;Summe;Mail\n24.11.2026 21:18;1;5,00;a@example.com\n'],
  ['blanks before quotes', '"Bon", "Datum", "Summe", "Mail"\n"1", "24.11.2026 21:18", "5,00", "a@example.com"\n'],
])('the draft of a file with %s reads its sales', async (_, content) => {
  const made = await draftOf('s.csv', content);
  const time = made.columns.find(({ field }) => field === TIME);
  expect(time).toMatchObject({ column: 'Datum', dateFormat: 'dd.MM.yyyy HH:mm' });
  expect(made.text).not.toContain('cannot be read');
});

test('a draft reads JSON whose quotes are escaped by backslashes', async () => {
  const cells = String.raw`1,2026-11-24,a@example.com,"[{\"sku\":\"A\",\"price\":5}]",5`;
  expect(kept(await draftOf('j.csv', `Order,Date,Email,What,Total\n${cells}\n`))).toMatchObject({
    'events.data.product_action.products': 'What',
    [TOTAL]: 'Total',
  });
});

describe('what the file does not say', () => {
  test('rows without an action are sales; a sign of the amounts is the currency', async () => {
    const made = await draftOf('a.csv', 'Receipt,Date,Amount,Email\nR-1,11/24/2026,"$1,240.00",ida@example.com\n');
    expect(kept(made)).toMatchObject({ [ACTION]: 'purchase', [CURRENCY]: 'USD', [TOTAL]: 'Amount' });
    expect(made.text).toContain('assumed: each row is a sale');
    expect(made.decimal).toBe('.');
    expect(made.columns.find(({ field }) => field === TIME)?.dateFormat).toBe('MM/dd/yyyy');
  });

  test.each([
    ['Cur', ['EUR', 'SEK'], 'Cur'],
    ['Ccy', ['EUR', ''], 'Ccy'],
    ['Kind', ['ALL', 'TOP'], undefined],
    ['Shop', ['EUR', 'SEK'], undefined],
    ['Cur', ['EUR', 'Berlin'], undefined],
    ['Cur', ['eur', 'sek'], undefined],
    ['Cur', ['', ''], undefined],
  ])('a column %s with the cells %j: the currency is %j', async (header, cells, column) => {
    const rows = cells.map((cell, at) => `${at},5.00,${cell},ida@example.com\n`).join('');
    expect(kept(await draftOf('currency.csv', `Receipt,Total,${header},Email\n${rows}`))[CURRENCY]).toBe(column);
  });

  test('a date that fits two formats says so', async () => {
    const made = await draftOf('b.csv', 'Ticket,Fecha,Importe,Correo\nR-1,04/05/2026,"12,50",ida@example.com\n');
    expect(made.text).toContain('both dd/MM/yyyy and MM/dd/yyyy fit these rows: a guess: please check');
  });

  test('a file without a header row has no column that is joined with another one', async () => {
    const made = await draftOf('h.csv', '24.11.2026;21:18;5,00;ida@example.com\n');
    expect(made.columns.find(({ field }) => field === TIME)).toEqual({
      action: 'keep',
      field: TIME,
      dateFormat: 'dd.MM.yyyy',
    });
  });

  test('a file without a header row goes by position, and none of its first row is shown', async () => {
    const made = await draftOf('c.csv', 'R-1,2026-11-24T20:18:58Z,12.50,ida@example.com\n');
    expect(made.hasHeaderRow).toBe(false);
    expect(made.text).toContain('// The file has no header row: the draft goes by the cells of the columns.\n');
    expect(made.columns.map(({ column, action }) => [column, action])).toEqual([
      ...[
        [undefined, 'ignore'],
        [undefined, 'keep'],
        [undefined, 'ignore'],
        [undefined, 'keep'],
        [undefined, 'keep'],
      ],
    ]);
    expect(made.text).not.toMatch(/R-1|12\.50|ida/);
  });

  test('a repeated header is named, and not used', async () => {
    const made = await draftOf('d.csv', 'Order,Date,Total,Email,Email\n1,2026-11-24,5,ida@example.com,\n');
    expect(made.text).toContain('// column 4, "Email", occurs more than once');
    expect(kept(made)).not.toHaveProperty([EMAIL]);
  });

  test.each([
    ['an empty file', '', /is empty/],
    ['a title above the header', 'Sales\n\nId;Date;Total\n1;2026-11-24;5\n', /first 2 lines are above the header row/],
    ['names and values above the header', 'Shop;1\nTill;2\nId;Date;Total\n1;2026-11-24;5\n', /first 2 lines are above/],
    [
      'text of DOS',
      Buffer.from('Id;Name;Total\n1;M\x81ller;5\n2;J\x94rg;5\n', 'latin1'),
      /encoding of DOS.*iconv -f CP850/,
    ],
    ['a tar archive', `${'x'.repeat(257)}ustar${'x'.repeat(300)}`, /a tar archive/],
  ])('%s is refused', async (_, content, message) => {
    writeFileSync(join(cwd, 'e.csv'), content);
    expect((await draft(['e.csv'])).failure).toMatch(message);
  });

  test('--json-schema prints the schema, which names every member of a draft', async () => {
    const schema = JSON.parse((await draft(['--json-schema'])).out) as {
      properties: Record<string, unknown> & { columns: { items: { properties: Record<string, unknown> } } };
    };
    const made = await draftOf('till.csv', TILL);
    const members = Object.keys(parsed(made.text));
    expect(members.filter((member) => !(member in schema.properties))).toEqual([]);
    const items = made.columns.flatMap((item) => Object.keys(item));
    expect(items.filter((member) => !(member in schema.properties.columns.items.properties))).toEqual([]);
  });

  test('no file is wrong usage', async () => expect((await draft([])).failure).toMatch(/name the file/));
});

describe('product columns', () => {
  const NAME = 'events.data.product_action.products.name';
  const ID = 'events.data.product_action.products.id';
  test.each([
    ...['Artikel', 'Artikelbezeichnung', 'Article', 'Article name', "Nom de l'article", 'Libellé article', 'Artículo'],
    ...['Nombre del producto', 'Articolo', 'Descrizione articolo', 'Artigo', 'Nome do produto', 'Artikelomschrijving'],
    ...['Nazwa towaru', 'Towar', 'Item name', 'Product'],
  ])('%s is the name of a product', async (header) => {
    const made = await draftOf('p.csv', `Bon;${header};Mail\n1;Lampe de bureau;ida@example.com\n`);
    expect(kept(made)).toMatchObject({ [NAME]: header });
  });

  test.each(['LMP-1', '4711', 'A_12/3'])('Artikel with cells such as %s is its id', async (cell) =>
    expect(kept(await draftOf('p.csv', `Bon;Artikel;Mail\n1;${cell};ida@example.com\n`))).toMatchObject({
      [ID]: 'Artikel',
    }),
  );

  test('empty lists of products say nothing about the column', async () => {
    const cell = JSON.stringify([{ sku: 'LMP-1', price: 40 }]).replaceAll('"', '""');
    const made = await draftOf(
      'p.csv',
      `Order,Stuff,Email\n1,"${cell}",a@example.com\n2,[],b@example.com\n3,[],c@example.com\n`,
    );
    expect(kept(made)).toMatchObject({ 'events.data.product_action.products': 'Stuff' });
  });

  test('a column with JSON of all products is known by its cells; no column of one product is then kept', async () => {
    const cell = JSON.stringify([{ sku: 'LMP-1', price: 40 }]).replaceAll('"', '""');
    const made = await draftOf('p.csv', `Order,Title,Stuff,Email\n1,Lamp,"${cell}",ida@example.com\n`);
    expect(kept(made)).toMatchObject({ 'events.data.product_action.products': 'Stuff' });
    expect(kept(made)).not.toHaveProperty([NAME]);
  });
});

describe('of several columns', () => {
  const PHONE = 'user_identities.mobile_number';
  const PRODUCT = 'events.data.product_action.products.id';
  const TAXES = ['', ...Array.from({ length: 16 }, (_, index) => `${index + 1}`)];
  test.each<[string, string, string, string, string | string[]]>([
    ['the date by its name', TIME, 'Datum;Auszahlungsdatum', '24.11.2026 21:18;26.11.2026', 'Datum'],
    ['date and time', TIME, 'Datum;Zeit;Auszahlung am', '24.11.2026;21:18;26.11.2026 9:00', ['Datum', 'Zeit']],
    ['the one with a time of day', TIME, 'Datum;Erledigt am', '24.11.2026;24.11.2026 21:18', 'Erledigt am'],
    ['the one with a time of day', TIME, 'Order date;Paid at', '24.11.2026;24.11.2026 21:18', 'Paid at'],
    ['the one with a time of day', TIME, 'Gebucht;Kassiert', '24.11.2026;24.11.2026 21:18', 'Kassiert'],
    ['the one that is filled', TIME, 'Paid at;Order date', ';24.11.2026', 'Order date'],
    ['the one that is filled', PHONE, 'Phone;Customer mobile', ';0170 1234567', 'Customer mobile'],
    ['the one that is filled', PHONE, 'Phone;Customer mobile', '\\N;0170 1234567', 'Customer mobile'],
    ['the one that is filled', TOTAL, 'Amount due;Total', ';9,00', 'Total'],
    ['total before gross', TOTAL, 'Gross;Discount;Total', '10,00;1,00;9,00', 'Total'],
    ['gross', TOTAL, 'Gross;Fee;Net', '10,00;1,00;9,00', 'Gross'],
    // All sums with 16 taxes would take a minute.
    ['the first beside many taxes', TOTAL, `Amount;Total${TAXES.join(';Tax ')}`, `9;10${TAXES.join(';')}`, 'Amount'],
    ['the id where nothing else is', ORDER, 'id;Invoice ID', 'pi_1;', 'id'],
    ['the number before the id', ORDER, 'id;Invoice ID', 'pi_1;R-1', 'Invoice ID'],
    ['the reference where no product is', ORDER, 'ID;Référence', '1;XKBK', 'Référence'],
    ['the id of a product beside its price', PRODUCT, 'Référence;Prix', 'LMP1;5,00', 'Référence'],
    ['the number before the id', ORDER, 'ID;Número', '1;4711', 'Número'],
    ['the id before what is no number', ORDER, 'No;ID', 'not yet;4711', 'ID'],
    ["mParticle's name without dots", TIME, 'timestamp_unixtime_ms;Nr', '1795551538634;1', 'timestamp_unixtime_ms'],
    ['digits', TIME, 'TRANS_DT;TRANS_TM', '20261124;211858', ['TRANS_DT', 'TRANS_TM']],
  ])('%s', async (_, field, headers, cells, wanted) =>
    expect(kept(await draftOf('c.csv', `${headers};Mail\n${cells};ida@example.com\n`))).toMatchObject({
      [field]: wanted,
    }),
  );

  test.each([
    ['1;A 1;B 2;A', 'Número'],
    ['1;A 2;B 1;A', undefined],
    ['1;A 1;B 1;A', undefined],
  ])('the number of lines %s is that of the sale if those of one sale share it: %s', async (lines, order) => {
    const rows = lines.split(' ').map((line, at) => `${line};5,00;24.11.2026 21:1${at < 2 ? 8 : 9};a@example.com\n`);
    const made = await draftOf('c.csv', `Número;SKU;Total;Fecha;Email\n${rows.join('')}`);
    expect(kept(made)[ORDER]).toBe(order);
  });

  test.each([
    ['1 2 3', undefined],
    ['2 3 4', 'Nr'],
  ])('rows with the numbers %s: %s is that of the sale', async (numbers, order) => {
    const rows = numbers.split(' ').map((number) => `${number};5,00;a${number}@example.com\n`);
    expect(kept(await draftOf('c.csv', `Nr;Summe;Mail\n${rows.join('')}`))[ORDER]).toBe(order);
  });

  test('the id of a row is not that of the sale where rows are lines of sales', async () =>
    expect(kept(await draftOf('c.csv', 'id;sku;price;email\n1;A;5.00;ida@example.com\n'))).not.toHaveProperty([ORDER]));
});

describe('what a person is called', () => {
  const [FIRST, LAST] = ['user_attributes.$FirstName', 'user_attributes.$LastName'];
  const GENDER = 'user_attributes.$Gender';
  test.each<[string, string, Readonly<Record<string, string | undefined>>]>([
    ['Nom;Prénom', 'Berg;Ida', { [LAST]: 'Nom', [FIRST]: 'Prénom' }],
    ['Nombre(s);Apellido Paterno', 'María José;López', { [LAST]: 'Apellido Paterno', [FIRST]: 'Nombre(s)' }],
    ['Vorname;Name', 'Ida;Berg', { [LAST]: 'Name', [FIRST]: 'Vorname' }],
    ['First;Last', 'Ida;Berg', { [LAST]: 'Last', [FIRST]: 'First' }],
    ['First;Item', 'Ida;Lamp', { [LAST]: undefined, [FIRST]: undefined }],
    ['Vorname;Name;Nachname', 'Ida;Lampe;Berg', { [LAST]: 'Nachname' }],
    ['Nom client;Prénom client', 'Berg;Ida', { [LAST]: 'Nom client', [FIRST]: 'Prénom client' }],
    ['Vorname (RA);Name (RA)', 'Ida;Berg', { [LAST]: 'Name (RA)', [FIRST]: 'Vorname (RA)' }],
    ['Nachname (Rechnung);Vorname (Rechnung)', 'Berg;Ida', { [FIRST]: 'Vorname (Rechnung)' }],
    ['Vorname;Ort;Name', 'Ida;Ulm;Lampe', { [LAST]: undefined, [FIRST]: 'Vorname' }],
    ['Vorname;Name', 'Ida;Ida Berg', { [LAST]: undefined, [FIRST]: 'Vorname' }],
    ['Nome do cliente', 'Ida Berg', { [FIRST]: undefined }],
    ['Nombre;Apellidos', 'María José;Berg', { [LAST]: 'Apellidos', [FIRST]: 'Nombre' }],
    ['Title', 'Mrs', { [GENDER]: 'Title' }],
    ['Title', 'Desk lamp', { [GENDER]: undefined }],
    ['Civilité', 'M.', { [GENDER]: 'Civilité' }],
  ])('%s with %s', async (headers, cells, wanted) => {
    const found = kept(await draftOf('n.csv', `Bon;${headers};Mail\n1;${cells};ida@example.com\n`));
    expect(Object.fromEntries(Object.keys(wanted).map((field) => [field, found[field]]))).toEqual(wanted);
  });

  test.each([
    ['hashed_email', 'a'.repeat(64), EMAIL],
    ['emailSha256', 'A'.repeat(64), EMAIL],
    ['phone_hash', 'b'.repeat(64), 'user_identities.mobile_number'],
    ['PHONE_1', '0170 1234567', 'user_identities.mobile_number'],
  ])('%s is a match key', async (header, cell, field) =>
    expect(kept(await draftOf('h.csv', `Bon;${header};Summe\nA;${cell};5,00\n`))).toMatchObject({ [field]: header }),
  );

  test.each([
    ['email_md5', 'a'.repeat(32)],
    ['Customer', '{""email"":""a@example.com""}'],
    ['Card hash', 'a'.repeat(64)],
    ['PHONE_2', '0170 1234567'],
  ])('%s is none', async (header, cell) =>
    expect(Object.values(kept(await draftOf('h.csv', `Bon;${header};Summe\nA;${cell};5,00\n`)))).not.toContain(header),
  );

  test('numbers for genders have a map beside NULL', async () => {
    const rows = ['1;1', '2;\\N', '3;2'].map((cells) => `${cells};5,00;ida@example.com\n`);
    expect((await draftOf('g.csv', `Bon;Gender;Summe;Mail\n${rows.join('')}`)).columns).toContainEqual({
      column: 'Gender',
      action: 'keep',
      field: GENDER,
      map: { 1: 'm', 2: 'f' },
    });
  });
});

describe("the receipt's total", () => {
  const LINE_TOTAL = 'events.data.product_action.products.total_product_amount';
  test.each([
    ...['Bonsumme', 'Belegsumme', 'Zahlbetrag', 'Summe Bon', 'Bonsumme (EUR)', 'Rechnungsbetrag', 'Receipt total'],
    ...['Ticket total', 'Total du ticket', 'Total TTC', 'Montant de la commande', 'Net à payer', 'Importe total'],
    ...['Total ticket', 'Total a pagar', 'Totale scontrino', 'Importo dello scontrino', 'Valor da fatura'],
    ...['Totaal bon', 'Bonbedrag', 'Te betalen', 'Kwota paragonu', 'Do zapłaty', 'Wartość zamówienia'],
  ])('is %s, though a price and a quantity are there', async (header) => {
    const made = await draftOf('t.csv', `Bon;Menge;Preis;${header};Mail\n1;2;5,00;9,00;ida@example.com\n`);
    expect(kept(made)).toMatchObject({ [TOTAL]: header });
    expect(made.text).not.toContain('price × quantity');
  });

  test.each([
    ...['Positionssumme', 'Zeilensumme', 'Line total', 'Line total (EUR)', 'LineTotal', 'Item total', 'Montant ligne'],
    ...['Importe línea', 'Totale riga', 'Total da linha', 'Regelbedrag', 'Wartość pozycji'],
  ])('is not %s, which is the total of a line', async (header) => {
    const made = await draftOf('t.csv', `Bon;Menge;Preis;${header};Bonsumme;Mail\n1;2;5,00;10,00;9,00;i@example.com\n`);
    expect(kept(made)).toMatchObject({ [LINE_TOTAL]: header, [TOTAL]: 'Bonsumme' });
  });

  test.each<[string, string, string?]>([
    ['Tax Total;Order Total', 'Order Total'],
    ['Total Items;Order Total', 'Order Total'],
    ['Order Value;Order Total', 'Order Total'],
    ['Order Value;Shipping', 'Order Value'],
    ['Montant TTC;Taxe', 'Montant TTC'],
    ['Betrag;Bezahlt', 'Betrag', '9,00;1'],
    ['Bezahlt;Betrag', 'Betrag', '1;9,00'],
    ['Bezahlt;Rabatt', 'Bezahlt', '9,00;0'],
    ['TAX_AMT;GROSS_AMT', 'GROSS_AMT', '5.0;1.05000000000E+02'],
    ['properties_total;properties_tax', 'properties_total', '9,00;1,00'],
    ['Payment Value;Total Value', 'Total Value'],
    ['DocTotal;VatSum', 'DocTotal'],
    ['Total TTC pièce;Taxe', 'Total TTC pièce'],
    ['Total da venda;Frete', 'Total da venda'],
    ['SUB_TOT;TOT', 'TOT'],
  ])('of %s is %s', async (headers, total, cells = '1\u202f005,00 €;9,00 €') => {
    const made = await draftOf('t.csv', `Bon;${headers};Mail\n1;${cells};ida@example.com\n`);
    expect(kept(made)).toMatchObject({ [TOTAL]: total });
  });

  test.each([
    ['Menge;Preis;Betrag;Total', '2;5,00;10,00;19,00', 'Total', 'Betrag'],
    ['Antal;Pris;Beløb;I alt', '2;5,00;9,00;19,00', 'I alt', 'Beløb'],
    // Of the whole receipt, as the total is: with it as the line's, the total of each line would count.
    ['Menge;Preis;Betrag;Total', '2;5,00;19,00;19,00', 'Total', undefined],
    ['Menge;Betrag;Total', '2;5,00;9,00', 'Total', undefined],
    ['Menge;Betrag;Positionssumme', '2;5,00;9,00', 'Betrag', 'Positionssumme'],
    ['Menge;Betrag;Kasse', '2;5,00;9,00', 'Betrag', undefined],
    ['Trinkgeld;Betrag;Total', '2;5,00;9,00', 'Betrag', undefined],
    ['Amount;Tax;Total', '5,00;1,00;6,00', 'Total', undefined],
    ['Betrag;Rabatt;MwSt;Total', '5,00;-1,00;0,64;4,00', 'Total', undefined],
    // The rest is a tip, or the total is in another currency.
    ['Amount;Tax;Tip;Total', '5,00;1,00;2,00;8,00', 'Amount', undefined],
    ['Amount;Tax Rate;Total', '5,00;20;6,00', 'Amount', undefined],
    ['Amount;VAT;Total', '100,00;20,00;85,00', 'Amount', undefined],
  ])('of %s with %s is %s, of the line %s', async (headers, cells, total, line) => {
    const found = kept(await draftOf('t.csv', `Bon;${headers};Mail\n1;${cells};ida@example.com\n`));
    expect([found[TOTAL], found[LINE_TOTAL]]).toEqual([total, line]);
  });

  test.each([
    ['is that of each line where the lines of a receipt differ', '5 5,5 7', false],
    ['with tax is that of each line, though it is more than the price', '4.40 4.40,4.40 8.80', false],
    ['is that of each line, with one that comes back', '9 -2,4', false],
    ['is repeated', '12 12,9 9', true],
    ['is the sum of the other rows', '12 5 7,9 5 4', true],
    ['is in the first row of the receipt', '12 0,9 0', true],
    ['differs in one receipt of many', '5 5,6 6,7 7,8 8,4 3', true],
  ])('%s: %s', async (_, receipts, isOfReceipt) => {
    const rows = receipts
      .split(',')
      .flatMap((totals, receipt) => totals.split(' ').map((total) => `${receipt},Tea,${total},ida@example.com\n`));
    const found = kept(await draftOf('t.csv', `Receipt No,Item,Total,Email\n${rows.join('')}`));
    expect([found[TOTAL], found[LINE_TOTAL]]).toEqual(isOfReceipt ? ['Total', undefined] : [undefined, 'Total']);
  });

  test.each([
    ['rates of tax', '10 7,9 9', false],
    ['changes of an order', '10 8,9 9,7 7', true],
  ])('of rows that are not of products, as %s: %s', async (_, receipts, isOfReceipt) => {
    const rows = receipts
      .split(',')
      .flatMap((totals, receipt) => totals.split(' ').map((total) => `${receipt},${total},ida@example.com\n`));
    const found = kept(await draftOf('t.csv', `Receipt No,Amount,Email\n${rows.join('')}`));
    expect([found[TOTAL], found[LINE_TOTAL]]).toEqual(isOfReceipt ? ['Amount', undefined] : [undefined, 'Amount']);
  });

  test('is that of each line, though the row of a payment sums them up', async () => {
    const rows = ['ITEM,Tea,4', 'ITEM,Cup,6', 'TENDER,Card,10'].map((row) => `1,${row},ida@example.com\n`);
    const found = kept(await draftOf('t.csv', `Receipt No,Kind,Item,Amount,Email\n${rows.join('')}`));
    expect([found[TOTAL], found[LINE_TOTAL]]).toEqual([undefined, 'Amount']);
  });

  test("without tax, in SAP's names of columns, is that of each line, too", async () => {
    const rows = '90,1000,1,40.00,a@example.com\n90,1001,2,10.00,a@example.com\n';
    expect(kept(await draftOf('t.csv', `VBELN,MATNR,FKIMG,NETWR,SMTP_ADDR\n${rows}`))).toMatchObject({
      'events.data.product_action.products.id': 'MATNR',
      'events.data.product_action.products.quantity': 'FKIMG',
      [LINE_TOTAL]: 'NETWR',
    });
  });

  test('is preferred to a column that is only called a sum', async () =>
    expect(kept(await draftOf('t.csv', 'Nr;Summe;Bonsumme;Mail\n1;5,00;9,00;ida@example.com\n'))).toMatchObject({
      [TOTAL]: 'Bonsumme',
    }));

  test.each([
    ['Preis', 'price × quantity'],
    ['Zeilensumme', 'the sum of the line totals'],
  ])('that no column has is said, with the columns of numbers: %s', async (header, value) =>
    expect(
      (await draftOf('t.csv', `Bon;${header};Endwert;Mail;Kasse\n1;5,00;9,00;ida@example.com;A\n`)).text,
    ).toContain(
      `// no column of the receipt's total was found: the value will be ${value}; is it one of: "Endwert"?\n`,
    ),
  );
});

test.each([
  ['Kundentelefon', '+491701234567', 'user_identities.mobile_number'],
  ['Kundenvorname', 'Ida', 'user_attributes.$FirstName'],
  ['Kundenort', 'Bonn', 'user_attributes.$City'],
  ['GuestPhone', '+14155550132', 'user_identities.mobile_number'],
  ['cust_phone1', '+14155550132', 'user_identities.mobile_number'],
  ['Guest count', '3', undefined],
  ['Member Status', 'active', undefined],
  ['customer_key', 'C-17', 'user_identities.customer_id'],
])('%s of %s is %s', async (header, cell, field) => {
  const made = await draftOf('p.csv', `Bon;Summe;Mail;${header}\n1;5,00;ida@example.com;${cell}\n`);
  expect(made.columns.find(({ column }) => column === header)?.field).toBe(field);
});

test.each([
  'Cashier Email',
  'SalesRepEmail',
  'Deal owner e-mail',
  'Store E-Mail',
  'Mail (Mitarbeiter)',
  'To Email Address',
])('%s is not the address of the buyer', async (header) => {
  const made = await draftOf('m.csv', `Bon;Summe;${header};Nombre\n1;5,00;shop@example.com;2\n`);
  expect(kept(made)).not.toHaveProperty([EMAIL]);
  expect(kept(made)).not.toHaveProperty(['user_attributes.$FirstName']);
});

test('a draft says that all rows have the same address', async () => {
  const rows = (addresses: number) =>
    Array.from({ length: 9 }, (_, row) => `${row};5,00;a${row % addresses}@example.com`);
  const draftFor = (addresses: number) => draftOf('m.csv', ['Bon;Summe;Mail', ...rows(addresses)].join('\n'));
  expect((await draftFor(1)).text).toContain('all rows have the same address');
  expect((await draftFor(2)).text).not.toContain('one address');
});

describe('what became of an order', () => {
  const ACTION = 'events.data.product_action.action';
  test.each([
    ['Status', 'completed', 'cancelled', 'refund'],
    ['Order Status', 'Shipped', 'Refunded', 'refund'],
    ['Payment status', 'Paid', 'Pending', 'unknown'],
    ['Financial Status', 'paid', 'voided', 'refund'],
    ['Auftragsstatus', 'Abgeschlossen', 'Storniert', 'refund'],
    ['Zahlungsstatus', 'bezahlt', 'ausstehend', 'unknown'],
    ['Statut de la commande', 'Payée', 'Annulée', 'refund'],
    ['Estado', 'Pagado', 'Anulado', 'refund'],
    ['Estado del pedido', 'Completado', 'Cancelado', 'refund'],
    ['Stato ordine', 'Pagato', 'Annullato', 'refund'],
    ['Situação', 'Concluído', 'Cancelado', 'refund'],
    ['Status', 'SUCCESS', 'FAIL', 'unknown'],
    ['取引区分', '売上', '返品', 'refund'],
    ['주문상태', '구매확정', '취소완료', 'refund'],
    ['ステータス', '発送済み', 'キャンセル', 'refund'],
    ['event', 'Order Completed', 'Product Added', 'add_to_cart'],
    ['Deal Stage', 'Closed Won', 'Closed Lost', 'unknown'],
    ['Estatus', 'Pagado', 'Cancelado', 'refund'],
    ['Status', 'Betalt', 'Kansellert', 'refund'],
    ['Status', 'Genomförd', 'Återbetald', 'refund'],
    ['Betaalstatus', 'Betaald', 'Geannuleerd', 'refund'],
    ['Status zamówienia', 'Zrealizowane', 'Anulowane', 'refund'],
    ['Voided', 'false', 'true', 'refund'],
    ['Storno', 'nein', 'ja', 'refund'],
    ['Is Refund', 'No', 'Yes', 'refund'],
    ['Storno', 'N', 'J', 'refund'],
    ['Storno', '', 'X', 'refund'],
    ['is_void', '0', '1', 'refund'],
    ['Status', 'CAPTURED', 'VOIDED', 'refund'],
    ['Belegart', 'Rechnung', 'Gutschrift', 'refund'],
    ['What', 'sold', 'void', 'refund'],
    ['Ergebnis', 'Verkauf', 'Storno', 'refund'],
    ['Status', 'Erfolgreich', 'Fehlgeschlagen', 'unknown'],
    ['Status do pedido', 'Aprovado', 'Cancelado', 'refund'],
    ['Situação', 'Concluída', 'Cancelada', 'refund'],
    ['Estatus', 'Pagada', 'Cancelada', 'refund'],
    ['Type', 'Sale', 'PostVoid', 'refund'],
    ['event_type', 'order_completed', 'order_refunded', 'refund'],
    ['Transaction Type', 'Sales Receipt', 'Credit Memo', 'refund'],
  ])('%s is the action where no column has one: %s and %s', async (header, sold, not, action) => {
    const rows = `1;5,00;${sold};a@example.com\n2;5,00;${not};b@example.com\n`;
    const made = await draftOf('s.csv', `Bon;Summe;${header};Mail\n${rows}`);
    expect(made.columns.find(({ field }) => field === ACTION)).toMatchObject({
      column: header,
      map: { [sold]: 'purchase', [not]: action },
    });
  });

  test.each([
    ['Vorgang;Status', 'Verkauf;bezahlt', { column: 'Vorgang' }],
    ['Estado', 'Jalisco', { value: 'purchase' }],
    ['Voided', '0', { value: 'purchase' }],
    ['Customer status', 'gold', { value: 'purchase' }],
    ['What', 'lamp', { value: 'purchase' }],
    ['Status', '', { value: 'purchase' }],
    ['Payment type', 'Cash', { value: 'purchase' }],
    ['Type', '1', { value: 'purchase' }],
    ['Type;Status', 'Express;Completed', { column: 'Status' }],
    ['Payment type;Status', 'Cash;Completed', { column: 'Status' }],
    ['Type', 'Express', { column: 'Type', map: {} }],
    ['Label', '', { value: 'purchase' }],
    ['What;Status', 'void;bezahlt', { column: 'Status' }],
  ])('%s of %s has another', async (headers, cells, wanted) => {
    const made = await draftOf('s.csv', `Bon;Summe;${headers};Mail\n1;5,00;${cells};a@example.com\n`);
    expect(made.columns.find(({ field }) => field === ACTION)).toMatchObject(wanted);
  });
});

test.each([
  ...[
    'RechnungNr',
    'TRX_ID',
    'TransactionNumber',
    'Trans No',
    'Ticket number',
    'Check Number',
    'TRANS_SEQ',
    'Kassenbon',
    'Kassenbonnr.',
    'Auftragsnr.',
    'Booking Ref',
    'Nº da venda',
  ].map((header) => [header, true]),
  ['Terminal', false],
])('whether %s is the number of the receipt: %s; a draft without one says what that means', async (header, is) => {
  const made = await draftOf(
    'n.csv',
    `${header};TransactionDate;TransactionTime;Summe;Mail\n17;2026-11-24;21:18;5,00;a@example.com\n`,
  );
  expect(made.columns.some(({ column, field }) => column === header && field === ORDER)).toBe(is);
  expect(made.text.includes('each row is a sale of its own')).toBe(!is);
  expect(made.columns.find(({ field }) => field === TIME)).toMatchObject({
    column: ['TransactionDate', 'TransactionTime'],
  });
});

test('rows of one column have another delimiter', async () => {
  writeFileSync(join(cwd, 'caret.csv'), 'Order^Total^Email\n1^5.00^a@example.com\n');
  expect((await draft(['caret.csv'])).failure).toMatch(/rows have one column/);
});

test('a header with line ends in its cells is no title', async () => {
  const made = await draftOf('l.csv', '"Order\nID","E-mail\n(customer)","Total\n(EUR)"\r\nA1,a@example.com,5.00\r\n');
  expect(kept(made)).toMatchObject({ [ORDER]: 'Order\nID', [EMAIL]: 'E-mail\n(customer)', [TOTAL]: 'Total\n(EUR)' });
});

describe('a quote that is not closed', () => {
  test('leaves the rows before it, and is named by its line', async () => {
    const rows = 'Bon;Summe;Mail\n1;5,00;ida@example.com\n2;"5,00;o@example.com\n3;5,00;i@example.com\n';
    const made = await draftOf('q.csv', rows);
    expect(kept(made)).toMatchObject({ [TOTAL]: 'Summe' });
    expect(made.text).toContain('// Only the rows before line 3 were read: a quote is opened in this line');
  });

  test('in the first rows is the message', async () => {
    writeFileSync(join(cwd, 'q.csv'), 'Bon;Summe;Mail\n1;"5,00;ida@example.com\n');
    expect((await draft(['q.csv'])).failure).toMatch(/q\.csv:2: a quote is opened in this line/);
  });
});

test('where the time is known by the look of its cells alone, other columns of times are named', async () => {
  const cells = '2026-12-24 20:00;2026-11-20 14:15;Lamp';
  const made = await draftOf('t.csv', `Bon;Performance;Reserved;Text;Summe;Mail\n1;${cells};5,00;a@example.com\n`);
  expect(made.text).toContain('the column is a guess: please check; or is it one of: "Reserved"?\n');
});

describe('what a draft says of cells that it does not show', () => {
  test.each([
    ['Created (UTC);Summe', [], '"timeZone": "UTC", // by the header of the times'],
    ['ClsdUTC;Summe', [], '"timeZone": "UTC"'],
    ['Outcome;Summe', [], 'a guess, the zone of this computer: name the zone of the till or shop\n'],
    ['Created (UTC);Summe', ['--csv-time-zone', 'Europe/Berlin'], '// as given, but the header of the times says UTC'],
    ['Paid at;Time Zone', ['--csv-time-zone', 'Europe/Berlin'], '// as given; the file names zones in "Time Zone"'],
    ['Order Placed (EST);Total', [], 'zone of the till or shop; the file names zones in "Order Placed (EST)"\n'],
    [
      'Created (GMT+8);Summe',
      [],
      'a guess, the zone of this computer: name the zone of the till or shop; the file names',
    ],
    ['Created (UTC-05:00);Summe', [], 'the file names zones in "Created (UTC-05:00)"\n'],
    ['Created (UTC+00:00);Summe', [], '"timeZone": "UTC", // by the header of the times'],
    ['RESET;Summe', [], 'a guess, the zone of this computer: name the zone of the till or shop\n'],
  ])('of the zone of %s', async (headers, flags, wanted) => {
    const { text } = await draftOf('z.csv', `${headers};Mail\n2026-11-24 21:18;5,00;ida@example.com\n`, ...flags);
    expect(text).toContain(wanted);
  });

  test('of columns that it could not use', async () => {
    const { text } = await draftOf('u.csv', 'Payment Date;Amount;Amount Refunded\n24th of Nov;9.00;0.00\n');
    expect(text).toContain('; if it is one of "Payment Date", name its format as dateFormat\n');
    expect(text).toContain('// refunds are not subtracted from the value of a sale: "Amount Refunded"\n');
    expect(text).toContain('// no column of the customer was found');
  });

  test('of addresses that a database exports as NULL', async () => {
    const made = await draftOf('n.csv', 'Bon;Mail\n1;\\N\n2;NULL\n3;NULL\n4;ida@example.com\n');
    expect(kept(made)).toMatchObject({ [EMAIL]: 'Mail' });
    expect(made.text).toContain(
      'blank in 3 receipts here: "map": { "\\\\N": null, "NULL": null } leaves such rows out',
    );
  });

  test('words of an action column of which none is known have an empty map', async () => {
    const made = await draftOf('w.csv', 'Bon;Vorgang;Summe;Mail\n1;Abgang;9,00;ida@example.com\n');
    expect(made.columns.find(({ field }) => field === ACTION)?.map).toEqual({});
    expect(made.text).toMatch(/1 word of this column is unknown \(a draft shows no cells; mp2fb check names it\)/);
    expect(made.text).not.toContain('Abgang');
  });

  test('receipts without an e-mail address are counted, further rows of one receipt are not', async () => {
    const rows = '1;5,00;ida@example.com\n1;5,00;\n2;9,00;\n';
    const { text } = await draftOf('w.csv', `Bon;Summe;Mail\n${rows}`);
    expect(text).toContain(
      'blank in 1 receipt here: "map": { "": null } leaves such rows out, even those with another match key; without it,',
    );
    expect((await draftOf('w.csv', 'Bon;Summe;Mail\n1;5,00;a@example.com\n')).text).not.toContain('blank in');
  });

  test("a system's second column counts where its first is blank in the sample", async () => {
    const header = 'Name,Email,Financial Status,Paid at,Lineitem quantity,Lineitem price,Phone,Billing Phone,Total';
    const row = '#1,ida@example.com,paid,2026-11-24 10:00:00 +0100,1,5.00,,+49 170 1234567,5.00';
    const made = await draftOf('s.csv', `${header}\n${row}\n`);
    expect(kept(made)).toMatchObject({ 'user_identities.mobile_number': 'Billing Phone' });
    expect(made.text).toContain('partially_refunded orders are sent with their full Total');
  });
});

test.each<[string, readonly string[], Readonly<Record<string, string | null>> | undefined, string]>([
  ['Is refund', ['No', 'No', 'Yes'], { No: '', '*': null }, 'rows with other words are left out: 1 of these 3\n'],
  ['POST_VOID_FLAG', ['0', '0', '0'], { 0: '', '*': null }, 'left out: 0 of these 3\n'],
  ['VOID_IND', ['NULL', '\\N', '1'], { NULL: '', '\\N': '', '*': null }, 'left out: 1 of these 3\n'],
  ['Cancelled at', ['', '2026-11-24', ''], { '*': null }, 'rows in which it is filled are left out: 1 of these 3\n'],
  ['VOID_DATE', ['', '', ''], { '*': null }, 'rows in which it is filled are left out: 0 of these 3\n'],
  ['deleted_at', ['\\N', '\\N', ''], { '\\N': '', '*': null }, 'left out: 0 of these 3\n'],
  // Programs write a date where there is none.
  ['Void date', ['1900-01-01', '1900-01-01', ''], undefined, '"Void date" may also say which rows are not sales'],
  ['Refunded', ['0.00', '0.00', '5.00'], undefined, 'refunds are not subtracted from the value of a sale: "Refunded"'],
  ['Returned Amount', ['0.00', '0.00', '5.00'], undefined, 'refunds are not subtracted from the value of a sale'],
  ['Bedrag teruggestort', ['0.00', '0.00', '5.00'], undefined, 'refunds are not subtracted from the value of a sale'],
])('of what cancels a sale, %s is used, too: %j', async (header, cells, map, comment) => {
  const rows = cells.map((cell, at) => `${at},9.00,sale,N,${cell},a@example.com\n`).join('');
  const made = await draftOf('v.csv', `Receipt,Total,Type,Voided,${header},Email\n${rows}`);
  expect(made.columns.find(({ column }) => column === header)?.map).toEqual(map);
  expect(made.columns).toContainEqual(expect.objectContaining({ column: 'Voided', map: { N: '', '*': null } }));
  expect(made.text).toContain(comment);
});

test.each([
  ['Status', 'lieferbar', '"Status" may also say which rows are not sales: a map with null for such cells'],
  ['Status', '1', '"Status"'],
  ['Type', '2', '"Type"'],
  ['Paid', 'FALSE', '"Paid"'],
  ['Kind', 'Card refund', '"Kind"'],
  ['Kind', 'Card', null],
  ['Note', 'asked for a refund of the shipping', null],
  ['Status', '', null],
  ['Colour', 'red', null],
])('each row is assumed to be a sale, and %s with %s may say else: %s', async (header, cell, comment) => {
  const { text } = await draftOf('v.csv', `Receipt,Total,${header},Email\n1,9.00,${cell},a@example.com\n`);
  expect(text).toContain('assumed: each row is a sale');
  if (comment === null) expect(text).not.toContain('may also say which rows are not sales');
  else expect(text).toContain(comment);
});

test.each([
  ['Transaction Type', 'Payout', true],
  ['Buchung', 'Payment Refund', true],
  ['Buchung', 'Payout', false],
])('a payment that was completed is a sale, unless %s with %s says else: %s', async (header, cell, isNamed) => {
  const rows = `1,9.00,Completed,Web,a@example.com\n2,9.00,Completed,${cell},b@example.com\n`;
  const { text } = await draftOf('v.csv', `Receipt,Total,Status,${header},Email\n${rows}`);
  expect(text.includes(`"${header}" may also say which rows are not sales`)).toBe(isNamed);
});

test('beside a column of the action, rows that are no sales are left out by their status', async () => {
  const rows = ['1,9.00,SALE,N,Completed,a', '2,9.00,SALE,Y,Completed,b', '3,9.00,SALE,N,Failed,c'];
  const text = rows.map((row) => `${row}@example.com\n`).join('');
  const made = await draftOf('v.csv', `Receipt,Total,Type,Voided,Status,Email\n${text}`);
  expect(made.columns.filter(({ map }) => map !== undefined)).toMatchObject([
    { column: 'Type', map: { SALE: 'purchase' } },
    { column: 'Voided', map: { N: '', '*': null } },
    { column: 'Status', map: { Completed: '', '*': null } },
  ]);
});

test.each([
  ['Kind', 'LAMPS', 'TAX', '// {', '{ "TAX": null, "*": "" }'],
  ['Kind', 'ITEM', 'TENDER', '{', '{ "TENDER": null, "*": "" }'],
  ['Type', 'Artikel', 'Zahlung', '{', '{ "Zahlung": null, "*": "" }'],
  ['Kind', 'LAMPS', 'FOOD', null, null],
])(
  'in the column %s, rows of %s beside those of %s are left out by the line %s',
  async (header, one, other, line, map) => {
    const rows = `1,${one},40.00,a@example.com\n1,${other},40.00,\n`;
    const made = await draftOf('k.csv', `Receipt,${header},Amount,Email\n${rows}`);
    const found =
      made.text
        .split('\n')
        .find((text) => text.includes('custom_attributes.kind'))
        ?.trim() ?? null;
    expect(found?.slice(0, line?.length) ?? null).toBe(line);
    if (map !== null) expect(found).toContain(`"map": ${map}`);
    expect(made.columns.filter(({ column }) => column === header)).toHaveLength(1);
    expect(made.text).not.toContain('may also say which rows are not sales');
  },
);

test.each([
  ['€50.00', '$60.00', true],
  ['€50.00', '60.00', false],
  ['CA$50.00', '$60.00', false],
])('whether signs of several currencies are named: %s and %s, %s', async (one, other, areNamed) => {
  const made = await draftOf('s.csv', `Order,Total,Email\n1,${one},a@example.com\n2,${other},b@example.com\n`);
  expect(made.text.includes('signs of several currencies')).toBe(areNamed);
});

test('currencies in signs and words have a map', async () => {
  const made = await draftOf('c.csv', 'Bon;Betrag;Währung;Mail\n1;5,00;€;a@example.com\n2;5,00;Euro;b@example.com\n');
  expect(made.columns.find(({ field }) => field === CURRENCY)?.map).toEqual({ '€': 'EUR', Euro: 'EUR' });
});

test("headers that are mParticle's own names say what they are", async () => {
  const headers = `user_identities.email,product_action.total_amount,${TIME},custom_attributes.till,Kasse`;
  const made = await draftOf('o.csv', `${headers}\nida@example.com,5.00,1795551538634,7,8\n`);
  expect(kept(made)).toMatchObject({
    [EMAIL]: EMAIL,
    [TOTAL]: 'product_action.total_amount',
    [TIME]: TIME,
    'custom_attributes.till': 'custom_attributes.till',
  });
});

test('a known system has no column of what became of the sale or of the currency: the file may', async () => {
  const header = 'Sale ID,Date,Customer ID,Total,Status,Currency';
  const rows = '1,2026-11-24T21:18:58Z,7,5.00,Completed,CAD\n2,2026-11-24T21:18:58Z,8,5.00,Voided,CAD\n';
  const made = await draftOf('s.csv', `${header}\n${rows}`);
  expect(kept(made)).toMatchObject({ [ACTION]: 'Status', [CURRENCY]: 'Currency' });
  expect(made.columns.find(({ field }) => field === ACTION)?.map).toEqual({ Completed: 'purchase', Voided: 'refund' });
});

test('rows of a known system that became no sale are left out by their status', async () => {
  const header = 'Date,Receipt Number,Line Type,Customer Code,Customer Email,Total,Register,Status';
  const row = (receipt: string, kind: string, status: string): string =>
    `2026-11-24 21:18:58,${receipt},${kind},C-1,ida@example.com,5.00,Main,${status}\n`;
  const rows = row('1', 'Sale', 'CLOSED') + row('1', 'Payment', '') + row('2', 'Sale', 'VOIDED');
  const made = await draftOf('x.csv', `${header}\n${rows}`);
  expect(made.columns.filter(({ map }) => map !== undefined)).toMatchObject([
    { column: 'Line Type', field: ACTION },
    { column: 'Status', map: { CLOSED: '', '*': null } },
  ]);
});

test('without a column that is known to be the amount, those that may be it show the decimal sign', async () => {
  const made = await draftOf('x.csv', 'Bon;Datum;Guthaben;Mail\n1;2026-11-24 21:18;1.299,50;ida@example.com\n');
  expect(made.text).toContain('"decimal": ","');
  expect(made.text).toContain('is it one of: "Guthaben"?');
});

test.each([
  ['total_eur', { value: 'EUR' }],
  ['totalUSD', { value: 'USD' }],
  ['Total (CAD)', { value: 'CAD' }],
  ['Total (AED)', { value: 'AED' }],
  ['total_eur;Currency', { value: 'EUR' }],
  ['total_gbp;Currency', { column: 'Currency' }],
  ['Total;Currency', { column: 'Currency' }],
  ['total_all', undefined],
])('the currency of %s', async (headers, wanted) => {
  const row = headers.includes(';') ? '9.00;GBP' : '9.00';
  const made = await draftOf('c.csv', `Order;${headers};Email\n1;${row};a@example.com\n`);
  const [found, ...others] = made.columns.filter(({ field }) => field === 'events.data.currency_code');
  expect(others).toEqual([]);
  if (wanted === undefined) expect(found).toBe(undefined);
  else expect(found).toMatchObject(wanted);
});

test('a draft says that products without a quantity are one each', async () => {
  const draftFor = async (header: string): Promise<string> =>
    (await draftOf('q.csv', `Order,SKU,${header},Total,Email\n1,A1,2,9.00,a@example.com\n`)).text;
  expect(await draftFor('Packs')).toContain('each row counts as one product; is it one of: "Packs"?\n');
  expect(await draftFor('Qty')).not.toContain('counts as one product');
});

test('a draft says that totals below zero are not sent', async () => {
  const draftFor = async (total: string): Promise<string> =>
    (await draftOf('n.csv', `Order,GrossAmount,Email\n1,${total},a@example.com\n2,-5.00,b@example.com\n`)).text;
  expect(await draftFor('-9.00')).toContain('// likely; all are below zero, and a sale needs a value above zero');
  expect(await draftFor('9.00')).not.toContain('below zero');
});

describe('columns of which nothing is known', () => {
  const uncommented = (text: string, field: string): string =>
    text.replace(/\/\/ (\{.*)/g, (line, json: string) => (line.includes(field) ? json : line));

  test('have a commented line with the choices, which counts without its comment', async () => {
    const { text } = await draftOf('till.csv', TILL, '--csv-time-zone', 'Europe/Berlin');
    expect(text).toMatch(/\/\/ \{.*attributes.Kassierer".*customer_id[^]*"Kassierer", "action": "ignore"/);
    writeFileSync(join(cwd, 'kept.json'), uncommented(uncommented(text, 'Kassierer'), CURRENCY));
    const { out, failure } = await runCommand(checkCommand, ['till.csv', '--csv-manifest', 'kept.json'], {
      cwd,
      nowMs: NOW_MS,
    });
    expect(failure).toBe(null);
    expect(out).toMatch(/1,299.50 EUR/);
  });

  test('of a known system share one line', async () => {
    copyFileSync(join(FIXTURES, 'shopify.csv'), join(cwd, 'shopify.csv'));
    const { out } = await draft(['shopify.csv']);
    expect(out.match(/custom_attributes\.NAME/g)).toHaveLength(1);
  });
});

describe('the advice of a draft', () => {
  test.each([
    [
      [],
      'Save it as manifest.json and check each line, then look at the events: mp2fb upload till.csv --csv-manifest manifest.json --extended-match-keys --dry-run | head\n// With a destination set up: mp2fb check till.csv --csv-manifest manifest.json --extended-match-keys',
    ],
    [
      ['--output', 'my till.json'],
      "Check each line, then look at the events: mp2fb upload till.csv --csv-manifest 'my till.json' --extended-match-keys --dry-run | head",
    ],
  ])('with %j names the file that it is in', async (flags, advice) => {
    writeFileSync(join(cwd, 'till.csv'), TILL);
    const { out } = await draft(['till.csv', ...flags]);
    expect(flags.length === 0 ? out : readFileSync(join(cwd, 'my till.json'), 'utf8')).toContain(`// ${advice}\n`);
  });

  test.each([
    ['Phone', true],
    ['State', true],
    ['Zip', true],
    ['Customer id', true],
    ['City', false],
  ])('names --extended-match-keys where a column %s is sent only with it: %j', async (header, isNamed) => {
    const { text } = await draftOf('keys.csv', `Nr,Total,Email,${header}\n1,5.00,ida@example.com,x1\n`);
    expect(text.match(/--extended-match-keys/g)?.length ?? 0).toBe(isNamed ? 3 : 0);
  });

  test.each(['2026-11-24', '2026-11-24 00:00:00', '24.11.2026 0:00', '11/24/2026 12:00 AM', '2026-11-24T00:00:00Z'])(
    'warns of %s, which has no time of day',
    async (cell) =>
      expect((await draftOf('day.csv', `Nr;Datum;Mail\n1;${cell};ida@example.com\n`)).text).toContain(
        'midnight is sent',
      ),
  );

  test.each([
    ...['2026-11-24 10:00:00', '24.11.2026 00:01', '24.11.2026 21.18', '24/11/2026 21h18', '11/24/2026 12:00 PM'],
    '1795551538634',
  ])('does not of %s', async (cell) =>
    expect((await draftOf('day.csv', `Nr;Zeitpunkt;Mail\n1;${cell};ida@example.com\n`)).text).not.toContain('midnight'),
  );
});

describe('a table export as JSON', () => {
  const ROW = {
    order: { id: 'R-1', created_at: '2026-11-24 21:18:00', total: 65.5, currency: 'EUR' },
    customer: { email: 'ida@example.com', phone: null, address: { city: 'Köln', zip: '50667' } },
    items: [
      { sku: 'LMP-1', name: 'Desk lamp', price: 40.5, qty: 1, total: 40.5 },
      { sku: 'BLB-1', name: 'Bulb', price: 12.5, qty: 2, total: 25 },
    ],
    tags: ['vip'],
  };
  const PRODUCT = 'events.data.product_action.products.';

  test.each([
    ['one a line', `${JSON.stringify(ROW)}\n${JSON.stringify({ ...ROW, order: { ...ROW.order, id: 'R-2' } })}\n`],
    ['a list', JSON.stringify([ROW], null, 2)],
    ['compressed', gzipSync(JSON.stringify(ROW))],
  ])('is described by its paths: %s', async (_, content) => {
    const made = await draftOf('rows.json', content, '--csv-time-zone', 'Europe/Berlin');
    expect(kept(made)).toEqual({
      [ORDER]: 'order.id',
      [TIME]: 'order.created_at',
      [TOTAL]: 'order.total',
      [CURRENCY]: 'order.currency',
      [EMAIL]: 'customer.email',
      'user_identities.mobile_number': 'customer.phone',
      'user_attributes.$City': 'customer.address.city',
      'user_attributes.$Zip': 'customer.address.zip',
      [`${PRODUCT}id`]: 'items.sku',
      [`${PRODUCT}name`]: 'items.name',
      [`${PRODUCT}price`]: 'items.price',
      [`${PRODUCT}quantity`]: 'items.qty',
      [`${PRODUCT}total_product_amount`]: 'items.total',
      [ACTION]: 'purchase',
    });
    expect(made).not.toHaveProperty('delimiter');
    expect(made.text).not.toMatch(/ida@|LMP-1|Köln|50667|vip/);
    writeFileSync(join(cwd, 'rows-manifest.json'), made.text);
    const argv = ['rows.json', '--csv-manifest', 'rows-manifest.json', '--json'];
    const { out } = await runCommand(checkCommand, argv, { cwd, nowMs: NOW_MS });
    const { checks } = JSON.parse(out) as { checks: { id: string; status: string }[] };
    expect(
      checks.filter(({ id, status }) => ['inputs', 'rejects', 'values', 'data'].includes(id) && status !== 'ok'),
    ).toEqual([]);
  });

  const LONG = JSON.stringify({ user_attributes: { blob: 'x'.repeat(400_000) }, events: [] });
  const LONGEST = JSON.stringify({ events: [], user_attributes: { blob: 'x'.repeat(2_000_000) } });
  const AS_IT_IS = 'Check it as it is: mp2fb check x.ndjson';

  test.each([
    ['a line', '{"events":[]}\n', AS_IT_IS],
    ['a long first line', LONG, AS_IT_IS],
    ['a first line longer than what is looked at', LONGEST, AS_IT_IS],
    ['a long one of several lines', JSON.stringify(JSON.parse(LONG), null, 1), AS_IT_IS],
    ['a list', `[${LONG},${LONG}]`, AS_IT_IS],
    ['below a comment', `# made today\n${LONG}\n`, 'tail -n +2 x.ndjson | mp2fb check -'],
    ['below other comments', '\n// made today\n# by me\n{"events":[]}\n', 'tail -n +4 x.ndjson | mp2fb check -'],
  ])('an mParticle export needs no manifest: %s', async (_, content, advice) => {
    writeFileSync(join(cwd, 'x.ndjson'), content);
    const { code, failure } = await draft(['x.ndjson']);
    expect({ code, failure }).toEqual({
      code: 2,
      failure: expect.stringContaining('x.ndjson is an mParticle export, which needs no manifest.') as string,
    });
    expect(failure).toContain(advice);
  });

  test.each([
    ['k1\t{"events":[]}\nk2\t{"events":[]}\n', 'cut -f2- x.ndjson | mp2fb upload -'],
    [`k1\t${LONG}\n`, 'cut -f2- x.ndjson | mp2fb upload -'],
    ['2026-11-24 INFO {"events":[]}\n', "sed 's/^[^{]*//' x.ndjson | mp2fb upload -"],
  ])('batches with something before them are no table', async (content, advice) => {
    writeFileSync(join(cwd, 'x.ndjson'), content);
    expect(await draft(['x.ndjson'])).toMatchObject({ code: 6, failure: expect.stringContaining(advice) as string });
  });

  test.each<[string, unknown]>([
    ['H M H', { H: 'm', M: 'f' }],
    ['h f', { H: 'm', F: 'f' }],
    ['M K', { M: 'm', K: 'f' }],
    ['1 2 2', { 1: 'm', 2: 'f' }],
    ['M F', undefined],
    ['M M', undefined],
    ['H M X', undefined],
    ['Mann Frau', undefined],
  ])('letters for men and women, %s: %j', async (cells, map) => {
    const rows = cells.split(' ').map((cell, at) => `ida@example.com,2026-11-24 10:0${at},5,${cell}`);
    const made = await draftOf('genders.csv', ['email,date,total,gender', ...rows].join('\n'));
    expect(made.columns.find(({ field }) => field === 'user_attributes.$Gender')?.map).toEqual(map);
  });

  test('the id of a row is that of the sale, that of an item is its own', async () => {
    const items = [{ id: 1, sku: 'LMP', price: '5.00' }];
    const made = await draftOf('o.json', JSON.stringify([{ id: 7, email: 'ida@example.com', line_items: items }]));
    const PRODUCT_ID = 'events.data.product_action.products.id';
    expect(kept(made)).toMatchObject({ [ORDER]: 'id', [PRODUCT_ID]: 'line_items.sku' });
  });

  test("rows in a list of one object are no rows of the file's own", async () => {
    const rows = [{ id: 1, email: 'ida@example.com', amount: 5 }];
    writeFileSync(join(cwd, 'reply.json'), JSON.stringify({ object: 'list', data: rows, has_more: false }));
    expect(await draft(['reply.json'])).toMatchObject({
      code: 6,
      failure: expect.stringContaining(`jq -c '.["data"][]' reply.json > FILE.ndjson`) as string,
    });
    const order = { email: 'ida@example.com', data: rows };
    expect(kept(await draftOf('order.json', JSON.stringify(order)))).toMatchObject({ [EMAIL]: 'email' });
  });

  test('totals of 0, which count as missing', async () => {
    const draftFor = async (first: string, second: string) =>
      (await draftOf('z.csv', `receipt;price;total;email\n1;5,00;${first};a@example.com\n1;5,00;${second};\n`)).text;
    expect(await draftFor('0,00 €', '0,00 €')).toContain(
      '// sure; 0 in 1 receipt here, which counts as missing: price × quantity is sent; "map": { "0,00 €": null } leaves such rows out',
    );
    expect(await draftFor('10,00', '0')).not.toContain('counts as missing');
  });

  test('amounts that may be cents', async () => {
    const draftFor = async (amount: string) =>
      (await draftOf('c.csv', `id,created,amount,email\nch_1,1795551538,${amount},ida@example.com\n`)).text;
    expect(await draftFor('6500')).toContain('// sure; all are whole numbers: if they are cents');
    expect(await draftFor('65.00')).not.toContain('cents');
  });

  test.each(['[1,2]', '["a"]', '{"cut'])('%s is no table', async (content) => {
    writeFileSync(join(cwd, 'x.ndjson'), content);
    expect((await draft(['x.ndjson'])).failure).toMatch(/no table rows/);
  });
});

test.each([
  ['true', '128', 'environment'],
  ['t', '128', 'environment'],
  ['f', '1', 'app_platform'],
  ['False', '128', null],
  ['', '', null],
])(
  'warehouse rows of development, of apps and of other events are skipped: isdebug %s, entrypointtype %s',
  async (debug, entry, why) => {
    const rows = `ida@example.com,1795551538634,16,7,R-1,19.90,${debug},${entry}\nida@example.com,1795551538634,4,0,,,,\n`;
    const header =
      'email,eventtimestamp,messagetypeid,productactiontypeid,productaction.transactionid,eventltvvalue,isdebug,entrypointtype';
    const { text } = await draftOf('debug.csv', `${header}\n${rows}`);
    writeFileSync(join(cwd, 'debug.json'), text);
    const argv = ['debug.csv', '--csv-manifest', 'debug.json', '--api', 'conversions', '--json'];
    const { out } = await runCommand(checkCommand, argv, { cwd, nowMs: NOW_MS });
    expect(['environment', 'app_platform'].find((reason) => out.includes(reason)) ?? null).toBe(why);
    expect(out).not.toMatch(/unknown_action|member_ignored/);
  },
);

const SYSTEMS = readdirSync(FIXTURES).filter((name) => /\.(?:csv|ndjson)$/.test(name));

describe.each(SYSTEMS)('the known file %s', (name) => {
  const copied = async (): Promise<string> => {
    copyFileSync(join(FIXTURES, name), join(cwd, name));
    return (await draft([name, '--csv-time-zone', 'Europe/Berlin'])).out;
  };

  test('is known by name, and has what a sale needs', async () => {
    const text = await copied();
    expect(text).toContain('// The headers are those of ');
    const made = parsed(text);
    const fields = Object.keys(kept(made));
    expect(fields).toEqual(expect.arrayContaining([TIME, ACTION]));
    expect(fields.some((field) => field === TOTAL || field.endsWith('total_product_amount'))).toBe(true);
    expect(fields.some((field) => field.startsWith('user_identities.'))).toBe(true);
    expect(fields.filter((field) => targetOf(field) === null)).toEqual([]);
    expect(text).not.toMatch(/example\.(?:com|org)|Berg|LMP-1/);
  });

  test('runs through check with its draft, without an edit', async () => {
    writeFileSync(join(cwd, 'manifest.json'), await copied());
    const argv = [name, '--csv-manifest', 'manifest.json', '--extended-match-keys', '--api', 'conversions', '--json'];
    const { out } = await runCommand(checkCommand, argv, { cwd, nowMs: NOW_MS });
    const { checks } = JSON.parse(out) as { checks: { id: string; status: string; message: string }[] };
    const byId = (id: string) => checks.filter((check) => check.id === id);
    expect(byId('inputs').map(({ status }) => status)).toEqual(['ok']);
    expect(byId('events')[0]).toMatchObject({ status: 'ok' });
    expect(byId('rejects')).toEqual([expect.objectContaining({ status: 'ok' })]);
    expect(byId('values')[0]).toMatchObject({ status: 'ok' });
  });
});
