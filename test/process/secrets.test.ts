import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ledgerCommand } from '../../src/cli/ledger.js';
import { reportCommand } from '../../src/cli/report.js';
import { batchOf, purchase } from '../support/batches.js';
import { runCommand } from '../support/command.js';
import { mp2fb, type Finished } from '../support/program.js';
import { FakeGraphApi, type FakeGraphApiOptions } from '../support/fake-graph-api.js';
import { temporaryFolder, textAt, urlOf } from '../support/surroundings.js';

const TOKEN = 'EAATOKENmarker0123456789';
const APP_SECRET = 'appsecretmarker0123456789';

/** A person whose values occur in no other part of an output: digits alone would also be in random hex digits. */
const PERSON = {
  email: 'zebulonia.marker@example.com',
  firstName: 'Zebulonia',
  lastName: 'Quagmarker',
  city: 'Markerville',
  zip: 'SW1Z 9QX',
  phone: '+1 415 555 0197',
  customerId: 'CUSTMARKER-4711',
  attribute: 'second.marker@example.net',
  order: 'ORDERMARKER-77',
};
const MARKERS = [...Object.values(PERSON), '4155550197', 'SW1Z9QX', TOKEN, APP_SECRET].map((text) =>
  text.toLowerCase(),
);

const markersIn = (text: string): string[] => MARKERS.filter((marker) => text.toLowerCase().includes(marker));

const person = (event: unknown): Record<string, unknown> =>
  batchOf([event], {
    user_identities: { email: PERSON.email, customerid: PERSON.customerId, mobile_number: PERSON.phone },
    user_attributes: {
      ...{ $FirstName: PERSON.firstName, $LastName: PERSON.lastName, $City: PERSON.city, $Zip: PERSON.zip },
      ...{ $Country: 'GB', $State: 'Kent' },
    },
  });

const event = (index: number, data: Record<string, unknown> = {}): unknown =>
  purchase(
    { transaction_id: `${PERSON.order}-${index}` },
    {
      timestamp_unixtime_ms: Date.now() - 86_400_000 + index,
      event_id: String(index + 1),
      custom_attributes: { note: PERSON.attribute, contact: PERSON.phone },
      ...data,
    },
  );

const good = (index: number): string => JSON.stringify(person(event(index)));

/** One line of each kind that is not sent: cut off, no batch, no time, an amount that is a person, a currency that is. */
const BAD_LINES = [
  good(90).slice(0, -30),
  JSON.stringify([PERSON.email]),
  JSON.stringify(person(event(91, { timestamp_unixtime_ms: PERSON.email }))),
  JSON.stringify(person(event(92, { currency_code: PERSON.firstName }))),
  JSON.stringify(person(purchase({ total_amount: PERSON.lastName, products: [] }, {}))),
  JSON.stringify({ ...person(event(93)), environment: PERSON.city }),
  JSON.stringify(person(PERSON.email)),
  PERSON.email,
];

const OPTIONS = ['--report', 'report.json', '--metrics', 'metrics.prom', '--ledger', 'ledger', '--max-retries', '1'];
const ALL_KEYS = ['--extended-match-keys', '--pii-guard', 'warn'];

const bytesBelow = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

interface Night {
  readonly lines: readonly string[];
  readonly peer?: FakeGraphApiOptions;
  readonly more?: readonly string[];
  readonly api?: 'conversions' | 'offline-conversions';
  readonly files?: Readonly<Record<string, string>>;
}

interface Told extends Finished {
  /** Everything the run left behind, but the rejects and the inputs. */
  readonly left: string;
  readonly rejects: string;
  readonly rejectsMode: number | null;
}

/** A whole run in a folder of its own, then the HTML page of its report; returns all that it printed and saved. */
const night = async ({ lines, peer = {}, more = [], api = 'conversions', files = {} }: Night): Promise<Told> => {
  using folder = temporaryFolder();
  await using facebook = new FakeGraphApi(peer);
  mkdirSync(join(folder.path, 'in'));
  writeFileSync(join(folder.path, 'in', 'export.ndjson'), `${lines.join('\n')}\n`);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, 'in', name), text);
  const id = api === 'conversions' ? '--dataset-id' : '--offline-event-set-id';
  const env = { MP2FB_ACCESS_TOKEN: TOKEN, MP2FB_APP_SECRET: APP_SECRET };
  const options = { cwd: folder.path, env };
  const run = await mp2fb(
    [
      ...['upload', 'in', id, '123', '--base-url', await facebook.listen()],
      ...[...OPTIONS, ...ALL_KEYS, '--rejects', 'in/rejects', ...more],
    ],
    options,
  );
  const page = await runCommand(reportCommand, ['report.json', '--html', 'page.html'], options);
  const ledger = await runCommand(ledgerCommand, ['export', '--ledger', 'ledger'], options);
  const rejectsPath = join(folder.path, 'in', 'rejects');
  const [rejects, stats] = [textAt(rejectsPath), statSync(rejectsPath, { throwIfNoEntry: false })];
  const left = readdirSync(folder.path)
    .filter((name) => name !== 'in')
    .map((name) => join(folder.path, name))
    .map((path) => (statSync(path).isDirectory() ? bytesBelow(path) : readFileSync(path, 'latin1')));
  expect(readdirSync(folder.path).sort()).toEqual(['in', 'ledger', 'metrics.prom', 'page.html', 'report.json']);
  const printed = [run.stdout, run.stderr, page.out, page.err, ledger.out, ledger.err];
  return {
    ...run,
    left: [...printed, ...left].join('\n'),
    rejects,
    rejectsMode: stats === undefined ? null : stats.mode & 0o777,
  };
};

