import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeExport } from './exports.js';
import { jsonLines, mp2fb } from './program.js';
import { StandIn, type Mischief } from './stand-in.js';
import { reportIn, uploadArgs } from './uploads.js';
import { seededRandom, temporaryFolder } from './surroundings.js';

const env = { MP2FB_ACCESS_TOKEN: 'T0KEN' };

/** Faults after which nothing was processed. */
export const FAULTS: readonly Mischief[] = ['reset', 'stall', 'throttle', 'html'];

const COUNT = 50_000;
const isPoison = (id: string) => Number(id.slice(2)) % 5_001 === 17;

/** One test: an upload that every eighth request meets one of these faults. `lost`: 1 when answers get lost. */
export const everyFault = (title: string, faults: readonly Mischief[], lost: 0 | 1): void =>
  test(title, { timeout: 120_000 }, async () => {
    using folder = temporaryFolder();
    const ids = writeExport(join(folder.path, 'export.ndjson'), COUNT);
    const random = seededRandom(7);
    let lostAnswers = 0;
    await using peer = new StandIn({
      poison: isPoison,
      mischief: () => {
        if (random() > 0.12) return undefined;
        const chosen = faults[Math.floor(random() * faults.length)];
        if (chosen === 'process-then-reset') lostAnswers += 1;
        return chosen;
      },
    });
    const more = ['--timeout-seconds', '1', '--chunk-size', '500', '--concurrency', '8'];
    const run = await mp2fb(uploadArgs(folder.path, await peer.listen(), more), { env });

    const poison = ids.filter(isPoison);
    expect(run.stderr).not.toContain('bug');
    expect(run.code).toBe(3);
    expect([...peer.taken.keys()].sort()).toEqual(ids.filter((id) => !isPoison(id)).sort());
    if (lost === 0) expect(peer.duplicates).toBe(0);
    else expect(peer.duplicates).toBeLessThanOrEqual(lostAnswers * 500);
    expect(peer.largest).toBeLessThanOrEqual(500);
    expect(peer.mostInFlight).toBeLessThanOrEqual(8);
    const rejects = jsonLines(readFileSync(join(folder.path, 'rejects.ndjson'), 'utf8'));
    expect(rejects.map((line) => (line as { _reject: { line: number } })._reject.line).sort((a, b) => a - b)).toEqual(
      poison.map((id) => Number(id.slice(2)) + 1),
    );
    const { events } = reportIn(folder.path);
    expect(events).toMatchObject({
      read: COUNT,
      sent: COUNT - poison.length,
      unsent: 0,
      rejected: { total: poison.length },
    });
  });
