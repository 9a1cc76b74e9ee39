import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { mp2fb, start } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { exportAndPeer, reportIn, uploadArgs } from '../support/uploads.js';
import { until } from '../support/surroundings.js';

const CTRL_C = '\u0003';
const SHOW_CURSOR = '\u001b[?25h';
const env = { MP2FB_ACCESS_TOKEN: 'T0KEN' };

describe('signals', () => {
  test.each([
    ['SIGINT', 130, 'SIGINT'],
    ['SIGTERM', 143, 'SIGTERM'],
    ['SIGHUP', 143, 'SIGHUP'],
  ] as const)('%s settles what is in flight, writes everything, exits %i', async (signal, code, stopReason) => {
    await using at = await exportAndPeer(1_500, { latencyMs: 200 });
    const { child, done } = start(at.args('--chunk-size', '50', '--concurrency', '2'), { env });
    await until(() => at.peer.requests >= 3);
    child.kill(signal);
    const run = await done;
    expect(run.code).toBe(code);
    expect(run.stderr).toMatch(
      /warning: stopping after \d requests? in flight; a second (Ctrl-C|signal) ends at once\n/,
    );
    const { events, run: ended } = reportIn(at.path);
    expect(ended).toMatchObject({ exitCode: code, stopReason });
    expect(events.sent).toBe(at.peer.accepted.size);
    expect(events.sent + events.unsent).toBe(events.read);
    // Its first line says it already.
    expect(run.stderr).toMatch(
      /✖ Stopped(: the terminal closed;| by) .*\n( {2}SIGHUP\n)? {2}Next {2}run the same command again: .*\n\n {2}Destination/,
    );

    const again = await mp2fb(at.args(), { env });
    expect(again.code).toBe(0);
    expect([...at.peer.accepted.keys()].sort()).toEqual([...at.ids].sort());
    expect(at.peer.duplicates).toBe(0);
  });

  test('a second one ends at once and says so, and the next run sends what was in flight again', async () => {
    await using at = await exportAndPeer(100, { latencyMs: 60_000 });
    const { child, done } = start(at.args(), { env });
    await until(() => at.peer.requests >= 1);
    child.kill('SIGINT');
    child.kill('SIGTERM');
    const run = await done;
    // The system delivers two signals that wait for a busy process in either order.
    expect([130, 143]).toContain(run.code);
    expect(run.stderr).toContain(
      'mp2fb: ended at once by a second signal, without a report. Run the same command again',
    );
    expect(existsSync(join(at.path, 'report.json'))).toBe(false);

    await using quick = new FakeGraphApi();
    const again = await mp2fb(uploadArgs(at.path, await quick.listen()), { env });
    expect([again.code, quick.accepted.size]).toEqual([0, at.ids.length]);
  });

  test('the same one twice in a moment, as timeout and npm send it, is one', async () => {
    await using at = await exportAndPeer(100, { latencyMs: 1_000 });
    const { child, done } = start(at.args(), { env });
    await until(() => at.peer.requests >= 1);
    child.kill('SIGTERM');
    await sleep(5);
    child.kill('SIGTERM');
    const run = await done;
    expect([run.code, run.stderr.includes('ended at once')]).toEqual([143, false]);
    expect(reportIn(at.path).run.stopReason).toBe('SIGTERM');
  });

  test.each(['report', 'manifest'])('one ends a command that only shows something, without words: %s', async (name) => {
    const { child, done } = start([name, '-'], { stdin: null });
    await sleep(1_000);
    child.kill('SIGINT');
    expect(await done).toMatchObject({ code: 130, stdout: '', stderr: '' });
  });

  test.skipIf(!existsSync('/usr/bin/script'))(
    'a second Ctrl-C leaves the terminal with its cursor, and no moving line',
    async () => {
      await using at = await exportAndPeer(100, { latencyMs: 60_000 });
      const onTerminal = ['bash', '-c', 'script -qec "$(printf "%q " "$@")" /dev/null', 'bash'];
      const args = at.args('--progress', 'tty');
      const { child, done } = start(args, { env: { ...env, TERM: 'xterm' }, through: onTerminal, stdin: null });
      let shown = '';
      child.stdout?.on('data', (data: Buffer) => (shown += data.toString()));
      await until(() => at.peer.requests >= 1 && shown.includes('in flight'));
      child.stdin?.write(CTRL_C);
      await until(() => shown.includes('stopping after 1 request in flight; a second Ctrl-C ends at once'));
      // The same signal in the same moment would be one.
      await sleep(500);
      child.stdin?.write(CTRL_C);
      const run = await done;
      expect(run.code).toBe(130);
      expect(run.stdout.slice(run.stdout.lastIndexOf(SHOW_CURSOR))).toMatch(
        /^\S+mp2fb: ended at once by a second signal, [^\r\n]+\r\n$/,
      );
    },
  );
});
