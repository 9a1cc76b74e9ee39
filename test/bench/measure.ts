import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What one process cost: seconds by the wall clock and of all cores together, and its memory at the peak. */
export interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
  /** What it printed on stdout, if that was kept. */
  readonly printed: string;
}

export interface MeasureOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Keep stdout; else it goes to /dev/null, so that nobody's reading slows the process down. */
  readonly keep?: boolean;
  readonly allowedCodes?: readonly number[];
}

const GAUGE = new URL('./gauge.mjs', import.meta.url).href;
export const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
export const PROGRAM = fileOf('../../bin/mp2fb.js');

/** Runs a script of Node.js in a process of its own and says what it cost. Throws when it fails. */
export const measure = async (script: string, args: readonly string[], options: MeasureOptions = {}): Promise<Cost> => {
  const nothing = openSync('/dev/null', 'w');
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, ['--import', GAUGE, script, ...args], {
    env: { PATH: process.env.PATH ?? '', XDG_STATE_HOME: '/nonexistent', ...options.env },
    stdio: ['ignore', options.keep === true ? 'pipe' : nothing, 'pipe', 'pipe'],
  });
  closeSync(nothing);
  const texts = { stdout: '', stderr: '', gauge: '' };
  child.stdout?.on('data', (data: Buffer) => (texts.stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (texts.stderr += data.toString()));
  child.stdio[3]?.on('data', (data: Buffer) => (texts.gauge += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (!(options.allowedCodes ?? [0]).includes(code ?? -1))
    throw new Error(`${script} ${args.join(' ')} ended with ${code}\n${texts.stderr}`);
  return { seconds, printed: texts.stdout, ...(JSON.parse(texts.gauge) as { rssMb: number; cpuSeconds: number }) };
};

/** The run of several that took the middle of their times. */
export const median = async (runs: number, once: () => Promise<Cost>): Promise<Cost> => {
  const costs: Cost[] = [];
  for (let run = 0; run < runs; run += 1) costs.push(await once());
  return costs.sort((a, b) => a.seconds - b.seconds)[Math.floor(runs / 2)];
};
