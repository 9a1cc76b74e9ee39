import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { MATCH_KEY_NAMES } from '../../src/model/conversion.js';
import type { Report } from '../../src/model/report.js';
import { renderHtml } from '../../src/report/html/page.js';
import { mergeReports } from '../../src/report/merge/merge.js';
import { missingShards } from '../../src/report/merge/merge-runs.js';
import { shellWord } from '../../src/lib/format.js';
import { nextStep } from '../../src/report/summary/next-step.js';
import { renderSummary } from '../../src/report/summary/summary.js';
import { alertOf, alertOfFailure } from '../../src/report/alert.js';
import { headlineOf } from '../../src/report/summary/headline.js';
import { widthOf, wrap } from '../../src/report/summary/text.js';
import { aReport, EMPTY, NIGHT } from './a-report.js';

const at = (width: number, report: Report): string => renderSummary(report, { width, color: false });

const FAILED: Report['inputs'][number] = {
  ...{ path: 'a.gz', format: 'ndjson', bytes: 5, records: 1 },
  ...{ status: 'failed', failure: 'a.gz ends in the middle of line 1' },
};

describe('what people read', () => {
  test('a usual night, 80 cells wide', () => {
    expect(at(80, NIGHT)).toMatchInlineSnapshot(`
      "! Finished with 212 rejected, 3 malformed records    run 20260731T020001Z-4f2a1b

        Destination  Conversions API v26.0, dataset 1234567890123456
        Read         3 inputs (1.2 GB): 480,210 batches (3 malformed), 480,212 events
        Time         2026-07-31 02:00 UTC, 2 min 14 s (30 s waiting), 3,507 events/s
        Requests     474, 472 succeeded, 2 retries; 210 ms each, 99% within 910 ms

        Events                               What Facebook got
          sent          470,000  97.9%         Purchase   400,000  12,345,678.90 USD
          already sent    8,000   1.7%         AddToCart   70,000     934,000.00 USD
          skipped         2,000   0.4%         total      470,000  13,279,678.90 USD
          rejected          212  <0.1%
          malformed           3 records

        Match keys  98.2% with a strong key such as e-mail or phone, 1.8% without
          e-mail        ━━━━━━━━━─   95.1%    last name     ━━━━━━━───   70.0%
          Apple ad id   ━─────────    9.0%    gender        ━━────────   20.0%
          Google ad id  ━─────────   11.0%    city          ━━━━━━━───   66.0%
          first name    ━━━━━━━───   70.0%    country       ━━━━━━━━━━    100%

        Skipped
          1,800  app_platform: App and web events belong to the main Facebook
                 integration; includeAppBatches forwards them here.
            200  other_action: Only add to cart, add to wishlist, checkout, purchase
                 and view detail are forwarded.

        Rejected
          180  no_match_keys: The batch has no match key that identifies a person (see
               --extended-match-keys). First at exports/2026-07-28.ndjson.gz:120344:0:
               no usable match key in identities, device or attributes
           32  invalid_currency: currency_code is not an ISO 4217 code. Use three
               letters such as EUR. First at exports/2026-07-29.ndjson.gz:17:1
            3  not_json: The line is not JSON. Export it again, or fix the line in the
               rejects file. First at exports/2026-07-30.ndjson.gz:99

        Warnings
          1,204  events without a currency take the default currency: USD

        Written  rejects.ndjson, report.json
        Next     fix the rejects, then (same settings): mp2fb upload rejects.ndjson
      "
    `);
  });

  test('the same night, 120 cells wide: the same words on fewer lines, match keys in three columns', () => {
    const wordsOf = (text: string): string[] => text.split(/\s+/).sort();
    const [narrow, wide] = [at(80, NIGHT), at(120, NIGHT)];
    expect(wordsOf(wide)).toEqual(wordsOf(narrow));
    expect(wide).toContain(
      `
    e-mail        ━━━━━━━━━─   95.1%    first name    ━━━━━━━───   70.0%    city          ━━━━━━━───   66.0%
    Apple ad id   ━─────────    9.0%    last name     ━━━━━━━───   70.0%    country       ━━━━━━━━━━    100%
    Google ad id  ━─────────   11.0%    gender        ━━────────   20.0%
`,
    );
    expect(wide.split('\n').length).toBeLessThan(narrow.split('\n').length);
  });

  test('a warning about records ends with the place of the first one, its long path cut at the start', () => {
    const origin = `exports/${'stores-'.repeat(12)}/2026-07-28.ndjson.gz:203:0`;
    const message = 'events without a currency take the default currency: EUR';
    const lines = at(60, aReport({ warnings: [{ code: 'currency_defaulted', count: 7, message, origin }] })).split(
      '\n',
    );
    expect(lines.slice(lines.indexOf('  Warnings') + 1, -1)).toEqual([
      '    7  events without a currency take the default currency:',
      '       EUR. First at',
      '       …stores-stores-/2026-07-28.ndjson.gz:203:0',
    ]);
  });

  test('a good night with nothing new', () => {
    const report = aReport({
      inputs: NIGHT.inputs.map((input) => ({ ...input, status: 'unchanged', records: 0 })),
      files: { report: 'report.json' },
      duration: { seconds: 0.4 },
    });
    expect(at(80, report)).toMatchInlineSnapshot(`
      "✔ Nothing new to send                                run 20260731T020001Z-4f2a1b

        Destination  Conversions API v26.0, dataset 1234567890123456
        Read         3 inputs (1.2 GB), all unchanged since an earlier run
        Time         2026-07-31 02:00 UTC, 0.4 s

        Written  report.json
      "
    `);
  });

  test('a run that Facebook stopped', () => {
    const report = aReport(
      {
        run: {
          exitCode: 4,
          stopReason: 'Facebook says that the access token has expired (code 190). Make a new one, then start again.',
        },
        events: {
          skipped: { total: 0, byReason: {} },
          rejected: { total: 0, byReason: {} },
          sent: 350_212,
          unsent: 122_000,
        },
        batches: { malformed: 0 },
        warnings: [],
        rejectSamples: [],
        byEventName: { Purchase: { events: 350_212, value: { USD: 9_345_678.9 } } },
        matchKeys: { email: 350_000, gender: 35_000, country: 350_212, strong: 350_100 },
        files: { rejects: null },
        limitedDataUse: { flagged: 1_200, notSendable: { no_state: 12, not_us: 4 } },
      },
      NIGHT,
    );
    expect(at(80, report)).toMatchInlineSnapshot(`
      "✖ Stopped before the end                             run 20260731T020001Z-4f2a1b
        Facebook says that the access token has expired (code 190). Make a new one,
        then start again.
        Next  when the cause is gone, run the same command again: delivered events are
              not sent twice

        Destination  Conversions API v26.0, dataset 1234567890123456
        Read         3 inputs (1.2 GB): 480,210 batches, 480,212 events
        Time         2026-07-31 02:00 UTC, 2 min 14 s (30 s waiting), 2,614 events/s
        Requests     474, 472 succeeded, 2 retries; 210 ms each, 99% within 910 ms

        Events                              What Facebook got
          sent          350,212  72.9%        Purchase  350,212  9,345,678.90 USD
          already sent    8,000   1.7%
          unsent        122,000  25.4%

        Match keys  >99.9% with a strong key such as e-mail or phone, <0.1% without
          e-mail   ━━━━━━━━━─  >99.9%    country  ━━━━━━━━━━    100%
          gender   ━─────────   10.0%

        Limited Data Use  1,200 flagged, 16 could not be (12 without a state, 4
        outside the US)

        Rejected
          3  not_json: The line is not JSON. Export it again, or fix the line in the
             rejects file.

        Written  report.json
      "
    `);
  });

  test('of a run that was stopped, what to do comes first, and lists are short', () => {
    const report = aReport(
      {
        run: { exitCode: 4, stopReason: 'The token has expired.' },
        events: {
          read: 30,
          unsent: 9,
          sent: 0,
          alreadySent: 0,
          skipped: { total: 11, byReason: { not_commerce: 5, promotion: 3, impression: 2, environment: 1 } },
          rejected: { total: 10, byReason: { no_value: 4, no_event_time: 3, invalid_currency: 2, too_old: 1 } },
        },
        batches: { malformed: 0, byReason: {} },
        warnings: (['not_utf8', 'id_digits_lost', 'api_closed', 'unknown_held'] as const).map((code, at) => ({
          code,
          count: at + 1,
          message: `what ${code} means`,
        })),
        rejectSamples: [],
        matchKeys: {},
        byEventName: {},
      },
      NIGHT,
    );
    expect(at(80, report)).toMatchInlineSnapshot(`
      "✖ Stopped before the end                             run 20260731T020001Z-4f2a1b
        The token has expired.
        Next  when the cause is gone, run the same command again: delivered events are
              not sent twice

        Destination  Conversions API v26.0, dataset 1234567890123456
        Read         3 inputs (1.2 GB): 480,210 batches, 30 events
        Time         2026-07-31 02:00 UTC, 2 min 14 s (30 s waiting)
        Requests     474, 472 succeeded, 2 retries; 210 ms each, 99% within 910 ms

        Events
          skipped   11  36.7%
          rejected  10  33.3%
          unsent     9  30.0%

        Skipped  5 not_commerce, 3 promotion, 2 impression and 1 more:
        mp2fb report --json report.json prints all

        Rejected
          4  no_value: A purchase needs a value above zero: total_amount or products
             with prices, with a decimal point.
          3  no_event_time: timestamp_unixtime_ms is missing.
          2  invalid_currency: currency_code is not an ISO 4217 code. Use three
             letters such as EUR.
          and 1 more reason: mp2fb report --json report.json prints all

        Warnings  1 not_utf8, 2 id_digits_lost, 3 api_closed and 1 more:
        mp2fb report --json report.json prints all

        Written  rejects.ndjson, report.json
      "
    `);
    expect(at(80, { ...report, run: { ...report.run, exitCode: 3, stopReason: null } })).toMatch(/\n {2}Skipped\n/);
  });

  test('a dry run without a destination, several currencies, two kinds of bad records', () => {
    const report = aReport({
      run: { dryRun: true, exitCode: 3 },
      destination: { api: 'offline-conversions', id: null, apiVersion: 'v16.0' },
      inputs: [{ path: '-', format: 'ndjson', bytes: null, records: 12, status: 'done', failure: null }],
      batches: { read: 12, malformed: 2, byReason: { not_json: 1, truncated: 1 } },
      events: { read: 10, previewed: 9, rejected: { total: 1, byReason: { refused_by_facebook: 1 } } },
      byEventName: { Purchase: { events: 9, value: { USD: 10, EUR: 900.5, JPY: 5_000, CHF: 4, SEK: 3 } } },
      matchKeys: { phone: 9, strong: 9 },
      rejectSamples: [
        { reason: 'refused_by_facebook', message: 'x', origin: '-:3:0' },
        { reason: 'not_json', message: 'x', origin: '-:4' },
        { reason: 'truncated', message: 'x', origin: '-:12' },
      ],
    });
    expect(at(80, report)).toMatchInlineSnapshot(`
      "! Dry run finished with 1 rejected, 2 malformed records; nothing was sent
        run 20260731T020001Z-4f2a1b

        Destination  Offline Conversions API v16.0, no offline event set id set
        Read         1 input: 12 batches (2 malformed), 10 events
        Time         2026-07-31 02:00 UTC, 0 s

        Events                      What Facebook would get
          previewed  9  90.0%         Purchase  9     5,000 JPY  + 4 more
          rejected   1  10.0%         total     9     5,000 JPY
          malformed  2 records                       900.50 EUR
                                                      10.00 USD
                                                       4.00 CHF
                                                   + 1 currency

        Match keys  100% with a strong key such as e-mail or phone, 0% without
          e-mail  ──────────      0%    phone   ━━━━━━━━━━    100%

        Rejected
          1  refused_by_facebook: Facebook refused this event; its own message is in
             the rejects file. First at -:3:0: x
          1  not_json: The line is not JSON. Export it again, or fix the line in the
             rejects file. First at -:4
          1  truncated: The input ends in the middle of this record. Copy or download
             the file again. First at -:12: x
      "
    `);
  });

  test('an input that could not be read', () => {
    const report = aReport({
      run: { exitCode: 6 },
      inputs: [
        { ...FAILED, path: '/data/a.ndjson', format: 'unknown', records: 0, failure: 'permission denied (EACCES)' },
      ],
    });
    expect(at(60, report)).toMatchInlineSnapshot(`
      "✖ Finished, but an input could not be read
        run 20260731T020001Z-4f2a1b

        Destination  Conversions API v26.0, dataset
                     1234567890123456
        Read         1 input (5 B)
        Time         2026-07-31 02:00 UTC, 0 s

        Inputs that could not be read
          /data/a.ndjson
            permission denied (EACCES)

        Next     correct the input above, then run the same
                 command again: delivered events are not sent
                 twice
      "
    `);
  });
});

