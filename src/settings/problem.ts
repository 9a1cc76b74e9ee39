import { UsageError } from '../lib/errors.js';
import { oneLine } from '../lib/format.js';
import { printable } from '../lib/printable.js';
import { settingNamed } from './table/table.js';
import { mayBeSecret } from './table/unknown-names.js';

/** One problem of the settings. Its message contains no value of the user, which could be a secret. */
export interface Problem {
  /** The setting's name, or a path below it (`eventNames.purchase`), or a flag. */
  readonly path: string;
  readonly message: string;
  /** Where it was set; null: the place is the path itself. */
  readonly source: string | null;
  /** The invalid value, if it can be shown; absent or null: it may be a secret, or is not a plain value. */
  readonly given?: string | null;
}

/** Addresses may contain a password or a token, and e-mail addresses identify a person. */
const PRIVATE = /[@?=]/;
const GIVEN_CHARACTERS = 40;

/** An invalid value as a problem may show it; null: it may be a secret, or is not a plain value. */
export const givenValue = (value: unknown): string | null => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || mayBeSecret(value) || PRIVATE.test(value)) return null;
  const characters = Array.from(printable(value));
  const isLong = characters.length > GIVEN_CHARACTERS;
  return JSON.stringify(isLong ? `${characters.slice(0, GIVEN_CHARACTERS).join('')}…` : characters.join(''));
};

/** `path: message ("VALUE" from SOURCE)`, with the name of mParticle's own screen where it has one. */
const formatProblem = ({ path, message, source, given = null }: Problem): string => {
  const screenName = settingNamed(path.replace(/\..*$/, ''))?.screenName;
  const known = screenName === undefined ? '' : `; mParticle calls it "${screenName}"`;
  const named = path.trim() === '' ? JSON.stringify(path) : path;
  return oneLine(
    `${named}: ${message}${known}${source === null ? '' : ` (${given === null ? '' : `${given} `}from ${source})`}`,
  );
};

/** All problems in one error, each on a line of its own, none twice. */
export const settingsError = (problems: readonly Problem[]): UsageError =>
  new UsageError([...new Set(problems.map(formatProblem))].join('\n'));
