// Secrets in files of their own: reading and checking them.

import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { mayBeSecret } from '../table/unknown-names.js';
import type { CountedWarning } from '../../model/warnings.js';
import { Secret } from '../../lib/secret.js';
import { readFault, readTextFile } from '../../lib/file-errors.js';
import type { Merged } from './layer.js';
import type { Problem } from '../problem.js';

/** A secret from its source, and the problems and warnings about that source. */
export interface FoundSecret {
  readonly secret: Secret | null;
  /** Its source; null: none. */
  readonly source: string | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly CountedWarning[];
}

type SecretName = 'accessToken' | 'appSecret';

const OTHERS_MAY_READ = 0o004;
const ONE_WORD = /^[!-~]+$/;

/** A warning if every user of the machine may read the file. Windows stores permissions elsewhere. */
export const readableByOthers = async (
  path: string,
  setting: string,
  platform: NodeJS.Platform,
): Promise<readonly CountedWarning[]> => {
  if (platform === 'win32') return [];
  const file = await stat(path);
  const exposed = file.isFile() && (file.mode & OTHERS_MAY_READ) !== 0;
  return exposed ? [{ code: 'token_file_readable', count: 1, detail: `${setting} in ${path}` }] : [];
};

/** The part of a path that does not exist: whole folders and the file. */
const missingPart = (path: string): string => {
  let above = dirname(path);
  while (!existsSync(above) && dirname(above) !== above) above = dirname(above);
  return existsSync(path) ? '' : relative(above, path);
};

/** A file that cannot be read, for people; what was given as its name may be the secret itself. */
const shownFile = (path: string): string =>
  mayBeSecret(missingPart(path)) ? 'the file (its name is not shown, it may be the secret itself)' : `the file ${path}`;

const fromFile = async (
  path: string,
  fileSetting: `${SecretName}File`,
  source: string,
  platform: NodeJS.Platform,
): Promise<FoundSecret> => {
  const failed = (message: string): FoundSecret => ({
    secret: null,
    source,
    problems: [{ path: fileSetting, message, source }],
    warnings: [],
  });
  try {
    const text = (await readTextFile(path)).trim();
    if (text === '') return failed(`the file ${path} is empty`);
    if (!ONE_WORD.test(text)) return failed(`the file ${path} must contain one line without spaces`);
    const warnings = await readableByOthers(path, fileSetting, platform);
    return { secret: new Secret(text), source, problems: [], warnings };
  } catch (error) {
    return failed(`${shownFile(path)} cannot be used: ${readFault(error)}`);
  }
};

/** The secret itself or the file that contains it, whichever is in the stronger source. */
export const findSecret = async (
  name: SecretName,
  { values, found }: Merged,
  platform: NodeJS.Platform,
): Promise<FoundSecret> => {
  const fileSetting = `${name}File` as const;
  const own = found.get(name);
  const file = found.get(fileSetting);
  const path = values[fileSetting];
  if (own !== undefined && file !== undefined && own.rank === file.rank) {
    const problem = {
      path: name,
      message: `must not be set beside ${fileSetting}; keep one of them`,
      source: own.source,
    };
    return { secret: null, source: own.source, problems: [problem], warnings: [] };
  }
  if (file !== undefined && path !== undefined && (own === undefined || own.rank < file.rank))
    return fromFile(path, fileSetting, file.source, platform);
  return { secret: values[name] ?? null, source: own?.source ?? null, problems: [], warnings: [] };
};
