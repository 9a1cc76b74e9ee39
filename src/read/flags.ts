// Validates the reading flags of all commands. The manifest itself: csv/manifest.ts.

import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { UsageError } from '../lib/errors.js';
import { readFault, readTextFile } from '../lib/file-errors.js';
import { timeZoneNamed } from '../lib/instant.js';
import type { CsvManifest } from './csv/manifest-members.js';
import type { ReadOptions } from './index.js';

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': ',',
  ';': ';',
  '|': '|',
  '\t': '\t',
  '\\t': '\t',
  tab: '\t',
  '\u0001': '\u0001',
  '^a': '\u0001',
};

/** Flags of every command that reads inputs. */
export interface ReadingFlags {
  readonly format: 'auto' | 'ndjson' | 'csv';
  readonly csvManifest?: string;
  readonly csvDelimiter?: string;
  readonly csvGroup?: string;
  readonly csvTimeZone?: string;
}

/** How to read inputs, in the form of the flags of the same names. */
export type Reading = Partial<ReadingFlags>;

// prettier-ignore
export const READING_OPTIONS: readonly (keyof Reading)[] = [
  'format', 'csvManifest', 'csvDelimiter', 'csvGroup', 'csvTimeZone',
];

/** What reading needs from its environment. */
interface ReadingPorts {
  /** Working folder, absolute. */
  readonly cwd: string;
  /** Opened only for the input `-`. */
  readonly stdin: () => Readable;
  /** How messages name an option; by default by its flag. */
  readonly nameOf?: (option: keyof Reading) => string;
}

const FORMATS: readonly ReadOptions['format'][] = ['auto', 'ndjson', 'csv'];

const flagOf = (option: string): string => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const formatOf = (text: string, name: string): ReadOptions['format'] => {
  const format = FORMATS.find((one) => one === text);
  if (format === undefined) throw new UsageError(`${name}: give ${FORMATS.join(' or ')}`);
  return format;
};

const delimiterOf = (text: string, name: string): string => {
  const delimiter = DELIMITERS[text.toLowerCase()];
  if (delimiter === undefined) throw new UsageError(`${name}: give , or ; or | or tab or ^A`);
  return delimiter;
};

const groupOf = (text: string, name: string): ReadOptions['csv']['group'] => {
  const window = /^window:([1-9]\d*)$/.exec(text);
  if (window !== null) return { kind: 'window', rows: Number(window[1]) };
  if (text !== 'adjacent') throw new UsageError(`${name}: give adjacent, or window:N`);
  return { kind: 'adjacent' };
};

const checkedTimeZone = (timeZone: string, name: string): string => {
  const known = timeZoneNamed(timeZone);
  if (known === null) throw new UsageError(`${name}: give a name such as Europe/Berlin`);
  return known;
};

const manifestOf = async (path: string, name: string, cwd: string) => {
  const text = await readTextFile(resolve(cwd, path)).catch((error: unknown) => {
    throw new UsageError(`${name}: ${path} cannot be read: ${readFault(error)}`);
  });
  const { parseCsvManifest } = await import('./csv/manifest.js');
  return parseCsvManifest(text, path);
};

/** Times in a format without a zone are ambiguous unless a zone is given. */
const checkDatesHaveZone = async (
  manifest: CsvManifest | undefined,
  timeZone: string | undefined,
  name: string,
): Promise<void> => {
  if (manifest === undefined || timeZone !== undefined) return;
  const { namesZone } = await import('./csv/date-format.js');
  const index = manifest.columns.findIndex(({ dateFormat }) => dateFormat !== undefined && !namesZone(dateFormat));
  if (index === -1) return;
  throw new UsageError(
    `${manifest.path}: columns[${index}].dateFormat names no zone: give timeZone in the manifest, or ${name}`,
  );
};

/** The validated reading options. Throws UsageError. */
export const readOptionsOf = async (flags: Reading, ports: ReadingPorts): Promise<ReadOptions> => {
  const { format = 'auto', csvGroup = 'adjacent', csvDelimiter, csvTimeZone, csvManifest } = flags;
  const { nameOf = flagOf, cwd, stdin } = ports;
  const manifest = csvManifest === undefined ? undefined : await manifestOf(csvManifest, nameOf('csvManifest'), cwd);
  const timeZone = csvTimeZone === undefined ? manifest?.timeZone : checkedTimeZone(csvTimeZone, nameOf('csvTimeZone'));
  await checkDatesHaveZone(manifest, timeZone, nameOf('csvTimeZone'));
  return {
    format: formatOf(format, nameOf('format')),
    stdin,
    csv: {
      group: groupOf(csvGroup, nameOf('csvGroup')),
      manifest,
      delimiter: csvDelimiter === undefined ? manifest?.delimiter : delimiterOf(csvDelimiter, nameOf('csvDelimiter')),
      timeZone,
    },
  };
};
