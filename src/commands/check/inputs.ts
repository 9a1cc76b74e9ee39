// Reads and maps the first records of each input for the checks. What the results mean: input-checks.ts.

import { Sample, type SampledInput, type SampleFacts } from './sample.js';
import { InputError } from '../../lib/errors.js';
import type { Block } from '../../model/block.js';
import type { MappingSettings } from '../../model/settings.js';
import { readInput, unreadState, type InputRef, type ReadOptions } from '../../read/index.js';
import { transformer, type Transform } from '../../transform/transform.js';

/** What the first records of each input are put through. */
export interface Sampling {
  readonly inputs: readonly InputRef[];
  readonly reading: ReadOptions;
  readonly mapping: MappingSettings;
  /** Records looked at of each input. */
  readonly records: number;
  readonly signal: AbortSignal;
}

class Sampler {
  readonly #sampling: Sampling;
  readonly #sample: Sample;
  readonly #transform: Transform;
  /** For the times of all events, including those that are too old. */
  readonly #ageless: Transform;

  constructor(sampling: Sampling) {
    this.#sampling = sampling;
    this.#sample = new Sample(sampling.mapping.asOfMs, sampling.reading.csv.timeZone);
    this.#transform = transformer(sampling.mapping);
    this.#ageless = transformer({ ...sampling.mapping, maxAgeDays: null });
  }

  async run(): Promise<SampleFacts> {
    const states: SampledInput[] = [];
    for (const [number, input] of this.#sampling.inputs.entries()) {
      if (this.#sampling.signal.aborted) break;
      states.push(await this.#input(input, number));
    }
    return this.#sample.facts(states);
  }

  async #input(input: InputRef, number: number): Promise<SampledInput> {
    const { reading, records, signal } = this.#sampling;
    const state = unreadState(input);
    try {
      const blocks = readInput({ ...input, number }, { ...reading, firstRecords: records }, state, signal);
      for await (const block of blocks) this.#block(block, input.path);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { ...state, failure: error.fault, advice: error.advice };
    }
    return { ...state, advice: null };
  }

  #block(block: Block, path: string): void {
    const mapped = this.#transform(block);
    this.#sample.add(mapped, path);
    const hasTooOld = mapped.rejects.some(({ reason }) => reason === 'too_old');
    this.#sample.addTimes(hasTooOld ? this.#ageless(block) : mapped, block.rows !== undefined);
  }
}

/** Reads and maps the beginning of each input; an input that cannot be read is a fact, not an error. */
export const sampleInputs = (sampling: Sampling): Promise<SampleFacts> => new Sampler(sampling).run();
