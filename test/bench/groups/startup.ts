import { spawnSync } from 'node:child_process';
import type { Say } from '../figure.js';
import { BARE_ENVIRONMENT, median, PROGRAM } from '../measure.js';
import type { Workbench } from '../workbench.js';

const ROUNDS = 15;

const timeMs = (cwd: string, args: readonly string[]): number => {
  const started = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { cwd, env: BARE_ENVIRONMENT, stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
};

/** How long nothing much takes, against starting Node.js and ending it. */
export const startup = async (bench: Workbench, say: Say): Promise<void> => {
  const line = await bench.sample('line.ndjson', { batches: 1 });
  const commands: readonly (readonly string[])[] = [
    ['-e', '0'],
    [PROGRAM, '--help'],
    [PROGRAM, 'upload', line, '--dry-run', '--quiet'],
  ];
  const times = commands.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1)
    commands.forEach((args, number) => times[number].push(timeMs(bench.folder, args)));
  const [node, help, dryRun] = times.map((all) => median(all, Number));
  // Node.js 22 and later keep compiled code in a cache.
  const line1 = Number(process.versions.node.split('.')[0]) >= 22 ? 3 : 3.8;
  for (const [what, ms, atMost] of [
    ['mp2fb --help', help, 2.5] as const,
    ['dry run of one line', dryRun, line1] as const,
  ])
    say({
      what,
      comparedWith: 'node -e 0',
      value: ms / node,
      goal: { atMost },
      note: `${ms.toFixed(0)} ms against ${node.toFixed(0)} ms`,
    });
};