/** Three nights: one as usual, one that Facebook stopped, one with nothing to tell. */
const WEEK = mergeReports([
  NIGHT,
  aReport({
    run: {
      id: 'second',
      startedAt: '2026-08-01T02:00:00.000Z',
      finishedAt: '2026-08-01T02:00:03.000Z',
      exitCode: 4,
      stopReason: 'Facebook says that the access token has expired (code 190).',
    },
    events: { read: 12_000, unsent: 12_000 },
    duration: { seconds: 2.5 },
  }),
  aReport({ run: { id: 'third', startedAt: '2026-08-02T02:00:00.000Z', finishedAt: '2026-08-02T02:00:01.000Z' } }),
]);

describe('several runs', () => {
  const top = (width: number, report: Report, missing: readonly string[] = []): string =>
    renderSummary(report, { width, color: false, missing }).split('\n\n  Destination')[0];

  test('a line for each, with what stopped it', () => {
    expect(top(100, WEEK)).toMatchInlineSnapshot(`
      "✖ Stopped before the end (1 of 3 runs)                                                        3 runs

        Runs
          started (UTC)        sent  rejected  malformed  unsent        took  exit code
          2026-07-31 02:00  470,000       212          3       0  2 min 14 s  3 some rejected
          2026-08-01 02:00        0         0          0  12,000       2.5 s  4 stopped
            Facebook says that the access token has expired (code 190).
          2026-08-02 02:00        0         0          0       0         0 s  0 success"
    `);
    expect(top(60, WEEK)).toMatchInlineSnapshot(`
      "✖ Stopped before the end (1 of 3 runs)                3 runs

        Runs
          started (UTC)        sent  rejected  unsent  exit
          2026-07-31 02:00  470,000       212       0     3
          2026-08-01 02:00        0         0  12,000     4
            Facebook says that the access token has expired (code
            190).
          2026-08-02 02:00        0         0       0     0"
    `);
  });

  test('what to do next is a matter of one run', () => {
    expect(at(100, WEEK)).not.toContain('Next');
  });

  test('the latest month of very many', () => {
    const many = mergeReports(
      Array.from({ length: 40 }, (_, day) =>
        aReport({ run: { id: `${day}`, startedAt: new Date(Date.UTC(2026, 0, 1 + day, 2)).toISOString() } }),
      ),
    );
    expect(top(100, many)).toContain('9 earlier runs, and\n');
    expect(top(100, many).match(/^ {4}2026-/gm)).toHaveLength(31);
  });

  test.each([
    [
      'a share that is missing',
      ['1/3', '3/3'],
      ['2/3'],
      '! Incomplete: 1 shard missing                            2 runs, shards 1/3, 3/3',
      'The report of shard 2/3 is missing: what it did is not counted here.',
    ],
    [
      'several',
      ['2/3'],
      ['1/3', '3/3'],
      '! Incomplete: 2 shards missing                                run 0, shard 2/3',
      'The reports of shards 1/3, 3/3 are missing: what they did is not counted here.',
    ],
    ['all are there', ['1/2', '2/2'], [], /^✔ Everything sent +2 runs$/, null],
  ])('%s', (_what, shards, missing, title, sentence) => {
    const report = mergeReports(
      shards.map((shard, at) => aReport({ run: { id: String(at), shard }, events: { read: 1, sent: 1 } })),
    );
    expect(missingShards(report)).toEqual(missing);
    const lines = top(80, report, missing).split('\n');
    expect(lines[0]).toEqual(
      typeof title === 'string' ? expect.stringMatching(title.split(/ {2,}/).join(' +')) : expect.stringMatching(title),
    );
    if (sentence === null) expect(lines[1]).toBe('');
    else expect(lines[1]).toBe(`  ${sentence}`);
  });
});

