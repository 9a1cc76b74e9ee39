import { hash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Readable, Writable } from 'node:stream';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { explainCommand } from '../../../src/cli/explain.js';
import type { ExplainedEvent, ExplainedField } from '../../../src/commands/explain/explanation.js';
import { batchOf, NOW_MS, purchase, YESTERDAY_MS } from '../../support/batches.js';
import { runCommand } from '../../support/command.js';
import { temporaryFolder, urlOf } from '../../support/surroundings.js';

const sha256 = (text: string): string => hash('sha256', text, 'hex');
const DAY_MS = 86_400_000;

const ndjson = (...records: readonly unknown[]): string =>
  records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join('');

/** What `explain --json` says of inputs written for the occasion. */
const explained = async (
  content: string | Buffer,
  args: readonly string[],
  name = 'in.ndjson',
): Promise<readonly ExplainedEvent[]> => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, name), content);
  const run = await runCommand(explainCommand, [...args, '--json'], { cwd: folder.path });
  expect(run.failure).toBeNull();
  expect(run.err).toBe('');
  return (JSON.parse(run.out) as { events: ExplainedEvent[] }).events;
};

const refusal = async (content: string, args: readonly string[]): Promise<string | null> => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'in.ndjson'), content);
  const run = await runCommand(explainCommand, args, { cwd: folder.path });
  expect(run.out).toBe('');
  expect(run.code).toBe(2);
  return run.failure;
};

test('a reject says once why, also a line of a rejects file', async () => {
  using folder = temporaryFolder();
  const batch = batchOf([purchase({}, { timestamp_unixtime_ms: null })]);
  const _reject = { reason: 'no_event_time', message: 'timestamp_unixtime_ms is missing', event: 0 };
  for (const [line, before] of [
    [batch, 0],
    [{ _reject, ...batch }, 1],
  ] as const) {
    writeFileSync(join(folder.path, 'in.ndjson'), JSON.stringify(line));
    const { out } = await runCommand(explainCommand, ['in.ndjson:1'], { cwd: folder.path });
    expect(out.match(/timestamp_unixtime_ms is missing/g)).toHaveLength(1);
    expect(out.match(/rejected before for the same reason/g) ?? []).toHaveLength(before);
  }
});

const only = (events: readonly ExplainedEvent[]): ExplainedEvent => {
  expect(events).toHaveLength(1);
  return events[0];
};

const field = (event: ExplainedEvent, name: string): ExplainedField => event.fields.find((one) => one.field === name)!;

const PERSON = batchOf([purchase()], {
  user_identities: [
    { identity_type: 'customer_id', identity: 'CRM-1' },
    { identity_type: 'email', identity: ' Maribel@Example.COM ' },
  ],
  user_attributes: { $FirstName: 'Mari-Bel', $City: 'San José', $country: 'United States', $Gender: 'robot' },
  device_info: { ios_advertising_id: 'A5F2C1E0-4B7D-4C1A-9E1F-0123456789AB' },
});

/** A field that was sent as the SHA-256 of these texts. */
const hashed = (member: string, ...texts: readonly string[]) => ({
  member,
  values: texts.map((text) => ({ value: sha256(text), hashOf: text })),
});

