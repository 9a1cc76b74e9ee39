import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { uploadCommand } from '../../src/cli/upload.js';
import type { Report } from '../../src/model/report.js';
import { batchOf, NOW_MS, purchase } from '../support/batches.js';
import { runCommand } from '../support/command.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { AlertHook } from '../support/alert-hook.js';
import { temporaryFolder } from '../support/surroundings.js';

const DAY_MS = 86_400_000;
const TOKEN = 'TOKEN-OF-THE-TEST';

const sale = (order: string, nowMs: number, currency = 'USD'): string =>
  `${JSON.stringify(
    batchOf([
      purchase(
        { transaction_id: order },
        { event_id: `id-${order}`, timestamp_unixtime_ms: nowMs - 60_000, currency_code: currency },
      ),
    ]),
  )}\n`;

/** One folder, ledger, peer and hook, night after night. */
class Week {
  readonly folder = temporaryFolder();
  readonly hook = new AlertHook();
  fault: 'throttle' | undefined;
  readonly #peer = new FakeGraphApi({ fault: () => this.fault });
  readonly #deadToken = new FakeGraphApi({
    fault: () => ({
      status: 400,
      body: { error: { code: 190, message: 'Error validating access token', type: 'OAuthException' } },
    }),
  });
  #urls = { peer: '', dead: '', hook: '' };
  night = 0;

  async open(): Promise<this> {
    const [peer, dead, hook] = [await this.#peer.listen(), await this.#deadToken.listen(), await this.hook.listen()];
    this.#urls = { peer, dead, hook };
    return this;
  }

  /** What the peer accepted, each order as often as it came. */
  get orders(): string[] {
    return [...this.#peer.accepted].flatMap(([order, times]) => Array<string>(times).fill(order));
  }

  get nowMs(): number {
    return NOW_MS + this.night * DAY_MS;
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder.path, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder.path, name), 'utf8');
  }

  async upload(inputs: readonly string[], more: readonly string[] = [], dead = false) {
    this.night += 1;
    const to = ['--dataset-id', '123', '--base-url', dead ? this.#urls.dead : this.#urls.peer, '--ledger', 'ledger'];
    const out = ['--report', 'report-{date}.json', '--rejects', 'rejects-{date}.ndjson', '--metrics', 'metrics.prom'];
    const { code, err, failure } = await runCommand(
      uploadCommand,
      [...inputs, ...to, ...out, '--threads', '0', ...more],
      {
        cwd: this.folder.path,
        env: { MP2FB_ACCESS_TOKEN: TOKEN, MP2FB_NOTIFY_URL: this.#urls.hook },
        nowMs: this.nowMs,
      },
    );
    return { code, err: err + (failure ?? ''), alerts: this.hook.take() };
  }

  get report(): Report {
    return JSON.parse(this.read(`report-${new Date(this.nowMs).toISOString().slice(0, 10)}.json`)) as Report;
  }

  get exitCodeMetric(): string | undefined {
    return /^mp2fb_exit_code\{.*\} (\d+)$/m.exec(this.read('metrics.prom'))?.[1];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#peer, this.#deadToken, this.hook].map((one) => one[Symbol.asyncDispose]()));
    this.folder[Symbol.dispose]();
  }
}

describe('a week of nights', () => {
  test('exit codes, alerts, metrics and reports', async () => {
    await using week = await new Week().open();
    const expecting = ['--expect-events', '2'];

    week.write('1.ndjson', sale('A', week.nowMs) + sale('B', week.nowMs));
    expect(await week.upload(['1.ndjson'], expecting)).toMatchObject({ code: 0, alerts: [] });
    expect(week.report.events.sent).toBe(2);

    const empty = await week.upload(['1.ndjson'], expecting);
    expect(empty).toMatchObject({ code: 7, alerts: [{ exitCode: 7, events: { sent: 0 } }] });
    expect(empty.alerts[0]?.headline).toContain('0 new events, expected at least 2');
    expect(week.exitCodeMetric).toBe('7');

    const bad = ['C', 'D', 'E'].map((order) => sale(order, week.nowMs, 'euros')).join('');
    week.write('3.ndjson', bad + sale('F', week.nowMs));
    const fresh = await week.upload(['1.ndjson', '3.ndjson'], expecting);
    expect(fresh).toMatchObject({ code: 3, alerts: [{ exitCode: 3, rejectedByReason: { invalid_currency: 3 } }] });
    expect(fresh.alerts[0]?.runId).toBe(week.report.run.id);
    const rejects = week.read(`rejects-${new Date(week.nowMs).toISOString().slice(0, 10)}.ndjson`);

    expect(await week.upload(['1.ndjson', '3.ndjson'])).toMatchObject({ code: 0, alerts: [] });
    expect(week.report.events.rejected).toMatchObject({ total: 3, known: 3 });
    expect(week.read('metrics.prom')).toMatch(/^mp2fb_rejects_known\{.*\} 3$/m);

    week.write('fixed.ndjson', rejects.replaceAll('euros', 'EUR'));
    expect(await week.upload(['fixed.ndjson'], ['--notify-on', 'always'])).toMatchObject({
      code: 0,
      alerts: [{ exitCode: 0, headline: 'Everything sent', events: { sent: 3, rejected: 0 } }],
    });

    week.fault = 'throttle';
    week.write('6.ndjson', sale('G', week.nowMs));
    const throttled = await week.upload(['6.ndjson'], ['--max-wait', '0.01']);
    expect(throttled).toMatchObject({ code: 4, alerts: [{ exitCode: 4, events: { unsent: 1 } }] });
    expect(throttled.alerts[0]?.headline).toContain('exceed --max-wait');
    expect(week.report).toMatchObject({ run: { exitCode: 4 }, events: { sent: 0, unsent: 1 } });
    expect(week.read('metrics.prom')).toMatch(/^mp2fb_events\{.*outcome="unsent".*\} 1$/m);
    week.fault = undefined;

    const dead = await week.upload(['6.ndjson'], [], true);
    expect(dead).toMatchObject({ code: 4, alerts: [{ exitCode: 4 }] });
    expect(dead.alerts[0]?.headline).toMatch(/token/i);
    expect(week.report.run.stopReason).toMatch(/token/i);
    expect(week.exitCodeMetric).toBe('4');

    // What the two bad nights left is sent by the next good one, once.
    expect(await week.upload(['6.ndjson'])).toMatchObject({ code: 0, alerts: [] });
    expect([...week.orders].sort()).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G']);
  });

  test('a run that never started is alerted, too: settings, an input that is not there', async () => {
    await using week = await new Week().open();
    week.write('1.ndjson', sale('A', week.nowMs));
    const settings = await week.upload(['1.ndjson'], ['--chunk-size', 'many']);
    expect(settings).toMatchObject({ code: 2, alerts: [{ exitCode: 2, runId: null, events: null }] });
    expect(settings.alerts[0]?.text).toContain('chunkSize');
    expect(await week.upload(['none.ndjson'])).toMatchObject({ code: 6, alerts: [{ exitCode: 6, runId: null }] });
  });

  test('a dry run sends no alert', async () => {
    await using week = await new Week().open();
    expect(await week.upload(['none.ndjson'], ['--dry-run'])).toMatchObject({ code: 6, alerts: [] });
  });

  test('three tries, then a warning that keeps the address to itself; the exit code is the run’s', async () => {
    await using week = await new Week().open();
    week.write('1.ndjson', sale('A', week.nowMs, 'euros'));
    week.hook.statuses = [500, 429];
    expect((await week.upload(['1.ndjson'])).alerts).toHaveLength(3);
    week.write('2.ndjson', sale('B', week.nowMs, 'euros'));
    week.hook.statuses = [503, 503, 503];
    const failed = await week.upload(['2.ndjson']);
    expect(failed.alerts).toHaveLength(3);
    expect(failed).toMatchObject({ code: 3 });
    expect(failed.err).toContain('mp2fb: warning: the alert to notifyUrl could not be sent: HTTP 503\n');
    expect(failed.err + JSON.stringify(failed.alerts)).not.toMatch(/SECRET-OF-THE-HOOK|TOKEN-OF-THE-TEST/);
    week.write('3.ndjson', sale('C', week.nowMs, 'euros'));
    week.hook.statuses = [404];
    expect((await week.upload(['3.ndjson'])).alerts).toHaveLength(1);
  });
});