const refusal = (words: Record<string, unknown>, status = 400): FakeGraphApiOptions => ({
  fault: () => ({ status, body: { error: { type: 'OAuthException', fbtrace_id: 'TRACE', ...words } } }),
});

const GOOD = Array.from({ length: 5 }, (_, index) => good(index));

describe.concurrent('token and people occur in no output of an upload', () => {
  test.each<readonly [what: string, night: Night, code: number, rejects: number]>([
    ['success', { lines: GOOD }, 0, 0],
    ['success, as the older API', { lines: GOOD, api: 'offline-conversions' }, 0, 0],
    ['success, progress as JSON', { lines: GOOD, more: ['--progress', 'json'] }, 0, 0],
    ['success, an e-mail type that is no e-mail', { lines: GOOD, more: ['--email-type', 'customer_id'] }, 0, 0],
    ['bad lines', { lines: [...GOOD, ...BAD_LINES] }, 3, 7],
    ['bad lines, progress as JSON', { lines: [...GOOD, ...BAD_LINES], more: ['--progress', 'json'] }, 3, 7],
    [
      'a CSV file without a header',
      { lines: GOOD, files: { 'sales.csv': `${PERSON.email},${PERSON.firstName}\n${PERSON.phone},1\n` } },
      6,
      0,
    ],
    [
      'a token that Facebook quotes',
      { lines: GOOD, peer: refusal({ code: 190, message: `Malformed access token ${TOKEN}` }, 401) },
      4,
      0,
    ],
    [
      'refusals that quote what several events have in common',
      {
        lines: GOOD,
        peer: refusal({
          code: 100,
          error_user_title: 'Invalid parameter',
          error_user_msg: `note ${PERSON.attribute}, contact ${PERSON.phone}`,
        }),
      },
      3,
      5,
    ],
    [
      'a refusal that quotes an order, in capitals',
      { lines: [good(0)], peer: refusal({ code: 100, message: `order ${PERSON.order}-0 is bad`.toUpperCase() }) },
      3,
      1,
    ],
    [
      'refusals that quote a raw customer id',
      {
        lines: [good(0)],
        api: 'offline-conversions',
        peer: refusal({ code: 100, message: `bad ${PERSON.customerId}` }),
      },
      3,
      1,
    ],
    ['a network fault', { lines: GOOD, peer: { fault: () => 'reset' } }, 4, 0],
    ['a gateway’s page', { lines: GOOD, peer: { fault: () => 'html' } }, 4, 0],
  ])('%s', async (_what, given, code, rejects) => {
    const ended = await night(given);
    expect([ended.code, ended.stderr.includes('bug')]).toEqual([code, false]);
    expect(markersIn(ended.left)).toEqual([]);
    expect(ended.rejects.split('\n').length - 1).toBe(rejects);
    expect(ended.rejectsMode).toBe(rejects > 0 ? 0o600 : null);
    expect([ended.rejects.includes(TOKEN), ended.rejects.includes(APP_SECRET)]).toEqual([false, false]);
    if (rejects > 0) expect(markersIn(ended.rejects).length).toBeGreaterThan(0);
  });
});

describe.concurrent('a token in whatever spelling, or only its beginning, occurs in none either', () => {
  const ODD = 'EAAB/secret|token/9876543210';
  const quoting = (words: string, fbtrace_id = 'TRACE'): string =>
    JSON.stringify({ error: { code: 190, message: `Malformed access token ${words}`, fbtrace_id } });

  test.each([
    ['as it is', quoting(ODD)],
    ['with slashes escaped', quoting(ODD).replaceAll('/', String.raw`\/`)],
    ['with signs as code points', quoting(ODD).replaceAll('|', String.raw`\u007c`)],
    ['percent-encoded', quoting(encodeURIComponent(ODD))],
    ['in capitals', quoting(ODD.toUpperCase())],
    ['cut short', quoting(ODD.slice(0, -3))],
    ['as a trace id', quoting('', 'EAAB/secret')],
  ])('%s', async (_, body) => {
    using folder = temporaryFolder();
    await using facebook = new FakeGraphApi({ fault: () => ({ status: 401, body }) });
    writeFileSync(join(folder.path, 'export.ndjson'), `${good(0)}\n`);
    const args = ['upload', 'export.ndjson', '--dataset-id', '1', '--base-url', await facebook.listen(), ...OPTIONS];
    const run = await mp2fb(args, { cwd: folder.path, env: { MP2FB_ACCESS_TOKEN: ODD } });
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('Malformed access token');
    expect(run.stdout + run.stderr + bytesBelow(folder.path)).not.toMatch(/eaab|secret|987654/i);
  });
});

