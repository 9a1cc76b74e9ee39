// The recipes for Slurm and GNU parallel, run under the real schedulers: npm run test:schedulers. They take a minute, so
// npm test skips them.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/http/server.js';
import { recipe } from '../recipes/recipe-files.js';
import { writeExport } from '../support/exports.js';
import { has, mp2fb, ROOT } from '../support/program.js';
import { OneNodeSlurm, slurmIsAbsent, until } from './one-node-slurm.js';
import { temporaryFolder } from '../support/surroundings.js';

const WANTED = process.env['SCHEDULERS'] === '1';
const FILES = 40;
const EVENTS_OF_A_FILE = 300;
const EVENTS = FILES * EVENTS_OF_A_FILE;
const SHARDS = 4;

/** A simulator that answers slowly and throttles, so that a run takes several seconds. */
const slowSandbox = (): Promise<Sandbox> =>
  startSandbox({
    datasetId: '1234567890',
    faults: { latencyMs: 500, throttleAfter: { requests: 60, seconds: 3 } },
  });

/** A folder with an export of several files, a token, and the program in its `bin`. */
const furnish = (folder: string): void => {
  ['export', 'bin', 'out', 'one'].forEach((name) => mkdirSync(join(folder, name)));
  for (let file = 0; file < FILES; file += 1)
    writeExport(join(folder, 'export', `${file}.ndjson`), EVENTS_OF_A_FILE, (index) => ({
      event_id: String(file * EVENTS_OF_A_FILE + index),
      timestamp_unixtime_ms: Date.now() - 86_400_000 + (file * EVENTS_OF_A_FILE + index) * 1_000,
    }));
  writeFileSync(join(folder, 'token.txt'), 'made-up\n', { mode: 0o600 });
  const program = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'bin', 'mp2fb.js')}' "$@"\n`;
  writeFileSync(join(folder, 'bin', 'mp2fb'), program, { mode: 0o755 });
};