describe('a match key', () => {
  const madid = 'A5F2C1E0-4B7D-4C1A-9E1F-0123456789AB';
  const CASES: readonly (readonly [string, Partial<ExplainedField>])[] = [
    [
      'e-mail',
      {
        found: [{ path: 'user_identities[1].identity', value: ' Maribel@Example.COM ' }],
        becomes: 'maribel@example.com',
        note: null,
        sent: {
          'offline-conversions': hashed('match_keys.email', 'maribel@example.com'),
          conversions: hashed('user_data.em', 'maribel@example.com'),
        },
      },
    ],
    [
      'city',
      {
        found: [{ path: 'user_attributes.$City', value: 'San José' }],
        becomes: 'sanjosé',
        sent: {
          'offline-conversions': hashed('match_keys.ct', 'sanjos'),
          conversions: hashed('user_data.ct', 'sanjosé', 'sanjos'),
        },
      },
    ],
    [
      'Apple advertising id',
      {
        sent: {
          'offline-conversions': hashed('match_keys.madid', madid.toLowerCase()),
          conversions: { member: 'user_data.madid', values: [{ value: madid, hashOf: null }] },
        },
      },
    ],
    ['country', { found: [{ path: 'user_attributes.$country', value: 'United States' }], becomes: 'us' }],
    ['gender', { becomes: null, note: 'left out: the value cannot be used: the word is unknown' }],
    ['last name', { found: [], becomes: null, note: 'not in the batch' }],
    ['customer id', { becomes: null, note: 'not sent: extendedMatchKeys is off' }],
  ];

  test.each(CASES)('%s', async (name, expected) => {
    const event = only(await explained(ndjson(PERSON), ['in.ndjson:1:0']));
    expect(field(event, name)).toMatchObject(expected);
  });

  test.each([
    ['customer id', 'extern_id', 'CRM-1', null, sha256('crm-1'), 'crm-1'],
    ['phone', 'phone', sha256('14155550123'), '14155550123', sha256('14155550123'), '14155550123'],
  ])('extended: %s', async (name, member, offline, offlineText, conversions, conversionsText) => {
    const person = { ...PERSON, user_attributes: { $Mobile: '+1 (415) 555-0123' } };
    const event = only(await explained(ndjson(person), ['in.ndjson:1', '--extended-match-keys']));
    const { sent } = field(event, name);
    const values = [{ value: offline, hashOf: offlineText }];
    expect(sent['offline-conversions']).toEqual({ member: `match_keys.${member}`, values });
    expect(sent.conversions?.values).toEqual([{ value: conversions, hashOf: conversionsText }]);
  });

  test('an identity that emailType names is shown as it is forwarded', async () => {
    const batch = { ...PERSON, user_identities: { email: 'a@example.com', other2: 'not-a-hash' } };
    const event = only(await explained(ndjson(batch), ['in.ndjson:1', '--email-type', 'Other 2']));
    const email = field(event, 'e-mail');
    expect(email.found).toEqual([{ path: 'user_identities.other2', value: 'not-a-hash' }]);
    expect(email.note).toContain('not a SHA-256');
    expect(email.sent.conversions?.values).toEqual([{ value: 'not-a-hash', hashOf: null }]);
  });
});

