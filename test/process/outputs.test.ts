import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { mp2fb, untimed } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { reportIn } from '../support/uploads.js';
import { temporaryFolder } from '../support/surroundings.js';

const env = { MP2FB_ACCESS_TOKEN: 'a-made-up-token' };

test.each([
  ['the report in place of an input', ['--report', 'export.ndjson'], '--report'],
  ['the report in place of an input, by a link', ['--report', 'link.ndjson'], '--report'],
  ['metrics in place of an input', ['--metrics', 'export.ndjson'], '--metrics'],
  ['rejects in place of an input', ['--rejects', 'export.ndjson'], '--rejects'],
  ['the report in place of the settings', ['--config', 'c.json', '--report', 'c.json'], 'the file that config names'],
  ['the report in place of the default settings', ['--report', 'mp2fb.config.json'], 'the file that config names'],
  ['report and rejects in one file', ['--report', 'one', '--rejects', 'one'], 'is also --rejects'],
  ['report and metrics in one file', ['--report', 'one', '--metrics', './one'], 'is also --report'],
  ['the report in a folder', ['--report', 'folder'], 'is a folder'],
  ['rejects in a folder', ['--rejects', 'folder'], 'is a folder'],
])('%s: nothing is sent, nothing is lost', async (_, flags, words) => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'export.ndjson');
  writeExport(path, 5);
  mkdirSync(join(folder.path, 'folder'));
  writeFileSync(join(folder.path, 'c.json'), '{}');
  symlinkSync(path, join(folder.path, 'link.ndjson'));
  const before = readFileSync(path, 'utf8');
  await using peer = new FakeGraphApi();
  const to = ['--dataset-id', '123', '--base-url', await peer.listen(), '--no-ledger'];
  const run = await mp2fb(['upload', 'export.ndjson', ...to, ...flags], { env, cwd: folder.path });
  expect([run.code, run.stderr, peer.requests]).toEqual([2, expect.stringContaining(words), 0]);
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test.skipIf(!existsSync('/dev/full')).each([5, 5_000])(
  'a dry run of %i events whose output finds no room says so',
  async (count) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'export.ndjson');
    writeExport(path, count);
    const report = join(folder.path, 'report.json');
    const command = ['upload', path, '--dry-run', '--report', report];
    const run = await mp2fb(command, { stdoutTo: '/dev/full' });
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('stdout cannot be written: the disk is full')]);
    expect(run.stderr).not.toContain('reader of stdout');
    expect(reportIn(folder.path).run).toMatchObject({ exitCode: 2 });
  },
);

test('--sandbox without a place for temporary files is no bug', async () => {
  using folder = temporaryFolder();
  writeExport(join(folder.path, 'export.ndjson'), 5);
  const run = await mp2fb(['upload', 'export.ndjson', '--sandbox'], {
    cwd: folder.path,
    env: { TMPDIR: '/nowhere' },
  });
  expect([run.code, run.stderr]).toEqual([
    2,
    expect.stringMatching(
      /a temporary folder \(TMPDIR\) \/nowhere\/\S+ cannot be written: the folder nowhere does not/,
    ),
  ]);
});

test('an argument that is empty is not the working folder', async () => {
  using folder = temporaryFolder();
  writeExport(join(folder.path, 'export.ndjson'), 5);
  const run = await mp2fb(['upload', '', '--dry-run'], { cwd: folder.path });
  expect([run.code, run.stdout, untimed(run.stderr)]).toEqual([
    6,
    '',
    'mp2fb: an input has no name: the argument is empty\n',
  ]);
});

test.each([
  ['is empty', '', true],
  ['holds actions that are never forwarded', '{"events":[{"data":{"product_action":{"action":"refund"}}}]}\n', true],
  ['is wanted from another year on', '', false],
])('a quiet run whose input %s', async (_, text, isTold) => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'export.ndjson');
  if (isTold) writeFileSync(path, text);
  else writeExport(path, 3);
  const flags = ['--dry-run', '--quiet', '--api', 'conversions', ...(isTold ? [] : ['--since', '2099-01-01'])];
  const { code, stderr } = await mp2fb(['upload', path, ...flags]);
  expect([code, stderr.includes('no event in the inputs can be forwarded')]).toEqual([0, isTold]);
  if (!isTold) expect(stderr).toBe('');
});
