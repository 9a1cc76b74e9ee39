import { readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import process from 'node:process';
import { runProgram } from './cli/program.js';
import type { Ports } from './cli/ports.js';
import { systemClock } from './lib/clock.js';
import { ExpectedError } from './lib/errors.js';
import type { ExitCode } from './model/exit-code.js';

const BUG = 1;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

const versionOf = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
};

/** The first signal asks for an orderly end; the second ends at once, and the ledger knows what was in flight. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  for (const [name, code] of Object.entries(SIGNALS))
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(code);
      controller.abort(code);
    });
  return controller.signal;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const exit = (code: ExitCode): void => {
  process.exitCode = code;
};

/** One place from error to exit code. Only a bug shows where it happened; everything else is a sentence. */
const fail = (error: unknown): void => {
  if (error instanceof ExpectedError) {
    exit(error.exitCode);
    process.stderr.write(`mp2fb: ${error.message}\n`);
    return;
  }
  exit(BUG);
  const where = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`mp2fb: this is a bug of mp2fb; please report it with these lines\n${where}\n`);
};

/**
 * When a commit fails, the database library of the ledger rejects promises of its own beside those of the writes, which
 * are heard where they were made. The run has to come to its orderly end all the same.
 */
const isEchoOfFailedCommit = (reason: unknown): boolean => reason instanceof Error && 'commitError' in reason;

process.on('unhandledRejection', (reason) => {
  if (isEchoOfFailedCommit(reason)) return;
  fail(reason);
  process.exit();
});

// Whoever reads our output may leave early; that must not end an upload.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const ports: Ports = {
  env: process.env,
  cwd: process.cwd(),
  stdin: () => process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  random: Math.random,
  signal: stopSignal(),
  version: versionOf(),
  hostname: hostname(),
  pid: process.pid,
  homeDirectory: homedir(),
  isAlive,
  exit,
};

try {
  await runProgram(ports, process.argv);
} catch (error) {
  fail(error);
}
