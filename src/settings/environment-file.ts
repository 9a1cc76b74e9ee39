import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { readFault } from '../lib/file-faults.js';
import type { Environment } from './places.js';
import type { Problem } from './problem.js';

/** The variables of a `.env` file, or why they could not be had. */
export const readEnvironmentFile = async (
  path: string,
): Promise<{ readonly environment: Environment | null; readonly problems: readonly Problem[] }> => {
  try {
    const variables = parseEnv((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
    return { environment: { variables, where: ` in ${path}`, folder: dirname(path), path }, problems: [] };
  } catch (error) {
    const message = `the file ${path} cannot be used: ${readFault(error)}`;
    return { environment: null, problems: [{ path: 'env-file', message, source: 'flag --env-file' }] };
  }
};
