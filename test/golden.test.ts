import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mp2fb, ROOT } from './support/program.js';
import { temporaryFolder, textAt } from './support/surroundings.js';

/**
 * Whole runs of the real program. A case is a folder with `run.json` (`input`, `args`, `settings`, `exitCode`) and what
 * must come out: `events.ndjson` (stdout, byte for byte), `report.json` and, where there are any, `rejects.ndjson`.
 * UPDATE_GOLDEN=1 writes them anew, to be read before they are committed.
 */
const GOLDEN = join(ROOT, 'fixtures', 'golden');

interface GoldenCase {
  readonly input: readonly string[];
  readonly args: readonly string[];
  readonly settings?: Record<string, unknown>;
  readonly exitCode: number;
}

/** What differs from run to run: when, how long, which version. */
const lasting = (text: string): unknown => {
  const report = JSON.parse(text) as Record<string, Record<string, unknown>>;
  const { tool, duration, series, files, ...rest } = report;
  const { dryRun, exitCode, stopReason } = report.run;
  return { ...rest, run: { dryRun, exitCode, stopReason } };
};

const compare = (path: string, actual: string): void => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, actual);
  expect(actual, path).toBe(readFileSync(path, 'utf8'));
};

describe.each(readdirSync(GOLDEN))('%s', (name) => {
  const folder = join(GOLDEN, name);
  const golden = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as GoldenCase;

  test.each([0, 2])('with %i threads', async (threads) => {
    using temporary = temporaryFolder();
    const report = join(temporary.path, 'report.json');
    const rejects = join(temporary.path, 'rejects.ndjson');
    const config = join(temporary.path, 'settings.json');
    writeFileSync(config, JSON.stringify(golden.settings ?? {}));
    const outputs = ['--report', report, '--rejects', rejects, '--config', config, '--threads', String(threads)];
    const run = await mp2fb(['upload', ...golden.input, '--dry-run', ...golden.args, ...outputs], {
      cwd: join(ROOT, 'fixtures'),
    });

    expect(run.stderr).not.toContain('bug');
    expect(run.code).toBe(golden.exitCode);
    compare(join(folder, 'events.ndjson'), run.stdout);
    compare(join(folder, 'report.json'), `${JSON.stringify(lasting(readFileSync(report, 'utf8')), null, 2)}\n`);
    const rejected = textAt(rejects);
    if (rejected !== '' || existsSync(join(folder, 'rejects.ndjson')))
      compare(join(folder, 'rejects.ndjson'), rejected);
  });
});
