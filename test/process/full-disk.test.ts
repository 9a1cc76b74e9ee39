import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { mp2fb, untimed } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { reportIn, uploadArgs } from '../support/uploads.js';
import { temporaryFolder } from '../support/surroundings.js';

const env = { MP2FB_ACCESS_TOKEN: 'a-made-up-token' };
const FULL = '/dev/full';

/** An export with one bad line, uploaded with other files than usual. */
const uploadWith = async (...more: readonly string[]) => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'export.ndjson');
  writeExport(path, 50);
  appendFileSync(path, '{"broken\n');
  await using peer = new FakeGraphApi();
  const run = await mp2fb(uploadArgs(folder.path, await peer.listen(), more), { env });
  return { ...run, requests: peer.requests, folder };
};

test.skipIf(!existsSync(FULL))('rejects on a full disk stop the run, and are still counted', async () => {
  const ended = await uploadWith('--rejects', FULL);
  using folder = ended.folder;
  expect([ended.code, ended.stderr]).toEqual([
    4,
    expect.stringContaining('--rejects /dev/full cannot be written: the disk is full'),
  ]);
  expect(ended.stderr).not.toContain('bug');
  const { events, batches } = reportIn(folder.path);
  expect([events.read, batches.malformed]).toEqual([50, 1]);
  expect(events.sent + events.unsent).toBe(50);

  // What never got into the file is no known reject of the next run.
  await using peer = new FakeGraphApi();
  const kept = ['--rejects', join(folder.path, 'kept.ndjson')];
  const again = await mp2fb(uploadArgs(folder.path, await peer.listen(), kept), { env });
  expect([again.code, readFileSync(join(folder.path, 'kept.ndjson'), 'utf8')]).toEqual([
    3,
    expect.stringContaining('broken'),
  ]);
});

test.skipIf(!existsSync(FULL))(
  'metrics that find no room: the message names them, and the report is there',
  async () => {
    const ended = await uploadWith('--metrics', FULL);
    using folder = ended.folder;
    expect([ended.code, ended.stderr]).toEqual([
      2,
      expect.stringContaining('--metrics /dev/full cannot be written: the disk is full'),
    ]);
    expect(reportIn(folder.path).events.sent).toBe(50);
  },
);

test.skipIf(!existsSync(FULL))(
  'a run that stopped early keeps its exit code beside an output that finds no room',
  async () => {
    const ended = await uploadWith('--rejects', FULL, '--metrics', FULL);
    using folder = ended.folder;
    expect([ended.code, ended.stderr]).toEqual([
      4,
      expect.stringContaining('mp2fb: --metrics /dev/full cannot be written'),
    ]);
    expect(reportIn(folder.path).run.exitCode).toBe(4);
  },
);

test.each(['--report', '--metrics', '--rejects'])('%s in a folder that is not there: nothing is sent', async (flag) => {
  const ended = await uploadWith(flag, '/nowhere/file');
  using folder = ended.folder;
  const message = `mp2fb: ${flag} /nowhere/file cannot be written: the folder nowhere does not exist\n`;
  expect([ended.code, untimed(ended.stderr), ended.requests]).toEqual([2, message, 0]);
  expect(existsSync(join(folder.path, 'report.json'))).toBe(false);
});