describe('the event itself', () => {
  test('a line total is shown where it counts', async () => {
    const products = [
      { id: 'A', price: 'NULL', quantity: 2, total_product_amount: 19.9 },
      { id: 'B', price: 5, total_product_amount: 4 },
    ];
    const batch = batchOf([purchase({ total_amount: null, products })]);
    const value = field(only(await explained(ndjson(batch), ['in.ndjson:1:0'])), 'value');
    expect(value.becomes).toBe(24.9);
    expect(value.found.map(({ path }) => path.split('.').slice(-2).join('.'))).toEqual([
      'product_action.total_amount',
      ...['price', 'quantity', 'total_product_amount'].map((member) => `products[0].${member}`),
      'products[1].price',
    ]);
  });

  test('each field names its source, its rule and both APIs', async () => {
    const event = only(
      await explained(
        ndjson(batchOf([purchase({ total_amount: 0, products: [{ id: 'A', price: '2.5', quantity: 2 }] })])),
        ['in.ndjson:1:0'],
      ),
    );
    expect(event.decisions).toEqual({
      'offline-conversions': { outcome: 'sent', eventName: 'Purchase' },
      conversions: { outcome: 'sent', eventName: 'Purchase' },
    });
    const value = field(event, 'value');
    expect(value.found).toEqual([
      { path: 'events[0].data.product_action.total_amount', value: 0 },
      { path: 'events[0].data.product_action.products[0].price', value: '2.5' },
      { path: 'events[0].data.product_action.products[0].quantity', value: 2 },
    ]);
    expect(value.becomes).toBe(5);
    expect(value.sent['offline-conversions']?.member).toBe('value');
    expect(value.sent.conversions?.member).toBe('custom_data.value');
    expect(field(event, 'event time').becomes).toBe(Math.floor(YESTERDAY_MS / 1000));
    expect(field(event, 'custom data').sent.conversions?.values[0]?.value).toEqual({ store_id: '0417' });
    for (const { rule } of event.fields) expect(rule.length).toBeGreaterThan(10);
  });

  test('names that differ are side by side', async () => {
    const event = only(await explained(ndjson(batchOf([purchase({ action: 'checkout' })])), ['in.ndjson:1']));
    expect(field(event, 'event name').sent['offline-conversions']?.values[0]?.value).toBe('Checkout');
    expect(field(event, 'event name').sent.conversions?.values[0]?.value).toBe('InitiateCheckout');
  });

  test('a default of one API does not count as that of the other: only conversions has an age limit', async () => {
    const old = String(NOW_MS - 100 * DAY_MS);
    const input = ndjson(batchOf([purchase({}, { timestamp_unixtime_ms: old })]));
    const event = only(await explained(input, ['in.ndjson:1']));
    expect(event.decisions['offline-conversions'].outcome).toBe('sent');
    expect(event.decisions.conversions).toMatchObject({ outcome: 'rejected', reason: 'too_old' });
    expect(field(event, 'event time').becomes).toBe(Math.floor(Number(old) / 1000));
    const set = only(await explained(input, ['in.ndjson:1', '--max-age-days', '30']));
    expect(set.decisions['offline-conversions']).toMatchObject({ outcome: 'rejected', reason: 'too_old' });
  });
});

describe('the rule that decided', () => {
  test.each([
    ['skipped', 'other_action', batchOf([purchase({ action: 'refund' })])],
    ['skipped', 'app_platform', batchOf([purchase()], { application_info: { os: 'iOS' } })],
    ['skipped', 'environment', batchOf([purchase()], { environment: 'development' })],
    ['skipped', 'not_commerce', batchOf([{ event_type: 'screen_view', data: {} }])],
    ['rejected', 'no_match_keys', batchOf([purchase()], { user_identities: null, user_attributes: null })],
    [
      'rejected',
      'insufficient_match_keys',
      batchOf([purchase()], { user_identities: null, user_attributes: { $Country: 'US' } }),
    ],
    ['rejected', 'invalid_currency', batchOf([purchase({}, { currency_code: 'BUCKS' })])],
    ['rejected', 'not_a_batch', '[1]'],
    ['rejected', 'not_json', '{"events": ['],
  ])('%s: %s', async (outcome, reason, record) => {
    const event = only(await explained(ndjson(record), ['in.ndjson:1']));
    for (const decision of Object.values(event.decisions)) {
      expect(decision).toMatchObject({ outcome, reason });
      expect('hint' in decision && decision.hint.length).toBeGreaterThan(0);
    }
    expect(event.wire).toEqual({ 'offline-conversions': null, conversions: null });
  });

  test('match keys of a skipped batch are still explained', async () => {
    const event = only(await explained(ndjson({ ...PERSON, environment: 'development' }), ['in.ndjson:1']));
    expect(field(event, 'e-mail').sent.conversions?.values).toHaveLength(1);
  });
});

