import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { jsonLines, linesOf, mp2fb, start, temporaryFolder } from '../support/program.js';
import { seeded, StandIn, type Mischief } from '../support/stand-in.js';
import { reportIn, uploadArgs } from '../support/uploads.js';

const TOKEN = 'TOKEN-that-must-not-be-seen';

const env = { MP2FB_ACCESS_TOKEN: TOKEN };

const FAULTS: readonly Mischief[] = ['reset', 'stall', 'throttle', 'html'];

describe('every fault that a night can bring', () => {
  const COUNT = 50_000;
  const isPoison = (id: string) => Number(id.slice(2)) % 5_001 === 17;

  test.each([
    ['without lost answers: nothing twice', FAULTS, 0],
    ['with lost answers: only what they carried comes twice', [...FAULTS, 'process-then-reset'] as const, 1],
  ])('%s', { timeout: 120_000 }, async (_, faults, lost) => {
    using folder = temporaryFolder();
    const ids = writeExport(join(folder.path, 'export.ndjson'), COUNT);
    const random = seeded(7);
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
});

test(
  'SIGKILL at random moments, then again until done: nothing missing, and the run after that sends nothing',
  { timeout: 120_000 },
  async () => {
    using folder = temporaryFolder();
    const ids = writeExport(join(folder.path, 'export.ndjson'), 20_000);
    await using peer = new StandIn({ latencyMs: 15 });
    const args = uploadArgs(folder.path, await peer.listen(), ['--chunk-size', '100', '--concurrency', '4']);
    const random = seeded(11);
    const kills = 20;
    let killed = 0;
    for (let attempt = 0; attempt < kills; attempt += 1) {
      const before = peer.requests;
      const { child, done } = start(args, { env });
      const wanted = before + 1 + Math.floor(random() * 6);
      while (peer.requests < wanted && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
      child.kill('SIGKILL');
      if ((await done).signal === 'SIGKILL') killed += 1;
    }
    const last = await mp2fb(args, { env });
    expect(last.stderr).not.toContain('bug');
    expect(last.code).toBe(0);
    expect(killed).toBeGreaterThan(10);
    expect([...peer.taken.keys()].sort()).toEqual([...ids].sort());
    expect(peer.duplicates).toBeLessThanOrEqual(killed * 4 * 100);

    const requests = peer.requests;
    const again = await mp2fb(args, { env });
    expect(again.code).toBe(0);
    expect(peer.requests).toBe(requests);
    expect(reportIn(folder.path).inputs[0]?.status).toBe('unchanged');
  },
);

describe('signals', () => {
  test.each([
    ['SIGINT', 130, 'SIGINT'],
    ['SIGTERM', 143, 'SIGTERM'],
    ['SIGHUP', 143, 'SIGTERM'],
  ] as const)('%s settles what is in flight, writes everything, exits %i', async (signal, code, stopReason) => {
    using folder = temporaryFolder();
    const ids = writeExport(join(folder.path, 'export.ndjson'), 5_000);
    await using peer = new StandIn({ latencyMs: 200 });
    const url = await peer.listen();
    const { child, done } = start(uploadArgs(folder.path, url, ['--chunk-size', '50', '--concurrency', '2']), { env });
    while (peer.requests < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill(signal);
    const run = await done;
    expect(run.code).toBe(code);
    const { events, run: told } = reportIn(folder.path);
    expect(told).toMatchObject({ exitCode: code, stopReason });
    expect(events.sent).toBe(peer.taken.size);
    expect(events.sent + events.unsent).toBe(events.read);
    // Its first line says it already.
    expect(run.stderr).toMatch(/✖ Stopped by .*\n\n {2}Destination/);

    const again = await mp2fb(uploadArgs(folder.path, url), { env });
    expect(again.code).toBe(0);
    expect([...peer.taken.keys()].sort()).toEqual([...ids].sort());
    expect(peer.duplicates).toBe(0);
  });
});

test('a token that Facebook does not take stops the run: exit 4, the rest unsent, the token nowhere', async () => {
  using folder = temporaryFolder();
  writeExport(join(folder.path, 'export.ndjson'), 3_000);
  const error = {
    message: 'Error validating access token: Session has expired',
    code: 190,
    error_subcode: 463,
    fbtrace_id: 'TRACE',
  };
  await using peer = new StandIn({ always: { status: 401, body: { error } } });
  const run = await mp2fb(uploadArgs(folder.path, await peer.listen(), ['--concurrency', '1']), { env });
  expect(run.code).toBe(4);
  expect(peer.requests).toBe(1);
  expect(run.stderr).toContain('190/463');
  expect(run.stderr).toContain('TRACE');
  expect(run.stderr + run.stdout + readFileSync(join(folder.path, 'report.json'), 'utf8')).not.toContain(TOKEN);
  expect(reportIn(folder.path).events).toMatchObject({ sent: 0, rejected: { total: 0 } });
});

describe('receipts', () => {
  test.each([[{ events_received: 0 }], [{ error: 'nope' }], [{}]])(
    '%j is none: exit 4, nothing is noted as sent, and the next run sends again what may have arrived',
    { timeout: 30_000 },
    async (body) => {
      using folder = temporaryFolder();
      writeExport(join(folder.path, 'export.ndjson'), 20);
      const mischief = (request: number) => (request <= 2 ? body : undefined);
      await using peer = new StandIn({ mischief });
      const args = uploadArgs(folder.path, await peer.listen(), ['--max-retries', '1']);
      const first = await mp2fb(args, { env });
      expect([first.code, peer.requests]).toEqual([4, 2]);
      expect(first.stderr).toContain('acknowledges no event');
      expect(reportIn(folder.path).events).toMatchObject({ read: 20, sent: 0, unsent: 20 });

      const again = await mp2fb(args, { env });
      expect([again.code, peer.taken.size]).toEqual([0, 20]);
      expect(reportIn(folder.path).warnings).toContainEqual(
        expect.objectContaining({ code: 'sent_unknown_again', count: 20 }),
      );
    },
  );

  test('one over another number of events is told, by a quiet run too', async () => {
    using folder = temporaryFolder();
    writeExport(join(folder.path, 'export.ndjson'), 20);
    await using peer = new StandIn({ always: { status: 200, body: { events_received: 19 } } });
    const run = await mp2fb(uploadArgs(folder.path, await peer.listen(), ['--quiet']), { env });
    expect(run.code).toBe(0);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain('20 sent, 19 acknowledged');
  });
});

test('a dry run ends quietly when its reader leaves', async () => {
  using folder = temporaryFolder();
  writeExport(join(folder.path, 'export.ndjson'), 20_000);
  const { child, done } = start(['upload', join(folder.path, 'export.ndjson'), '--dry-run', '--quiet']);
  child.stdout!.once('data', () => child.stdout!.destroy());
  const run = await done;
  expect(run.code).toBe(0);
  expect(run.stderr).toBe('');
});

test('a mass of refusals ends in one explanation, not in thousands of requests', async () => {
  using folder = temporaryFolder();
  writeExport(join(folder.path, 'export.ndjson'), 5_000);
  await using peer = new StandIn({ poison: () => true });
  const run = await mp2fb(uploadArgs(folder.path, await peer.listen()), { env });
  expect(run.code).toBe(4);
  expect(run.stderr).toContain('in a row');
  expect(peer.requests).toBeLessThan(800);
  expect(linesOf(readFileSync(join(folder.path, 'rejects.ndjson'), 'utf8')).length).toBeLessThan(500);
});
