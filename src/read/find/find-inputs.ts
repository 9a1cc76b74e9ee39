// Finds the inputs that arguments mean: files, folders, patterns, stdin, and objects on other machines (read/remote).

import { existsSync, type Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Environment } from '../../lib/environment.js';
import { InputError, StoppedError } from '../../lib/errors.js';
import { isMissing } from '../../lib/file-errors.js';
import { once } from '../../lib/memoize.js';
import { exitCodeOfSignal } from '../../model/exit-code.js';
import { reasonOfPath } from '../failure.js';
import type { InputRef } from '../options.js';
import type { ObjectStore } from '../remote/object-store.js';
import { remotePlaceOf, type RemotePlace } from '../remote/place.js';
import { isProbeFile } from './probe-files.js';

/** null: the argument is a path. Rejects with InputError, UsageError, StoppedError. */
type FindRemote = (argument: string) => Promise<readonly InputRef[] | null>;

/** Finds inputs on other machines. Each kind of store is loaded, and asked for credentials, only if needed, and once. */
const remoteFinder = (env: Environment, signal: AbortSignal | undefined): FindRemote => {
  const storeOf = async (scheme: 's3' | 'gs'): Promise<ObjectStore> => {
    const { loadSdk, s3Store } = await import('../remote/s3-store.js');
    return s3Store(await loadSdk(), scheme, env, signal);
  };
  const stores = { s3: once(() => storeOf('s3')), gs: once(() => storeOf('gs')) };

  const ask = async (place: RemotePlace): Promise<readonly InputRef[]> => {
    if (place.kind === 'link') return [await (await import('../remote/link-file.js')).findLink(place.url, env, signal)];
    const { findObjects } = await import('../remote/find-objects.js');
    return findObjects(place, await stores[place.scheme]());
  };

  return async (argument) => {
    const place = remotePlaceOf(argument);
    try {
      return place === null ? null : await ask(place);
    } catch (error) {
      if (signal?.aborted === true) throw new StoppedError(exitCodeOfSignal(signal));
      throw error;
    }
  };
};

const STDIN = '-';
const GLOB_SIGN = /[*?[\]{}()!]/;

/** The sizes of pipes and devices are meaningless. */
const refOf = (path: string, absolute: string, stats: Stats): InputRef => ({
  path,
  absolute,
  size: stats.isFile() ? stats.size : null,
  modifiedMs: stats.isFile() ? stats.mtimeMs : null,
});

/** An unreadable entry of a folder: reading it reports the reason and does not stop the other inputs. */
const failedRef = (path: string, absolute: string, error: unknown): InputRef => ({
  path,
  absolute,
  size: 0,
  modifiedMs: null,
  failure: reasonOfPath(path, error),
});

/** Files that Windows creates in folders of pictures and in shared ones; lower case. */
const OF_WINDOWS: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini']);
const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

class Finder {
  readonly #cwd: string;
  readonly #remote: FindRemote;
  readonly #found: InputRef[] = [];
  /** Device and inode, because one file may have two names, or the address. */
  readonly #seen = new Set<string>();
  /** Number of files found so far, including those that cannot be read. */
  #files = 0;

  constructor(cwd: string, env: Environment, signal: AbortSignal | undefined) {
    this.#cwd = cwd;
    this.#remote = remoteFinder(env, signal);
  }

