import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uploadCommand } from '../../src/cli/upload.js';
import { startSandbox } from '../../src/sandbox/http/server.js';
import { batchOf, purchase } from '../support/batches.js';
import { runCommand } from '../support/command.js';
import { temporaryFolder } from '../support/surroundings.js';

test.each([
  ['EXPIRING-SOON', true],
  ['LASTING', false],
  ['UNDEBUGGABLE', false],
])('an upload with the token %s warns: %s', { timeout: 30_000 }, async (token, warns) => {
  using folder = temporaryFolder();
  const sandbox = await startSandbox({});
  try {
    const time = Date.now() - 60_000;
    writeFileSync(
      join(folder.path, 'a.ndjson'),
      JSON.stringify(batchOf([purchase({}, { timestamp_unixtime_ms: time })])),
    );
    const to = ['--dataset-id', sandbox.datasetId, '--base-url', sandbox.url, '--no-ledger', '--threads', '0'];
    const run = await runCommand(uploadCommand, ['a.ndjson', ...to, '--quiet'], {
      cwd: folder.path,
      env: { MP2FB_ACCESS_TOKEN: token },
      nowMs: Date.now(),
    });
    expect(run.code).toBe(0);
    expect(run.err.includes('the access token expires soon')).toBe(warns);
  } finally {
    await sandbox.close();
  }
});
