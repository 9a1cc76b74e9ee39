import type { ExitCode } from '../../model/exit-code.js';

/** `skipped`: it could not be checked, because something else is missing. */
export type CheckStatus = 'ok' | 'skipped' | 'warning' | 'problem';

/** Whose matter a check is; it decides what a problem means for the exit code. */
export type CheckArea = 'settings' | 'facebook' | 'ledger' | 'held' | 'input';

/** The result of one check. Contains no secret and no value of a record. */
export interface Finding {
  /** A lasting name for programs, such as `token_expiry`. */
  readonly id: string;
  readonly title: string;
  readonly area: CheckArea;
  readonly status: CheckStatus;
  readonly message: string;
  /** What to do about it; null: nothing is wrong, or nothing can be done. */
  readonly advice: string | null;
}

type About = Pick<Finding, 'id' | 'title' | 'area'>;

export const ok = (about: About, message: string): Finding => ({ ...about, status: 'ok', message, advice: null });

export const skipped = (about: About, message: string): Finding => ({
  ...about,
  status: 'skipped',
  message,
  advice: null,
});

export const warning = (about: About, message: string, advice: string | null): Finding => ({
  ...about,
  status: 'warning',
  message,
  advice,
});

export const problem = (about: About, message: string, advice: string | null): Finding => ({
  ...about,
  status: 'problem',
  message,
  advice,
});

/** An upload would end so; a ledger that cannot be written stops a run as Facebook does. */
const EXIT_CODES: Readonly<Record<CheckArea, ExitCode>> = { settings: 2, facebook: 4, ledger: 4, held: 5, input: 6 };

/** 0 unless there is a problem; of several the one that an upload would meet first. Warnings change nothing. */
export const exitCodeOf = (findings: readonly Finding[]): ExitCode => {
  const areas = findings.filter(({ status }) => status === 'problem').map(({ area }) => area);
  const first = (['settings', 'facebook', 'ledger', 'held', 'input'] as const).find((area) => areas.includes(area));
  return first === undefined ? 0 : EXIT_CODES[first];
};
