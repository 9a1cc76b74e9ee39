import { isAbsolute, join, resolve } from 'node:path';

/** An absolute path; a relative one counts from `folder`, and `~/` from the home directory. */
export const absolutePath = (path: string, folder: string, homeDirectory: string): string =>
  path === '~' || path.startsWith('~/') ? join(homeDirectory, path.slice(1)) : resolve(folder, path);

export interface StateFolders {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
}

const named = (path: string | undefined): string | undefined => (path === '' ? undefined : path);

/** Where a program keeps what it must remember, by the custom of each system (XDG Base Directory on Linux and alike). */
export const stateFolder = ({ platform, env, homeDirectory }: StateFolders): string => {
  const xdg = named(env['XDG_STATE_HOME']);
  // A relative one is to be ignored, says the same specification.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'mp2fb');
  if (platform === 'darwin') return join(homeDirectory, 'Library', 'Application Support', 'mp2fb');
  if (platform === 'win32') return join(named(env['LOCALAPPDATA']) ?? join(homeDirectory, 'AppData', 'Local'), 'mp2fb');
  return join(homeDirectory, '.local', 'state', 'mp2fb');
};