test('a signal is named once', () => {
  const stopped = aReport({ run: { exitCode: 130, stopReason: 'SIGINT' } });
  expect(at(100, stopped)).not.toContain('SIGINT');
  const both = at(100, mergeReports([stopped, aReport({ run: { id: 'second' } })]));
  expect(both).toMatch(/^✖ Stopped by Ctrl-C; all requests in flight have finished \(1 of 2 runs\) +2 runs\n/);
  expect(both.match(/SIGINT/g)).toHaveLength(1);
});

test('the id of a run has its own line if the first is too short', () => {
  const id = '  run 20260731T020001Z-4f2a1b';
  expect(at(60, NIGHT).split('\n').slice(0, 2)).toEqual(['! Finished with 212 rejected, 3 malformed records', id]);
  expect(at(80, NIGHT).split('\n')[0]).toMatch(/records {4}run 20260731T020001Z-4f2a1b$/);
});

test.each([
  ['events', { read: 9, sent: 8, rejected: { total: 1, byReason: {} } }, 0, 'Finished with 1 rejected'],
  ['records', { read: 9, sent: 9 }, 1, 'Finished with 1 malformed record'],
  ['held back', { read: 9, sent: 8, unsent: 1 }, 0, 'Finished with 1 unsent'],
])('the first line has the numbers of the table: %s', (_what, events, malformed, title) => {
  expect(at(120, aReport({ run: { exitCode: 3 }, events, batches: { malformed } }))).toMatch(
    new RegExp(`^! ${title} +run`),
  );
});

