import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uploadCommand } from '../../src/cli/upload.js';
import type { Report } from '../../src/model/report.js';
import type { Ports } from '../../src/commands/ports.js';
import { parseReport } from '../../src/report/files/schema.js';
import { batchOf, NOW_MS, purchase } from '../support/batches.js';
import { runCommand } from '../support/command.js';
import { clockAt, temporaryFolder } from '../support/surroundings.js';

/** The report of a dry run over files of these batches. */
const reportOf = async (
  files: readonly (readonly object[])[],
  flags: readonly string[] = [],
  more: Partial<Ports> = {},
): Promise<Report> => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'report.json');
  const names = files.map((batches, at) => {
    writeFileSync(join(folder.path, `${at}.ndjson`), batches.map((batch) => `${JSON.stringify(batch)}\n`).join(''));
    return `${at}.ndjson`;
  });
  const to = ['--dry-run', '--no-ledger', '--threads', '0', '--report', path, '--rejects', 'r.ndjson'];
  await runCommand(uploadCommand, [...names, ...to, ...flags], { cwd: folder.path, more });
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
};

const SALE = batchOf([purchase()]);
const REFUND = batchOf([purchase({ action: 'refund' })]);

test.each([
  ['of other actions alone', [REFUND], [], true],
  ['of another environment alone', [batchOf([purchase()], { environment: 'development' })], [], true],
  ['with a sale', [REFUND, SALE], [], false],
  ['with a sale before --since', [REFUND, SALE], ['--since', '1h'], false],
  ['with a sale beyond --limit', [REFUND, SALE, SALE], ['--limit', '1'], false],
  ['of one shard', [REFUND, REFUND], ['--shard', '1/2'], false],
  ['with a record that is no batch', [REFUND, {}], [], false],
])('an input %s is one with nothing to forward: %s', async (_, batches, flags, isOne) => {
  const { run, warnings } = await reportOf([batches], flags);
  expect(run.id).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/);
  expect(warnings.filter(({ code }) => code === 'nothing_forwarded')).toHaveLength(isOne ? 1 : 0);
});

test('of each reason for a skip the first place is named', async () => {
  const { skipSamples } = await reportOf([
    [SALE, REFUND, REFUND],
    [REFUND, batchOf([purchase()], { environment: 'development' })],
  ]);
  expect(skipSamples).toEqual([
    { reason: 'other_action', origin: '0.ndjson:2:0' },
    { reason: 'environment', origin: '1.ndjson:2:0' },
  ]);
});

test('when the limit is reached, nothing more is read', async () => {
  const { events, inputs } = await reportOf([[SALE, SALE, SALE], [SALE]], ['--limit', '2']);
  expect(events).toMatchObject({ read: 3, previewed: 2, skipped: { byReason: { beyond_limit: 1 } } });
  expect(inputs.map(({ status }) => status)).toEqual(['stopped', 'waiting']);
});

test.each([
  ['holds them', [SALE, {}], 'r.ndjson'],
  ['would be empty', [SALE], undefined],
])('the file of rejects is named if it %s', async (_, batches, name) => {
  const { files } = await reportOf([batches]);
  expect(files.rejects?.split('/').at(-1)).toBe(name);
});

test('a clock that is set back during the run leaves a report with its real duration', async () => {
  let ms = NOW_MS;
  let steady = 0;
  const clock = { ...clockAt(0), now: () => (ms -= 60_000), steady: () => (steady += 500) };
  const report = await reportOf([[SALE]], [], { clock });
  expect(report.duration.seconds).toBeGreaterThan(0);
  expect(parseReport(report).run.id).toBe(report.run.id);
});
