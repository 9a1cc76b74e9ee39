import { readFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process exists, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** A file of this package by its path in it; the same from the sources and from the build. */
export const packageFile = (path: string): URL => new URL(`../${path}`, import.meta.url);

const versionOf = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
};

/** The versions of the program and its runtime. */
export interface ProcessFacts {
  /** The version of this program, from its package. */
  readonly version: string;
  /** The version of Node.js, without the v. */
  readonly nodeVersion: string;
  readonly host: string;
  readonly pid: number;
  /** Whether a process of this machine is running. */
  readonly isAlive: (pid: number) => boolean;
}

/** How a ledger's lock and a request name the process: the command line's, or another program's. */
export const thisProcess = (): ProcessFacts => ({
  version: versionOf(),
  nodeVersion: process.versions.node,
  host: hostname(),
  pid: process.pid,
  isAlive,
});

/**
 * The user's home. `HOME` may be unset, empty or relative (cron, containers); then the user database decides, and for a
 * user who is not in it the root directory, as in containers. Never a relative path, because each working folder would
 * then have its own ledger, and everything would be sent again.
 */
export const homeDirectory = (): string => {
  for (const ask of [homedir, () => userInfo().homedir]) {
    try {
      const path = ask();
      if (isAbsolute(path)) return path;
    } catch {
      continue;
    }
  }
  return '/';
};
