// The process: arguments, streams, signals, exit code. The only file that touches `process`.

import { createWriteStream, fstatSync, writeSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { runProgram } from './cli/program.js';
import type { Ports } from './commands/ports.js';
import { systemClock } from './lib/clock.js';
import { ExpectedError, InputError, UsageError } from './lib/errors.js';
import { printableMessage } from './lib/printable.js';
import { EXIT, SIGNALS, type ExitCode } from './model/exit-code.js';
import { REMOVE_LINE, withTime } from './report/progress/progress-stream.js';
import { homeDirectory, thisProcess } from './this-process.js';

const STDIN_FD = 0;
const STDERR_FD = 2;

/** A folder as stdin (`< .`) would count as an empty file, because Node.js makes it a stream that ends at once. */
const stdin = (): Readable => {
  if (fstatSync(STDIN_FD).isDirectory()) throw new InputError('stdin could not be read: it is a folder');
  return process.stdin;
};

const exit = (code: ExitCode): void => {
  process.exitCode = code;
};

const COMMAND_ARGUMENT = 2;
const isUpload = (): boolean => process.argv[COMMAND_ARGUMENT] === 'upload';

/** The last lines on stderr; for an upload, whose log has times, with the time. Lines after the first are indented. */
const say = (text: string): void => {
  process.stderr.write(`${isUpload() ? withTime(text, process.stderr, systemClock.now()) : text}\n`);
};

const ENDED_AT_ONCE =
  'mp2fb: ended at once by a second signal, without a report. Run the same command again: it also sends what was in flight\n';

/** Ends at once; the ledger has what was in flight. Not through the stream, which would redraw a moving line. */
const endAtOnce = (code: ExitCode): void => {
  try {
    if (process.stderr.isTTY) writeSync(STDERR_FD, REMOVE_LINE);
    if (isUpload()) writeSync(STDERR_FD, withTime(ENDED_AT_ONCE, process.stderr, systemClock.now()));
  } finally {
    process.exit(code);
  }
};

/** Commands that only show or draft something, and need no orderly end. */
const SHOWING: readonly (string | undefined)[] = ['completion', 'manifest', 'quality', 'recipe', 'report', 'settings'];

/**
 * The same signal again within this time is the same request: `timeout` signals a program and then its process group, and
 * `npm` passes on a signal that the whole group has received.
 */
const SAME_SIGNAL_MS = 300;

/** The first signal asks for an orderly end, if the command needs one; the second ends the process at once. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  let first: { readonly name: string; readonly atMs: number } | null = null;
  for (const [name, code] of Object.entries(SIGNALS))
    process.on(name, () => {
      const now = systemClock.steady();
      if (first?.name === name && now - first.atMs < SAME_SIGNAL_MS) return;
      if (first !== null || SHOWING.includes(process.argv[COMMAND_ARGUMENT])) endAtOnce(code);
      first = { name, atMs: now };
      controller.abort(name);
    });
  return controller.signal;
};

/** One place from error to exit code. Only a bug shows where it happened; everything else is a sentence. */
const fail = (error: unknown): void => {
  if (error instanceof ExpectedError) {
    exit(error.exitCode);
    say(`mp2fb: ${printableMessage(error.message, process.argv).replaceAll('\n', '\n  ')}`);
    return;
  }
  exit(EXIT.bug);
  const where = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(`mp2fb: this is a bug in mp2fb; please report it with these lines\n${where}`);
};

/** lmdb also prints a failed commit on the console: its codes are numbers, those of the runtime are names. */
const isLmdbCommitNotice = (words: readonly unknown[]): boolean =>
  words.some((word) => word instanceof Error && 'code' in word && typeof word.code === 'number');

const logToConsole = console.error.bind(console);
console.error = (...words: unknown[]): void => {
  if (!isLmdbCommitNotice(words)) logToConsole(...words);
};

process.on('unhandledRejection', (reason) => {
  fail(reason);
  process.exit();
});

/** Whether the command line was run to its end. */
let ended = false;

process.on('exit', () => {
  if (!ended && process.exitCode === undefined)
    fail(new Error('the program ended while it still waited for something'));
});

const STDOUT = 1;

/** Node.js's own stream reports success for a write that a full disk cut short, so output would be lost unnoticed. */
const openStdout = (): Writable =>
  fstatSync(STDOUT).isFile() ? createWriteStream('', { fd: STDOUT, autoClose: false }) : process.stdout;

const stdout = openStdout();
// The reader of our output may leave early; that must not end an upload.
stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const workingFolder = (): string => {
  try {
    return process.cwd();
  } catch {
    throw new UsageError('the working folder was deleted: change to another one');
  }
};

// On Node.js 20 the AWS SDK prints a warning in every run that reads from a store, even with --quiet.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const portsOfProcess = (): Ports => ({
  env: process.env,
  cwd: workingFolder(),
  stdin,
  stdout,
  stderr: process.stderr,
  clock: systemClock,
  random: Math.random,
  signal: stopSignal(),
  homeDirectory: homeDirectory(),
  exit,
  ...thisProcess(),
});

const main = async (): Promise<void> => {
  try {
    await runProgram(portsOfProcess(), process.argv);
  } catch (error) {
    fail(error);
  }
  ended = true;
};

void main();
