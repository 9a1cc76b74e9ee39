// The folder of the ledger: its default, and whether it can be one.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../lib/environment.js';
import { UsageError } from '../lib/errors.js';
import { codeOf } from '../lib/file-errors.js';

/**
 * The default folder: `$XDG_STATE_HOME/mp2fb`, else the platform's own place below the user's home. `platform` is
 * Node.js's name, such as `linux`.
 */
export const defaultLedgerFolder = (env: Environment, homeDirectory: string, platform: string): string => {
  const stated = env['XDG_STATE_HOME'] ?? '';
  // A relative path there must be ignored (XDG base directory specification): it would mean another folder everywhere.
  if (stated.startsWith('/')) return join(stated, 'mp2fb');
  if (platform === 'darwin') return join(homeDirectory, 'Library', 'Application Support', 'mp2fb');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(homeDirectory, 'AppData', 'Local'), 'mp2fb');
  return join(homeDirectory, '.local', 'state', 'mp2fb');
};

const isFolder = (path: string): boolean | null => {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    return codeOf(error) === 'ENOTDIR' ? false : null;
  }
};

/** Throws UsageError if the folder of the ledger, or a part of its path, is a file. Missing folders are not checked. */
export const ensureLedgerFolder = (path: string): void => {
  if (isFolder(path) === false) throw new UsageError(`ledger: ${path} is a file: name a folder with --ledger`);
};
