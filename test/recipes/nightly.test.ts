// The recipes for every night, run: crontab, systemd units, log rotation. Those for schedulers are in scheduled.test.ts.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { Workplace } from '../docs/workplace.js';
import { has } from '../support/program.js';
import { recipe } from './recipe-files.js';

const reportsIn = (workplace: Workplace): readonly Report[] =>
  readdirSync(workplace.path('reports'))
    .filter((name) => /^\d{8}T\d{6}Z-\w+\.json$/.test(name))
    .map((name) => JSON.parse(workplace.text('reports', name)) as Report)
    .sort((a, b) => a.run.startedAt.localeCompare(b.run.startedAt));

describe('the crontab', () => {
  const jobs = recipe('crontab')
    .split('\n')
    .filter((line) => /^[\d*]/.test(line));
  const [command = '', cleaning = ''] = jobs.map((job) => /^(?:\S+\s+){5}(.*)$/.exec(job)?.[1] ?? '');

  test.each(jobs)('%s: five fields, and no percent sign that cron would take for a line end', (job) => {
    expect(job).toMatch(/^[\d*/,-]+( [\d*/,-]+){4}\s+\S/);
    expect(job).not.toContain('%');
  });

  test('four nights: something new, nothing new, a new file, no token', async () => {
    await using workplace = await Workplace.open();
    const night = async () => {
      const { err, out } = await workplace.run('sh', workplace.placed(command));
      expect(err + out).toBe('');
      return workplace.sandbox.stats().events.kept;
    };
    expect(await night()).toBe(25);
    expect(await night()).toBe(25);
    workplace.copyExport('tuesday.ndjson');
    await night();
    const [first, second, third] = reportsIn(workplace);
    expect([first.events.sent, second.events.read, second.events.sent]).toEqual([25, 0, 0]);
    expect(third.events.sent).toBe(third.events.read);
    expect(workplace.text('mp2fb.log')).toBe('');
    expect(workplace.text('metrics', 'mp2fb.prom')).toMatch(/^mp2fb_exit_code\{.*\} 0$/m);

    rmSync(workplace.path('token.txt'));
    await night();
    expect(workplace.text('mp2fb.log')).toMatch(/^\d\d:\d\d:\d\d {2}mp2fb: .*token\.txt/);
    const statuses = workplace.text('pings.txt').replaceAll(/^.*\//gm, '').split('\n');
    expect(statuses).toEqual(['0', '0', '0', '2', '']);
  });

  test('the weekly job deletes what is older than half a year', async () => {
    await using workplace = await Workplace.open();
    const make = `touch -d '181 days ago' reports/old.json && touch reports/new.json && ${workplace.placed(cleaning)}`;
    expect(await workplace.run('sh', make)).toEqual({ code: 0, out: '', err: '' });
    expect(readdirSync(workplace.path('reports'))).not.toContain('old.json');
    expect(readdirSync(workplace.path('reports'))).toContain('new.json');
  });
});

describe('the systemd units', () => {
  const SERVICE = recipe('mp2fb.service');
  const MAX_EXPOSURE = 4;

  const written = (workplace: Workplace): readonly string[] =>
    ['mp2fb.service', 'mp2fb.timer'].map((name) => {
      const path = workplace.path(name);
      writeFileSync(path, workplace.placed(recipe(name)));
      return path;
    });

  test.skipIf(!has('systemd-analyze'))('systemd accepts them', async () => {
    await using workplace = await Workplace.open();
    const { err } = await workplace.run('sh', `systemd-analyze verify --man=no ${written(workplace).join(' ')}`);
    // What it says of the machine's other units is not ours.
    expect(err.split('\n').filter((line) => /mp2fb|nknown/.test(line))).toEqual([]);
  });

  test.skipIf(!has('systemd-analyze'))('the service has little to attack', async () => {
    await using workplace = await Workplace.open();
    const [service = ''] = written(workplace);
    const { out, err } = await workplace.run('sh', `systemd-analyze security --no-pager --offline=true '${service}'`);
    const [, exposure] = /Overall exposure level for mp2fb\.service: ([\d.]+)/.exec(out + err) ?? [];
    expect(Number(exposure)).toBeLessThanOrEqual(MAX_EXPOSURE);
  });

  /** A line of the service as the shell gets it: without systemd's prefix, `$$` as `$`. */
  const lineOf = (workplace: Workplace, key: string): string =>
    workplace.placed(new RegExp(`^${key}=-?(.*)$`, 'm').exec(SERVICE)?.[1] ?? '').replaceAll('$$', '$');

  test('what the service starts does its work', async () => {
    await using workplace = await Workplace.open();
    const { code, out, err } = await workplace.run('sh', lineOf(workplace, 'ExecStart'));
    expect([code, out, err]).toEqual([0, '', '']);
    expect(workplace.sandbox.stats().events.kept).toBe(25);
    expect(reportsIn(workplace)).toHaveLength(1);
    expect(existsSync(workplace.path('metrics', 'mp2fb.prom'))).toBe(true);
  });

  test.each([
    ['exited', '0', '0'],
    ['exited', '3', '3'],
    ['killed', 'KILL', '137'],
    ['dumped', 'ABRT', '137'],
  ])('the ping after a service that %s with %s: %s', async (EXIT_CODE, EXIT_STATUS, pinged) => {
    await using workplace = await Workplace.open();
    await workplace.run('sh', lineOf(workplace, 'ExecStopPost'), { EXIT_CODE, EXIT_STATUS });
    expect(workplace.text('pings.txt')).toBe(`https://ping.example.com/mp2fb/${pinged}\n`);
  });
});

test.skipIf(!has('logrotate'))('logrotate accepts the log rotation', async () => {
  await using workplace = await Workplace.open();
  const path = workplace.path('logrotate.conf');
  writeFileSync(path, workplace.placed(recipe('logrotate.conf')), { mode: 0o644 });
  const { code, err } = await workplace.run('sh', `logrotate -d '${path}'`);
  expect([code, err.includes('error:')]).toEqual([0, false]);
});
