import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { jsonLines, mp2fb } from '../support/program.js';
import { FakeGraphApi, type Fault } from '../support/fake-graph-api.js';
import { reportIn, uploadArgs } from '../support/uploads.js';
import { seededRandom, temporaryFolder } from '../support/surroundings.js';

const env = { MP2FB_ACCESS_TOKEN: 'T0KEN' };

/** Faults after which nothing was processed. */
const FAULTS: readonly Fault[] = ['reset', 'stall', 'throttle', 'html'];

const COUNT = 20_000;
const isRefused = (id: string) => Number(id.slice(2)) % 2_001 === 17;

test.each<readonly [title: string, faults: readonly Fault[], lost: 0 | 1]>([
  ['without lost answers: nothing twice', FAULTS, 0],
  ['with lost answers: only what they carried comes twice', [...FAULTS, 'process-then-reset'], 1],
])('every fault, %s', { timeout: 120_000 }, async (_, faults, lost) => {
  using folder = temporaryFolder();
  const ids = writeExport(join(folder.path, 'export.ndjson'), COUNT);
  const random = seededRandom(7);
  let lostAnswers = 0;
  await using peer = new FakeGraphApi({
    refuses: isRefused,
    fault: () => {
      if (random() > 0.12) return undefined;
      const chosen = faults[Math.floor(random() * faults.length)];
      if (chosen === 'process-then-reset') lostAnswers += 1;
      return chosen;
    },
  });
  const more = ['--timeout-seconds', '1', '--chunk-size', '200', '--concurrency', '8'];
  const run = await mp2fb(uploadArgs(folder.path, await peer.listen(), more), { env });

  const refused = ids.filter(isRefused);
  expect(run.stderr).not.toContain('bug');
  expect(run.code).toBe(3);
  expect([...peer.accepted.keys()].sort()).toEqual(ids.filter((id) => !isRefused(id)).sort());
  if (lost === 0) expect(peer.duplicates).toBe(0);
  else expect(peer.duplicates).toBeLessThanOrEqual(lostAnswers * 200);
  expect(peer.largest).toBeLessThanOrEqual(200);
  expect(peer.mostInFlight).toBeLessThanOrEqual(8);
  const rejects = jsonLines(readFileSync(join(folder.path, 'rejects.ndjson'), 'utf8'));
  expect(rejects.map((line) => (line as { _reject: { line: number } })._reject.line).sort((a, b) => a - b)).toEqual(
    refused.map((id) => Number(id.slice(2)) + 1),
  );
  const { events } = reportIn(folder.path);
  expect(events).toMatchObject({
    read: COUNT,
    sent: COUNT - refused.length,
    unsent: 0,
    rejected: { total: refused.length },
  });
});
