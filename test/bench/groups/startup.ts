import { spawnSync } from 'node:child_process';
import type { Figure, Say } from '../figure.js';
import { BARE_ENVIRONMENT, median, PROGRAM } from '../measure.js';
import type { Workbench } from '../workbench.js';

const ROUNDS = 15;

interface Command {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const timeMs = (cwd: string, { args, env }: Command): number => {
  const started = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { cwd, env: { ...BARE_ENVIRONMENT, ...env }, stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
};

/** How long nothing much takes, against starting Node.js and ending it. */
export const startup = async (bench: Workbench, say: Say): Promise<void> => {
  const line = await bench.sample('line.ndjson', { batches: 1 });
  const dryRun = [PROGRAM, 'upload', line, '--dry-run', '--quiet'];
  const commands: readonly Command[] = [
    { args: ['-e', '0'] },
    { args: [PROGRAM, '--help'] },
    { args: dryRun },
    { args: dryRun, env: { NODE_DISABLE_COMPILE_CACHE: '1' } },
  ];
  // The first run keeps its compiled code for the others.
  for (const command of commands) timeMs(bench.folder, command);
  const times = commands.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1)
    commands.forEach((command, number) => times[number].push(timeMs(bench.folder, command)));
  const [node, ...others] = times.map((all) => median(all, Number));
  const atMost = Number(process.versions.node.split('.')[0]) >= 22 ? 3 : 3.8;
  const what: readonly Pick<Figure, 'what' | 'goal'>[] = [
    { what: 'mp2fb --help', goal: { atMost: 2.5 } },
    { what: 'dry run of one line', goal: { atMost } },
    { what: 'dry run of one line, no compiled code from before' },
  ];
  others.forEach((ms, number) =>
    say({
      ...what[number],
      comparedWith: 'node -e 0',
      value: ms / node,
      note: `${ms.toFixed(0)} ms against ${node.toFixed(0)} ms`,
    }),
  );
};
