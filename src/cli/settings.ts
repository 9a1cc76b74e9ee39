import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { ResolvedSetting, ShownValue } from '../settings/load.js';
import type { CountedWarning } from '../model/warnings.js';
import { WARNINGS } from '../model/warnings.js';
import { UsageError } from '../lib/errors.js';
import { isAlreadyThere, writeFault } from '../lib/file-faults.js';
import { print } from '../lib/print.js';
import { DEFAULT_CONFIG_FILE } from '../settings/table.js';
import { packageFile } from '../this-process.js';
import type { Ports } from './ports.js';
import { addSettingsFlags } from './settings-flags.js';

interface Flags extends Readonly<Record<string, unknown>> {
  readonly json?: true;
  readonly init?: true;
  readonly jsonSchema?: true;
}

const EXAMPLES = `
Examples:
  mp2fb settings                          every setting, its value, and where that comes from
  mp2fb settings --connection stores-eu   the same for one connection of the settings file
  mp2fb settings --init                   write ${DEFAULT_CONFIG_FILE}, with every setting explained`;

const SCHEMA_FILE = packageFile('src/settings/settings.schema.json');

const textOf = (value: ShownValue): string => {
  if (value === null) return '(not set)';
  if (typeof value !== 'object') return String(value);
  const items = Array.isArray(value) ? value : Object.entries(value).map((pair) => pair.join('='));
  return items.length === 0 ? '(none)' : items.join(', ');
};

/** Columns as wide as their widest cell; the last one ends with its text. */
const tableOf = (rows: readonly (readonly [string, string, string])[]): string => {
  const [nameWidth = 0, valueWidth = 0] = [0, 1].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map(([name, value, source]) => `${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${source}\n`)
    .join('');
};

const table = (resolved: readonly ResolvedSetting[]): string =>
  tableOf([
    ['setting', 'value', 'source'],
    ...resolved.map(({ name, value, source }) => [name, textOf(value), source] as const),
  ]);

const json = (resolved: readonly ResolvedSetting[]): string => {
  const byName = resolved.map(({ name, value, source }) => [name, { value, source }] as const);
  return `${JSON.stringify(Object.fromEntries(byName), null, 2)}\n`;
};

const warningText = ({ code, detail }: CountedWarning): string =>
  `Warning: ${WARNINGS[code]}${detail === undefined ? '' : ` (${detail})`}\n`;

const show = async (flags: Flags, ports: Ports): Promise<void> => {
  const { loadSettings } = await import('../commands.js');
  const { env, cwd, homeDirectory } = ports;
  const { resolved, warnings } = await loadSettings({ flags, env, cwd, homeDirectory });
  await print(flags.json === true ? json(resolved) : table(resolved), ports.stdout);
  warnings.forEach((warning) => ports.stderr.write(warningText(warning)));
};

const writeStartingFile = async (flags: Flags, ports: Ports): Promise<void> => {
  const { startingFile } = await import('../commands.js');
  const named = flags['config'];
  const path = resolve(ports.cwd, typeof named === 'string' ? named : DEFAULT_CONFIG_FILE);
  try {
    await writeFile(path, startingFile(), { flag: 'wx' });
  } catch (error) {
    if (isAlreadyThere(error)) throw new UsageError(`${path} is there already and stays as it is.`);
    throw new UsageError(`${path} cannot be written: ${writeFault(error, path)}.`);
  }
  ports.stderr.write(`Wrote ${path}: every setting is explained there and none is set yet.\n`);
};

/** `mp2fb settings`: what the settings come to, a file to start from, or the schema for editors. */
export const settingsCommand = (ports: Ports): Command => {
  const command = new Command('settings')
    .description('Show every setting with its value and where that comes from; secrets show as ***.')
    .option('--json', 'print them as JSON (default: off)')
    .option('--init', `write a settings file to start from: --config, or ${DEFAULT_CONFIG_FILE} (default: off)`)
    .option('--json-schema', 'print the JSON Schema of the settings file, for editors (default: off)')
    .addHelpText('after', EXAMPLES);
  return addSettingsFlags(command).action(async (flags: Flags) => {
    if (flags.jsonSchema === true) await print(await readFile(SCHEMA_FILE, 'utf8'), ports.stdout);
    else if (flags.init === true) await writeStartingFile(flags, ports);
    else await show(flags, ports);
  });
};
