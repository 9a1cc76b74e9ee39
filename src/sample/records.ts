// The records of a sample in order, good and bad ones mixed, one by one and as text in large pieces.

import { BAD_KINDS, type BadKind } from './bad-records.js';
import { drawBatch, drawPurchase, type SampleBatch, type SampleFormat, type SampleSettings } from './batches.js';
import { batchRows, CSV_HEADER } from './csv.js';
import { Dice } from './dice.js';
import { batchLine } from './ndjson.js';

/** The format of a sample: the text before the first record, and the text of a batch, both without a line end. */
const SPELLINGS: Readonly<
  Record<SampleFormat, { readonly header: string | null; readonly textOf: (batch: SampleBatch) => string }>
> = {
  ndjson: { header: null, textOf: batchLine },
  csv: { header: CSV_HEADER, textOf: batchRows },
};

/** With bad records, one in this many is bad. */
const BAD_EVERY = 5;

interface SampleRecord {
  /** Its text without the last line end; several lines where a sale fills several CSV rows. */
  readonly text: string;
  /** Number of events in it, bad ones not counted. */
  readonly events: number;
  /** What is bad about it; null: nothing. */
  readonly bad: BadKind | null;
}

/** What a sample is made of, and how it is written. */
export interface SampleOptions extends SampleSettings {
  readonly format: SampleFormat;
  /** Mixes in every kind of bad record, in turn, one record in five. */
  readonly badRecords: boolean;
}

/** Makes the records of a sample one by one: the same options always give the same records. */
export class SampleSource {
  readonly #options: SampleOptions;
  readonly #dice: Dice;
  #made = 0;
  #first = '';

  constructor(options: SampleOptions) {
    this.#options = options;
    this.#dice = new Dice(options.seed);
  }

  next(): SampleRecord {
    const at = this.#made;
    this.#made += 1;
    if (this.#options.badRecords && at % BAD_EVERY === BAD_EVERY - 1) return this.#bad(Math.floor(at / BAD_EVERY));
    const batch = drawBatch(this.#options, this.#dice);
    const text = SPELLINGS[this.#options.format].textOf(batch);
    if (at === 0) this.#first = text;
    return { text, events: batch.events.length, bad: null };
  }

  #bad(turn: number): SampleRecord {
    const kinds = BAD_KINDS[this.#options.format];
    const kind = kinds[turn % kinds.length];
    return { text: kind === undefined ? '' : this.#spoilt(kind), events: 0, bad: kind ?? null };
  }

  #spoilt({ alter, spoil }: BadKind): string {
    const { textOf } = SPELLINGS[this.#options.format];
    const batch = drawPurchase(this.#options, this.#dice);
    const text = textOf(alter === undefined ? batch : alter(batch, this.#options.asOfMs));
    if (spoil === undefined) return text;
    return spoil({ text, first: this.#first, other: textOf(drawPurchase(this.#options, this.#dice)) });
  }
}

/** Bytes of one write: at this size the cost of each write is negligible. */
const CHUNK_BYTES = 256 * 1024;
/** More than any record needs. */
const RECORD_ROOM_BYTES = 32 * 1024;
const LINE_FEED = 0x0a;

/** The end of a sample: after this many records, or before it would be longer than this many bytes. */
export interface SampleLimit {
  readonly records: number;
  readonly bytes: number;
}

/** What was made so far. */
export interface SampleMade {
  records: number;
  /** How many of these records are bad on purpose. */
  bad: number;
  events: number;
  bytes: number;
}

/** Counts of a sample of which nothing is made yet. */
export const nothingMade = (): SampleMade => ({ records: 0, bad: 0, events: 0, bytes: 0 });

/** A whole sample as UTF-8 text in large pieces, each a run of whole records; `made` counts along. */
export const sampleChunks = function* (
  options: SampleOptions,
  limit: SampleLimit,
  made: SampleMade,
): Generator<Uint8Array> {
  const source = new SampleSource(options);
  const { header } = SPELLINGS[options.format];
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let used = header === null ? 0 : chunk.write(`${header}\n`);
  made.bytes = used;
  while (made.records < limit.records) {
    if (used > CHUNK_BYTES - RECORD_ROOM_BYTES) {
      yield chunk.subarray(0, used);
      // The one before may still be on its way to the disk.
      chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      used = 0;
    }
    const record = source.next();
    const end = used + chunk.write(record.text, used);
    if (made.bytes + end + 1 - used > limit.bytes) break;
    chunk[end] = LINE_FEED;
    made.bytes += end + 1 - used;
    made.records += 1;
    made.events += record.events;
    if (record.bad !== null) made.bad += 1;
    used = end + 1;
  }
  yield chunk.subarray(0, used);
};
