import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { mp2fb, start } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { reportIn, uploadArgs } from '../support/uploads.js';
import { seededRandom, temporaryFolder, until } from '../support/surroundings.js';

const env = { MP2FB_ACCESS_TOKEN: 'T0KEN' };

test(
  'SIGKILL at random moments, then again until done: nothing missing, and the run after that sends nothing',
  { timeout: 120_000 },
  async () => {
    using folder = temporaryFolder();
    const ids = writeExport(join(folder.path, 'export.ndjson'), 10_000);
    await using peer = new FakeGraphApi({ latencyMs: 15 });
    const args = uploadArgs(folder.path, await peer.listen(), ['--chunk-size', '50', '--concurrency', '4']);
    const random = seededRandom(11);
    const kills = 12;
    let killed = 0;
    for (let attempt = 0; attempt < kills; attempt += 1) {
      const before = peer.requests;
      const { child, done } = start(args, { env });
      const wanted = before + 1 + Math.floor(random() * 6);
      await until(() => peer.requests >= wanted || child.exitCode !== null);
      child.kill('SIGKILL');
      if ((await done).signal === 'SIGKILL') killed += 1;
    }
    const last = await mp2fb(args, { env });
    expect(last.stderr).not.toContain('bug');
    expect(last.code).toBe(0);
    expect(killed).toBeGreaterThan(6);
    expect([...peer.accepted.keys()].sort()).toEqual([...ids].sort());
    // Requests in flight, and two more whose answers the ledger has not on disk yet.
    expect(peer.duplicates).toBeLessThanOrEqual(killed * (4 + 2) * 50);

    const requests = peer.requests;
    const again = await mp2fb(args, { env });
    expect(again.code).toBe(0);
    expect(peer.requests).toBe(requests);
    expect(reportIn(folder.path).inputs[0]?.status).toBe('unchanged');
  },
);
