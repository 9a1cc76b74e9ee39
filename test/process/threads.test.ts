import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { mp2fb } from '../support/program.js';
import { temporaryFolder } from '../support/surroundings.js';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

test('the output is the same to the byte, whatever the number of threads', async () => {
  using folder = temporaryFolder();
  const input = join(folder.path, 'sample.ndjson');
  await mp2fb(['sample', '--batches', '9000', '--bad-records', '--as-of', '2026-11-21', '--output', input]);
  const outputs = [];
  // With a limit, threads come late: the main thread does the first blocks.
  for (const threads of [['0'], ['1'], ['2'], ['2', '--limit', '1000000']]) {
    const name = threads.join('');
    const [report, rejects] = [join(folder.path, `${name}.json`), join(folder.path, `${name}.ndjson`)];
    const args = ['--report', report, '--rejects', rejects, '--as-of', '2026-11-21', '--quiet'];
    const run = await mp2fb(['upload', input, '--dry-run', '--extended-match-keys', ...args, '--threads', ...threads]);
    const { events, batches, byEventName, matchKeys, warnings } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    outputs.push({
      code: run.code,
      stdout: digest(run.stdout),
      rejects: digest(readFileSync(rejects, 'utf8')),
      events,
      batches,
      byEventName,
      matchKeys,
      warnings,
    });
  }
  expect(outputs[0]).toMatchObject({ code: 3, events: { previewed: expect.any(Number) } });
  expect(outputs[1]).toEqual(outputs[0]);
  expect(outputs[2]).toEqual(outputs[0]);
  expect(outputs[3]).toEqual(outputs[0]);
});

test('so it is of batches in an array, read in many blocks', async () => {
  using folder = temporaryFolder();
  const [lines, array] = [join(folder.path, 'sample.ndjson'), join(folder.path, 'array.json')];
  await mp2fb(['sample', '--batches', '6000', '--as-of', '2026-11-21', '--output', lines]);
  const batches = readFileSync(lines, 'utf8').trimEnd().split('\n');
  writeFileSync(array, `[\n${batches.join(',\n')}\n]\n`);
  const dryRun = async (input: string, threads: string) =>
    mp2fb(['upload', input, '--dry-run', '--quiet', '--as-of', '2026-11-21', '--threads', threads]);
  const expected = await dryRun(lines, '0');
  expect(expected).toMatchObject({ code: 0, stderr: '' });
  for (const threads of ['0', '2']) expect(await dryRun(array, threads)).toEqual(expected);
});
