// `readBatches`: the records of files for programs.

import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Environment } from '../lib/environment.js';
import { checkNames, checkOptions } from './misuse.js';
import { InputProgress } from '../run/input-progress.js';
import type { Feed, FeedParts } from '../run/feed.js';
import { inputFeed } from '../run/input-feed.js';
import { noLedger } from '../ledger/no-ledger.js';
import { InputError, UsageError } from '../lib/errors.js';
import type { BatchRecord, UnreadableRecord } from '../model/batch-record.js';
import type { Block, RecordFault } from '../model/block.js';
import type { CountedWarning } from '../model/warnings.js';
import { splitConcatenated } from '../transform/parse/concatenated.js';
import { RecordTable } from '../transform/parse/record-table.js';
import { findInputs } from '../read/index.js';
import { READING_OPTIONS, readOptionsOf, type Reading } from '../read/flags.js';

/** How to read; the names and values are those of the command line's flags. */
export interface ReadBatchesOptions extends Reading {
  /** The stream behind `-`. */
  readonly stdin?: Readable;
  /** Variables that say where object stores are, such as AWS_ENDPOINT_URL. */
  readonly env?: Environment;
  /** Ends the reading; then its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Receives warnings about the input, such as unknown CSV columns. */
  readonly onWarning?: (warning: CountedWarning) => void;
}

const OPTIONS = [...READING_OPTIONS, 'stdin', 'env', 'signal', 'onWarning'];

type Warn = (warning: CountedWarning) => void;

const noStdin = (): never => {
  throw new UsageError('the input "-" needs the option stdin: a stream to read');
};

const faultOf = ({ line, reason, message }: RecordFault, file: string): UnreadableRecord => ({
  file,
  line,
  reason,
  message,
});

/** The records of a block by their lines, those that could not be read among them. */
function* recordsOf(block: Block, file: string, warn: Warn): Generator<BatchRecord | UnreadableRecord> {
  const table = new RecordTable(block);
  const faults = [...block.faults];
  for (const [index, line] of block.lines.entries()) {
    while (faults[0] !== undefined && faults[0].line < line)
      yield* faults.splice(0, 1).map((one) => faultOf(one, file));
    const text = table.text(index);
    const pieces = splitConcatenated(text);
    if (pieces !== null) warn({ code: 'several_records_on_line', count: 1 });
    for (const piece of pieces ?? [text]) yield { file, line, text: piece };
  }
  yield* faults.map((one) => faultOf(one, file));
}

/** The inputs as a run's feed, without a ledger; `failed` receives the error of each input that cannot be read. */
const feedOf = async (
  inputs: readonly string[],
  { stdin, env = {}, ...reading }: ReadBatchesOptions,
  parts: Pick<FeedParts, 'stopping' | 'failed' | 'warn'>,
): Promise<Feed> => {
  const cwd = resolve();
  const found = await findInputs(inputs, cwd, env, parts.stopping).catch((error: unknown) => {
    parts.stopping.throwIfAborted();
    throw error;
  });
  const ports = { cwd, stdin: stdin === undefined ? noStdin : () => stdin, nameOf: (option: string) => option };
  const openFeed = inputFeed({ inputs: found, reading: await readOptionsOf(reading, ports), mapping: null });
  return openFeed({ ...parts, ledger: noLedger, inputProgress: new InputProgress() });
};

/** Every record of the inputs, read as the command line reads them. Throws as `readBatches` says. */
export const readRecords = async function* (
  inputs: readonly string[],
  options: ReadBatchesOptions,
): AsyncGenerator<BatchRecord | UnreadableRecord> {
  checkOptions(options);
  checkNames(options, OPTIONS);
  const { signal = new AbortController().signal, onWarning: warn = () => undefined } = options;
  const failures: InputError[] = [];
  const feed = await feedOf(inputs, options, { stopping: signal, warn, failed: (error) => void failures.push(error) });
  for await (const item of feed.read()) {
    if (item.kind === 'end') continue;
    item.block.warnings.forEach(warn);
    for (const record of recordsOf(item.block, feed.states[item.block.input]?.path ?? '', warn)) {
      signal.throwIfAborted();
      yield record;
    }
  }
  signal.throwIfAborted();
  const [failure, ...others] = failures;
  if (others.length > 0) throw new InputError(failures.map(({ message }) => message).join('\n'));
  if (failure !== undefined) throw failure;
};
