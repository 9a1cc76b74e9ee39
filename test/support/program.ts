import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'bin', 'mp2fb.js');

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** null: stays open and says nothing. */
  readonly stdin?: string | Uint8Array | null;
  /** A file that is stdin instead. */
  readonly stdinFrom?: string;
  /** A file that takes stdout instead. */
  readonly stdoutTo?: string;
  /** A command that starts the program; none: the program is started straight. */
  readonly through?: readonly string[];
  /** The program to start; absent: that of this package. */
  readonly program?: string;
  /** The user and group that it runs as; absent: those of the test. */
  readonly user?: number;
}

/** What a run printed to stderr, without the time that begins each line of a log. */
export const untimed = (stderr: string): string => stderr.replaceAll(/^\d\d:\d\d:\d\d {2}/gm, '');

/** Starts the real program (as built) with an environment of its own: no settings of the machine reach it. */
export const start = (
  args: readonly string[],
  options: StartOptions = {},
): { child: ChildProcess; done: Promise<Finished> } => {
  const { PATH = '' } = process.env;
  const out = options.stdoutTo === undefined ? null : openSync(options.stdoutTo, 'w');
  const input = options.stdinFrom === undefined ? null : openSync(options.stdinFrom, 'r');
  const [command = '', ...rest] = [...(options.through ?? []), process.execPath, options.program ?? PROGRAM, ...args];
  const child = spawn(command, rest, {
    cwd: options.cwd ?? tmpdir(),
    ...(options.user === undefined ? {} : { uid: options.user, gid: options.user }),
    env: { PATH, TZ: 'UTC', XDG_STATE_HOME: '/nonexistent/state', ...options.env },
    stdio: [input ?? 'pipe', out ?? 'pipe', 'pipe'],
  });
  for (const fd of [input, out]) if (fd !== null) closeSync(fd);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (data: Buffer) => stdout.push(data));
  child.stderr?.on('data', (data: Buffer) => stderr.push(data));
  child.stdin?.on('error', () => undefined);
  if (options.stdin !== null) child.stdin?.end(options.stdin ?? '');
  const done = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  }));
  return { child, done };
};

export const mp2fb = (args: readonly string[], options: StartOptions = {}): Promise<Finished> =>
  start(args, options).done;

/** Whether a program is installed here. */
export const has = (program: string): boolean =>
  spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' }).status === 0;

export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
export const jsonLines = (text: string): Record<string, unknown>[] =>
  linesOf(text).map((line) => JSON.parse(line) as Record<string, unknown>);
