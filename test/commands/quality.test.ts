import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qualityCommand } from '../../src/cli/quality.js';
import { reconcile, stepFor, type QualityResult } from '../../src/commands/quality/result.js';
import { eventTotalsIn, qualitiesIn, uploadEntriesIn } from '../../src/facebook/dataset-quality.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/http/server.js';
import { systemClock } from '../../src/lib/clock.js';
import { uploadCommand } from '../../src/cli/upload.js';
import { batchOf, purchase } from '../support/batches.js';
import { runCommand } from '../support/command.js';
import { temporaryFolder } from '../support/surroundings.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const settings = (folder: string, token: string) => ({
  cwd: folder,
  env: { MP2FB_ACCESS_TOKEN: token },
  nowMs: Date.now(),
  more: { clock: systemClock },
});

const flagsTo = (to: Sandbox, folder: string) => [
  ...['--dataset-id', to.datasetId, '--base-url', to.url, '--ledger', join(folder, 'ledger')],
];

/** Two sales uploaded to the sandbox, one of them with a phone number; then `mp2fb quality`. */
const uploadAndAsk = async (
  argv: readonly string[] = [],
  token = 'TOKEN',
  {
    flags = [],
    between = () => undefined,
  }: { readonly flags?: readonly string[]; readonly between?: (ledger: string) => void } = {},
) => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'in'));
  const sales = [1, 2].map((n) => {
    const sale = { transaction_id: `Q-${n}-${randomUUID()}`, total_amount: 5 };
    return batchOf([purchase(sale, { timestamp_unixtime_ms: Date.now() - 60_000 })]);
  });
  writeFileSync(join(folder.path, 'in', 'a.ndjson'), sales.map((sale) => `${JSON.stringify(sale)}\n`).join(''));
  const around = settings(folder.path, token);
  const upload = [join(folder.path, 'in'), ...flagsTo(sandbox, folder.path), '--report', 'r.json', '--quiet', ...flags];
  const uploaded = await runCommand(uploadCommand, upload, around);
  expect([uploaded.code, uploaded.failure]).toEqual([0, null]);
  between(join(folder.path, 'ledger'));
  const run = await runCommand(qualityCommand, [...argv, ...flagsTo(sandbox, folder.path)], around);
  const metrics = argv.includes('--metrics') ? readFileSync(join(folder.path, 'q.prom'), 'utf8') : '';
  return { ...run, metrics };
};

test('scores, the step here, what was sent here and what Meta received, from the simulator', async () => {
  const { out, code } = await uploadAndAsk();
  expect(code).toBe(0);
  expect(out).toMatch(/^Dataset \d+: offline events of the last 28 days/);
  expect(out).toMatch(/match keys +█+░+ +6\.0\n +coverage: e-mail 100%, phone 0%/);
  expect(out).toContain('here: set extendedMatchKeys (--extended-match-keys)');
  expect(out).toContain('here: run the upload every night');
  expect(out).toMatch(/Sent here, last 28 days +2 events \(ledger\)/);
  expect(out).toMatch(/Received by Meta, last 7 days +Purchase \d+/);
});

test('what was sent here is counted in the ledgers of shards, too', async () => {
  const { out } = await uploadAndAsk([], 'TOKEN', { flags: ['--shard', '1/1'] });
  expect(out).toMatch(/Sent here, last 28 days +2 events \(ledger\)/);
});

test('a ledger that cannot be read is named, and the rest is shown', async () => {
  const damage = (ledger: string): void => {
    const [folder = ''] = readdirSync(ledger).filter((name) => /^[0-9a-f]{32}$/.test(name));
    writeFileSync(join(ledger, folder, 'data.mdb'), 'nonsense');
  };
  const { out, err, code } = await uploadAndAsk([], 'TOKEN', { between: damage });
  expect(code).toBe(0);
  expect(err).toMatch(/^warning: the ledger in .* cannot be used: data\.mdb ends too early\. Restore that folder/);
  expect(out).toMatch(/Sent here, last 28 days +no ledger of this dataset was read/);
});

test('a saved report agrees with the counts of its upload tag', async () => {
  const { out } = await uploadAndAsk(['--run', 'r.json', '--json']);
  const [run] = (JSON.parse(out) as QualityResult).runs;
  expect(run).toMatchObject({
    sent: 2,
    facebook: { valid: 2, matched: 2, duplicate: 0 },
    explanation: 'the counts agree',
  });
});

test('a run that Meta keeps no counts of is no error', async () => {
  const { out, code } = await uploadAndAsk(['--run', '20260101T000000Z-abcdef']);
  expect(code).toBe(0);
  expect(out).toContain('Meta keeps no such counts for this upload');
});

