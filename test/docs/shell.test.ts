import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { has, jsonLines } from '../support/program.js';
import { fences, pages, section } from './readme.js';
import { jsonBlock, Workplace } from './workplace.js';

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

describe.concurrent('every command of the README runs unchanged', () => {
  test('they are found', () => expect(COMMANDS.length).toBeGreaterThan(9));

  COMMANDS.forEach(({ place, command }) =>
    test.skipIf(lacking(command))(`${place}: ${command}`, async () => {
      await using workplace = await Workplace.open();
      // A draft never overwrites the manifest that other commands have.
      if (command.endsWith('--output manifest.json')) rmSync(workplace.path('manifest.json'));
      const { code, out, err } = await workplace.run('bash', command);
      expect(`${err}exit ${code}`).toMatch(/exit 0$/);
      expect(out !== '').toBe(/--dry-run|\bmp2fb (?:report|check|explain|quality)/.test(command));
    }),
  );
});

test('the first five minutes, one command after the other', async () => {
  await using workplace = await Workplace.open();
  const [session] = fences(section('## First five minutes')).filter(({ language }) => language === 'bash');
  const port = String(20_000 + (process.pid % 20_000));
  const text = session.text.replaceAll('8787', port).replace('head -3', 'head -3 > preview.ndjson');
  const { code, err } = await workplace.run('bash', text);
  expect(`${code === 0 ? '' : err}${code}`).toBe('0');
  expect(jsonLines(workplace.text('preview.ndjson'))).toHaveLength(3);
  const { events } = JSON.parse(workplace.text('report.json')) as Report;
  expect(events.sent).toBeGreaterThan(400);
  expect(events.rejected.total).toBeGreaterThan(20);
  expect(err).toContain('Nothing new to send');
});

describe.concurrent('settings of the README', () => {
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
  const described = section('## Progress lines');
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  expect([...names].filter((name) => !described.includes(`\`${name}\``))).toEqual([]);
});