test('an input that could not be read is reported once, with its name once', () => {
  const failure = 'exports/b.ndjson could not be read: it may not be read';
  const text = at(
    100,
    aReport({
      run: { exitCode: 6, stopReason: failure },
      inputs: [{ path: 'exports/b.ndjson', format: 'ndjson', bytes: 5, records: 0, status: 'failed', failure }],
    }),
  );
  expect(text.match(/exports\/b\.ndjson/g)).toHaveLength(1);
  expect(text).toContain('    exports/b.ndjson\n      could not be read: it may not be read\n');
});

test.each([
  [
    'what says more than the hint',
    'invalid_event_time',
    'timestamp_unixtime_ms is before 2004: is it in seconds?',
    'First at a.ndjson:1:0: timestamp_unixtime_ms is before 2004: is it in seconds?\n',
  ],
  ['what says the same', 'no_event_time', 'timestamp_unixtime_ms is missing', 'First at a.ndjson:1:0\n'],
] as const)('the first reject of a reason: %s', (_what, reason, message, text) => {
  const report = aReport({
    events: { read: 1, rejected: { total: 1, byReason: { [reason]: 1 } } },
    rejectSamples: [{ reason, message, origin: 'a.ndjson:1:0' }],
  });
  expect(at(120, report).replace(/\n {7}/g, ' ')).toContain(text);
  const page = renderHtml(report).replaceAll('<wbr />', '');
  expect(page).toContain(`<code>a.ndjson:1:0</code>${reason === 'no_event_time' ? '<' : `: ${message}`}`);
});

