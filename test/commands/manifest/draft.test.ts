import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { checkCommand } from '../../../src/cli/check.js';
import { manifestCommand } from '../../../src/cli/manifest.js';
import { targetOf } from '../../../src/read/csv/targets.js';
import { runCommand } from '../../support/command.js';
import { newFolder } from '../../support/surroundings.js';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/manifest');
const NOW_MS = Date.parse('2026-11-25T12:00:00Z');

const cwd = newFolder();

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
    ['Verkaufsdatum;Zeit', '24.11.2026;21:18:05', ['Verkaufsdatum', 'Zeit'], 'dd.MM.yyyy HH:mm:ss'],
    ['Buchungsdatum;Uhrzeit', '24.11.2026;21:18', ['Buchungsdatum', 'Uhrzeit'], 'dd.MM.yyyy HH:mm'],
    ['Order date;Time', '11/24/2026;9:18 PM', ['Order date', 'Time'], 'MM/dd/yyyy h:mm a'],
    ['Belegdatum;Uhrzeit', '24.11.2026 21:18;21:18', 'Belegdatum', 'dd.MM.yyyy HH:mm'],
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
    expect(said).toMatch(/every time of the rows is midnight in Europe\/Berlin/);
  });

  test('a sale at midnight among others is nothing to warn of', async () =>
    expect(
      await timesIn(
        'Nr;Zeitpunkt;Summe;Mail\n1;23.11.2026 00:00;5,00;ida@example.com\n2;24.11.2026 09:18;5,00;o@example.com\n',
      ),
    ).not.toContain('midnight'));
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
    expect(made.text).toContain('not known of this column: 1 more word');
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
});

describe('what the file does not say', () => {
  test('rows without an action are sales; a sign of the amounts is the currency', async () => {
    const made = await draftOf('a.csv', 'Receipt,Date,Amount,Email\nR-1,11/24/2026,"$1,240.00",ida@example.com\n');
    expect(kept(made)).toMatchObject({ [ACTION]: 'purchase', [CURRENCY]: 'USD', [TOTAL]: 'Amount' });
    expect(made.text).toContain('assumed: each row is a sale');
    expect(made.decimal).toBe('.');
    expect(made.columns.find(({ field }) => field === TIME)?.dateFormat).toBe('MM/dd/yyyy');
  });

  test('a date that fits two formats says so', async () => {
    const made = await draftOf('b.csv', 'Ticket,Fecha,Importe,Correo\nR-1,04/05/2026,"12,50",ida@example.com\n');
    expect(made.text).toContain('both dd/MM/yyyy and MM/dd/yyyy fit these rows: a guess: please check');
  });

  test('a file without a header row goes by position, and none of its first row is shown', async () => {
    const made = await draftOf('c.csv', 'R-1,2026-11-24T20:18:58Z,12.50,ida@example.com\n');
    expect(made.hasHeaderRow).toBe(false);
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
    expect(made.text).toContain('// column 4, "Email", is there more than once');
    expect(kept(made)).not.toHaveProperty([EMAIL]);
  });

  test.each([
    ['an empty file', '', /is empty/],
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

const SYSTEMS = readdirSync(FIXTURES).filter((name) => name.endsWith('.csv'));

describe.each(SYSTEMS)('the known file %s', (name) => {
  const copied = async (): Promise<string> => {
    copyFileSync(join(FIXTURES, name), join(cwd, name));
    return (await draft([name, '--csv-time-zone', 'Europe/Berlin'])).out;
  };

  test('is known by name, and has what a sale needs', async () => {
    const text = await copied();
    expect(text).toContain('// The file is of ');
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