test('--metrics writes gauges', async () => {
  const { metrics } = await uploadAndAsk(['--metrics', 'q.prom']);
  expect(metrics).toMatch(/^# TYPE mp2fb_quality_score gauge$/m);
  expect(metrics).toMatch(/^mp2fb_quality_score\{dataset="\d+",event_name="Purchase",dimension="match_key"\} 6$/m);
  expect(metrics).toMatch(/^mp2fb_quality_coverage_percent\{.*match_key="email"\} 100$/m);
});

describe('what ends it', () => {
  test.each([
    ['a token that may not read', 'NOREAD_TOKEN', [], 4, /needs a token with ads_read/],
    ['an expired token', 'EXPIRED', [], 4, /190\/463/],
    ['no such dataset', 'TOKEN', ['--dataset-id', '77'], 4, /Facebook has no dataset 77/],
    ['an offline event set', 'TOKEN', ['--api', 'offline-conversions'], 2, /set datasetId/],
    ['a report that is none', 'TOKEN', ['--run', 'in.txt'], 6, /is not JSON/],
    ['a report that is missing', 'TOKEN', ['--run', 'gone/r.json'], 6, /cannot be read/],
  ])('%s', async (_what, token, argv, code, says) => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'in.txt'), 'x');
    const run = await runCommand(
      qualityCommand,
      [...flagsTo(sandbox, folder.path), ...argv],
      settings(folder.path, token),
    );
    expect(run.failure).toMatch(says);
    expect(run.code).toBe(code);
    expect(`${run.failure ?? ''}${run.out}`).not.toContain('NOREAD_TOKEN');
  });
});

describe('answers of other shapes', () => {
  test.each([
    [{}, 0],
    [{ offline: null }, 0],
    [{ offline: [] }, 0],
    [{ offline: 'x' }, 0],
    [{ offline: { data: [{ event_name: 'Purchase' }] } }, 1],
    [{ offline: [{ event_name: 'Purchase', composite: 7 }, 5] }, 1],
  ])('%j has %i event names', (answer, count) => expect(qualitiesIn(answer)).toHaveLength(count));

  test('scores may be numbers, numeric text or missing', () => {
    const [quality] = qualitiesIn({
      offline: [
        { composite: { score: '8.5' }, match_key: { score: null }, freshness: { score: 9, recommendation: 'Sooner.' } },
      ],
    });
    expect(quality?.scores).toEqual({
      composite: { score: 8.5, recommendation: null },
      match_key: { score: null, recommendation: null },
      frequency: { score: null, recommendation: null },
      freshness: { score: 9, recommendation: 'Sooner.' },
    });
  });

  test('hours are added up by event name', () => {
    const hour = (count: number) => ({ data: [{ value: 'Purchase', count }] });
    expect([...eventTotalsIn({ data: [hour(2), hour(3), {}] })]).toEqual([['Purchase', 5]]);
  });

  test('uploads of another tag are left out', () => {
    expect(uploadEntriesIn({ data: [{ upload_tag: 'other', valid_entries: 3 }] }, 'mine')).toBeNull();
  });
});

test.each([
  [10, { valid: 10, matched: 9, duplicate: 0 }, /agree/],
  [10, { valid: 8, matched: 8, duplicate: 2 }, /counts as duplicates/],
  [10, { valid: 5, matched: 5, duplicate: 0 }, /5 fewer than were sent: counts can be up to a day late/],
  [10, { valid: 12, matched: 5, duplicate: 0 }, /2 more than this run sent: other uploads/],
  [null, { valid: 12, matched: 5, duplicate: 0 }, /give the saved report/],
  [10, { valid: null, matched: null, duplicate: null }, /no number of valid entries/],
  [10, null, /keeps no such counts/],
])('%j sent, Meta counts %j', (sent, facebook, says) => {
  expect(reconcile('r', sent, facebook).explanation).toMatch(says);
});

test.each([
  ['match_key', { email: 100, phone: 0 }, false, /extendedMatchKeys/],
  ['match_key', { email: 20, phone: 0 }, true, /e-mail addresses/],
  ['match_key', { email: 100, phone: 20 }, true, /defaultCountry/],
  ['freshness', { email: 100, phone: 0 }, false, /once a day/],
] as const)('%s, coverage %j, extended %s', (dimension, coverage, extendedMatchKeys, says) => {
  const low = { score: 2, recommendation: null };
  const scores = { composite: low, match_key: low, frequency: low, freshness: low };
  expect(
    stepFor(dimension, { eventName: 'Purchase', scores, coverage }, { emailType: 'email', extendedMatchKeys }),
  ).toMatch(says);
});
