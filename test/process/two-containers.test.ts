import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { linesOf, start, type StartOptions } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { reportIn, uploadArgs } from '../support/uploads.js';
import { temporaryFolder, until } from '../support/surroundings.js';

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
    using folder = temporaryFolder();
    const ids = writeExport(join(folder.path, 'export.ndjson'), COUNT);
    const pace = { latencyMs: 100 };
    await using peer = new FakeGraphApi(pace);
    const args = uploadArgs(folder.path, await peer.listen(), SMALL);
    const first = start(args, options);
    await until(() => peer.requests > 2);
    const startedMs = Date.now();
    const second = await start(args, options).done;
    expect([second.code, second.stderr]).toEqual([
      5,
      expect.stringMatching(/another run has locked the ledger.*process 1 on/s),
    ]);
    expect(Date.now() - startedMs).toBeLessThan(5_000);
    pace.latencyMs = 0;
    expect((await first.done).code).toBe(0);
    expect([...peer.accepted.keys()].sort()).toEqual([...ids].sort());
    expect(peer.duplicates).toBe(0);
  });

  test('what only reads the ledger reads beside the run, and after it', async () => {
    using folder = temporaryFolder();
    writeExport(join(folder.path, 'export.ndjson'), COUNT);
    const pace = { latencyMs: 300 };
    await using peer = new FakeGraphApi(pace);
    const url = await peer.listen();
    const args = uploadArgs(folder.path, url, SMALL);
    const at = ['--ledger', join(folder.path, 'ledger')];
    const look = () =>
      Promise.all(
        [
          ['upload', join(folder.path, 'export.ndjson'), '--dataset-id', '123', '--base-url', url, ...at, '--dry-run'],
          ...['info', 'export', 'rejects'].map((name) => ['ledger', name, ...at]),
        ].map((one) => start(one, options).done),
      );
    const running = start(args, options);
    await until(() => peer.accepted.size >= 200);
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
    expect(peer.duplicates).toBe(0);
  });

  test('one that was paused and taken over ends with exit 5, sends nothing more and changes nothing', async () => {
    using folder = temporaryFolder();
    const ids = writeExport(join(folder.path, 'export.ndjson'), COUNT);
    await using peer = new FakeGraphApi({ latencyMs: 30 });
    const url = await peer.listen();
    const paused = start(uploadArgs(folder.path, url, SMALL), options);
    await until(() => peer.requests > 5);
    const pid = inside(paused.child.pid ?? 0);
    process.kill(pid, 'SIGSTOP');
    silence(join(folder.path, 'ledger'));
    const more = ['--report', join(folder.path, 'second.json'), '--rejects', join(folder.path, 'second.ndjson')];
    const taker = await start(uploadArgs(folder.path, url, [...SMALL, ...more]), options).done;
    expect([taker.code, taker.stderr]).toEqual([0, expect.any(String)]);
    expect([...peer.accepted.keys()].sort()).toEqual([...ids].sort());

    const requests = peer.requests;
    process.kill(pid, 'SIGCONT');
    const overtaken = await paused.done;
    expect([overtaken.code, overtaken.stderr]).toEqual([5, expect.stringContaining('has taken over the ledger')]);
    expect(peer.requests).toBe(requests);
    const { events, run } = reportIn(folder.path);
    expect(run).toMatchObject({ exitCode: 5, stopReason: expect.stringMatching(/process 1 on .*run /) as string });
    expect(events.sent + events.unsent).toBe(events.read);

    const again = await start(uploadArgs(folder.path, url, SMALL), options).done;
    expect([again.code, peer.requests]).toEqual([0, requests]);
  });

  test('shards look up an earlier ledger side by side', async () => {
    using folder = temporaryFolder();
    const ids = writeExport(join(folder.path, 'export.ndjson'), COUNT);
    await using peer = new FakeGraphApi({ latencyMs: 20 });
    const url = await peer.listen();
    const whole = await start(uploadArgs(folder.path, url, ['--limit', '1000']), options).done;
    expect(whole.code).toBe(0);
    const shard = (index: number) =>
      start(
        uploadArgs(folder.path, url, [
          ...SMALL,
          ...['--shard', `${index}/2`, '--shard-by', 'lines'],
          ...['--report', join(folder.path, `${index}.json`), '--rejects', join(folder.path, `${index}.ndjson`)],
        ]),
        options,
      ).done;
    const both = await Promise.all([shard(1), shard(2)]);
    expect(both.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0]);
    expect([...peer.accepted.keys()].sort()).toEqual([...ids].sort());
    expect(peer.duplicates).toBe(0);
  });
});
