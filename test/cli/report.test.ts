import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { reportCommand } from '../../src/cli/report.js';
import { InputError, UsageError } from '../../src/lib/errors.js';
import type { Report } from '../../src/model/report.js';
import { FAIL_ON_NAMES } from '../../src/report/fail-on.js';
import { mergeReports } from '../../src/report/merge/merge.js';
import { reportText } from '../../src/report/files/save.js';
import { aReport, NIGHT } from '../report/a-report.js';
import { portsOf } from '../support/command.js';
import { newFolder } from '../support/surroundings.js';

let folder: string;
beforeEach(async () => {
  folder = newFolder();
  await writeFile(join(folder, 'night.json'), reportText(NIGHT));
  const write = (name: string, report: Report): Promise<void> => writeFile(join(folder, name), reportText(report));
  await write('copy.json', NIGHT);
  await write('next.json', aReport({ run: { id: 'next' } }, NIGHT));
  for (const index of [1, 3])
    await write(
      `share-${index}.json`,
      aReport({ run: { id: `s${index}`, shard: `${index}/3` }, events: { read: 1, sent: 1 } }),
    );
  await writeFile(join(folder, 'broken.json'), '{"secret": tr');
  await writeFile(join(folder, 'other.json'), '{"rows": ["secret"]}');
});

const run = async (args: readonly string[], { stdin = '', isTTY = false, env = {} } = {}) => {
  const { ports, out, err, exits } = portsOf({ cwd: folder, env, more: { stdin: () => Readable.from([stdin]) } });
  Object.assign(ports.stdout, isTTY ? { isTTY, columns: 100 } : {});
  const command = reportCommand(ports)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  await command.parseAsync(args, { from: 'user' });
  return { out: out(), err: err(), exitCode: exits.at(-1) ?? null };
};

test('one report: the summary, on stdout', async () => {
  const { out, err, exitCode } = await run(['night.json']);
  expect(out).toMatch(/^! Finished with 212 rejected, 3 malformed records .*run 20260731T020001Z-4f2a1b\n/);
  expect(out).toContain('mp2fb upload rejects.ndjson');
  expect([err, exitCode]).toEqual(['', 0]);
});

test('several: one summary of all, without a next step', async () => {
  const { out, err } = await run(['night.json', 'next.json']);
  expect(out).toMatch(/^! Finished with 424 rejected, 6 malformed records .* 2 runs\n/);
  expect(out).not.toContain('Next');
  expect(err).toBe('');
});

test.each(['next.json', './next.json'])('--html %s would replace one of the reports', async (html) => {
  const before = await readFile(join(folder, 'next.json'), 'utf8');
  await expect(run(['night.json', 'next.json', '--html', html])).rejects.toThrow('is also one of the reports');
  expect(await readFile(join(folder, 'next.json'), 'utf8')).toBe(before);
});

test('one run given twice counts once, and stderr says so', async () => {
  const { out, err, exitCode } = await run(['night.json', 'next.json', 'copy.json', '--json']);
  expect(JSON.parse(out)).toMatchObject({ run: { id: '2 runs' }, runs: [{ id: NIGHT.run.id }, { id: 'next' }] });
  expect([err, exitCode]).toEqual(['copy.json is of a run that another file reports: it counts once\n', 0]);
});

test('a merged report contains its runs: one of them counts once, in any order', async () => {
  const { out: week } = await run(['night.json', 'next.json', '--json']);
  await writeFile(join(folder, 'week.json'), week);
  const { out, err } = await run(['copy.json', 'week.json', '--json']);
  expect(JSON.parse(out)).toEqual(JSON.parse(week));
  expect(err).toMatch(/^copy\.json is of a run/);
});

test('shares that are missing are named', async () => {
  const shares = await run(['share-1.json', 'share-3.json', '--fail-on', 'missingShards>0,missingShares>0']);
  expect(shares.out).toMatch(
    /^! Incomplete: 1 shard missing .*2 runs, shards 1\/3, 3\/3\n {2}The report of shard 2\/3/,
  );
  const said = '--fail-on missingShards>0: missingShards is 1\n--fail-on missingShares>0: missingShares is 1\n';
  expect([shares.err, shares.exitCode]).toEqual([said, 3]);
  expect((await run(['share-1.json'])).out).toContain('The reports of shards 2/3, 3/3 are missing');
});

test('colours on a terminal, and none with NO_COLOR', async () => {
  expect((await run(['night.json'], { isTTY: true })).out).toContain('\u001b[');
  expect((await run(['night.json'], { isTTY: true, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b[');
});

test('stdin, as JSON', async () => {
  const { out } = await run(['-', '--json'], { stdin: reportText(NIGHT) });
  expect(JSON.parse(out)).toEqual(NIGHT);
});

test('a page beside the summary', async () => {
  const { out } = await run(['night.json', '--html', 'page.html']);
  expect(out).toContain('Finished');
  expect(await readFile(join(folder, 'page.html'), 'utf8')).toMatch(/^<!doctype html>/);
});

describe('--fail-on', () => {
  test.each([
    [['rejects>1%'], 0, ''],
    [['rejects>0'], 3, '--fail-on rejects>0: rejects is 215\n'],
    [['unsent>0', 'sent<1'], 0, ''],
    [['unsent>0', 'skipped>0'], 3, '--fail-on skipped>0: skipped is 2,000\n'],
  ])('%j: exit %d', async (expressions, code, message) => {
    const options = expressions.flatMap((expression) => ['--fail-on', expression]);
    const { err, exitCode, out } = await run([...options, 'night.json']);
    expect([exitCode, err]).toEqual([code, message]);
    expect(out).toContain('Finished');
  });
});

test('help names everything that --fail-on can ask for', () => {
  let help = '';
  reportCommand(portsOf({ cwd: folder }).ports)
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  FAIL_ON_NAMES.forEach((name) => expect(help).toMatch(new RegExp(`\\b${name}\\b`)));
});

describe('what cannot be done', () => {
  beforeEach(async () => {
    const others = [aReport({ run: { id: 'x' } }), aReport({ run: { id: 'y' } })];
    const next = aReport({ run: { id: 'next' } });
    await writeFile(join(folder, 'overlap-a.json'), reportText(mergeReports([next, others[0]])));
    await writeFile(join(folder, 'overlap-b.json'), reportText(mergeReports([next, others[1]])));
  });

  test.each([
    [['nowhere.json'], InputError, /^nowhere\.json cannot be read: there is no such file$/],
    [['.'], InputError, /cannot be read: it is a folder$/],
    [
      ['overlap-a.json', 'overlap-b.json'],
      UsageError,
      /^run next is in overlap-a\.json and among those that overlap-b\.json/,
    ],
    [['broken.json'], InputError, /^broken\.json is not JSON/],
    [['other.json'], InputError, /^other\.json: not a report of mp2fb: schemaVersion is missing/],
    [['night.json', '--fail-on', 'nonsense'], UsageError, /--fail-on nonsense: expected NAME/],
    [
      ['night.json', '--html', 'no/where.html'],
      UsageError,
      /^--html .*no\/where\.html cannot be written: the folder no does not exist$/,
    ],
  ])('%j', async (args, kind, message) => {
    const failure: unknown = await run(args).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(kind);
    expect((failure as Error).message).toMatch(message);
    expect((failure as Error).message).not.toContain('secret');
  });
});
