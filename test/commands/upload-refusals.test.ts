import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { uploadCommand } from '../../src/cli/upload.js';
import { batchOf, NOW_MS, purchase } from '../support/batches.js';
import { runCommand, type CommandRun } from '../support/command.js';
import { newFolder } from '../support/surroundings.js';

const cwd = newFolder();
writeFileSync(join(cwd, 'sales.ndjson'), `${JSON.stringify(batchOf([purchase()]))}\n`);

const dryRun = (flags: readonly string[]): Promise<CommandRun> =>
  runCommand(uploadCommand, ['sales.ndjson', '--dry-run', '--threads', '0', ...flags], { cwd, nowMs: NOW_MS });

describe('times between which there is none', () => {
  test.each([
    ['2026-11-20', '2026-11-20'],
    ['2026-11-21', '2026-11-20'],
    ['1d', '2d'],
  ])('--since %s --until %s is refused', async (since, until) =>
    expect(await dryRun(['--since', since, '--until', until])).toMatchObject({
      code: 2,
      out: '',
      failure: '--until must be later than --since: no event could be sent',
    }),
  );

  test.each([
    ['--since', '2d', '--until', '1d'],
    ['--since', '1d'],
    ['--until', '30d'],
  ])('%s %s … is not', async (...flags) => expect((await dryRun(flags)).code).toBe(0));
});

test('a preview of an upload that is no dry run is refused: its events would be sent', async () => {
  const flags = ['sales.ndjson', '--sandbox', '--threads', '0', '--preview', 'requests'];
  expect(await runCommand(uploadCommand, flags, { cwd, nowMs: NOW_MS })).toMatchObject({
    code: 2,
    out: '',
    failure: '--preview is for a dry run only: add --dry-run. Nothing was sent',
  });
});
