// The files that match a pattern, and entries that could not be read, which the library omits silently. How both are
// used is decided in find-inputs.ts.
import { readdir, realpath, type PathLike } from 'node:fs';
import { isAbsolute, normalize, relative } from 'node:path';
import { glob } from 'tinyglobby';
import { isMissing } from '../../lib/file-errors.js';
import { isNotUtf8 } from '../failure.js';
import { keyMatcher } from '../remote/key-pattern.js';

/** A folder or a link that could not be read, and why. */
interface GlobFailure {
  readonly path: string;
  readonly error: Error;
}

/** A function of `node:fs` whose callback, its last argument, is called after `look` has seen the error. */
const observed =
  (real: (path: PathLike, second: unknown, done: (error: Error | null, found: unknown) => void) => void) =>
  (look: (failure: GlobFailure) => void) =>
  (path: PathLike, second: unknown, third?: unknown): void =>
    real(path, second, (error, found) => {
      const done = third ?? second;
      if (error !== null) look({ path: String(path), error });
      if (typeof done === 'function') Reflect.apply(done, undefined, [error, found]);
    });

const observedFolders = observed((path, _, done) => readdir(path, { withFileTypes: true }, done));
const observedLinks = observed((path, _, done) => realpath(path, done));

/** The files that match a pattern, and what may hide others: folders on its way, links. Relative if the pattern is. */
export const globFiles = async (
  pattern: string,
  cwd: string,
): Promise<{ readonly paths: readonly string[]; readonly failures: readonly GlobFailure[] }> => {
  const matches = keyMatcher(normalize(pattern));
  const failures: GlobFailure[] = [];
  const asGiven = ({ path, error }: GlobFailure): GlobFailure => ({
    path: isAbsolute(pattern) ? normalize(path) : relative(cwd, path),
    error,
  });
  const folder = (failure: GlobFailure): void => {
    // A missing folder, or a pattern that starts with one, has no files.
    if (!isMissing(failure.error) || isNotUtf8(failure.path)) failures.push(asGiven(failure));
  };
  const link = (failure: GlobFailure): void => {
    const given = asGiven(failure);
    if (matches(given.path)) failures.push(given);
  };
  const paths = await glob(pattern, {
    cwd,
    onlyFiles: true,
    expandDirectories: false,
    fs: {
      readdir: Object.assign(observedFolders(folder), { __promisify__: readdir.__promisify__ }),
      realpath: Object.assign(observedLinks(link), { __promisify__: realpath.__promisify__, native: realpath.native }),
    },
  });
  return { paths, failures };
};
