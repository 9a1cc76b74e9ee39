import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { uploadCommand } from '../../src/cli/upload.js';
import { LiveRejectBook } from '../../src/ledger/rejects/live-book.js';
import { runCommand } from '../support/command.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { temporaryFolder } from '../support/surroundings.js';

afterEach(() => vi.restoreAllMocks());

const LINES = 60_000;
/** A block of 1 MB has 17,000 of these lines. */
const BAD_LINE = `{"broken":"${'x'.repeat(47)}"\n`;

test('rejects do not pile up in memory before the ledger has them', async () => {
  using folder = temporaryFolder();
  await using peer = new FakeGraphApi();
  writeFileSync(join(folder.path, 'bad.ndjson'), BAD_LINE.repeat(LINES));
  const meet = vi.spyOn(LiveRejectBook.prototype, 'meet');
  const flush = vi.spyOn(LiveRejectBook.prototype, 'flush');
  const to = ['--dataset-id', '1', '--base-url', await peer.listen(), '--ledger', 'l'];
  const { code } = await runCommand(uploadCommand, ['bad.ndjson', ...to, '--threads', '0'], {
    cwd: folder.path,
    env: { MP2FB_ACCESS_TOKEN: 'T' },
  });
  expect([code, meet.mock.calls.length]).toEqual([3, LINES]);
  const met = meet.mock.invocationCallOrder;
  const metBefore = flush.mock.invocationCallOrder.map((order) => met.filter((one) => one < order).length);
  const waiting = metBefore.map((count, at) => count - (metBefore[at - 1] ?? 0));
  expect(Math.max(...waiting)).toBeLessThan(LINES * 0.6);
});