  async find(args: readonly string[]): Promise<InputRef[]> {
    const joined = args.join(' ');
    if (args.length > 1 && this.#exists(joined) && !args.every((arg) => this.#exists(arg)))
      throw new InputError(`${joined}: put a path with spaces in quotes`);
    for (const arg of args) {
      // An unset shell variable leaves an empty argument; as a path it would mean the whole working folder.
      if (arg.trim() === '') throw new InputError('an input has no name: the argument is empty');
      if (arg === STDIN) this.#addStdin();
      else await this.#addArgument(arg);
    }
    if (args.length > 0 && this.#found.length === 0)
      throw new InputError(`${args.join(', ')}: no file to read (mParticle's test files for buckets are left out)`);
    return this.#found;
  }

  #exists(path: string): boolean {
    return existsSync(resolve(this.#cwd, path));
  }

  #addStdin(): void {
    if (this.#isNew(STDIN)) this.#found.push({ path: STDIN, absolute: null, size: null, modifiedMs: null });
  }

  async #addArgument(arg: string): Promise<void> {
    const remote = await this.#remote(arg);
    // Two links may differ only in their query.
    if (remote !== null)
      this.#found.push(...remote.filter(({ path }) => this.#isNew(path.startsWith('http') ? arg : path)));
    else await this.#addLocal(arg);
  }

  async #addLocal(arg: string): Promise<void> {
    try {
      await this.#addPath(arg);
    } catch (error) {
      if (error instanceof InputError) throw error;
      // If a file of that name exists, it is meant, whatever pattern characters the name contains.
      if (!isMissing(error) || !GLOB_SIGN.test(arg)) throw new InputError(`${arg}: ${reasonOfPath(arg, error)}`);
      await this.#addMatches(arg);
    }
  }

  async #addMatches(pattern: string): Promise<void> {
    const { globFiles } = await import('./glob.js');
    const { paths, failures } = await globFiles(pattern, this.#cwd);
    if (paths.length + failures.length === 0) throw new InputError(`${pattern}: no file matches`);
    for (const path of [...paths].sort(byName)) await this.#orFailed(path, () => this.#addPath(path));
    for (const { path, error } of failures) this.#addFailed(path, error);
  }

  /** Adds what a path means. Throws InputError for a folder without a file. */
  async #addPath(path: string): Promise<void> {
    const filesBefore = this.#files;
    const stats = await this.#addAll(path);
    if (stats.isDirectory() && this.#files === filesBefore)
      throw new InputError(`${path}: the folder has no file to read`);
  }

  /** Adds a file, or everything below a folder. */
  async #addAll(path: string): Promise<Stats> {
    const absolute = resolve(this.#cwd, path);
    const stats = await stat(absolute);
    if (!stats.isDirectory() && !isProbeFile(path, stats.size)) this.#files += 1;
    if (!this.#isNew(`${stats.dev}:${stats.ino}`)) {
      if (stats.isDirectory()) this.#files += 1;
    } else if (stats.isDirectory()) await this.#addFolder(path, absolute);
    else if (!isProbeFile(path, stats.isFile() ? stats.size : null)) this.#found.push(refOf(path, absolute, stats));
    return stats;
  }

  /** All files of a folder, by name, except hidden ones and those of Windows. Links are followed, not in circles. */
  async #addFolder(path: string, absolute: string): Promise<void> {
    const names = await readdir(absolute);
    for (const name of names.filter((one) => !one.startsWith('.') && !OF_WINDOWS.has(one.toLowerCase())).sort(byName)) {
      const entry = join(path, name);
      await this.#orFailed(entry, () => this.#addEntry(entry));
    }
  }

  async #addEntry(path: string): Promise<void> {
    const stats = await stat(resolve(this.#cwd, path));
    // Reading a pipe or socket in a folder could wait forever.
    if (stats.isFile() || stats.isDirectory()) await this.#addAll(path);
  }

  /** An entry that cannot be read (a dangling link, a circle of links, a locked folder) does not stop the others. */
  async #orFailed(path: string, add: () => Promise<void>): Promise<void> {
    try {
      await add();
    } catch (error) {
      this.#addFailed(path, error);
    }
  }

  #addFailed(path: string, error: unknown): void {
    this.#files += 1;
    this.#found.push(failedRef(path, resolve(this.#cwd, path), error));
  }

  #isNew(name: string): boolean {
    if (this.#seen.has(name)) return false;
    this.#seen.add(name);
    return true;
  }
}

/**
 * The inputs of the arguments, in their order: files, folders (everything below, sorted by name, without hidden files),
 * glob patterns, `-` for stdin; a file that occurs twice counts once. `path` is relative as given. Throws
 * InputError naming a path that does not exist, a pattern without a match, and a folder without a file; an unreadable
 * entry of a folder is an input with its `failure`. Arguments that begin with `s3://`, `gs://`
 * or `https://` are remote objects, in the store that `env` names; a missing SDK is a UsageError;
 * `signal` ends any wait with StoppedError.
 */
export const findInputs = (
  args: readonly string[],
  cwd: string,
  env: Environment = {},
  signal?: AbortSignal,
): Promise<InputRef[]> => new Finder(cwd, env, signal).find(args);
