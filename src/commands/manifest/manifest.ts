// `mp2fb manifest`: prints the draft. The first rows of the file are in first-rows.ts, guesses in guess-*.ts, the text
// of the draft in render.ts.

import { resolve } from 'node:path';
import { readFile, stat } from 'node:fs/promises';
import { UsageError } from '../../lib/errors.js';
import { writeAtomically } from '../../lib/atomic-write.js';
import { writeFault } from '../../lib/file-errors.js';
import { shellPath, shellWord } from '../../lib/format.js';
import { print } from '../../lib/output-stream.js';
import { readOptionsOf } from '../../read/flags.js';
import { findInputs, type InputRef } from '../../read/index.js';
import { packageFile } from '../../this-process.js';
import type { Ports } from '../ports.js';
import { languageOfZone } from './country.js';
import { isInUtc } from './draft-facts.js';
import { firstRowsOf } from './first-rows.js';
import { guessColumns } from './guess-columns.js';
import { renderDraft } from './render.js';
import { sampledTimes } from './sampled-times.js';
import { filled, joinedCells, widthOf } from './table.js';
import { FIELD } from './words.js';

/** Flags of `mp2fb manifest`. */
export interface ManifestFlags {
  readonly output?: string;
  readonly csvDelimiter?: string;
  readonly csvTimeZone?: string;
  readonly jsonSchema?: true;
}

const SCHEMA_FILE = packageFile('src/read/csv/manifest.schema.json');

const write = async (text: string, output: string | undefined, ports: Ports): Promise<void> => {
  if (output === undefined) return print(text, ports.stdout);
  const path = resolve(ports.cwd, output);
  await writeAtomically(path, text).catch((error: unknown) => {
    throw new UsageError(`--output ${output} cannot be written: ${writeFault(error, path)}`);
  });
  ports.stderr.write(`Wrote ${output}: each line says how sure it is, and its first lines say what to do next.\n`);
};

/** A manifest that was corrected by hand cannot be drafted again. */
const refuseExisting = async ({ output }: ManifestFlags, { cwd }: Ports): Promise<void> => {
  const isFile = (path: string): Promise<boolean> =>
    stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
  if (output !== undefined && (await isFile(resolve(cwd, output))))
    throw new UsageError(`--output ${output} already exists and was not changed: choose another name, or remove it`);
};

const draftOf = async (input: InputRef, flags: ManifestFlags, ports: Ports): Promise<string> => {
  const reading = await readOptionsOf({ format: 'csv', ...flags }, ports);
  const rows = await firstRowsOf(input, reading, ports.signal);
  const { table } = rows;
  const { timeZone: zone = new Intl.DateTimeFormat().resolvedOptions().timeZone } = reading.csv;
  const guesses = guessColumns(table);
  const isGiven = reading.csv.timeZone !== undefined;
  const { indexes } = guesses.columns.find(({ field }) => field === FIELD.time) ?? { indexes: [] };
  const times = guesses.dates === null ? [] : filled(joinedCells(table, indexes));
  const zoneOfTimes = !isGiven && isInUtc({ table, guesses }) ? 'UTC' : zone;
  return renderDraft({
    ...rows,
    shellPath: shellPath(input.path),
    shellOutput: flags.output === undefined ? null : shellWord(flags.output),
    width: widthOf(table),
    guesses,
    times: await sampledTimes(times, guesses.dates?.format ?? null, zoneOfTimes, languageOfZone(zone)),
    timeZone: { name: zone, isGiven },
  });
};

/** `mp2fb manifest FILE`: drafts the manifest of a file of sales from its first rows. */
export const draftManifest = async (file: string | undefined, flags: ManifestFlags, ports: Ports): Promise<void> => {
  if (flags.jsonSchema === true) {
    await write(await readFile(SCHEMA_FILE, 'utf8'), flags.output, ports);
    return;
  }
  await refuseExisting(flags, ports);
  if (file === undefined) throw new UsageError('name the file to write a manifest for: mp2fb manifest FILE');
  const [input, ...others] = await findInputs([file], ports.cwd, ports.env, ports.signal);
  if (input === undefined || others.length > 0) throw new UsageError(`${file}: name one file`);
  await write(await draftOf(input, flags, ports), flags.output, ports);
};
