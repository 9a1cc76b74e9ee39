// The records of a sample in order, good and bad ones mixed.

import { BAD_KINDS, type BadKind } from './bad-records.js';
import { drawBatch, drawPurchase, type SampleSettings } from './batches.js';
import { Dice } from './dice.js';
import { SPELLINGS, type SampleFormat } from './formats.js';

/** One record in so many is bad, where bad ones are asked for. */
const BAD_EVERY = 5;

/** One record of a sample. */
export interface SampleRecord {
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

/** The first `count` records of a sample as text, each without its last line end; CSV without its header. */
export const sampleBatches = function* (options: SampleOptions & { readonly count: number }): Generator<string> {
  const source = new SampleSource(options);
  for (let made = 0; made < options.count; made += 1) yield source.next().text;
};