/** Everything at once, with the longest texts there are. */
const FULL = aReport(
  {
    limitedDataUse: { flagged: 1_200, notSendable: { no_state: 12, not_us: 4, no_country: 7, state_not_listed: 1 } },
    matchKeys: Object.fromEntries(MATCH_KEY_NAMES.map((name) => [name, 123_456])),
    events: { unsent: 12, previewed: 3 },
    files: {
      rejects: '/a/rather/long/path/to/the/place/where/rejects/are/kept/2026/07/31/rejects of the night.ndjson',
      report: null,
    },
  },
  NIGHT,
);

test('a usual run has no more than forty lines', () => {
  expect(at(80, NIGHT).split('\n').length - 1).toBeLessThanOrEqual(40);
  expect(at(120, NIGHT).split('\n').length - 1).toBeLessThanOrEqual(40);
});

test.each([40, 50, 60, 80, 100, 120, 200])('no line is longer than %d cells', (width) => {
  for (const report of [EMPTY, NIGHT, FULL, WEEK])
    for (const line of at(width, report).split('\n'))
      expect(widthOf(line), line).toBeLessThanOrEqual(Math.min(120, width));
});

test('colours change nothing but colours', () => {
  const painted = renderSummary(FULL, { width: 80, color: true });
  expect(painted).toContain('\u001b[');
  expect(stripVTControlCharacters(painted)).toBe(at(80, FULL));
});

test('what comes from outside cannot steer the terminal', () => {
  const evil = '\u001b[2J\u0007evil';
  const report = aReport(
    {
      run: { stopReason: evil },
      destination: { id: evil, baseUrl: evil },
      inputs: [{ path: evil, format: 'ndjson', bytes: 1, records: 1, status: 'failed', failure: evil }],
      byEventName: { [evil]: { events: 1, value: { [evil]: 1 } } },
      limitedDataUse: { flagged: 1, notSendable: { [evil]: 1 } },
      warnings: [{ code: 'facebook_message', count: 1, message: evil }],
      rejectSamples: [{ reason: 'no_match_keys', message: evil, origin: evil }],
      files: { rejects: evil, report: evil },
    },
    NIGHT,
  );
  expect(at(80, report)).not.toMatch(/(?!\n)\p{Cc}/u);
});

const LOCAL = { destination: { baseUrl: 'http://127.0.0.1:8787' } };
const TILL: Report['inputs'][number] = { ...FAILED, path: 'till.csv', format: 'csv', status: 'done', failure: null };

