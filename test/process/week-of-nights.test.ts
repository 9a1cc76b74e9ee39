import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import type { Alert } from '../../src/report/alert.js';
import { writeExport } from '../support/exports.js';
import { mp2fb } from '../support/program.js';
import { StandIn } from '../support/stand-in.js';
import { temporaryFolder } from '../support/surroundings.js';

const SECRET_PATH = '/services/SECRET-OF-THE-HOOK';
const TOKEN = 'TOKEN-OF-THE-TEST';

/** Receives alerts behind a proxy: the name of its host exists only there. */
const startHook = async () => {
  const alerts: Alert[] = [];
  const targets: string[] = [];
  const hook = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      if (request.url === SECRET_PATH) alerts.push(JSON.parse(body) as Alert);
      response.end('ok');
    });
  });
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    targets.push(request.url ?? '');
    const through = connect((hook.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    for (const one of [through, socket]) one.on('error', () => undefined);
  });
  for (const server of [hook, proxy]) await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    alerts,
    targets,
    env: {
      HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      NO_PROXY: '127.0.0.1',
      MP2FB_NOTIFY_URL: `http://alerts.example${SECRET_PATH}`,
    },
    [Symbol.asyncDispose]: async () => {
      for (const server of [hook, proxy]) {
        server.closeAllConnections();
        server.close();
      }
      await Promise.resolve();
    },
  };
};

test(
  'a week of the real program: exit codes, alerts through a proxy, reports, metrics',
  { timeout: 180_000 },
  async () => {
    using folder = temporaryFolder();
    const at = (name: string): string => join(folder.path, name);
    writeExport(at('1.ndjson'), 4);
    const lines = readFileSync(at('1.ndjson'), 'utf8').trimEnd().split('\n');
    const write = (name: string, some: readonly string[]): void => writeFileSync(at(name), `${some.join('\n')}\n`);
    write('1.ndjson', lines.slice(0, 1));
    const bad = lines.slice(1, 3).map((line) => line.replace(/"currency_code":"[A-Z]{3}"/, '"currency_code":"euros"'));
    let isThrottled = false;
    await using peer = new StandIn({ mischief: () => (isThrottled ? 'throttle' : undefined) });
    const body = { error: { code: 190, message: 'Error validating access token', type: 'OAuthException' } };
    await using dead = new StandIn({ always: { status: 400, body } });
    await using hook = await startHook();
    const urls = { peer: await peer.listen(), dead: await dead.listen() };
    let output = '';

    const night = async (inputs: readonly string[], more: readonly string[] = [], url = urls.peer) => {
      const to = ['--dataset-id', '123', '--base-url', url, '--ledger', 'ledger', '--threads', '0'];
      const out = ['--report', 'report.json', '--rejects', 'rejects-{run}.ndjson'];
      const run = await mp2fb(['upload', ...inputs, ...to, ...out, '--metrics', 'mp2fb.prom', ...more], {
        cwd: folder.path,
        env: { MP2FB_ACCESS_TOKEN: TOKEN, ...hook.env },
      });
      output += run.stdout + run.stderr;
      const report = JSON.parse(readFileSync(at('report.json'), 'utf8')) as Report;
      const { events } = report;
      const alerts = hook.alerts.splice(0);
      expect(readFileSync(at('mp2fb.prom'), 'utf8')).toMatch(new RegExp(`^mp2fb_exit_code\\{.*\\} ${run.code}$`, 'm'));
      expect(report.run.exitCode).toBe(run.code);
      const counts = [events.sent, events.rejected.total, events.rejected.known, events.unsent];
      return { code: run.code, counts, alerts: alerts.map(({ exitCode }) => exitCode), rejects: report.files.rejects };
    };

    const expecting = ['--expect-events', '1'];
    expect(await night(['1.ndjson'], expecting)).toMatchObject({ code: 0, counts: [1, 0, 0, 0], alerts: [] });
    expect(await night(['1.ndjson'], expecting)).toMatchObject({ code: 7, counts: [0, 0, 0, 0], alerts: [7] });
    write('3.ndjson', bad);
    const fresh = await night(['1.ndjson', '3.ndjson']);
    expect(fresh).toMatchObject({ code: 3, counts: [0, 2, 0, 0], alerts: [3] });
    expect(await night(['1.ndjson', '3.ndjson'])).toMatchObject({ code: 0, counts: [0, 2, 2, 0], alerts: [] });
    writeFileSync(at('fixed.ndjson'), readFileSync(fresh.rejects ?? '', 'utf8').replaceAll('"euros"', '"EUR"'));
    expect(await night(['fixed.ndjson'])).toMatchObject({ code: 0, counts: [2, 0, 0, 0], alerts: [] });
    write('6.ndjson', lines.slice(3));
    isThrottled = true;
    expect(await night(['6.ndjson'], ['--max-wait', '0.01'])).toMatchObject({
      code: 4,
      counts: [0, 0, 0, 1],
      alerts: [4],
    });
    isThrottled = false;
    expect(await night(['6.ndjson'], [], urls.dead)).toMatchObject({ code: 4, counts: [0, 0, 0, 1], alerts: [4] });

    expect(hook.targets).toEqual(Array.from({ length: 4 }, () => 'alerts.example:80'));
    expect([peer.taken.size, peer.duplicates]).toEqual([3, 0]);
    expect(output).not.toMatch(/SECRET-OF-THE-HOOK|TOKEN-OF-THE-TEST/);
  },
);