describe('what can be named', () => {
  const TWO = batchOf([purchase({ transaction_id: 'A' }), purchase({ transaction_id: 'B' })]);
  const places = (events: readonly ExplainedEvent[]) =>
    events.map(({ place }) => `${place.line}:${place.event}`).join(' ');

  test.each([
    ['all events of a line', ['in.ndjson:3'], '3:0 3:1'],
    ['one event', ['in.ndjson:3:1'], '3:1'],
    ['a transaction', ['--order', 'B', '.'], '1:1 3:1'],
  ])('%s', async (_, args, expected) => {
    expect(places(await explained(ndjson(TWO, '', TWO), args))).toBe(expected);
  });

  test('several batches on one line', async () => {
    const line = JSON.stringify(TWO) + JSON.stringify(TWO);
    expect(places(await explained(ndjson(TWO, line), ['in.ndjson:2:1']))).toBe('2:1 2:1');
  });

  test('gzip, under any name', async () => {
    expect(places(await explained(gzipSync(ndjson(TWO)), ['in.bin:1:0'], 'in.bin'))).toBe('1:0');
  });

  test('a line of a rejects file means its event, and shows why it was rejected', async () => {
    const reject = { reason: 'no_match_keys', message: 'no usable match key', file: 'x', line: 9, event: 1 };
    const event = only(await explained(ndjson({ _reject: reject, ...TWO }), ['in.ndjson:1']));
    expect(event.place.event).toBe(1);
    expect(event.kept).toMatchObject({ reason: 'no_match_keys', message: 'no usable match key' });
    expect(field(event, 'order id').becomes).toBe('B');
    const raw = { _reject: { ...reject, event: null }, _raw: JSON.stringify(TWO) };
    expect(places(await explained(ndjson(raw), ['in.ndjson:1:1']))).toBe('1:1');
  });

  test('CSV: any row of a sale finds it', async () => {
    const csv = [
      'user_identities.email,user_attributes.$Country,events.data.timestamp_unixtime_ms,events.data.product_action.action,events.data.product_action.transaction_id,events.data.product_action.products.id,events.data.product_action.products.price',
      `a@example.com,US,${YESTERDAY_MS},purchase,T-1,A,1.50`,
      `a@example.com,US,${YESTERDAY_MS},purchase,T-1,B,2.50`,
      `b@example.com,US,${YESTERDAY_MS},purchase,T-2,A,1.50`,
    ];
    for (const line of [2, 3]) {
      const event = only(await explained(`${csv.join('\n')}\n`, [`in.csv:${line}`], 'in.csv'));
      expect(event.place.rows).toEqual([2, 3]);
      expect(field(event, 'value').becomes).toBe(4);
    }
  });

  test.each([
    ['no such line', ['in.ndjson:7'], 'in.ndjson has no record on line 7; the 2 that were read are on lines 1 to 2'],
    ['no such event', ['in.ndjson:2:5'], 'in.ndjson:2 has only events 0, 1'],
    ['no place', ['in.ndjson'], /FILE:LINE/],
    ['line zero', ['in.ndjson:0'], /lines count from 1/],
    ['no such order', ['--order', 'Z', 'in.ndjson'], 'no event in this input has that transaction id'],
    ['two places', ['in.ndjson:1', 'in.ndjson:2'], /give one place/],
  ])('%s', async (_, args, message) => {
    expect(await refusal(ndjson(TWO, TWO), args)).toMatch(message);
  });

  test('no such order among records that can be read', async () => {
    const message = 'no event in this input has that transaction id; 2 records are malformed: mp2fb check says why';
    expect(await refusal(ndjson(TWO, '{"events":', '[1]'), ['--order', 'Z', 'in.ndjson'])).toBe(message);
  });
});

test('a row that a manifest leaves out is named as one, because the summary gives its place', async () => {
  using folder = temporaryFolder();
  const keep = (column: string, field: string, map = {}) => ({ column, action: 'keep', field, map });
  const columns = [
    keep('mail', 'user_identities.email'),
    keep('when', 'events.data.timestamp_unixtime_ms'),
    keep('kind', 'events.data.product_action.action', { sale: 'purchase', '*': null }),
  ];
  writeFileSync(join(folder.path, 'm.json'), JSON.stringify({ columns }));
  writeFileSync(join(folder.path, 'in.csv'), 'mail,when,kind\na@example.com,1,sale\na@example.com,1,test\n');
  const args = ['in.csv:3:0', '--csv-manifest', 'm.json'];
  const { failure } = await runCommand(explainCommand, args, { cwd: folder.path });
  expect(failure).toBe('in.csv:3 is a row that the map of the CSV manifest leaves out (null)');
});

