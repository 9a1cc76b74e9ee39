import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uploadCommand } from '../../src/cli/upload.js';
import { startSandbox } from '../../src/sandbox/http/server.js';
import { batchOf, purchase } from '../support/batches.js';
import { runCommand } from '../support/command.js';
import { temporaryFolder } from '../support/surroundings.js';

test.each([
  ['EXPIRING-SOON', 0, true],
  ['EXPIRING-SOON', 3.9, true],
  ['EXPIRING-SOON', 4.1, false],
  ['LASTING', 0, false],
  ['UNDEBUGGABLE', 0, false],
])('an upload with the token %s, %s days before now, warns: %s', async (token, days, warns) => {
  using folder = temporaryFolder();
  const sandbox = await startSandbox({});
  try {
    const nowMs = Date.now() - days * 86_400_000;
    const time = nowMs - 60_000;
    writeFileSync(
      join(folder.path, 'a.ndjson'),
      JSON.stringify(batchOf([purchase({}, { timestamp_unixtime_ms: time })])),
    );
    const to = ['--dataset-id', sandbox.datasetId, '--base-url', sandbox.url, '--no-ledger', '--threads', '0'];
    const run = await runCommand(uploadCommand, ['a.ndjson', ...to, '--quiet'], {
      cwd: folder.path,
      env: { MP2FB_ACCESS_TOKEN: token },
      nowMs,
    });
    expect(run.code).toBe(0);
    expect(run.err.includes('the access token expires soon')).toBe(warns);
  } finally {
    await sandbox.close();
  }
});
