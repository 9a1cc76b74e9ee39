import { expect, test } from 'vitest';
import { mp2fb, start } from '../support/program.js';
import { exportAndPeer, reportIn } from '../support/uploads.js';
import { seededRandom, until } from '../support/surroundings.js';

const env = { MP2FB_ACCESS_TOKEN: 'T0KEN' };

test(
  'SIGKILL at random moments, then again until done: nothing missing, and the run after that sends nothing',
  { timeout: 120_000 },
  async () => {
    await using at = await exportAndPeer(10_000, { latencyMs: 15 });
    const args = at.args('--chunk-size', '50', '--concurrency', '4');
    const random = seededRandom(11);
    const kills = 12;
    let killed = 0;
    for (let attempt = 0; attempt < kills; attempt += 1) {
      const before = at.peer.requests;
      const { child, done } = start(args, { env });
      const wanted = before + 1 + Math.floor(random() * 6);
      await until(() => at.peer.requests >= wanted || child.exitCode !== null);
      child.kill('SIGKILL');
      if ((await done).signal === 'SIGKILL') killed += 1;
    }
    const last = await mp2fb(args, { env });
    expect(last.stderr).not.toContain('bug');
    expect(last.code).toBe(0);
    expect(killed).toBeGreaterThan(6);
    expect([...at.peer.accepted.keys()].sort()).toEqual([...at.ids].sort());
    // Requests in flight, and two more whose answers the ledger has not on disk yet.
    expect(at.peer.duplicates).toBeLessThanOrEqual(killed * (4 + 2) * 50);

    const requests = at.peer.requests;
    const again = await mp2fb(args, { env });
    expect(again.code).toBe(0);
    expect(at.peer.requests).toBe(requests);
    expect(reportIn(at.path).inputs[0]?.status).toBe('unchanged');
  },
);
