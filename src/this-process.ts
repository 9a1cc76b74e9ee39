import { readFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** A file of this package by its path there: the same from the sources and from what is built of them. */
export const packageFile = (path: string): URL => new URL(`../${path}`, import.meta.url);

const versionOf = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
};

/** What a process says of itself. */
export interface ProcessFacts {
  /** Of this program, as its package says. */
  readonly version: string;
  /** Of Node.js, without the v. */
  readonly nodeVersion: string;
  readonly host: string;
  readonly pid: number;
  /** Whether a process of this machine is running. */
  readonly isAlive: (pid: number) => boolean;
}

/** What a ledger's lock and a request state about the process: the command line's, or another program's. */
export const thisProcess = (): ProcessFacts => ({
  version: versionOf(),
  nodeVersion: process.versions.node,
  host: hostname(),
  pid: process.pid,
  isAlive,
});

/**
 * The user's home. `HOME` may be unset, empty or relative (cron, containers): then the user database says, and for a user
 * without an entry there it is the root, as containers have it. Never a relative path, since that would be another ledger
 * in each working folder, and everything would be sent again.
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
