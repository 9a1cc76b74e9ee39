import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, start } from '../support/program.js';
import { exportAndPeer, reportIn } from '../support/uploads.js';

const env = { MP2FB_ACCESS_TOKEN: 'T0KEN' };

test('an upload ends well if its package is replaced meanwhile, as an update during a backfill does', async () => {
  let copy = '';
  const fault = (): undefined => {
    rmSync(join(copy, 'dist'), { recursive: true, force: true });
  };
  await using at = await exportAndPeer(100, { fault });
  copy = join(at.path, 'package');
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const { done } = start(at.args(), { env, program: join(copy, 'bin', 'mp2fb.js') });
  const run = await done;
  expect(run).toMatchObject({ code: 0 });
  expect(reportIn(at.path).events.sent).toBe(100);
});
