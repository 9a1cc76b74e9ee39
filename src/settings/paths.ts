import { join, resolve } from 'node:path';

/** An absolute path; a relative one counts from `folder`, and `~/` from the home directory. */
export const absolutePath = (path: string, folder: string, homeDirectory: string): string =>
  path === '~' || path.startsWith('~/') ? join(homeDirectory, path.slice(1)) : resolve(folder, path);
