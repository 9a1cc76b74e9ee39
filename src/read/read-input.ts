// Reads the records of one input in its format, and proves that it was read to its end.

import { InputError } from '../lib/errors.js';
import { formatNumbered } from '../lib/format.js';
import type { Block, InputState } from '../model/block.js';
import { InputProof, type InputSnapshot } from '../model/input-proof.js';
import type { Cutting } from './block-builder.js';
import { snapshotAfter } from './find/identity.js';
import { firstOf, inShard, smallBlocks } from './block-parts.js';
import { readLines } from './json/lines.js';
import { openInput } from './open-input.js';
import { DEFAULT_BLOCK_BYTES, DEFAULT_MAX_RECORD_BYTES, type InputRef, type ReadOptions } from './options.js';
import type { PeekSource } from './bytes/peek.js';
import { sniffFormat, type SniffedFormat } from './sniff.js';

/** An input, and its index in the run's list of inputs. */
export type NumberedInput = InputRef & { readonly number: number };

/**
 * How reading ended: with the proof that the input was read completely; `changed`: the input is no longer, or never
 * was, what the listing said; null: reading was stopped, or the input has nothing that could prove it (stdin, a pipe).
 */
export type ReadEnd = InputProof | 'changed' | null;

/** The state of an input of which nothing has been read. */
export const unreadState = ({ path, size }: InputRef): InputState => ({
  path,
  format: 'unknown',
  size,
  bytesRead: 0,
  records: 0,
  status: 'waiting',
  failure: null,
});

const formatOf = async (source: PeekSource, path: string, options: ReadOptions): Promise<SniffedFormat> => {
  if (options.format !== 'auto') return options.format;
  const format = await sniffFormat(source, path);
  // With a manifest a file may be CSV even if it has only one column and does not look like a table.
  return format === 'ndjson' && options.csv.manifest !== undefined && !(await beginsLikeJson(source)) ? 'csv' : format;
};

const beginsLikeJson = async (source: PeekSource): Promise<boolean> =>
  /^\s*(?:[{[]|$)/.test((await source.peek(1)).toString('latin1'));

/** The reader of a format. Code that only some formats need is loaded when one is read. */
const readerOf = async (
  format: SniffedFormat,
  cutting: Cutting & { readonly source: PeekSource },
  path: string,
  { csv, firstRecords }: ReadOptions,
): Promise<AsyncGenerator<Block>> => {
  if (format === 'csv') return (await import('./csv/read-csv.js')).readCsv(cutting, path, csv);
  const values =
    format === 'json' ? (await import('./json/json-values.js')).readJsonValues(cutting) : readLines(cutting);
  if (csv.manifest === undefined) return values;
  const { holdsTableRows, readJsonRows } = await import('./csv/json-rows.js');
  const { manifest } = csv;
  return (await holdsTableRows(cutting.source))
    ? readJsonRows(values, cutting, path, { ...csv, manifest, firstRecords })
    : values;
};

/** The position of the reader, and how many complete records were read. */
type Place = Cutting['place'] & { whole: number };

/** The blocks of one open input, counted into its state, as far as they are requested. */
async function* countedBlocks(
  blocks: AsyncGenerator<Block>,
  options: ReadOptions,
  state: InputState,
  place: Place,
): AsyncGenerator<Block> {
  let left = options.firstRecords ?? Infinity;
  for await (const whole of blocks) {
    const block = firstOf(whole, left);
    const records = block.starts.length + block.faults.length;
    state.records += records;
    place.whole += records - block.faults.filter(({ reason }) => reason === 'truncated').length;
    left -= records;
    yield block;
    if (left <= 0) return;
  }
}

/** Why an input has no end, and how much of it was read; null: it has one. */
const whyNoEnd = ({ failure, taken }: PeekSource, { line, whole, cutOff }: Place): string | null => {
  if (failure !== null && taken === 0) return `could not be read: ${failure}`;
  const why =
    failure !== null
      ? `could be read only up to byte ${taken} of its text, in line ${line}: ${failure}`
      : cutOff && `ends ${cutOff} (an unfinished export, download or copy?)`;
  const were = whole === 1 ? 'was' : 'were';
  return why === undefined
    ? null
    : `${why}; ${formatNumbered(whole, 'record')} before that ${were} read, the rest is missing`;
};

async function* blocksOf(
  input: NumberedInput,
  options: ReadOptions,
  state: InputState,
  source: PeekSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Block> {
  state.format = await formatOf(source, input.path, options);
  const place: Place = { line: 1, whole: 0 };
  const { blockBytes = DEFAULT_BLOCK_BYTES, maxRecordBytes = DEFAULT_MAX_RECORD_BYTES } = options;
  const cutting = { input: input.number, source, blockBytes, maxRecordBytes, place };
  const read = await readerOf(state.format, cutting, input.path, options);
  yield* countedBlocks(inShard(smallBlocks(read), options.shard), options, state, place);
  // A stream that the signal destroyed has not failed.
  const why = signal?.aborted === true ? null : whyNoEnd(source, place);
  if (why !== null) throw new InputError(`${input.path} ${why}`);
}

const endOf = async (
  input: InputRef,
  state: InputState,
  source: PeekSource,
  before: InputSnapshot | null,
  signal: AbortSignal | undefined,
): Promise<ReadEnd> => {
  if (before === null || !source.ended) return null;
  const { size, modifiedMs } = input;
  const after = await snapshotAfter(input, signal);
  if (signal?.aborted === true) return null;
  return InputProof.of({
    listed: { size, modifiedMs },
    before,
    after,
    bytesRead: state.bytesRead,
    reachedEnd: source.ended,
  });
};

/**
 * The records of one input, block by block, each read only when it is asked for; `state` is kept up to date. The caller
 * owns each block. If reading fails, everything before the failure is yielded first, then InputError is thrown, which
 * names the path and the place. `signal` ends the reading between two blocks, and any wait for more.
 * `before` is the input as it was before reading; with it the generator returns how reading ended.
 */
export async function* readInput(
  input: NumberedInput,
  options: ReadOptions,
  state: InputState,
  signal?: AbortSignal,
  before: InputSnapshot | null = null,
): AsyncGenerator<Block, ReadEnd> {
  state.status = 'reading';
  let source: PeekSource | null = null;
  try {
    if (input.failure !== undefined) throw new InputError(`${input.path}: ${input.failure}`);
    const count = (bytes: number): void => {
      state.bytesRead += bytes;
    };
    source = await openInput(input, options, options.blockBytes ?? DEFAULT_BLOCK_BYTES, count, signal);
    for await (const block of blocksOf(input, options, state, source, signal)) {
      if (signal?.aborted === true) break;
      yield block;
    }
    const isStopped = signal?.aborted === true || state.records >= (options.firstRecords ?? Infinity);
    state.status = isStopped ? 'stopped' : 'done';
    return isStopped ? null : await endOf(input, state, source, before, signal);
  } catch (error) {
    state.status = 'failed';
    state.failure = error instanceof Error ? error.message : 'it could not be read';
    throw error;
  } finally {
    await source?.close();
  }
}