test('people get the same on stdout, and nothing that steers a terminal', async () => {
  using folder = temporaryFolder();
  const batch = { ...PERSON, user_attributes: { $FirstName: 'Mari\u001b[2Jbel\u202e' } };
  writeFileSync(join(folder.path, 'in.ndjson'), ndjson(batch));
  const { out, err } = await runCommand(explainCommand, ['in.ndjson:1:0'], { cwd: folder.path });
  expect(err).toBe('');
  expect(out).toContain('in.ndjson:1:0\n');
  expect(out).toMatch(/^in.ndjson:1:0\n {2}sent as Purchase: 61.46 USD; matched by e-mail, /);
  expect(out).not.toContain('not in the batch');
  expect(out).toContain('found                user_identities[1].identity = " Maribel@Example.COM "');
  expect(out).toContain(`user_data.em = "${sha256('maribel@example.com')}", the SHA-256 of "maribel@example.com"`);
  // oxlint-disable-next-line no-control-regex -- exactly these must not be there
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

describe('the headline', () => {
  const nobody = { user_identities: { mobile_number: '+14155550123', customer_id: 'C-1' }, user_attributes: {} };
  test.each([
    [
      'an app batch',
      { application_info: { os: 'iOS' } },
      /skipped as app_platform/,
      'with --include-app-batches this is',
    ],
    [
      'keys that are off',
      nobody,
      /rejected as no_match_keys/,
      'with --extended-match-keys this is sent: phone, customer id',
    ],
    [
      'a development batch',
      { environment: 'development' },
      /skipped as environment/,
      'with --environments production,dev',
    ],
    [
      'keys that could be more',
      { user_identities: { email: 'a@example.com', customer_id: 'C-1' } },
      /sent as Purchase: 61.46 USD; matched by e-mail, /,
      'with --extended-match-keys these match keys are sent as well: state, customer id',
    ],
  ])('of %s', async (_, more, outcome, next) => {
    const { headline } = only(await explained(ndjson(batchOf([purchase()], more)), ['in.ndjson:1']));
    expect(headline.outcome).toMatch(outcome);
    expect(headline.next).toContain(next);
  });

  test('names every fault of an event, and what to do where no setting helps', async () => {
    const event = purchase({ total_amount: 'ten', products: [] }, { currency_code: 'BUCKS' });
    const { headline } = only(await explained(ndjson(batchOf([event])), ['in.ndjson:1']));
    expect(headline.outcome).toMatch(/rejected as invalid_currency: currency_code .*; total_amount, a price/);
    expect(headline.next).toContain('three letters such as EUR');
  });

  test('of an old event: the age limit of the chosen API', async () => {
    const old = purchase({}, { timestamp_unixtime_ms: String(NOW_MS - 100 * DAY_MS) });
    const { headline } = only(await explained(ndjson(batchOf([old])), ['in.ndjson:1']));
    expect(headline.next).toContain('with --max-age-days none this is sent');
  });
});

test('members that are JSON text are found where they are', async () => {
  const text = { ...PERSON, user_identities: JSON.stringify(PERSON['user_identities']) };
  const event = only(await explained(ndjson(text), ['in.ndjson:1']));
  expect(field(event, 'e-mail').found).toEqual([
    { path: 'user_identities[1].identity', value: ' Maribel@Example.COM ' },
  ]);
});

test.each([72, 48])('lines are folded to the width of a terminal: %i', async (columns) => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'in.ndjson'), ndjson(PERSON));
  let out = '';
  const stdout = Object.assign(
    new Writable({
      write: (piece: Buffer, _, done) => {
        out += piece.toString();
        done();
      },
    }),
    { isTTY: true, columns },
  );
  await runCommand(explainCommand, ['in.ndjson:1:0'], { cwd: folder.path, env: { NO_COLOR: '1' }, more: { stdout } });
  const long = out.split('\n').filter((line) => line.length > columns);
  // A hash is one word.
  expect(long.filter((line) => !/[0-9a-f]{64}/.test(line))).toEqual([]);
  expect(out).toContain(`"${sha256('maribel@example.com')}"`);
});

