import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportCommand } from '../../src/cli/report.js';
import { sampleCommand } from '../../src/cli/sample.js';
import { uploadCommand } from '../../src/cli/upload.js';
import { systemClock, type Clock } from '../../src/lib/clock.js';
import type { Report } from '../../src/model/report.js';
import { startSandbox } from '../../src/sandbox/http/server.js';
import { runCommand } from '../support/command.js';
import { writeExport } from '../support/exports.js';
import { temporaryFolder } from '../support/surroundings.js';

const AS_OF = '2026-11-20T00:00:00Z';

const numbers = (of: number): number[] => Array.from({ length: of }, (_, at) => at + 1);

/** What a run and the shares of a run must agree on: everything but times, requests, and the order of things. */
const countsOf = ({
  run,
  batches,
  events,
  byEventName,
  byDay,
  matchKeys,
  limitedDataUse,
  warnings,
  inputs,
}: Report) => ({
  ...{ batches, events, byEventName, byDay, matchKeys, limitedDataUse, exitCode: run.exitCode, shard: run.shard },
  // A process sees receipts repeated within its own share only.
  warnings: warnings
    .filter(({ code }) => code !== 'receipt_repeated')
    .map(({ code, count, message }) => `${code} ${count} ${message}`)
    .sort(),
  inputs: inputs
    .map(({ path, format, bytes, records, status }) => `${path} ${format} ${bytes ?? ''} ${records} ${status}`)
    .sort(),
});

const sample = (cwd: string, output: string, batches: number, seed = 3) =>
  runCommand(
    sampleCommand,
    [...['--batches', String(batches), '--seed', String(seed), '--as-of', AS_OF], '--bad-records', '--output', output],
    { cwd },
  );

const preview = async (cwd: string, input: string, more: readonly string[]): Promise<string[]> => {
  const flags = ['--dry-run', '--as-of', AS_OF, '--threads', '0', '--progress', 'none', '--no-ledger', ...more];
  const { out, failure } = await runCommand(uploadCommand, [input, ...flags], { cwd });
  expect(failure).toBeNull();
  return out.split('\n').filter((line) => line !== '');
};

/** Has the work done in shares, one after another; what they print together, and their reports merged. */
const inShares = async (of: number, input: string, cwd: string): Promise<{ merged: Report; lines: string[] }> => {
  const lines: string[] = [];
  for (const index of numbers(of))
    lines.push(...(await preview(cwd, input, ['--shard', `${index}/${of}`, '--report', 'part-{shard}.json'])));
  const files = numbers(of).map((index) => join(cwd, `part-${index}-of-${of}.json`));
  const { out } = await runCommand(reportCommand, ['--json', ...files], { cwd });
  return { merged: JSON.parse(out) as Report, lines };
};

const agree = async (input: string, cwd: string): Promise<Report> => {
  const lines = await preview(cwd, input, ['--report', 'whole.json']);
  const whole = JSON.parse(readFileSync(join(cwd, 'whole.json'), 'utf8')) as Report;
  for (const of of [2, 5]) {
    const shares = await inShares(of, input, cwd);
    expect(countsOf(shares.merged)).toEqual(countsOf(whole));
    expect(shares.lines.sort()).toEqual(lines.toSorted());
  }
  const one = await inShares(1, input, cwd);
  expect(one.lines).toEqual(lines);
  return whole;
};

describe('any number of processes do exactly the work of one', () => {
  test.each([
    ['one file, by its lines', 'export.ndjson.gz', 3_200],
    ['one CSV file, sales kept together', 'export.csv', 2_200],
  ])('%s', async (_, input, batches) => {
    using folder = temporaryFolder();
    await sample(folder.path, input, batches);
    const { events, batches: read } = await agree(input, folder.path);
    expect(events.previewed).toBeGreaterThan(1_500);
    expect(read.malformed).toBeGreaterThan(0);
  });

  test('a folder of files, by their names', async () => {
    using folder = temporaryFolder();
    for (const file of numbers(24)) {
      const day = join('export', `day-${(file % 3) + 1}`);
      mkdirSync(join(folder.path, day), { recursive: true });
      await sample(folder.path, join(day, `part-${file}.ndjson`), 40, file);
    }
    expect((await agree('export', folder.path)).inputs).toHaveLength(24);
  });
});

/** Time that runs faster, for those who wait and for those who are waited for alike. */
const fastClock = (factor: number): Clock => {
  const start = Date.now();
  const now = (): number => start + (Date.now() - start) * factor;
  return {
    now,
    steady: now,
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / factor, signal),
  };
};

test('four runs on one throttled account finish, each by the usage headers alone', async () => {
  using folder = temporaryFolder();
  const ids = writeExport(join(folder.path, 'export.ndjson'), 8_000);
  const clock = fastClock(40);
  const sandbox = await startSandbox({
    ...{ datasetId: '123', clock },
    faults: { throttleAfter: { requests: 60, seconds: 60 }, latencyMs: 300 },
  });
  try {
    const flags = [
      ...['--dataset-id', '123', '--base-url', sandbox.url, '--ledger', 'ledger', '--chunk-size', '50'],
      ...['--concurrency', '1'],
    ];
    const runs = await Promise.all(
      numbers(4).map((index) =>
        runCommand(
          uploadCommand,
          ['export.ndjson', ...flags, '--shard', `${index}/4`, '--threads', '0', '--progress', 'none'],
          { cwd: folder.path, env: { MP2FB_ACCESS_TOKEN: 'made-up' }, more: { clock } },
        ),
      ),
    );
    expect(runs.map(({ code, failure }) => [code, failure])).toEqual(numbers(4).map(() => [0, null]));
    const { requests, events } = sandbox.stats();
    expect(events).toMatchObject({ kept: ids.length, duplicates: 0 });
    expect(requests.accepted).toBe(160);
    // Four lanes in all are a fifteenth of the limit: hardly a call meets it.
    expect(requests.throttled / requests.accepted).toBeLessThanOrEqual(0.05);
  } finally {
    await sandbox.close();
  }
});
