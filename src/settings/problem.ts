import { UsageError } from '../lib/errors.js';
import { oneLine } from '../lib/format.js';
import { settingNamed } from './table/table.js';

/** One problem of the settings. It must not contain a value from the user: that could be a secret. */
export interface Problem {
  /** The setting's name, or a path below it (`eventNames.purchase`), or a flag. */
  readonly path: string;
  readonly message: string;
  /** Where it was set; null: the place is the path itself. */
  readonly source: string | null;
}

/** `path: message (set by SOURCE)`, with the name of mParticle's own screen where it has one. */
const formatProblem = ({ path, message, source }: Problem): string => {
  const screenName = settingNamed(path.replace(/\..*$/, ''))?.screenName;
  const known = screenName === undefined ? '' : `; mParticle calls it "${screenName}"`;
  const named = path.trim() === '' ? JSON.stringify(path) : path;
  return oneLine(`${named}: ${message}${known}${source === null ? '' : ` (set by ${source})`}`);
};

/** All problems in one error, each on a line of its own, none twice. */
export const settingsError = (problems: readonly Problem[]): UsageError =>
  new UsageError([...new Set(problems.map(formatProblem))].join('\n'));