describe('--identity', () => {
  const OTHER = batchOf([purchase({ transaction_id: 'B' })], { user_identities: { customer_id: 'CRM-2' } });
  const find = async (args: readonly string[], stdin = '') => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'in.ndjson'), ndjson(PERSON, OTHER, PERSON));
    writeFileSync(join(folder.path, 'who.txt'), 'crm-2\n');
    writeFileSync(join(folder.path, 'utf-16.txt'), '\ufeffcrm-2\n', 'utf16le');
    const more = { stdin: () => Readable.from([Buffer.from(stdin)]) };
    const run = await runCommand(explainCommand, [...args, '--json'], { cwd: folder.path, more });
    return {
      ...run,
      lines:
        run.failure === null
          ? (JSON.parse(run.out) as { events: ExplainedEvent[] }).events.map(({ place }) => place.line)
          : [],
    };
  };

  test('reads it from stdin or a file, and finds it in any case', async () => {
    expect((await find(['--identity', '-', 'in.ndjson'], 'MARIBEL@example.com\n')).lines).toEqual([1, 3]);
    expect((await find(['--identity', 'who.txt', 'in.ndjson'])).lines).toEqual([2]);
  });

  test.each([
    ['nobody of it', ['--identity', '-', 'in.ndjson'], 'x@example.com', /has that identity/],
    ['the identity itself', ['--identity', 'maribel@example.com', 'in.ndjson'], '', /cannot be read/],
    ['a file in UTF-16', ['--identity', 'utf-16.txt', 'in.ndjson'], '', /cannot be read/],
    ['nothing', ['--identity', '-', 'in.ndjson'], ' \n', /one identity/],
    ['stdin twice', ['--identity', '-', '-'], 'x', /only one of/],
    ['an order too', ['--identity', '-', '--order', 'A', 'in.ndjson'], 'x', /either/],
  ])('%s is refused, and the message shows no personal data', async (_, args, stdin, message) => {
    const { failure, code } = await find(args, stdin);
    expect([code, failure]).toEqual([2, expect.stringMatching(message)]);
    expect(failure).not.toContain('example.com');
  });
});

describe('an input that cannot be read to its end', () => {
  const HEADER = `${['user_identities.email', 'events.data.product_action.action', 'events.data.timestamp_unixtime_ms'].join()}\n`;
  const CUT = `${HEADER}ida@example.com,purchase,${YESTERDAY_MS}\n"jo@example.com,purchase\n`;
  const found = async (args: readonly string[], stdin = '') => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'a.csv'), CUT);
    writeFileSync(join(folder.path, 'b.ndjson'), ndjson(PERSON));
    const more = { stdin: () => Readable.from([Buffer.from(stdin)]) };
    return await runCommand(explainCommand, args, { cwd: folder.path, more });
  };

  test.each([
    ['a place before the fault', ['a.csv:2'], '', 0, /^a\.csv:2:0/, null],
    ['a place after it', ['a.csv:9'], '', 6, /^$/, /a\.csv:3: a quote is opened/],
    ['a person before it', ['--identity', '-', 'a.csv'], 'ida@example.com', 6, /^a\.csv:2:0/, /a\.csv:3: a quote/],
    ['a person in the next file', ['--identity', '-', '.'], 'maribel@example.com', 6, /^b\.ndjson:1:0/, /a\.csv:3: /],
    ['nobody of it', ['--identity', '-', '.'], 'x@example.com', 6, /^$/, /^a\.csv:3: a quote/],
  ] as const)('%s', async (_, args, stdin, code, out, failure) => {
    const run = await found(args, stdin);
    expect([run.code, run.out]).toEqual([code, expect.stringMatching(out)]);
    if (failure === null) expect(run.failure).toBeNull();
    else expect(run.failure).toMatch(failure);
  });
});

