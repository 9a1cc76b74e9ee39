// `mp2fb manifest`: reads the first rows of a file and prints the draft. Guesses are in guess-*.ts, its text in
// render.ts.

import { resolve } from 'node:path';
import { readFile } from 'node:fs/promises';
import { InputError, UsageError } from '../../lib/errors.js';
import { writeAtomically } from '../../lib/atomic-write.js';
import { writeFault } from '../../lib/file-errors.js';
import { shellWord } from '../../lib/format.js';
import { print } from '../../lib/sink.js';
import { recogniseDelimiter, SEPARATOR_LINE } from '../../read/csv/header.js';
import { readOptionsOf } from '../../read/flags.js';
import { findInputs, type InputRef } from '../../read/index.js';
import { openInput } from '../../read/open-input.js';
import { packageFile } from '../../this-process.js';
import type { Ports } from '../ports.js';
import { looksLikeData } from './guess-cells.js';
import { guessColumns, type Table } from './guess-columns.js';
import { decodeText } from './guess-text.js';
import { renderDraft } from './render.js';

/** Flags of `mp2fb manifest`. */
export interface ManifestFlags {
  readonly output?: string;
  readonly csvDelimiter?: string;
  readonly csvTimeZone?: string;
  readonly jsonSchema?: true;
}

const HEAD_BYTES = 256 * 1024;
const MOST_ROWS = 200;
const SCHEMA_FILE = packageFile('src/read/csv/manifest.schema.json');

const headOf = async (input: InputRef, ports: Ports, flags: ManifestFlags): Promise<Buffer> => {
  const reading = await readOptionsOf({ format: 'csv', ...flags }, ports);
  const source = await openInput(input, reading, HEAD_BYTES, () => undefined, ports.signal);
  try {
    const head = await source.peek(HEAD_BYTES);
    if (source.failure !== null) throw new InputError(`${input.path} could not be read: ${source.failure}`);
    const cut = source.sawEnd ? head.length : head.lastIndexOf('\n') + 1;
    return head.subarray(0, cut);
  } finally {
    await source.close();
  }
};

const rowsOf = async (text: string, delimiter: string, path: string): Promise<string[][]> => {
  const { parse } = await import('csv-parse/sync');
  try {
    const rows: unknown[] = parse(text, {
      delimiter,
      to: MOST_ROWS + 1,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      relax_column_count: true,
      relax_quotes: true,
    });
    return rows.map((row) => (Array.isArray(row) ? row.map(String) : []));
  } catch (error) {
    throw new InputError(`${path}: its first rows cannot be read as CSV (is --csv-delimiter right?)`, { cause: error });
  }
};

const tableOf = (rows: readonly string[][]): Table => {
  const [first, ...others] = rows;
  return first === undefined || looksLikeData(first) ? { headers: null, rows } : { headers: first, rows: others };
};

const write = async (text: string, output: string | undefined, ports: Ports): Promise<void> => {
  if (output === undefined) return print(text, ports.stdout);
  const path = resolve(ports.cwd, output);
  await writeAtomically(path, text).catch((error: unknown) => {
    throw new UsageError(`--output ${output} cannot be written: ${writeFault(error, path)}`);
  });
  ports.stderr.write(`Wrote ${output}: each line says how sure it is.\n`);
};

const draftOf = async (input: InputRef, flags: ManifestFlags, ports: Ports): Promise<string> => {
  const { text: decoded, encoding } = decodeText(await headOf(input, ports, flags));
  const separator = SEPARATOR_LINE.exec(decoded);
  const text = separator === null ? decoded : decoded.slice(separator[0].length);
  const reading = await readOptionsOf({ ...flags }, ports);
  const delimiter = reading.csv.delimiter ?? separator?.[1] ?? recogniseDelimiter(text);
  const table = tableOf(await rowsOf(text, delimiter, input.path));
  if (table.headers === null && table.rows.length === 0) throw new InputError(`${input.path} is empty`);
  const zone = reading.csv.timeZone;
  return renderDraft({
    headers: table.headers,
    rows: table.rows.length,
    delimiter,
    encoding,
    shellPath: input.path === '-' ? 'FILE' : shellWord(input.path),
    width: Math.max(table.headers?.length ?? 0, ...(table.headers === null ? table.rows.map((row) => row.length) : [])),
    guesses: guessColumns(table),
    timeZone: {
      name: zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
      isGiven: zone !== undefined,
    },
  });
};

/** `mp2fb manifest FILE`: drafts the manifest of a CSV file with its own headers from its first rows. */
export const draftManifest = async (file: string | undefined, flags: ManifestFlags, ports: Ports): Promise<void> => {
  if (flags.jsonSchema === true) {
    await write(await readFile(SCHEMA_FILE, 'utf8'), flags.output, ports);
    return;
  }
  if (file === undefined) throw new UsageError('name the file to write a manifest for: mp2fb manifest FILE');
  const [input, ...others] = await findInputs([file], ports.cwd, ports.env, ports.signal);
  if (input === undefined || others.length > 0) throw new UsageError(`${file}: name one file`);
  await write(await draftOf(input, flags, ports), flags.output, ports);
};
