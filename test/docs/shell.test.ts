import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { jsonLines } from '../support/program.js';
import { fences, pages, section } from './readme.js';
import { jsonBlock, Workplace } from './workplace.js';

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** The commands of a `sh` block, continued lines joined; installing the project itself is `npm test`'s own business. */
const commandsOf = (block: string): readonly string[] =>
  block
    .replaceAll('\\\n', '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('npm ci'));

const COMMANDS = pages().flatMap(({ name, text: page }) =>
  fences(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text, line }) => commandsOf(text).map((command) => ({ place: `${name}:${line}`, command }))),
);

/** Programs that a command of the README takes for granted and a machine may lack. */
const lacking = (command: string): boolean => /\bjq\b/.test(command) && !has('jq');

describe.concurrent('every command of the README runs as it stands there', { timeout: 30_000 }, () => {
  test('they are found', () => expect(COMMANDS.length).toBeGreaterThan(9));

  COMMANDS.forEach(({ place, command }) =>
    test.skipIf(lacking(command))(`${place}: ${command}`, async () => {
      await using workplace = await Workplace.open();
      const { code, out, err } = await workplace.run('bash', command);
      expect(`${err}exit ${code}`).toMatch(/exit 0$/);
      expect(out !== '').toBe(/--dry-run|^mp2fb report/.test(command));
    }),
  );
});

describe.concurrent('settings of the README', { timeout: 30_000 }, () => {
  test.each(['"connections"', '"maxWait"'])('the block with %s is a settings file', async (word) => {
    await using workplace = await Workplace.open();
    writeFileSync(workplace.path('mp2fb.config.json'), jsonBlock(word));
    const { code, out, err } = await workplace.run('bash', 'mp2fb settings --json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ datasetId: { value: '1234567890' }, accessToken: { value: '***' } });
  });

  test('a connection of it can be chosen', async () => {
    await using workplace = await Workplace.open();
    writeFileSync(workplace.path('mp2fb.config.json'), jsonBlock('"connections"'));
    const { out } = await workplace.run('bash', 'mp2fb settings --json --connection stores-eu');
    expect(JSON.parse(out)).toMatchObject({ datasetId: { value: '9876543210' }, defaultCurrency: { value: 'EUR' } });
  });
});

test('--progress json: every member that comes is in the reference', async () => {
  await using workplace = await Workplace.open();
  const { err } = await workplace.run('bash', 'mp2fb upload export/ --config nightly.json --progress json');
  const objects = jsonLines(err);
  expect(objects.map(({ type }) => type)).toEqual(expect.arrayContaining(['start', 'end', 'report']));
  const told = section('## Progress lines');
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  expect([...names].filter((name) => !told.includes(`\`${name}\``))).toEqual([]);
});

const fenced = (language: string): string =>
  fences(section('## The night job')).find((one) => one.language === language)!.text;

describe('the crontab', () => {
  const [, job = ''] = fenced('cron').trim().split('\n');
  const [, command = ''] = /^(?:\S+\s+){5}(.*)$/.exec(job) ?? [];

  test('has five fields, and no percent sign that cron would take for a line end', () => {
    expect(job).toMatch(/^[\d*/,-]+( [\d*/,-]+){4}\s+\S/);
    expect(command.replaceAll('\\%', '')).not.toContain('%');
  });

  test('four nights: something new, nothing new, a new file, a broken one', { timeout: 30_000 }, async () => {
    await using workplace = await Workplace.open();
    const night = async () => {
      const { err, out } = await workplace.run('sh', workplace.placed(command.replaceAll('\\%', '%')));
      expect(err + out).toBe('');
      return workplace.sandbox.stats().events.kept;
    };
    const today = execFileSync('date', ['+%F'], { encoding: 'utf8' }).trim();
    const events = () => (JSON.parse(workplace.text('reports', `${today}.json`)) as Report).events;

    expect(await night()).toBe(25);
    expect(await night()).toBe(25);
    expect(events()).toMatchObject({ read: 0, sent: 0 });
    workplace.copyExport('tuesday.ndjson');
    await night();
    expect(events().sent).toBe(events().read);
    expect(workplace.text('mp2fb.log')).toBe('');
    expect(workplace.text('metrics', 'mp2fb.prom')).toMatch(/^mp2fb_exit_code\{.*\} 0$/m);

    rmSync(workplace.path('token.txt'));
    await night();
    expect(workplace.text('mp2fb.log')).toMatch(/^mp2fb: .*token\.txt/);
    expect(
      workplace
        .text('pings.txt')
        .split('\n')
        .map((ping) => ping.replace(/.*\//, '')),
    ).toEqual(['0', '0', '0', '2', '']);
  });
});

describe('the systemd units', () => {
  const units = fences(section('## The night job')).filter(({ language }) => language === 'ini');
  const nameOf = (text: string): string => /^# \/etc\/systemd\/system\/(\S+)$/m.exec(text)?.[1] ?? '';

  test('are a service and its timer', () =>
    expect(units.map(({ text }) => nameOf(text))).toEqual(['mp2fb.service', 'mp2fb.timer']));

  test.skipIf(!has('systemd-analyze'))('systemd takes them', async () => {
    await using workplace = await Workplace.open();
    const paths = units.map(({ text }) => {
      const path = workplace.path(nameOf(text));
      writeFileSync(path, workplace.placed(text));
      return path;
    });
    const verified = await workplace.run('sh', `systemd-analyze verify --man=no ${paths.join(' ')}`);
    // What it says of the machine's other units is not ours.
    expect(verified.err.split('\n').filter((line) => /mp2fb/.test(line))).toEqual([]);
  });

  test('what the service starts does its work, and what comes after it tells how that went', async () => {
    await using workplace = await Workplace.open();
    const lineOf = (key: string) => workplace.placed(new RegExp(`^${key}=-?(.*)$`, 'm').exec(units[0].text)?.[1] ?? '');
    const { code, out, err } = await workplace.run('sh', lineOf('ExecStart'));
    expect([code, out, err]).toEqual([0, '', '']);
    expect(workplace.sandbox.stats().events.kept).toBe(25);
    expect(existsSync(workplace.path('reports', 'last.json'))).toBe(true);
    await workplace.run('sh', lineOf('ExecStopPost'), { EXIT_STATUS: '0' });
    expect(workplace.text('pings.txt')).toBe('https://ping.example.com/mp2fb/0\n');
  });
});

test.skipIf(!has('logrotate'))('logrotate takes the log rotation', async () => {
  await using workplace = await Workplace.open();
  const path = workplace.path('logrotate.conf');
  writeFileSync(path, workplace.placed(fenced('logrotate')), { mode: 0o644 });
  const { code, err } = await workplace.run('sh', `logrotate -d '${path}'`);
  expect([code, err.includes('error:')]).toEqual([0, false]);
});