describe.concurrent('nor where a run does not even start', () => {
  const settings = (more: object): string => JSON.stringify({ accessToken: TOKEN, appSecret: APP_SECRET, ...more });

  test.each<readonly [what: string, files: Readonly<Record<string, string>>, args: readonly string[], code: number]>([
    ['bad settings', { 'mp2fb.config.json': settings({ chunkSize: TOKEN, datsetId: 1 }) }, ['upload', 'x'], 2],
    ['a broken settings file', { 'mp2fb.config.json': settings({}).slice(0, -1) }, ['upload', 'x'], 2],
    [
      'a token with a space',
      { 'mp2fb.config.json': settings({ accessToken: `${TOKEN} ${TOKEN}` }) },
      ['upload', 'x'],
      2,
    ],
    ['a token as a flag', {}, ['upload', 'x', '--dataset-id', '1', '--access-token', TOKEN], 2],
    [
      'a token file of two lines',
      { token: `${TOKEN}\n${TOKEN}\n` },
      ['upload', 'x', '--access-token-file', 'token'],
      2,
    ],
    ['settings shown', { 'mp2fb.config.json': settings({ datasetId: '1' }) }, ['settings'], 0],
    ['settings shown as JSON', { 'mp2fb.config.json': settings({ datasetId: '1' }) }, ['settings', '--json'], 0],
    [
      'an environment file',
      { '.env': `MP2FB_ACCESS_TOKEN=${TOKEN}\nMP2FB_CHUNK_SIZE=${TOKEN}\n` },
      ['upload', 'x', '--env-file', '.env'],
      2,
    ],
    ['a report that is an export', { 'report.json': good(0) }, ['report', 'report.json'], 6],
    [
      'a manifest that is an export',
      { 'm.json': good(0), x: good(0) },
      ['upload', 'x', '--dry-run', '--csv-manifest', 'm.json'],
      2,
    ],
  ])('%s', async (_what, files, args, code) => {
    using folder = temporaryFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text, { mode: 0o600 });
    const run = await mp2fb(args, { cwd: folder.path });
    expect([run.code, run.stderr.includes('bug')]).toEqual([code, false]);
    expect(markersIn(run.stdout + run.stderr)).toEqual([]);
  });
});

test('check shows none of them either', async () => {
  using folder = temporaryFolder();
  const error = { code: 190, message: `Malformed access token ${TOKEN}`, fbtrace_id: 'TRACE' };
  const facebook = createServer((_, response) => response.writeHead(401).end(JSON.stringify({ error })));
  const url = await urlOf(facebook);
  writeFileSync(join(folder.path, 'export.ndjson'), [...GOOD, ...BAD_LINES].join('\n'));
  const args = ['check', 'export.ndjson', '--dataset-id', '1', '--base-url', url, ...ALL_KEYS];
  const env = { MP2FB_ACCESS_TOKEN: TOKEN, MP2FB_APP_SECRET: APP_SECRET, XDG_STATE_HOME: folder.path };
  for (const form of [[], ['--json']]) {
    const run = await mp2fb([...args, ...form], { cwd: folder.path, env });
    expect([run.code, markersIn(run.stdout + run.stderr)]).toEqual([4, []]);
  }
  facebook.close();
});

test('a dry run prints neither token nor anything that is hashed', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'export.ndjson'), GOOD.join('\n'));
  const env = { MP2FB_ACCESS_TOKEN: TOKEN, MP2FB_APP_SECRET: APP_SECRET };
  const args = ['upload', 'export.ndjson', '--dry-run', '--api', 'conversions', '--preview', 'requests', '--no-ledger'];
  const run = await mp2fb([...args, ...ALL_KEYS, '--pii-guard', 'drop'], { cwd: folder.path, env });
  expect(run.code).toBe(0);
  expect(markersIn(run.stderr)).toEqual([]);
  expect(markersIn(run.stdout)).toEqual([PERSON.order.toLowerCase()]);
});

test.each([200, 403])('a signed link is shown without its signature (HTTP %i)', async (status) => {
  using folder = temporaryFolder();
  const store = createServer((_, response) => response.writeHead(status).end(status === 200 ? `${GOOD[0]}\n` : ''));
  const link = `${await urlOf(store)}/export.ndjson?Signature=${TOKEN}`;
  const args = ['upload', link, '--sandbox', '--api', 'conversions', '--report', 'report.json'];
  const run = await mp2fb([...args, '--progress', 'json'], { cwd: folder.path });
  store.close();
  expect([run.code, run.stderr.includes('bug')]).toEqual([status === 200 ? 0 : 6, false]);
  expect(markersIn(run.stdout + run.stderr + bytesBelow(folder.path))).toEqual([]);
});
