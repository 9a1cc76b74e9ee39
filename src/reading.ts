import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Ports } from './cli/ports.js';
import type { ReadingFlags } from './cli/reading-flags.js';
import { UsageError } from './lib/errors.js';
import type { ReadOptions } from './read/inputs.js';

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': ',',
  ';': ';',
  '|': '|',
  '\t': '\t',
  '\\t': '\t',
  tab: '\t',
};

const delimiterOf = (text: string): string => {
  const delimiter = DELIMITERS[text.toLowerCase()];
  if (delimiter === undefined) throw new UsageError('--csv-delimiter: give , or ; or | or tab');
  return delimiter;
};

const groupOf = (text: string): ReadOptions['csv']['group'] => {
  const window = /^window:([1-9]\d*)$/.exec(text);
  if (window !== null) return { kind: 'window', rows: Number(window[1]) };
  if (text !== 'adjacent') throw new UsageError('--csv-group: give adjacent, or window:N');
  return { kind: 'adjacent' };
};

const checkedTimeZone = (timeZone: string): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    throw new UsageError('--csv-time-zone: give a name such as Europe/Berlin');
  }
};

const manifestOf = async (path: string, ports: Ports) => {
  const text = await readFile(resolve(ports.cwd, path), 'utf8').catch(() => {
    throw new UsageError(`--csv-manifest: ${path} cannot be read`);
  });
  const { parseCsvManifest } = await import('./read/csv/manifest.js');
  return parseCsvManifest(text, path);
};

/** The reading flags, checked. Throws UsageError. */
export const readOptionsOf = async (flags: ReadingFlags, ports: Ports): Promise<ReadOptions> => ({
  format: flags.format,
  stdin: ports.stdin,
  csv: {
    group: groupOf(flags.csvGroup ?? 'adjacent'),
    ...(flags.csvDelimiter === undefined ? {} : { delimiter: delimiterOf(flags.csvDelimiter) }),
    ...(flags.csvTimeZone === undefined ? {} : { timeZone: checkedTimeZone(flags.csvTimeZone) }),
    ...(flags.csvManifest === undefined ? {} : { manifest: await manifestOf(flags.csvManifest, ports) }),
  },
});
