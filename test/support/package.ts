import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from './program.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Everything here takes seconds; without a limit, a registry that stops within an answer would never end the test. */
const LONGEST_MS = 60_000;
const ENDED = `ETIMEDOUT: ended after ${LONGEST_MS} ms`;

/** `nodeFolder`: where `node` is looked for first; by default it is the one that runs the tests. */
export const run = (
  file: string,
  args: readonly string[],
  cwd: string,
  nodeFolder = dirname(process.execPath),
  more: Readonly<Record<string, string>> = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env;
    // npm passes its own settings to what it starts; this npm must have none.
    const env = { PATH: [nodeFolder, PATH].join(delimiter), HOME, NO_COLOR: '1', XDG_STATE_HOME: cwd, ...more };
    execFile(file, args, { cwd, env, maxBuffer: 2 ** 26, timeout: LONGEST_MS }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err: error?.killed === true ? ENDED : err }),
    );
  });

/** The package as it would be published. */
interface Packed {
  readonly tarball: string;
  /** Paths in it. */
  readonly paths: readonly string[];
}

/** Packs the package into a folder. Packing builds first; here the build is there already, and other tests are using it. */
export const pack = async (folder: string): Promise<Packed> => {
  const flags = ['--json', '--ignore-scripts', '--pack-destination', folder];
  const { code, out, err } = await run('npm', ['pack', ...flags], ROOT);
  if (code !== 0) throw new Error(err);
  const [{ filename, files }] = JSON.parse(out) as [{ filename: string; files: { path: string }[] }];
  return { tarball: join(folder, filename), paths: files.map(({ path }) => path) };
};
