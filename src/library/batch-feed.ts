// Batches of a program as the feed of a run. Files are read by run/input-feed.ts.

import { batchText, NO_JSON_TEXT, type GivenBatch } from './batch-text.js';
import type { Feed, FeedParts, OpenFeed } from '../run/feed.js';
import { InputError } from '../lib/errors.js';
import type { BatchRecord, UnreadableRecord } from '../model/batch-record.js';
import type { Block, InputState } from '../model/block.js';
import { isRejectReason } from '../model/reasons.js';
import { pulled, type Source } from './pulled-source.js';
import { BlockBuilder } from '../read/block-builder.js';
import type { ReadItem } from '../transform/in-order.js';

/** The name used in place of a file name when a program passes bare batches. */
const NO_FILE = 'batches';
/** Large enough that the cost per block is negligible, small enough that the source is not pulled far ahead. */
const BLOCK_BYTES = 256 * 1024;

const SOURCE_FAILED = 'the source of the batches failed; the cause of this error says how';

type Placed = BatchRecord | UnreadableRecord;

const isPlaced = (given: object): given is { readonly file: string; readonly line: number } =>
  'file' in given && typeof given.file === 'string' && 'line' in given && Number.isSafeInteger(given.line);

/** One item of the caller with its place, validated at runtime. */
const placedOf = (given: unknown, number: number): Placed => {
  if (typeof given === 'object' && given !== null && isPlaced(given)) {
    const { file, line } = given;
    if ('text' in given && typeof given.text === 'string') return { file, line, text: given.text };
    if ('reason' in given && typeof given.reason === 'string' && isRejectReason(given.reason))
      return { file, line, reason: given.reason, message: 'message' in given ? String(given.message) : '' };
  }
  const text = batchText(given);
  const at = { file: NO_FILE, line: number };
  return text === null ? { ...at, ...NO_JSON_TEXT } : { ...at, text };
};

/** Collects batches of one file into a block. */
class Collected {
  readonly #builder: BlockBuilder;
  readonly #texts: Buffer[] = [];
  bytes = 0;
  records = 0;

  constructor(readonly input: number) {
    this.#builder = new BlockBuilder(input);
  }

  add(record: Placed): void {
    this.records += 1;
    if ('reason' in record) {
      const { line, reason, message } = record;
      this.#builder.fault({ line, reason, message, raw: null });
      return;
    }
    const text = Buffer.from(record.text);
    this.#builder.record(this.bytes, this.bytes + text.length, record.line);
    this.#texts.push(text);
    this.bytes += text.length;
  }

  block(): Block {
    return this.#builder.finish(Buffer.concat(this.#texts));
  }
}

/** Builds a run's blocks from the batches that a program passes, each pulled only when the run needs it. */
class BatchFeed implements Feed {
  readonly states: InputState[] = [];
  readonly bytes = null;
  readonly #given: Source<GivenBatch>;
  readonly #recordsInBlock: number;
  readonly #parts: FeedParts;
  readonly #numbers = new Map<string, number>();
  #read = 0;
  #collected: Collected | null = null;

  constructor(source: Source<GivenBatch>, recordsInBlock: number, parts: FeedParts) {
    this.#given = source;
    this.#recordsInBlock = recordsInBlock;
    this.#parts = parts;
  }

  async *read(): AsyncGenerator<ReadItem> {
    let end: InputState['status'] = 'stopped';
    try {
      // A source that is not iterable is reported here, like one that fails while it is read.
      for await (const given of pulled(this.#given, this.#parts.stopping)) yield* this.#take(given);
      yield* this.#flush();
      if (!this.#parts.stopping.aborted) end = 'done';
    } catch (error) {
      // Still send what was read before the failure.
      yield* this.#flush();
      if (!this.#parts.stopping.aborted) this.#failed(error);
    } finally {
      for (const state of this.states) if (state.status === 'reading') state.status = end;
    }
  }

  /** Settled inputs are up to the calling program. */
  markSettled(): void {}

  marked(): Promise<void> {
    return Promise.resolve();
  }

  *#take(given: GivenBatch): Generator<ReadItem> {
    this.#read += 1;
    const record = placedOf(given, this.#read);
    const input = this.#numberOf(record.file);
    if (this.#collected?.input !== input) yield* this.#flush();
    this.#collected ??= new Collected(input);
    this.#collected.add(record);
    const { bytes, records } = this.#collected;
    if (bytes >= BLOCK_BYTES || records >= this.#recordsInBlock) yield* this.#flush();
  }

  *#flush(): Generator<ReadItem> {
    if (this.#collected === null) return;
    const { input, records } = this.#collected;
    const block = this.#collected.block();
    const state = this.states[input];
    if (state !== undefined) state.records += records;
    this.#collected = null;
    yield { kind: 'block', block, bytesRead: 0 };
  }

  #failed(error: unknown): void {
    const failure = error instanceof InputError ? error : new InputError(SOURCE_FAILED, { cause: error });
    const last = this.states.at(-1);
    if (last !== undefined) Object.assign(last, { status: 'failed', failure: failure.message });
    this.#parts.failed(failure);
  }

  #numberOf(file: string): number {
    const known = this.#numbers.get(file);
    if (known !== undefined) return known;
    this.#numbers.set(file, this.states.length);
    const unknown = { size: null, bytesRead: 0, records: 0, failure: null };
    return this.states.push({ path: file, format: 'json', status: 'reading', ...unknown }) - 1;
  }
}

/** The feed of a run over a program's own batches, in blocks of at most `recordsInBlock` records. */
export const batchFeed =
  (source: Source<GivenBatch>, recordsInBlock: number): OpenFeed =>
  (parts) =>
    new BatchFeed(source, recordsInBlock, parts);
