// `mp2fb settings`: prints the settings, a starting file or the schema. Resolving them is in settings/.

import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadSettings, type ResolvedSetting, type DisplayValue } from '../settings/load.js';
import { warningLine } from '../model/warnings.js';
import { UsageError } from '../lib/errors.js';
import { isAlreadyThere, writeFault } from '../lib/file-errors.js';
import { print } from '../lib/output-stream.js';
import { DEFAULT_CONFIG_FILE } from '../settings/table/table.js';
import { startingFile } from '../settings/table/starting-file.js';
import { packageFile } from '../this-process.js';
import type { Ports } from './ports.js';

/** Flags of `mp2fb settings` beside those of the settings themselves. */
export interface SettingsFlags extends Readonly<Record<string, unknown>> {
  readonly json?: true;
  readonly init?: true;
  readonly jsonSchema?: true;
}

const SCHEMA_FILE = packageFile('src/settings/settings.schema.json');

const textOf = (value: DisplayValue): string => {
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

const show = async (flags: SettingsFlags, ports: Ports): Promise<void> => {
  const { resolved, warnings } = await loadSettings({ ...ports, flags });
  await print(flags.json === true ? json(resolved) : table(resolved), ports.stdout);
  warnings.forEach((warning) => ports.stderr.write(`Warning: ${warningLine(warning)}\n`));
};

const writeStartingFile = async (flags: SettingsFlags, ports: Ports): Promise<void> => {
  const named = flags['config'];
  const path = resolve(ports.cwd, typeof named === 'string' ? named : DEFAULT_CONFIG_FILE);
  try {
    await writeFile(path, startingFile(), { flag: 'wx' });
  } catch (error) {
    if (isAlreadyThere(error)) throw new UsageError(`${path} already exists and was not changed.`);
    throw new UsageError(`${path} cannot be written: ${writeFault(error, path)}.`);
  }
  ports.stderr.write(`Wrote ${path}: every setting is explained there and none is set yet.\n`);
};

/** Prints the resolved settings or their JSON Schema, or writes a settings file to start from. */
export const showSettings = async (flags: SettingsFlags, ports: Ports): Promise<void> => {
  if (flags.jsonSchema === true) await print(await readFile(SCHEMA_FILE, 'utf8'), ports.stdout);
  else if (flags.init === true) await writeStartingFile(flags, ports);
  else await show(flags, ports);
};
