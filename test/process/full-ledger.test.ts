import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { ROOT } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { reportIn, uploadArgs } from '../support/uploads.js';
import { temporaryFolder } from '../support/surroundings.js';

/** Runs the program where no file may grow beyond so many kB, as on a disk that is full. */
const limited = (kilobytes: number, args: readonly string[]): Promise<{ code: unknown; stderr: string }> =>
  new Promise((resolve) => {
    const script = `ulimit -f ${kilobytes}; trap '' XFSZ; exec "$@"`;
    const command = ['-c', script, 'bash', process.execPath, join(ROOT, 'bin', 'mp2fb.js'), ...args];
    execFile('bash', command, { env: { MP2FB_ACCESS_TOKEN: 'T' } }, (error, _, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    );
  });

test.skipIf(process.platform === 'win32').each([60, 150, 300])(
  'a ledger that finds no room beyond %i kB: an orderly end with exit code 4, and nothing unhandled',
  // About once in fifteen times the database's native code aborts by itself after a write that failed.
  { retry: 3 },
  async (kilobytes) => {
    using folder = temporaryFolder();
    writeExport(join(folder.path, 'export.ndjson'), 20_000);
    await using peer = new FakeGraphApi();
    const run = await limited(kilobytes, uploadArgs(folder.path, await peer.listen(), ['--chunk-size', '200']));
    // The summary wraps its lines where the path ends.
    expect(run.stderr.replace(/\s+/g, ' ')).toContain('cannot be written: the disk is full or fails');
    expect(run.stderr).not.toContain('Node.js v');
    // What the database library writes to its console; its native code writes a line that cannot be suppressed.
    expect(run.stderr).not.toMatch(/lmdb|\n {4}at /);
    expect(run.code).toBe(4);
    const { events } = reportIn(folder.path);
    expect(events.sent + events.unsent).toBe(events.read);
  },
);

test.skipIf(process.platform === 'win32')(
  'a new ledger that finds no room for its first entry: exit code 4, and nothing is sent',
  { retry: 3 },
  async () => {
    using folder = temporaryFolder();
    writeExport(join(folder.path, 'export.ndjson'), 5);
    await using peer = new FakeGraphApi();
    const run = await limited(32, uploadArgs(folder.path, await peer.listen()));
    expect(run.stderr).toContain('cannot be written: the disk is full or fails');
    expect([run.code, peer.requests]).toEqual([4, 0]);
  },
);

test.skipIf(!existsSync('/dev/full'))(
  'where the ledger and another output find no room, both are named',
  { retry: 3 },
  async () => {
    using folder = temporaryFolder();
    writeExport(join(folder.path, 'export.ndjson'), 20_000);
    await using peer = new FakeGraphApi();
    const outputs = ['--chunk-size', '200', '--metrics', '/dev/full'];
    const run = await limited(150, uploadArgs(folder.path, await peer.listen(), outputs));
    expect(run.stderr.replace(/\s+/g, ' ')).toContain('cannot be written: the disk is full or fails');
    expect(run.stderr).toContain('--metrics /dev/full cannot be written: the disk is full');
    expect(run.code).toBe(4);
  },
);
