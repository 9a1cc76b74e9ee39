import type { Environment } from './environment.js';
import { join } from 'node:path';

/**
 * The default folder of the ledger: `$XDG_STATE_HOME/mp2fb` (an absolute path, as the XDG base directory specification
 * requires), else the platform's own place below the user's home. `platform` is Node.js's name, such as `linux`.
 */
export const defaultLedgerDirectory = (env: Environment, homeDirectory: string, platform: string): string => {
  const stated = env['XDG_STATE_HOME'] ?? '';
  // A relative path there must be ignored (XDG base directory specification): it would mean another folder everywhere.
  if (stated.startsWith('/')) return join(stated, 'mp2fb');
  if (platform === 'darwin') return join(homeDirectory, 'Library', 'Application Support', 'mp2fb');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(homeDirectory, 'AppData', 'Local'), 'mp2fb');
  return join(homeDirectory, '.local', 'state', 'mp2fb');
};
