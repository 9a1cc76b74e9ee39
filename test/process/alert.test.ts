import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AlertHook } from '../support/alert-hook.js';
import { writeExport } from '../support/exports.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { mp2fb } from '../support/program.js';
import { Proxy } from '../support/proxy.js';
import { temporaryFolder } from '../support/surroundings.js';
import { reportIn, uploadArgs } from '../support/uploads.js';

test('an alert goes through the proxy of the environment and agrees with the exit code', async () => {
  using folder = temporaryFolder();
  const at = (name: string): string => join(folder.path, name);
  await using facebook = new FakeGraphApi();
  await using hook = new AlertHook();
  await using proxy = new Proxy();
  const url = await facebook.listen();
  const env = {
    MP2FB_ACCESS_TOKEN: 'TOKEN-OF-THE-TEST',
    MP2FB_NOTIFY_URL: (await hook.listen()).replace('127.0.0.1', 'localhost'),
    HTTP_PROXY: await proxy.listen(),
    NO_PROXY: '127.0.0.1',
  };
  const night = async () => {
    const run = await mp2fb(uploadArgs(folder.path, url, ['--metrics', at('mp2fb.prom')]), { env });
    expect(run.stdout + run.stderr).not.toMatch(/SECRET-OF-THE-HOOK|TOKEN-OF-THE-TEST/);
    expect(readFileSync(at('mp2fb.prom'), 'utf8')).toMatch(new RegExp(`^mp2fb_exit_code\\{.*\\} ${run.code}$`, 'm'));
    expect(reportIn(folder.path).run.exitCode).toBe(run.code);
    return { code: run.code, alerts: hook.take().map(({ exitCode }) => exitCode), passed: proxy.passed };
  };

  writeExport(at('export.ndjson'), 2);
  expect(await night()).toEqual({ code: 0, alerts: [], passed: 0 });
  // Events that were sent before are no rejects: the export has another one.
  const other = readFileSync(at('export.ndjson'), 'utf8').replaceAll(/"transaction_id":"/g, '"transaction_id":"other-');
  writeFileSync(at('export.ndjson'), other.replace(/"currency_code":"[A-Z]{3}"/, '"currency_code":"euros"'));
  expect(await night()).toEqual({ code: 3, alerts: [3], passed: 1 });
});
