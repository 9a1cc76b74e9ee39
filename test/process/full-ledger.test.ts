import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/program.js';
import { exportAndPeer, reportIn } from '../support/uploads.js';

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
    await using at = await exportAndPeer(20_000);
    const run = await limited(kilobytes, at.args('--chunk-size', '200'));
    // The summary wraps its lines where the path ends.
    expect(run.stderr.replace(/\s+/g, ' ')).toContain('cannot be written: the disk is full or fails');
    expect(run.stderr).not.toContain('Node.js v');
    // What the database library writes to its console; its native code writes a line that cannot be suppressed.
    expect(run.stderr).not.toMatch(/lmdb|\n {4}at /);
    expect(run.code).toBe(4);
    const { events } = reportIn(at.path);
    expect(events.sent + events.unsent).toBe(events.read);
  },
);

test.skipIf(process.platform === 'win32')(
  'a new ledger that finds no room for its first entry: exit code 4, and nothing is sent',
  { retry: 3 },
  async () => {
    await using at = await exportAndPeer(5);
    const run = await limited(32, at.args());
    expect(run.stderr).toContain('cannot be written: the disk is full or fails');
    expect([run.code, at.peer.requests]).toEqual([4, 0]);
  },
);

test.skipIf(!existsSync('/dev/full'))(
  'where the ledger and another output find no room, both are named',
  { retry: 3 },
  async () => {
    await using at = await exportAndPeer(20_000);
    const outputs = ['--chunk-size', '200', '--metrics', '/dev/full'];
    const run = await limited(150, at.args(...outputs));
    expect(run.stderr.replace(/\s+/g, ' ')).toContain('cannot be written: the disk is full or fails');
    expect(run.stderr).toContain('--metrics /dev/full cannot be written: the disk is full');
    expect(run.code).toBe(4);
  },
);
