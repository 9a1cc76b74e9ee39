import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { linesOf, mp2fb, start } from '../support/program.js';
import { StandIn } from '../support/stand-in.js';
import { reportIn, uploadArgs } from '../support/uploads.js';
import { temporaryFolder } from '../support/surroundings.js';

const TOKEN = 'TOKEN-that-must-not-be-seen';

const env = { MP2FB_ACCESS_TOKEN: TOKEN };

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

  test('a receipt with a different count is reported, also by a quiet run', async () => {
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
