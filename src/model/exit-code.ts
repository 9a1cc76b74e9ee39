/** What the program's exit says (DESIGN's table, also in `--help` and README). */
export const EXIT_CODES = {
  0: 'everything sent, already sent, or skipped',
  1: 'a bug of this program',
  2: 'usage or settings',
  3: 'finished, but some records or events were rejected or held back',
  4: 'stopped before the end: token, permission, policy, retries spent, maxRejects, no room for ledger or rejects',
  5: 'another run holds the ledger',
  6: 'an input could not be read',
  130: 'stopped by SIGINT, after what was in flight was settled and recorded',
  143: 'stopped by SIGTERM, after what was in flight was settled and recorded',
} as const;

export type ExitCode = keyof typeof EXIT_CODES;
