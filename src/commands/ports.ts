import type { Environment } from '../lib/environment.js';
import type { ExitCode } from '../model/exit-code.js';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../lib/clock.js';
import type { ProcessFacts } from '../this-process.js';

/** A stream that may be a terminal. */
type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The parts of the process that a command may use; main.ts passes the real ones, tests their own. */
export interface Ports extends ProcessFacts {
  readonly env: Environment;
  /** Working folder, absolute. */
  readonly cwd: string;
  /** Opened only by a command that reads `-`. */
  readonly stdin: () => Readable;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Aborted by the first SIGINT or SIGTERM; its reason is the exit code, 130 or 143. */
  readonly signal: AbortSignal;
  readonly homeDirectory: string;
  /** The exit code of the process; the last call decides. */
  readonly exit: (code: ExitCode) => void;
}