const environment = (folder: string, sandbox: Sandbox): Record<string, string> => ({
  PATH: [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
  HOME: folder,
  TZ: 'UTC',
  EXPORT: join(folder, 'export'),
  OUT: join(folder, 'out'),
  LEDGER: join(folder, 'ledger'),
  SHARDS: String(SHARDS),
  TOKEN_FILE: join(folder, 'token.txt'),
  MP2FB_BASE_URL: sandbox.url,
  MP2FB_CHUNK_SIZE: '50',
});

/** So long after a task was put back, Slurm has seen the end of its run. */
const CLEARED_MS = 2_000;

const script = (folder: string, name: string): string => {
  const path = join(folder, name);
  writeFileSync(path, recipe(name));
  chmodSync(path, 0o755);
  return path;
};

const reportFiles = (folder: string): string[] =>
  readdirSync(join(folder, 'out'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, 'out', name));

const reports = (folder: string): Report[] =>
  reportFiles(folder).map((path) => JSON.parse(readFileSync(path, 'utf8')) as Report);

/** What all reports together say, as `mp2fb report` merges them. */
const merged = async (folder: string): Promise<Report> => {
  const { stdout, stderr } = await mp2fb(['report', ...reportFiles(folder), '--json']);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Report;
};

/** The report of one process over the same export, at a simulator without delays. */
const ofOneProcess = async (folder: string): Promise<Report> => {
  const sandbox = await startSandbox({ datasetId: '1234567890' });
  const [ledger, path] = [join(folder, 'one', 'ledger'), join(folder, 'one', 'report.json')];
  const env = { MP2FB_ACCESS_TOKEN: 'made-up', MP2FB_BASE_URL: sandbox.url };
  const to = ['--dataset-id', '1234567890', '--ledger', ledger, '--report', path];
  expect(await mp2fb(['upload', join(folder, 'export'), ...to, '--quiet'], { env })).toMatchObject({ code: 0 });
  await sandbox.close();
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
};

/** Every event arrived, none twice, and the tries together say what one process says. */
const expectWhole = async (folder: string, sandbox: Sandbox): Promise<void> => {
  const { kept, duplicates } = sandbox.stats().events;
  expect({ kept, duplicates }).toEqual({ kept: EVENTS, duplicates: 0 });
  const [all, one] = [await merged(folder), await ofOneProcess(folder)];
  expect(all.events.sent).toBe(one.events.sent);
  expect(all.byEventName).toEqual(one.byEventName);
  expect(all.events.unsent).toBe(0);
  expect(all.run.exitCode).toBe(0);
};

/** Every shard has opened its ledger, and requests are in flight. */
const everyShardSends = (folder: string, sandbox: Sandbox): Promise<void> =>
  until(() => {
    const opened = ['ledger', join('out', 'ledger')]
      .map((name) => join(folder, name))
      .flatMap((path) => (existsSync(path) ? readdirSync(path) : []));
    return (
      opened.filter((name) => /^shard-\d-of-4$/.test(name)).length === SHARDS && sandbox.stats().requests.received > 8
    );
  });

const sentBy = (folder: string): number => reports(folder).reduce((sum, { events }) => sum + events.sent, 0);

describe.skipIf(!WANTED)('under real schedulers (npm run test:schedulers)', () => {
  const absent = slurmIsAbsent();

  test.skipIf(absent !== null)(
    `slurm.sh: an array of four; one task is requeued, one cancelled, one reaches its time limit${absent === null ? '' : ` (${absent})`}`,
    { timeout: 300_000 },
    async () => {
      using folder = temporaryFolder();
      furnish(folder.path);
      const sandbox = await slowSandbox();
      await using slurm = await OneNodeSlurm.start();
      const submit = async (...args: readonly string[]): Promise<string> => {
        const env = environment(folder.path, sandbox);
        const out = await slurm.askWith(env, 'sbatch', '--parsable', ...args, script(folder.path, 'slurm.sh'));
        return out.trim();
      };
      const ended = async (job: string): Promise<void> => {
        const seenMs = new Map<string, number>();
        await until(async () => {
          const states = [...(await slurm.tasks(job)).entries()];
          for (const one of states.flatMap(([task, state]) => (state === 'PENDING' ? task.split(',') : []))) {
            const firstMs = seenMs.get(one) ?? Date.now();
            seenMs.set(one, firstMs);
            // A requeued task is held back for two minutes. If it starts at once, the end of its first run passes for
            // that of the second. It may have started in the meantime.
            if (Date.now() - firstMs > CLEARED_MS)
              await slurm.ask('scontrol', 'update', `JobId=${job}_${one}`, 'StartTime=now').catch(() => '');
          }
          return states.every(([, state]) => /^(?:COMPLETED|CANCELLED|FAILED|TIMEOUT)/.test(state));
        });
      };

      const job = await submit(`--array=1-${SHARDS}`);
      await everyShardSends(folder.path, sandbox);
      await slurm.ask('scontrol', 'requeue', `${job}_2`);
      await slurm.ask('scancel', `${job}_3`);
      await slurm.ask('scancel', '--batch', '--signal=USR1', `${job}_4`);
      await until(() => reportFiles(folder.path).filter((path) => /[234]-of-4-try-0-/.test(path)).length === 3);
      const stopped = reports(folder.path).filter(({ run }) => run.exitCode === 143);
      expect(stopped.length).toBe(3);

      await ended(job);
      const tries = reportFiles(folder.path).map((path) => path.replace(/.*\/(\d-of-4-try-\d)-.*/, '$1'));
      expect(tries.sort()).toEqual(
        [1, 2, 3, 4]
          .flatMap((shard) => [0, 1].map((one) => `${shard}-of-4-try-${one}`))
          .filter((name) => !/^1.*1$|^3.*1$/.test(name)),
      );
      expect(sandbox.stats().events.kept).toBeLessThan(EVENTS);

      await ended(await submit('--array=3'));
      await expectWhole(folder.path, sandbox);
      await sandbox.close();
    },
  );

  const noParallel = has('parallel') ? null : 'parallel missing: apt-get install parallel';

  test.skipIf(noParallel !== null)(
    `parallel.sh: Ctrl-C in the middle, then once more${noParallel === null ? '' : ` (${noParallel})`}`,
    { timeout: 300_000 },
    async () => {
      using folder = temporaryFolder();
      furnish(folder.path);
      const sandbox = await slowSandbox();
      const start = (): { child: ChildProcess; done: Promise<number | null> } => {
        const options = { cwd: folder.path, env: environment(folder.path, sandbox), detached: true };
        const log = openSync(join(folder.path, 'parallel.log'), 'w');
        const child = spawn('bash', [script(folder.path, 'parallel.sh')], { ...options, stdio: ['ignore', log, log] });
        closeSync(log);
        return { child, done: new Promise((resolve) => child.once('exit', resolve)) };
      };

      const first = start();
      await everyShardSends(folder.path, sandbox);
      process.kill(-(first.child.pid ?? 0), 'SIGINT');
      expect(await first.done).not.toBe(0);
      await until(() => reportFiles(folder.path).length >= SHARDS);
      const kept = sandbox.stats().events.kept;
      expect(kept).toBeGreaterThan(0);
      expect(kept).toBeLessThan(EVENTS);
      expect(reports(folder.path).map(({ run }) => run.exitCode)).toEqual([143, 143, 143, 143]);
      expect(sentBy(folder.path)).toBe(kept);

      const code = await start().done;
      expect(`${code === 0 ? '' : readFileSync(join(folder.path, 'parallel.log'), 'utf8')}${code}`).toBe('0');
      await expectWhole(folder.path, sandbox);
      expect(sentBy(folder.path)).toBe(EVENTS);
      expect(existsSync(join(folder.path, 'out', 'jobs.log'))).toBe(true);
      await sandbox.close();
    },
  );
});
