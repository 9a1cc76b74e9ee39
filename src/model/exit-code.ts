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

/** What each exit code says (also in `--help` and the documentation). */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  0: 'everything sent, already sent, skipped, or rejected for a reason known from an earlier run',
  1: 'a bug of this program',
  2: 'usage or settings',
  3: 'finished, but some records or events were rejected that were not known before, or held back',
  4: 'stopped before the end: token, permission, policy, retries spent, maxRejects, no room for ledger or rejects',
  5: 'another run holds the ledger',
  6: 'an input could not be read',
  7: 'fewer new events than expectEvents says: the export did not come, or not whole',
  130: 'stopped by SIGINT, after what was in flight was settled and recorded',
  143: 'stopped by SIGTERM, after what was in flight was settled and recorded',
};

/**
 * The exit code of each signal that asks the program to end. A terminal that closes (SIGHUP) is no reason to leave
 * requests unanswered: Node.js would end at once by itself, even under nohup.
 */
export const SIGNALS = { SIGINT: EXIT.sigint, SIGTERM: EXIT.sigterm, SIGHUP: EXIT.sigterm } as const;

/** The exit code that an aborted signal asks for: its reason, if that is one; else SIGINT's. */
export const exitCodeOfSignal = ({ reason }: AbortSignal): typeof EXIT.sigint | typeof EXIT.sigterm =>
  reason === EXIT.sigterm ? EXIT.sigterm : EXIT.sigint;

/** The name of the signal whose exit code is an aborted signal's reason; null: a program aborted it. */
export const signalName = ({ reason }: AbortSignal): 'SIGINT' | 'SIGTERM' | null =>
  reason === EXIT.sigint ? 'SIGINT' : reason === EXIT.sigterm ? 'SIGTERM' : null;
