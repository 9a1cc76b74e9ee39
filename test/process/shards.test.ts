import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { writeExport } from '../support/exports.js';
import { mp2fb, start } from '../support/program.js';
import { startS3 } from '../support/s3-server.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { temporaryFolder, until } from '../support/surroundings.js';

const TOKEN = 'TOKEN-that-must-not-be-seen';
const env = { MP2FB_ACCESS_TOKEN: TOKEN };
const numbers = (of: number): number[] => Array.from({ length: of }, (_, at) => at + 1);
const reportAt = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Report;

const uploadArgs = (folder: string, url: string, input: string, more: readonly string[]): string[] => [
  ...['upload', input, '--dataset-id', '123', '--base-url', url, '--ledger', join(folder, 'ledger')],
  ...['--progress', 'none', '--threads', '0', ...more],
];

test('divided among a different number of processes, nothing is sent twice', async () => {
  using folder = temporaryFolder();
  const input = join(folder.path, 'export.ndjson');
  const ids = writeExport(input, 6_500);
  await using peer = new FakeGraphApi();
  const url = await peer.listen();
  const run = (share: readonly string[]) => mp2fb(uploadArgs(folder.path, url, input, share), { env });
  // Two of three, then everything by others: what is left is the third share.
  await Promise.all([run(['--shard', '1/3']), run(['--shard', '3/3'])]);
  expect(peer.accepted.size).toBe(4_500);
  const rest = await Promise.all([run(['--shard', '1/2']), run(['--shard', '2/2'])]);
  expect(rest.map(({ code }) => code)).toEqual([0, 0]);
  expect([...peer.accepted.keys()].sort()).toEqual(ids.toSorted());
  const requests = peer.requests;
  expect((await run([])).code).toBe(0);
  expect([peer.duplicates, peer.requests]).toEqual([0, requests]);
});

test('not beside a run that divides the work in another way: exit 5, nothing is sent', async () => {
  using folder = temporaryFolder();
  const input = join(folder.path, 'export.ndjson');
  writeExport(input, 1_000);
  await using slow = new FakeGraphApi({ latencyMs: 60_000 });
  const url = await slow.listen();
  const run = (more: readonly string[]) => mp2fb(uploadArgs(folder.path, url, input, more), { env });
  for (const [first, second] of [
    [[], ['--shard', '1/2']],
    [['--shard', '1/2'], []],
    [
      ['--shard', '1/2'],
      ['--shard', '1/3'],
    ],
  ] as const) {
    const requests = slow.requests;
    const { child, done } = start(uploadArgs(folder.path, url, input, first), { env });
    await until(() => slow.requests > requests);
    const other = await run(second);
    child.kill('SIGKILL');
    await done;
    expect(other.code).toBe(5);
    expect(other.stderr).toMatch(
      / another division into shards, .* has locked the ledger in .*\. Wait until it has finished/,
    );
    expect(slow.requests).toBe(requests + 1);
  }
});

test('objects of a bucket in shares; what is settled is not read again', async () => {
  using folder = temporaryFolder();
  writeExport(join(folder.path, 'export.ndjson'), 600);
  const lines = readFileSync(join(folder.path, 'export.ndjson'), 'utf8').trimEnd().split('\n');
  await using s3 = await startS3('exports');
  s3.fill(
    'exports',
    numbers(60).map((file) => [
      `day=2026-11-2${file % 3}/part-${file}.ndjson`,
      `${lines.slice(file * 10 - 10, file * 10).join('\n')}\n`,
    ]),
  );
  await using peer = new FakeGraphApi();
  const url = await peer.listen();
  const run = (index: number) =>
    mp2fb(
      uploadArgs(folder.path, url, 's3://exports/day=2026-11-*/*.ndjson', [
        ...['--shard', 'auto/3', '--report', join(folder.path, '{shard}.json')],
      ]),
      { env: { ...env, ...s3.env, JOB_COMPLETION_INDEX: String(index) } },
    );
  const first = await Promise.all([0, 1, 2].map(run));
  expect(first.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect([peer.accepted.size, peer.duplicates]).toEqual([600, 0]);
  s3.line.seen.length = 0;
  const second = await Promise.all([0, 1, 2].map(run));
  expect(second.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(s3.line.seen.filter((line) => !line.includes('list-type'))).toEqual([]);
  const reports = numbers(3).map((index) => reportAt(join(folder.path, `${index}-of-3.json`)));
  expect(reports.flatMap(({ inputs }) => inputs.map(({ status }) => status))).toEqual(
    Array.from({ length: 60 }, () => 'unchanged'),
  );
  for (const { stdout, stderr } of [...first, ...second]) expect(stdout + stderr).not.toContain(TOKEN);
});
