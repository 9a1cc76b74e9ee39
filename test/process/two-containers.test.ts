import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linesOf, start, type StartOptions } from '../support/program.js';
import { exportAndPeer, reportIn } from '../support/uploads.js';
import { until } from '../support/surroundings.js';

/** The program as process 1 of a container of its own. */
const CONTAINER = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
const options: StartOptions = { through: CONTAINER, env: { MP2FB_ACCESS_TOKEN: 'T0KEN' } };

const canUnshare = ((): boolean => {
  try {
    execFileSync(CONTAINER[0] ?? '', [...CONTAINER.slice(1), 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** The program's own process, as it is numbered here. */
const inside = (unshare: number): number =>
  Number(readFileSync(`/proc/${unshare}/task/${unshare}/children`, 'utf8').trim());

/** Makes the owner of the one ledger silent for so long that it counts as gone. */
const silence = (ledgers: string): void => {
  const path = join(ledgers, readdirSync(ledgers).find((name) => name.endsWith('.lock')) ?? '');
  const owner = JSON.parse(readFileSync(path, 'utf8')) as { aliveMs: number };
  writeFileSync(path, JSON.stringify({ ...owner, aliveMs: owner.aliveMs - 200_000 }));
};

describe.runIf(canUnshare)('two containers, in each of which the program is process 1', () => {
  const COUNT = 2_000;
  const SMALL = ['--chunk-size', '50', '--concurrency', '2', '--max-retries', '3'];

  test('the second on one ledger ends at once with exit 5 and says who has it', async () => {
    const pace = { latencyMs: 100 };
    await using at = await exportAndPeer(COUNT, pace);
    const args = at.args(...SMALL);
    const first = start(args, options);
    await until(() => at.peer.requests > 2);
    const startedMs = Date.now();
    const second = await start(args, options).done;
    expect([second.code, second.stderr]).toEqual([
      5,
      expect.stringMatching(/another run has locked the ledger.*process 1 on/s),
    ]);
    expect(Date.now() - startedMs).toBeLessThan(5_000);
    pace.latencyMs = 0;
    expect((await first.done).code).toBe(0);
    expect([...at.peer.accepted.keys()].sort()).toEqual([...at.ids].sort());
    expect(at.peer.duplicates).toBe(0);
  });

  test('what only reads the ledger reads beside the run, and after it', async () => {
    const pace = { latencyMs: 300 };
    await using at = await exportAndPeer(COUNT, pace);
    const args = at.args(...SMALL);
    const ledger = ['--ledger', join(at.path, 'ledger')];
    const look = () =>
      Promise.all(
        [
          [
            'upload',
            join(at.path, 'export.ndjson'),
            '--dataset-id',
            '123',
            '--base-url',
            at.url,
            ...ledger,
            '--dry-run',
          ],
          ...['info', 'export', 'rejects'].map((name) => ['ledger', name, ...ledger]),
        ].map((one) => start(one, options).done),
      );
    const running = start(args, options);
    await until(() => at.peer.accepted.size >= 200);
    const during = await look();
    expect(running.child.exitCode).toBeNull();
    pace.latencyMs = 0;
    expect(during.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0, 0, 0]);
    const [preview, info, exported] = during.map(({ stdout }) => stdout);
    expect(linesOf(preview ?? '').length).toBeLessThan(COUNT);
    expect(linesOf(exported ?? '').length).toBeGreaterThanOrEqual(200);
    expect(info).toMatch(/(held|locked) by +process 1 on/);
    expect((await running.done).code).toBe(0);
    const after = await look();
    expect(after.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(after.map(({ stdout }) => linesOf(stdout).length)).toEqual([0, 9, COUNT, 1]);
    expect(at.peer.duplicates).toBe(0);
  });

  test('one that was paused and taken over ends with exit 5, sends nothing more and changes nothing', async () => {
    await using at = await exportAndPeer(COUNT, { latencyMs: 30 });
    const paused = start(at.args(...SMALL), options);
    await until(() => at.peer.requests > 5);
    const pid = inside(paused.child.pid ?? 0);
    process.kill(pid, 'SIGSTOP');
    silence(join(at.path, 'ledger'));
    const more = ['--report', join(at.path, 'second.json'), '--rejects', join(at.path, 'second.ndjson')];
    const taker = await start(at.args(...SMALL, ...more), options).done;
    expect([taker.code, taker.stderr]).toEqual([0, expect.any(String)]);
    expect([...at.peer.accepted.keys()].sort()).toEqual([...at.ids].sort());

    const requests = at.peer.requests;
    process.kill(pid, 'SIGCONT');
    const overtaken = await paused.done;
    expect([overtaken.code, overtaken.stderr]).toEqual([5, expect.stringContaining('has taken over the ledger')]);
    expect(at.peer.requests).toBe(requests);
    const { events, run } = reportIn(at.path);
    expect(run).toMatchObject({ exitCode: 5, stopReason: expect.stringMatching(/process 1 on .*run /) as string });
    expect(events.sent + events.unsent).toBe(events.read);

    const again = await start(at.args(...SMALL), options).done;
    expect([again.code, at.peer.requests]).toEqual([0, requests]);
  });

  test('shards look up an earlier ledger side by side', async () => {
    await using at = await exportAndPeer(COUNT, { latencyMs: 20 });
    const whole = await start(at.args('--limit', '1000'), options).done;
    expect(whole.code).toBe(0);
    const shard = (index: number) =>
      start(
        at.args(
          ...[...SMALL, '--shard', `${index}/2`, '--shard-by', 'lines'],
          ...['--report', join(at.path, `${index}.json`), '--rejects', join(at.path, `${index}.ndjson`)],
        ),
        options,
      ).done;
    const both = await Promise.all([shard(1), shard(2)]);
    expect(both.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0]);
    expect([...at.peer.accepted.keys()].sort()).toEqual([...at.ids].sort());
    expect(at.peer.duplicates).toBe(0);
  });
});
