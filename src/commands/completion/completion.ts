import { resolve } from 'node:path';
import { UsageError } from '../../lib/errors.js';
import { print } from '../../lib/output-stream.js';
import { readConfigFile } from '../../settings/sources/config-file.js';
import { CONFIG_VARIABLE, DEFAULT_CONFIG_FILE } from '../../settings/table/table.js';
import type { Ports } from '../ports.js';
import { bashScript } from './bash.js';
import { fishScript } from './fish.js';
import { powershellScript } from './powershell.js';
import type { CompletedCommand } from './words.js';
import { zshScript } from './zsh.js';

/** Flags of `mp2fb completion`. */
export interface CompletionFlags {
  /** The scripts ask for the names of connections instead of a script. */
  readonly connections?: true;
  readonly config?: string;
}

const SCRIPTS: ReadonlyMap<string, (commands: readonly CompletedCommand[], routes: readonly string[]) => string> =
  new Map([
    ['bash', bashScript],
    ['zsh', zshScript],
    ['fish', fishScript],
    ['powershell', powershellScript],
  ]);

const printConnections = async (flags: CompletionFlags, { env, cwd, stdout }: Ports): Promise<void> => {
  const named = flags.config ?? env[CONFIG_VARIABLE];
  const { connections } = await readConfigFile(resolve(cwd, named ?? DEFAULT_CONFIG_FILE), named === undefined);
  // A name with a line end would count as two names.
  const names = [...connections.keys()].filter((name) => !/[\r\n]/.test(name));
  await print(names.map((name) => `${name}\n`).join(''), stdout);
};

/** Prints the completion script of a shell, or the connection names that it asks for. */
export const printCompletion = async (
  shell: string | undefined,
  flags: CompletionFlags,
  commands: () => readonly CompletedCommand[],
  ports: Ports,
): Promise<void> => {
  if (flags.connections === true) {
    await printConnections(flags, ports);
    return;
  }
  const script = SCRIPTS.get(shell ?? '');
  if (script === undefined) throw new UsageError(`name a shell: ${[...SCRIPTS.keys()].join(', ')}`);
  const completed = commands();
  const routes = completed.flatMap(({ route }) => (route === '' ? [] : [route]));
  await print(script(completed, routes), ports.stdout);
};
