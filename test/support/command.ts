import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { programFor } from '../../src/cli/program.js';
import type { Ports } from '../../src/commands/ports.js';
import { systemClock } from '../../src/lib/clock.js';
import { ExpectedError } from '../../src/lib/errors.js';
import type { ExitCode } from '../../src/model/exit-code.js';
import { NOW_MS } from './batches.js';
import { clockAt } from './surroundings.js';

export interface CommandRun {
  readonly out: string;
  readonly err: string;
  /** What the process would exit with. */
  readonly code: number;
  /** The message of the error that ended it; null: none did. */
  readonly failure: string | null;
}

interface CommandSurroundings {
  readonly cwd: string;
  readonly env?: Ports['env'];
  readonly nowMs?: number;
  readonly more?: Partial<Ports>;
}

const collector = (): { readonly stream: Writable; readonly text: () => string } => {
  const pieces: Buffer[] = [];
  const stream = new Writable({ write: (piece: Buffer, _, done) => (pieces.push(piece), done()) });
  return { stream, text: () => Buffer.concat(pieces).toString() };
};

/** What a command has around it, nothing of this machine among it; and what it leaves there. */
export const portsOf = ({ cwd, env = {}, nowMs = NOW_MS, more = {} }: CommandSurroundings) => {
  const [stdout, stderr] = [collector(), collector()];
  const exits: ExitCode[] = [];
  const ports: Ports = {
    ...{ env, cwd, stdin: () => process.stdin, stdout: stdout.stream, stderr: stderr.stream },
    ...{ clock: clockAt(nowMs), random: () => 0.5, signal: new AbortController().signal },
    ...{ version: '0.0.0', nodeVersion: '20.0.0', host: 'here', pid: process.pid, homeDirectory: cwd },
    ...{ isAlive: () => true, exit: (code) => void exits.push(code) },
    ...more,
  };
  return { ports, out: stdout.text, err: stderr.text, exits };
};

/** Runs one command of the command line in this process, with nothing around it but what is given. */
export const runCommand = async (
  make: (ports: Ports) => Command,
  argv: readonly string[],
  surroundings: CommandSurroundings,
): Promise<CommandRun> => {
  const { ports, out, err, exits } = portsOf(surroundings);
  try {
    await make(ports).exitOverride().parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { out: out(), err: err(), code: error.exitCode, failure: error.message };
  }
  return { out: out(), err: err(), code: exits.at(-1) ?? 0, failure: null };
};

/** A whole command line in this process, at the time of the machine: for what it does, not for how the process ends. */
export const mp2fbHere = (argv: readonly string[], { cwd, env = {} }: Pick<CommandSurroundings, 'cwd' | 'env'>) =>
  runCommand(programFor, argv, { cwd, env, more: { clock: systemClock } });