test('the help says that it shows personal data', () => {
  let help = '';
  explainCommand({} as never)
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  expect(help).toContain('PERSONAL DATA');
});

/** A server that accepts a request and never answers it. */
const silentServer = async (asked: () => void): Promise<{ readonly url: string } & AsyncDisposable> => {
  const server = createServer(asked);
  return {
    url: `${await urlOf(server)}/in.ndjson`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

test('says what was left out of an event and why: ids, amounts, placeholders, phones', async () => {
  const event = purchase({ transaction_id: '1.2E+11', total_amount: '19,90', products: [] });
  const batch = batchOf([event], {
    user_identities: { email: 'noemail@noemail.com', mobile_number: '0176 12345678', customer_id: '1.79E+12' },
    user_attributes: { $City: 'n/a' },
  });
  const explanation = only(await explained(ndjson(batch), ['in.ndjson:1', '--extended-match-keys']));
  const noteOf = (name: string) => [field(explanation, name).becomes, field(explanation, name).note];
  expect(noteOf('order id')).toEqual([null, 'left out: a spreadsheet shortened it, and its digits are lost']);
  expect(noteOf('value')).toEqual([null, expect.stringMatching(/not written as a number.*: total_amount$/)]);
  expect(noteOf('e-mail')).toEqual([null, 'left out: it means "no value"']);
  expect(noteOf('city')).toEqual([null, 'left out: it means "no value"']);
  expect(noteOf('customer id')).toEqual([null, 'left out: a spreadsheet shortened it, and its digits are lost']);
  expect(noteOf('phone')).toEqual([
    null,
    expect.stringMatching(/: no country is known for the number, .* or set defaultCountry$/),
  ]);
});

test.each([
  ['Existing Customer to Business', 'existing_customer_to_business', null],
  ['vip', null, "customer_segmentation is a standard name of Meta's, but Meta does not accept its value: left out"],
])("the customer's segment %s is found where the setting says", async (loyalty, segment, note) => {
  const batch = { ...PERSON, user_attributes: { loyalty } };
  const explanation = only(await explained(ndjson(batch), ['in.ndjson:1', '--customer-segmentation', 'loyalty']));
  const { found, becomes, note: said, sent } = field(explanation, 'custom data');
  expect(found).toContainEqual({ path: 'user_attributes.loyalty', value: loyalty });
  expect(becomes).toEqual({ store_id: '0417', ...(segment === null ? {} : { customer_segmentation: segment }) });
  expect(said).toBe(note);
  expect(JSON.stringify(sent['offline-conversions'])).not.toContain('customer_segmentation');
});

test('members in another style of spelling are found where they are', async () => {
  const { data } = purchase() as { data: Record<string, unknown> };
  const [{ product_action: action, timestamp_unixtime_ms: time }] = [data];
  const { transaction_id: order, total_amount: total } = action as Record<string, unknown>;
  const batch = {
    userIdentities: [{ identityType: 'email', Identity: 'ida@example.com' }],
    UserAttributes: { $first_name: 'Ida' },
    events: [
      {
        event_type: 'commerce_event',
        data: {
          timestampUnixtimeMs: time,
          productAction: { action: 'purchase', transactionId: order, TotalAmount: total },
        },
      },
    ],
  };
  const explanation = only(await explained(ndjson(batch), ['in.ndjson:1']));
  const pathOf = (name: string) => field(explanation, name).found.map(({ path }) => path);
  expect(pathOf('e-mail')).toEqual(['userIdentities[0].Identity']);
  expect(pathOf('first name')).toEqual(['UserAttributes.$first_name']);
  expect(pathOf('event time')).toEqual(['events[0].data.timestampUnixtimeMs']);
  expect(pathOf('order id')).toEqual(['events[0].data.productAction.transactionId']);
  expect(pathOf('value')).toEqual(['events[0].data.productAction.TotalAmount']);
});

describe('what is found is what the batch says', () => {
  const LONG = JSON.stringify(batchOf([purchase({ transaction_id: 0 })], { user_identities: { customer_id: 0 } }))
    .replace('"transaction_id":0', '"transaction_id":9007199254740993')
    .replace('"customer_id":0', '"customer_id":9007199254740995');
  const found = (event: ExplainedEvent, name: string) => field(event, name).found.map(({ value }) => value);

  test.each([
    ['in a number', LONG],
    ['in text within text, with blanks before it', JSON.stringify(`  ${LONG}`)],
  ])('all digits of an id %s', async (_, line) => {
    const event = only(await explained(ndjson(line), ['in.ndjson:1', '--extended-match-keys', '--format', 'ndjson']));
    expect([found(event, 'order id'), found(event, 'customer id')]).toEqual([
      ['9007199254740993'],
      ['9007199254740995'],
    ]);
  });

  const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  test.each([
    ['the batch', LONG.replace(/^\{/, `{"more":${DEEP},`), 'sent'],
    ['a custom attribute', LONG.replace('"custom_attributes":{', `"custom_attributes":{"deep":${DEEP},`), 'rejected'],
  ])('a part of %s that is nested too deeply does not end the program', async (_, line, outcome) => {
    const event = only(await explained(ndjson(line), ['in.ndjson:1']));
    expect([event.decisions[event.api].outcome, found(event, 'order id')]).toEqual([outcome, ['9007199254740993']]);
  });

  test.each(['1001', '1001.0'])(
    'an order by the id that is sent, and by the one that is written: %s',
    async (order) => {
      const lines = ndjson(batchOf([purchase({ transaction_id: '1001.0' })]), PERSON);
      const event = only(await explained(lines, ['--order', order, 'in.ndjson']));
      expect(field(event, 'order id').becomes).toBe('1001');
    },
  );

  test('a list among the custom data', async () => {
    const batch = batchOf([purchase({}, { custom_attributes: { content_ids: 'A-1,B-2' } })]);
    const { sent } = field(only(await explained(ndjson(batch), ['in.ndjson:1'])), 'custom data');
    expect(sent.conversions?.values).toEqual([{ value: { content_ids: ['A-1', 'B-2'] }, hashOf: null }]);
  });

  test('a format character beyond the first plane, as JSON escapes it', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'in.ndjson'), ndjson({ ...PERSON, user_attributes: { $City: 'Ulm\u{e0041}' } }));
    const { out } = await runCommand(explainCommand, ['in.ndjson:1'], { cwd: folder.path });
    expect(out).toContain(String.raw`"Ulm\udb40\udc41"`);
  });
});

describe('a signal ends the search at once', () => {
  test('while a link is read', async () => {
    const stop = new AbortController();
    await using server = await silentServer(() => {
      stop.abort('SIGINT');
    });
    const run = await runCommand(explainCommand, [`${server.url}:1`], { cwd: '/', more: { signal: stop.signal } });
    expect(run).toEqual({ out: '', err: '', code: 130, failure: null });
  });

  test.each([[['--order', 'T-1', '-']], [['--identity', '-', 'in.ndjson']]])(
    'while stdin is awaited: %j',
    async (args) => {
      const stop = new AbortController();
      const stdin = (): Readable =>
        new Readable({
          read: () => {
            stop.abort('SIGTERM');
          },
        });
      const run = await runCommand(explainCommand, args, { cwd: '/', more: { signal: stop.signal, stdin } });
      expect(run).toEqual({ out: '', err: '', code: 143, failure: null });
    },
  );
});