describe('the next step', () => {
  const again = 'run the same command again: delivered events are not sent twice';
  const upload = 'then (same settings): mp2fb upload rejects.ndjson';
  const explain =
    'see the reason for the first reject, with the same settings: mp2fb explain exports/2026-07-28.ndjson.gz:120344:0';
  const files = { rejects: 'rejects.ndjson' };
  const oneReject = { rejected: { total: 1, byReason: { no_value: 1 } } };
  const malformed = (
    reason: 'csv_row' | 'record_too_large' | 'truncated',
    count: number,
  ): Partial<Report['batches']> => ({
    malformed: count,
    byReason: { [reason]: count },
  });
  const known = { events: { rejected: { total: 1, known: 1, byReason: { no_value: 1 } } }, files };
  const checkExport = `check what writes the export, then ${again}`;
  const newToken = 'create a new access token in Events Manager before this one expires';
  const expiring = { code: 'token_expires', count: 1, message: 'the access token expires soon' } as const;
  const heldBack = (count: number) => ({ code: 'unknown_held', count, message: 'held back' }) as const;
  test.each([
    ['nothing to do', aReport({ events: { sent: 5 } }), null],
    ['rejects kept in a file', NIGHT, `fix the rejects, ${upload}`],
    ['after a trial', aReport({ ...LOCAL, run: { ledger: false } }, NIGHT), `fix the rejects, ${upload} --sandbox`],
    [
      'a trial whose rows are fixed in their file',
      aReport({
        ...LOCAL,
        run: { exitCode: 3, ledger: false },
        inputs: [TILL],
        batches: malformed('csv_row', 1),
        files,
      }),
      'fix the row in its CSV file, then run the same command again',
    ],
    [
      'rejects of a server on this machine, whose ledger has them',
      aReport(LOCAL, NIGHT),
      `fix the rejects, ${upload} --base-url http://127.0.0.1:8787`,
    ],
    [
      'too old, which nothing can fix',
      aReport({ events: { rejected: { total: 2, byReason: { too_old: 2 } } }, files }),
      'events that are too old cannot be sent: leave them out with --since',
    ],
    [
      'too old, and other rejects',
      aReport({ events: { rejected: { total: 2, byReason: { too_old: 1, no_value: 1 } } }, files }),
      `events that are too old cannot be sent: leave them out with --since; fix the other rejects, ${upload}`,
    ],
    ['rejects not kept', aReport({ files: { rejects: null } }, NIGHT), explain],
    ['a dry run sends nothing again', aReport({ run: { dryRun: true } }, NIGHT), explain],
    ['stopped half-way', aReport({ run: { exitCode: 130 }, events: { unsent: 5 } }), again],
    ['stopped before anything was read', aReport({ run: { exitCode: 143, stopReason: 'SIGTERM' } }), again],
    [
      'stopped half-way without a ledger: nothing is promised',
      aReport({ run: { exitCode: 4, ledger: false }, events: { unsent: 5 } }),
      'when the cause is gone, run the same command again; without a ledger it sends delivered events again',
    ],
    [
      'an input that could not be read, without rejects',
      aReport({ run: { exitCode: 6 }, inputs: [FAILED] }),
      `correct the input above, then ${again}`,
    ],
    [
      'inputs that were cut off, and rejects',
      aReport(
        { run: { exitCode: 6 }, inputs: [FAILED, FAILED], batches: malformed('truncated', 2), events: oneReject },
        NIGHT,
      ),
      `correct the inputs above, then ${again}; fix the other rejects, ${upload}`,
    ],
    [
      'an input that was cut off, without other rejects',
      aReport({ run: { exitCode: 6 }, inputs: [FAILED], batches: malformed('truncated', 1), files }),
      `correct the input above, then ${again}`,
    ],
    [
      'one row of CSV, in a rejects file that was uploaded',
      aReport({ run: { exitCode: 3 }, batches: malformed('csv_row', 1), files }),
      'if not done yet, fix the row in its CSV file and upload that file',
    ],
    [
      'one row of CSV',
      aReport({ run: { exitCode: 3 }, inputs: [TILL], batches: malformed('csv_row', 1), files }),
      `fix the row in its CSV file, then ${again}`,
    ],
    [
      'rows of CSV, and sales',
      aReport({ run: { exitCode: 3 }, inputs: [TILL], batches: malformed('csv_row', 2), events: oneReject, files }),
      `fix the rows in their CSV file, then ${again}; fix the other rejects, ${upload}`,
    ],
    [
      'a record too large for the rejects file',
      aReport({ run: { exitCode: 3 }, batches: malformed('record_too_large', 1), files }),
      'fix the record that is too large in its own file and upload that file',
    ],
    [
      'records too large for the rejects file, and other rejects',
      aReport({ run: { exitCode: 3 }, batches: malformed('record_too_large', 2), events: oneReject, files }),
      `fix the records that are too large in their own file and upload that file; fix the other rejects, ${upload}`,
    ],
    [
      'rows of CSV, and a record too large for the rejects file',
      aReport({
        run: { exitCode: 3 },
        inputs: [TILL],
        batches: { read: 9, malformed: 3, byReason: { csv_row: 2, record_too_large: 1 } },
        files,
      }),
      `fix the rows in their CSV file, and the record that is too large in its own file, then ${again}`,
    ],
    [
      'events held back, which the same command holds back again',
      aReport({ run: { exitCode: 3 }, events: { unsent: 2 }, warnings: [heldBack(2)] }),
      'if Facebook lacks the events held back, run the same command with --resend-unknown; if it has them: mp2fb ledger mark-sent',
    ],
    [
      'events held back, and others unsent',
      aReport({ run: { exitCode: 4 }, events: { unsent: 3 }, warnings: [heldBack(2)] }),
      `when the cause is gone, ${again}`,
    ],
    ['too few new events', aReport({ run: { exitCode: 7, stopReason: 'x' } }), checkExport],
    [
      'too few new events, and new rejects',
      aReport({ run: { exitCode: 7, stopReason: 'x' }, events: oneReject, files }),
      `${checkExport}; fix the rejects, ${upload}`,
    ],
    ['too few new events, and known rejects', aReport({ run: { exitCode: 7 }, ...known }), checkExport],
    ['a token that expires, and known rejects', aReport({ ...known, warnings: [expiring] }), newToken],
    [
      'a token that expires, and new rejects',
      aReport({ warnings: [expiring] }, NIGHT),
      `${newToken}; fix the rejects, ${upload}`,
    ],
    [
      'a dry run stopped half-way',
      aReport({ run: { exitCode: 2, dryRun: true }, events: { unsent: 5 } }),
      'when the cause is gone, run the same command again',
    ],
  ])('%s', (_what, report, expected) => {
    expect(nextStep(report)).toBe(expected);
  });

  test('every file that the run wrote is named', () => {
    const files = { rejects: 'rejects.ndjson', report: 'report.json', metrics: 'mp2fb.prom' };
    expect(at(80, aReport({ files }))).toContain('  Written  rejects.ndjson, report.json, mp2fb.prom\n');
    expect(renderHtml(aReport({ files }))).toContain('<dd>mp2fb.prom</dd>');
  });

  test.each([
    ['a/b-1.ndjson', 'a/b-1.ndjson'],
    ["it's here", `'it'\\''s here'`],
  ])('%s for a shell', (path, word) => {
    expect(shellWord(path)).toBe(word);
  });
});

