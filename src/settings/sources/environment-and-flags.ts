// Settings from environment variables, environment files and flags.

import type { Environment } from '../../lib/environment.js';
import type { JsonObject } from '../../lib/json.js';
import type { Problem } from '../problem.js';
import { settingNamed, SETTINGS, type Setting, type SettingName } from '../table/table.js';
import { environmentMisspellings } from '../table/unknown-names.js';
import type { Layer } from './layer.js';

const TRUE = new Set(['1', 'true', 'yes', 'on']);
const FALSE = new Set(['0', 'false', 'no', 'off']);
const NUMBER = /^-?\d+(\.\d+)?$/;

const truth = (text: string): boolean | null => {
  const word = text.trim().toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : null;
};

const listed = (texts: readonly string[]): readonly string[] =>
  texts
    .flatMap((text) => text.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** `ACTION=NAME` pairs as an object; a pair without `=` keeps an empty name, which the schema refuses. */
const pairs = (texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    listed(texts).map((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? [pair, ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );

/**
 * A flag's or environment variable's text, converted to the form of the settings file. Text that does not fit is
 * unchanged, and the schema reports it. Several texts: a repeated flag.
 */
const valueOfText = ({ kind }: Setting, texts: readonly string[]): unknown => {
  const last = texts.at(-1) ?? '';
  switch (kind) {
    case 'boolean':
      return truth(last) ?? last;
    case 'optional-path':
      return truth(last) === false ? false : last;
    case 'number':
      return NUMBER.test(last.trim()) ? Number(last) : last;
    case 'list':
      return listed(texts);
    case 'map':
      return pairs(texts);
    default:
      return last;
  }
};

/** Environment variables of one source: the process's own, or those of a file. */
export interface EnvironmentSource {
  readonly variables: Environment;
  /** Follows the variable's name in messages: empty, or ` in PATH`. */
  readonly where: string;
  readonly folder: string;
  /** The file of these variables; null: the process's own environment. */
  readonly path: string | null;
}

/** An empty variable counts as not set: job runners pass unset parameters that way. */
const isGiven = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

const environmentLayer = (
  { variables, where, folder }: EnvironmentSource,
  variableOf: (setting: Setting) => string | undefined,
): Layer => {
  const values = new Map<string, unknown>();
  for (const setting of SETTINGS) {
    const text = variables[variableOf(setting) ?? ''];
    if (isGiven(text)) values.set(setting.name, valueOfText(setting, [text]));
  }
  const sourceOf = (name: SettingName): string => {
    const setting = settingNamed(name);
    return `environment ${(setting && variableOf(setting)) ?? name}${where}`;
  };
  return { written: Object.fromEntries(values), sourceOf, folder };
};

/** The layers of all environments, the weakest first: names of other programs yield to this program's own. */
export const environmentLayers = (weakestFirst: readonly EnvironmentSource[]): readonly Layer[] => [
  ...weakestFirst.map((environment) => environmentLayer(environment, ({ env }) => env[1])),
  ...weakestFirst.map((environment) => environmentLayer(environment, ({ env }) => env[0])),
];

/** The secret among the variables of one source, if any. */
export const secretHeldBy = ({ variables }: EnvironmentSource): SettingName | undefined =>
  SETTINGS.find(({ kind, env }) => kind === 'secret' && env.some((variable) => isGiven(variables[variable])))?.name;

/** Variables that look like a misspelt setting. Other variables are ignored. */
export const environmentProblems = ({ variables, where }: EnvironmentSource): readonly Problem[] =>
  environmentMisspellings(Object.keys(variables)).map(({ name, message }) => ({
    path: name,
    message,
    source: `environment${where}`,
  }));

/** The settings among a command's flags, as commander passes them. */
export const flagLayer = (flags: JsonObject, folder: string): Layer => {
  const values = new Map<string, unknown>();
  for (const setting of SETTINGS) {
    const given = flags[setting.name];
    if (setting.flag === null || given === undefined) continue;
    const texts: readonly unknown[] = Array.isArray(given) ? given : [given];
    const allText = texts.every((text) => typeof text === 'string');
    values.set(setting.name, allText ? valueOfText(setting, texts) : given);
  }
  const sourceOf = (name: SettingName): string => `flag ${flagAsGiven(name, flags[name])}`;
  return { written: Object.fromEntries(values), sourceOf, folder };
};

const flagAsGiven = (name: SettingName, value: unknown): string => {
  const flag = settingNamed(name)?.flag ?? `--${name}`;
  return value === false ? `--no-${flag.slice(2)}` : flag;
};

/** Secrets given as flags, which every process list would show. */
export const secretFlagProblems = (flags: JsonObject): readonly Problem[] =>
  SETTINGS.filter(({ kind, name }) => kind === 'secret' && flags[name] !== undefined).map(({ name, env }) => {
    const fileFlag = settingNamed(`${name}File`)?.flag;
    const flag = fileFlag?.replace(/-file$/, '') ?? name;
    const file =
      fileFlag === undefined ? 'put it in the settings file' : `put it in a file and name that with ${flag}-file FILE`;
    const advice = `${file}, or set ${env.join(' or ')}`;
    return {
      path: flag,
      message: `refused, because process lists show it to every user of this machine: ${advice}`,
      source: null,
    };
  });
