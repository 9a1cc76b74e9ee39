import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** What one process cost: seconds by the wall clock and of all cores together, and its memory at the peak. */
export interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly memoryMb: number;
  /** What of that is the program's own, without mapped files, which the system may take back; null: not known here. */
  readonly ownMb: number | null;
  /** What it printed on stdout, if that was kept. */
  readonly printed: string;
}

interface MeasureOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Keep stdout; else it goes to /dev/null, so that no reader slows the process down. */
  readonly keep?: boolean;
}

/** Every figure is the middle one of so many runs, unless a group asks for more. */
const RUNS = 3;

export const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const GAUGE = fileOf('./gauge.cjs');
export const PROGRAM = fileOf('../../bin/mp2fb.js');
/** Nothing of this user's settings reaches a measured process. */
export const BARE_ENVIRONMENT = { PATH: process.env.PATH ?? '', XDG_STATE_HOME: '/nonexistent' };

/** Runs a script of Node.js in a process of its own and says what it cost. Throws when it fails. */
export const measure = async (script: string, args: readonly string[], options: MeasureOptions = {}): Promise<Cost> => {
  const nothing = openSync(devNull, 'w');
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, ['--require', GAUGE, script, ...args], {
    cwd: tmpdir(),
    env: { ...BARE_ENVIRONMENT, ...options.env },
    stdio: ['ignore', options.keep === true ? 'pipe' : nothing, 'pipe', 'pipe'],
  });
  closeSync(nothing);
  const stop = (): void => void child.kill('SIGKILL');
  process.once('exit', stop);
  const texts = { stdout: '', stderr: '', gauge: '' };
  child.stdout?.on('data', (data: Buffer) => (texts.stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (texts.stderr += data.toString()));
  child.stdio[3]?.on('data', (data: Buffer) => (texts.gauge += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('exit', stop);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (code !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${code}\n${texts.stderr}`);
  return {
    seconds,
    printed: texts.stdout,
    ...(JSON.parse(texts.gauge) as Pick<Cost, 'cpuSeconds' | 'memoryMb' | 'ownMb'>),
  };
};

/** The value in the middle. */
export const median = <Value>(values: readonly Value[], by: (value: Value) => number): Value =>
  [...values].sort((a, b) => by(a) - by(b))[Math.floor(values.length / 2)];

/**
 * The cost of each contestant: of several rounds in which they take turns, so that a slow minute of the machine is
 * everybody's, the one in the middle.
 */
export const compete = async <Results extends Readonly<Record<string, { readonly seconds: number }>>>(
  contestants: { readonly [Name in keyof Results]: (round: number) => Promise<Results[Name]> },
  rounds = RUNS,
): Promise<Results> => {
  const all = Object.entries(contestants).map(([name, run]) => ({ name, run, results: [] as Results[string][] }));
  for (let round = 0; round < rounds; round += 1) for (const { run, results } of all) results.push(await run(round));
  const middle = all.map(({ name, results }) => [name, median(results, ({ seconds }) => seconds)]);
  return Object.fromEntries(middle) as Results;
};