test.each([
  ['plain', 5],
  ['東京', 4],
  ['é', 1],
  ['👨‍👩‍👧', 2],
  ['🇩🇪', 2],
])('%s takes %d cells', (text, cells) => {
  expect(widthOf(text)).toBe(cells);
});

test.each([
  ['fix them, then: mp2fb upload /srv/rejects.ndjson', 40, ['fix them, then:', 'mp2fb upload /srv/rejects.ndjson']],
  ['see the reason: mp2fb explain till.csv:2:0', 40, ['see the reason:', 'mp2fb explain till.csv:2:0']],
  ['fix them, then: mp2fb upload r.ndjson', 40, ['fix them, then: mp2fb upload r.ndjson']],
  ['then: mp2fb upload /srv/rejects.ndjson', 20, ['then: mp2fb upload', '/srv/rejects.ndjson']],
])('a command can be copied from one line where it fits into one: %s', (text, cells, lines) =>
  expect(wrap(text, cells)).toEqual(lines),
);

test('no line ends within a path that has spaces, and commands quote it', () => {
  const path = '/srv/till exports/1 May/report.json';
  const skips = {
    total: 7,
    byReason: {
      joined: 1,
      duplicate: 1,
      promotion: 1,
      impression: 1,
      environment: 1,
      not_commerce: 1,
      beyond_limit: 1,
    },
  };
  const skipSamples = [{ reason: 'joined' as const, origin: '/srv/till exports/1 May/sales.ndjson:1:0' }];
  const text = at(
    80,
    aReport({
      events: { skipped: skips },
      skipSamples,
      files: { rejects: '/srv/till exports/1 May/rejects of the day.ndjson', report: path },
    }),
  );
  for (const whole of [`  ${path}\n`, ` ${skipSamples[0]?.origin}\n`, `mp2fb report --json '${path}' prints all`])
    expect(text).toContain(whole);
});

