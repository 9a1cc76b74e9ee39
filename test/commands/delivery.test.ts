import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mp2fbHere } from '../support/command.js';
import { linesOf } from '../support/program.js';
import { exportAndPeer, reportIn, uploadArgs } from '../support/uploads.js';

const TOKEN = 'TOKEN-that-must-not-be-seen';

/** Uploads the export of a folder; what is printed at the end is part of `err`. */
const upload = async (folder: string, url: string, more: readonly string[] = []) => {
  const env = { MP2FB_ACCESS_TOKEN: TOKEN };
  const { err, failure, ...run } = await mp2fbHere(uploadArgs(folder, url, more), { cwd: folder, env });
  return { ...run, err: `${err}${failure ?? ''}` };
};

test('a token that Facebook does not take stops the run: exit 4, the rest unsent, the token nowhere', async () => {
  const error = { message: 'Session has expired', code: 190, error_subcode: 463, fbtrace_id: 'TRACE' };
  await using at = await exportAndPeer(3_000, { fault: () => ({ status: 401, body: { error } }) });
  const run = await upload(at.path, at.url, ['--concurrency', '1']);
  expect([run.code, at.peer.requests]).toEqual([4, 1]);
  expect(run.err).toContain('190/463');
  expect(run.err).toContain('TRACE');
  expect(run.err + run.out + readFileSync(join(at.path, 'report.json'), 'utf8')).not.toContain(TOKEN);
  expect(reportIn(at.path).events).toMatchObject({ sent: 0, rejected: { total: 0 } });
});

describe('receipts', () => {
  test.each([[{ events_received: 0 }], [{ error: 'nope' }], [{}]])(
    '%j is none: exit 4, nothing is noted as sent, and the next run sends again what may have arrived',
    async (body) => {
      const fault = (request: number) => (request <= 2 ? { status: 200, body } : undefined);
      await using at = await exportAndPeer(20, { fault });
      const first = await upload(at.path, at.url, ['--max-retries', '1']);
      expect([first.code, at.peer.requests]).toEqual([4, 2]);
      expect(first.err).toContain('acknowledges no event');
      expect(reportIn(at.path).events).toMatchObject({ read: 20, sent: 0, unsent: 20 });

      const again = await upload(at.path, at.url, ['--max-retries', '1']);
      expect([again.code, at.peer.accepted.size]).toEqual([0, 20]);
      expect(reportIn(at.path).warnings).toContainEqual(
        expect.objectContaining({ code: 'sent_unknown_again', count: 20 }),
      );
    },
  );

  test('a receipt with a different count is reported, also by a quiet run', async () => {
    await using at = await exportAndPeer(20, { fault: () => ({ status: 200, body: { events_received: 19 } }) });
    const run = await upload(at.path, at.url, ['--quiet']);
    expect(run.code).toBe(0);
    expect(run.err.replaceAll(/\s+/g, ' ')).toContain('20 sent, 19 acknowledged');
  });
});

test('a mass of refusals ends in one explanation, not in thousands of requests', async () => {
  await using at = await exportAndPeer(5_000, { refuses: () => true });
  const run = await upload(at.path, at.url);
  expect(run.code).toBe(4);
  expect(run.err).toContain('in a row');
  expect(at.peer.requests).toBeLessThan(800);
  expect(linesOf(readFileSync(join(at.path, 'rejects.ndjson'), 'utf8')).length).toBeLessThan(500);
});
