// All sources of a command line, in order of strength, with their problems.

import type { Environment } from '../../lib/environment.js';
import type { CountedWarning } from '../../model/warnings.js';
import type { JsonObject } from '../../lib/json.js';
import { connectionProblem, readConfigFile, type ConfigFile } from './config-file.js';
import { checkLayer, type CheckedLayer, type Layer, absolutePath } from './layer.js';
import {
  environmentLayers,
  environmentProblems,
  flagLayer,
  secretFlagProblems,
  secretHeldBy,
  type EnvironmentSource,
} from './environment-and-flags.js';
import type { Problem } from '../problem.js';
import { readableByOthers } from './secret-files.js';
import { CONFIG_VARIABLE, CONNECTION_VARIABLE, DEFAULT_CONFIG_FILE } from '../table/table.js';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { readFault, readTextFile } from '../../lib/file-errors.js';

/** The inputs of the settings: a command's flags as commander passes them, and parts of the process. */
export interface SettingsInput {
  readonly flags: JsonObject;
  readonly env: Environment;
  /** Working folder, absolute. */
  readonly cwd: string;
  readonly homeDirectory: string;
  /** The system's own name by default. */
  readonly platform?: NodeJS.Platform;
}

/** All sources, each checked, the weakest first. */
export interface Gathered {
  readonly layers: readonly CheckedLayer[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly CountedWarning[];
}

interface Chosen {
  readonly text: string;
  readonly source: string;
  readonly folder: string;
}

/** A choice made by a flag, or else by a variable of the strongest environment that has it. */
const chosen = (
  flags: JsonObject,
  flag: string,
  variable: string,
  environments: readonly EnvironmentSource[],
  cwd: string,
): Chosen | null => {
  const given = flags[flag];
  if (typeof given === 'string') return { text: given, source: `flag --${flag}`, folder: cwd };
  for (const { variables, where, folder } of environments.toReversed()) {
    const text = variables[variable]?.trim() ?? '';
    if (text !== '') return { text, source: `environment ${variable}${where}`, folder };
  }
  return null;
};

const SECRETS = ['accessToken', 'appSecret', 'notifyUrl'] as const;

/** Files that contain a secret should be readable only by their owner. */
const exposedSecrets = async (
  file: ConfigFile,
  environments: readonly EnvironmentSource[],
  platform: NodeJS.Platform,
): Promise<readonly CountedWarning[]> => {
  const sections = [...(file.common === null ? [] : [file.common]), ...file.connections.values()];
  const secret = SECRETS.find((name) => sections.some(({ written }) => written[name] !== undefined));
  const files = [
    { path: file.path, secret },
    ...environments.map((environment) => ({ path: environment.path, secret: secretHeldBy(environment) })),
  ];
  const warnings: CountedWarning[] = [];
  for (const { path, secret: name } of files)
    if (path !== null && name !== undefined) warnings.push(...(await readableByOthers(path, name, platform)));
  return warnings;
};

/** The process's own environment, and the variables of the `.env` file that a flag names, the weakest first. */
const environmentsOf = async (
  { flags, env, cwd, homeDirectory }: SettingsInput,
  problems: Problem[],
): Promise<readonly EnvironmentSource[]> => {
  const own: EnvironmentSource = { variables: env, where: '', folder: cwd, path: null };
  const named = flags['envFile'];
  if (typeof named !== 'string') return [own];
  const path = absolutePath(named, cwd, homeDirectory);
  try {
    const variables = parseEnv(await readTextFile(path));
    return [{ variables, where: ` in ${path}`, folder: dirname(path), path }, own];
  } catch (error) {
    const message = `the file ${path} cannot be used: ${readFault(error)}`;
    problems.push({ path: 'env-file', message, source: 'flag --env-file' });
    return [own];
  }
};

const readFileChosen = (choice: Chosen | null, { cwd, homeDirectory }: SettingsInput): Promise<ConfigFile> => {
  const { text, folder } = choice ?? { text: DEFAULT_CONFIG_FILE, folder: cwd };
  return readConfigFile(absolutePath(text, folder, homeDirectory), choice === null);
};

/** Reads every source: settings file, its connection, environment file, environment, flags. */
export const gather = async (input: SettingsInput, platform: NodeJS.Platform): Promise<Gathered> => {
  const { flags, cwd, homeDirectory } = input;
  const problems: Problem[] = [...secretFlagProblems(flags)];
  const environments = await environmentsOf(input, problems);
  const file = await readFileChosen(chosen(flags, 'config', CONFIG_VARIABLE, environments, cwd), input);
  const connection = chosen(flags, 'connection', CONNECTION_VARIABLE, environments, cwd);
  const wrong = connection === null ? null : connectionProblem(connection.text, connection.source, file);
  problems.push(...file.problems, ...(wrong === null ? [] : [wrong]), ...environments.flatMap(environmentProblems));

  const check = (layer: Layer): CheckedLayer => checkLayer(layer, homeDirectory);
  const common = file.common === null ? [] : [check(file.common)];
  // Unused connections are also checked, so that a mistake there is not found only later.
  const connections = new Map([...file.connections].map(([name, layer]) => [name, check(layer)]));
  const inUse = connections.get(connection?.text ?? '');
  const ofEnvironments = environmentLayers(environments).map(check);
  const ofFlags = check(flagLayer(flags, cwd));
  const everything = [...common, ...connections.values(), ...ofEnvironments, ofFlags];
  return {
    layers: [...common, ...(inUse === undefined ? [] : [inUse]), ...ofEnvironments, ofFlags],
    problems: [...problems, ...everything.flatMap((layer) => layer.problems)],
    warnings: await exposedSecrets(file, environments, platform),
  };
};
