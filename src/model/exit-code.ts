/** The program's exit codes by name. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  rejects: 3,
  stopped: 4,
  held: 5,
  input: 6,
  missing: 7,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The meaning of each exit code (also in `--help` and the documentation). */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  0: 'everything sent, already sent, skipped, or rejected for a reason known from an earlier run',
  1: 'internal error: please report it',
  2: 'invalid usage or settings',
  3: 'finished, but some records or events were rejected for the first time, or held back',
  4: 'stopped early: token, permission, policy, retries used up, maxRejects, or no disk space for the ledger or the rejects',
  5: 'another run has locked the ledger',
  6: 'an input could not be read, or not to its end, or there was no input',
  7: 'fewer new events than expectEvents requires: the new export is missing or incomplete',
  130: 'stopped by SIGINT, after the requests in flight finished and were recorded',
  143: 'stopped by SIGTERM, after the requests in flight finished and were recorded',
};

/**
 * The exit code of each signal that asks the program to end. SIGHUP (a closed terminal) is included because Node.js
 * would otherwise end at once, even under nohup, and leave requests unanswered.
 */
export const SIGNALS = { SIGINT: EXIT.sigint, SIGTERM: EXIT.sigterm, SIGHUP: EXIT.sigterm } as const;

type SignalName = keyof typeof SIGNALS;

const isSignalName = (reason: unknown): reason is SignalName =>
  typeof reason === 'string' && Object.hasOwn(SIGNALS, reason);

/** The signal that aborted this one; null: a program aborted it. */
export const signalName = ({ reason }: AbortSignal): SignalName | null => (isSignalName(reason) ? reason : null);

/** The exit code for an aborted signal; that of SIGINT if a program aborted it. */
export const exitCodeOfSignal = (signal: AbortSignal): (typeof SIGNALS)[SignalName] =>
  SIGNALS[signalName(signal) ?? 'SIGINT'];