describe('"Everything sent" is only said of everything', () => {
  const sent = { read: 9, sent: 5 };
  const all = 'Everything sent';
  const part = 'Everything sent except what was left out on request';
  const skipped = (reason: string, count: number): Report['events']['skipped'] => ({
    total: count,
    byReason: { [reason]: count },
  });
  const input = (status: Report['inputs'][number]['status']): Report['inputs'][number] => ({
    ...{ path: 'a.ndjson', format: 'ndjson', bytes: 5, records: 9, failure: null, status },
  });
  test.each<[string, Parameters<typeof aReport>[0], string]>([
    ['nothing was left out', { events: { ...sent, skipped: skipped('refund', 4) }, inputs: [input('done')] }, all],
    ['files that were settled before', { events: sent, inputs: [input('unchanged'), input('done')] }, all],
    ['--limit', { events: { ...sent, skipped: skipped('beyond_limit', 4) } }, part],
    ['--since', { events: { ...sent, skipped: skipped('before_since', 4) } }, part],
    ['--until', { events: { ...sent, skipped: skipped('after_until', 4) } }, part],
    ['--limit before a file was read to its end', { events: sent, inputs: [input('stopped')] }, part],
    ['--limit before another file was opened', { events: sent, inputs: [input('done'), input('waiting')] }, part],
    ['nothing was sent', { events: { read: 4, skipped: skipped('before_since', 4) } }, 'Nothing to send'],
    ['a dry run', { run: { dryRun: true }, events: { read: 5, previewed: 5 } }, 'Dry run finished; nothing was sent'],
  ])('%s', (_what, parts, headline) => {
    const report = aReport(parts);
    expect(headlineOf(report).text).toBe(headline);
    // Summary, page and alert say the same.
    expect(at(120, report).split('\n')[0]).toMatch(new RegExp(`^. ${headline} {2,}run `));
    expect(renderHtml(report)).toContain(`>${headline}</h1>`);
    expect(alertOf(report).headline).toBe(headline);
  });

  test('several runs, one of which left something out', () => {
    const nights = [{ events: sent }, { events: { ...sent, skipped: skipped('beyond_limit', 4) } }];
    expect(headlineOf(mergeReports(nights.map((one) => aReport(one)))).text).toBe(part);
  });
});

describe('40 cells', () => {
  const wide = 'エクスポート/二〇二六年十一月二十七日の売上データ/店舗-東京-渋谷-0001.ndjson';
  const report = aReport(
    {
      run: {
        id: '20260731T020001Z-4f2a1b',
        stopReason: '応答がありません。しばらくしてからもう一度お試しください。',
        exitCode: 4,
      },
      inputs: [{ ...NIGHT.inputs[0], path: wide, status: 'failed', failure: `${wide} could not be read: 読めません` }],
      warnings: [
        { code: 'facebook_message', count: 3, message: 'Facebook says: データが古すぎます。設定を確認してください。' },
      ],
      rejectSamples: [{ reason: 'no_match_keys', message: '一致するキーがありません', origin: `${wide}:1:0` }],
      files: { rejects: wide, report: 'レポート.json', metrics: '👩‍👩‍👧‍👦.prom' },
    },
    NIGHT,
  );
  test.each([
    ['wide characters everywhere', report],
    ['a usual night', NIGHT],
    ['several runs', WEEK],
  ])('no line is wider: %s', (_what, one) => {
    const widths = at(40, one)
      .split('\n')
      .map((line) => [widthOf(line), line]);
    expect(widths.filter(([cells]) => Number(cells) > 40)).toEqual([]);
    expect(at(40, one)).toContain('…');
  });
});

test('the text of an alert stays on its line and keeps its direction, whatever a file is called', () => {
  const evil = 'a\u202eb\u061c\nmp2fb: forged';
  const report = aReport({ run: { stopReason: evil } });
  for (const { text } of [alertOf(report), alertOfFailure({ message: evil, exitCode: 6 })])
    expect(text).not.toMatch(/[\u202e\u061c\n]/);
});

test('an alert groups digits, and does not repeat why the run could not start', () => {
  const events = { rejected: { total: 28_970, byReason: { too_old: 28_970 } } };
  expect(alertOf(aReport({ events })).text).toContain('rejected: 28,970 too_old');
  const nexts = ['no dataset', 'no dataset\nno token'].map((message) => alertOfFailure({ message, exitCode: 2 }).next);
  expect(nexts).toEqual([null, 'no token']);
});

test('an alert says what failed after the run, and a host that is not Meta’s own', () => {
  const report = aReport({ ...LOCAL });
  const fault = { message: '--report r.json cannot be written: the disk is full', exitCode: 2 };
  expect(alertOf(report, fault)).toMatchObject({
    text: expect.stringMatching(
      /^mp2fb \S+ \d+ at http:\/\/127\.0\.0\.1:8787: .+: --report r\.json cannot be .+ \(exit 2; /,
    ),
    exitCode: 2,
    next: fault.message,
  });
});
