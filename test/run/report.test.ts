import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uploadCommand } from '../../src/cli/upload.js';
import type { Report } from '../../src/model/report.js';
import { batchOf, purchase } from '../support/batches.js';
import { runCommand } from '../support/command.js';
import { temporaryFolder } from '../support/surroundings.js';

/** The report of a dry run over these batches. */
const reportOf = async (batches: readonly object[], flags: readonly string[] = []): Promise<Report> => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'report.json');
  writeFileSync(join(folder.path, 'a.ndjson'), batches.map((batch) => `${JSON.stringify(batch)}\n`).join(''));
  const argv = ['a.ndjson', '--dry-run', '--no-ledger', '--threads', '0', '--report', path, ...flags];
  await runCommand(uploadCommand, argv, { cwd: folder.path });
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
  const { run, warnings } = await reportOf(batches, flags);
  expect(run.id).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/);
  expect(warnings.filter(({ code }) => code === 'nothing_forwarded')).toHaveLength(isOne ? 1 : 0);
});
