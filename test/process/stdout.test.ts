import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { mp2fb, ROOT, untimed } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { exportAndPeer, reportIn, uploadArgs } from '../support/uploads.js';
import { newFolder, temporaryFolder } from '../support/surroundings.js';

const env = { MP2FB_ACCESS_TOKEN: 'a-made-up-token' };
const PROGRAM = join(ROOT, 'bin', 'mp2fb.js');

const original = newFolder();
beforeAll(async () => {
  writeExport(join(original, 'export.ndjson'), 5);
  await using peer = new FakeGraphApi();
  await mp2fb(uploadArgs(original, await peer.listen()), { env });
});

/** A folder in which a few events were uploaded: it has an export, a report and a ledger. */
const uploaded = () => {
  const folder = temporaryFolder();
  cpSync(original, folder.path, { recursive: true });
  return folder;
};

/** Commands that print something, in a folder like that. */
const PRINTING: readonly (readonly string[])[] = [
  ['--help'],
  ['--version'],
  ['upload', '--help'],
  ['settings'],
  ['settings', '--json-schema'],
  ['check', '--ledger', 'ledger'],
  ['explain', 'export.ndjson:1'],
  ['report', 'report.json'],
  ['report', 'report.json', '--json'],
  ['ledger', 'info', '--ledger', 'ledger'],
  ['ledger', 'info', '--json', '--ledger', 'ledger'],
  ['ledger', 'export', '--ledger', 'ledger'],
  ['ledger', 'prune', '--older-than', '1d', '--ledger', 'ledger'],
  ['ledger', 'forget', '--input', 'export.ndjson', '--ledger', 'ledger'],
  ['sample'],
];

const FULL = '/dev/full';

describe.skipIf(!existsSync(FULL))('output to a full disk', () => {
  test.each(PRINTING.map((args) => [args]))('%j: one sentence, and exit code 2', async (args) => {
    using folder = uploaded();
    const run = await mp2fb(args, { cwd: folder.path, stdoutTo: FULL });
    expect([run.code, untimed(run.stderr)]).toEqual([2, 'mp2fb: stdout cannot be written: the disk is full\n']);
  });

  test('a dry run says that it was stopped, and nothing of settings or deliveries', async () => {
    using folder = temporaryFolder();
    writeExport(join(folder.path, 'export.ndjson'), 5_000);
    const run = await mp2fb(['upload', 'export.ndjson', '--dry-run', '--quiet'], { cwd: folder.path, stdoutTo: FULL });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^✖ Stopped before the end .*\n {2}stdout cannot be written: the disk is full\n/);
    expect(run.stderr.match(/disk is full/g)).toHaveLength(1);
    expect(run.stderr).toMatch(/\n {2}Next +when the cause is gone, run the same command again\n/);
  });
});

test.skipIf(process.platform === 'win32')('output that was cut short: exit 2 and one sentence', async () => {
  using folder = uploaded();
  const words = ['report', 'report.json', '--json'];
  const whole = await mp2fb(words, { cwd: folder.path });
  const script = `ulimit -f 1; trap '' XFSZ; exec "$@" > cut.json`;
  const command = ['--norc', '-c', script, 'bash', process.execPath, PROGRAM, ...words];
  const cut = spawnSync('bash', command, { cwd: folder.path, encoding: 'utf8' });
  expect(whole.stdout.length).toBeGreaterThan(1_024);
  expect(statSync(join(folder.path, 'cut.json')).size).toBe(1_024);
  expect([cut.status, cut.stderr]).toEqual([
    2,
    'mp2fb: stdout cannot be written: the file would exceed the size limit\n',
  ]);
});

test('output is appended to what a file contains', async () => {
  using folder = temporaryFolder();
  const command = ['--norc', '-c', 'echo first > out; "$@" >> out', 'bash', process.execPath, PROGRAM, '--version'];
  expect(spawnSync('bash', command, { cwd: folder.path }).status).toBe(0);
  expect(readFileSync(join(folder.path, 'out'), 'utf8')).toMatch(/^first\n\d+\.\d+\.\d+\n/);
});

test.each(PRINTING.filter(([name]) => name !== 'check').map((args) => [args]))(
  '%j: exit 0 and nothing on stderr when the reader leaves at once',
  async (args) => {
    using folder = uploaded();
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, said]).toEqual([0, '']);
  },
);

test.skipIf(!existsSync(FULL))(
  'the summary names only files that were written, and every fault is reported',
  async () => {
    await using at = await exportAndPeer(5);
    appendFileSync(join(at.path, 'export.ndjson'), '{"events":\n');
    const files = ['--report', FULL, '--metrics', FULL, '--rejects', join(at.path, 'rejects.ndjson')];
    const run = await mp2fb(at.args(...files), { env });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/\n {2}Written +\S+rejects\.ndjson\n/);
    expect(run.stderr).toContain(
      `mp2fb: --report ${FULL} cannot be written: the disk is full; --metrics ${FULL} cannot be written: the disk is full\n`,
    );
  },
);

test.skipIf(!existsSync(FULL))('rejects that could not be written are not named as written', async () => {
  using folder = temporaryFolder();
  const bad = join(folder.path, 'bad.ndjson');
  writeFileSync(bad, '{\n');
  const report = join(folder.path, 'report.json');
  const run = await mp2fb(['upload', bad, '--dry-run', '--report', report, '--rejects', FULL]);
  expect(run.stderr).toContain(`Written  ${report}\n`);
  expect(reportIn(folder.path).files).toEqual({ rejects: null, report, metrics: null });
});
