// Reads and maps the first records of each input for the checks. What the results mean: input-checks.ts.

import { Sample, type SampledInput, type SampleFacts } from './sample.js';
import { InputError } from '../../lib/errors.js';
import type { Block } from '../../model/block.js';
import type { MappingSettings } from '../../model/settings.js';
import { readInput, unreadState, type InputRef, type ReadOptions } from '../../read/index.js';
import { transformer } from '../../transform/transform.js';

/** How the first records of each input are processed. */
export interface Sampling {
  readonly inputs: readonly InputRef[];
  readonly reading: ReadOptions;
  readonly mapping: MappingSettings;
  readonly records: number;
  readonly signal: AbortSignal;
}

/** Reads and maps the first records of each input. An input that cannot be read is a result, not an error. */
export const sampleInputs = async ({ inputs, reading, mapping, records, signal }: Sampling): Promise<SampleFacts> => {
  const sample = new Sample(mapping.asOfMs, reading.csv.timeZone);
  const transform = transformer(mapping);
  // For the times of all events, including those that are too old.
  const ageless = transformer({ ...mapping, maxAgeDays: null });

  const add = (block: Block, path: string): void => {
    const mapped = transform(block);
    sample.add(mapped, path);
    const hasTooOld = mapped.rejects.some(({ reason }) => reason === 'too_old');
    sample.addTimes(hasTooOld ? ageless(block) : mapped, block.rows !== undefined);
  };

  const sampled = async (input: InputRef, number: number): Promise<SampledInput> => {
    const state = unreadState(input);
    try {
      const blocks = readInput({ ...input, number }, { ...reading, firstRecords: records }, state, signal);
      for await (const block of blocks) add(block, input.path);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { ...state, failure: error.fault, advice: error.advice };
    }
    return { ...state, advice: null };
  };

  const states: SampledInput[] = [];
  for (const [number, input] of inputs.entries()) {
    if (signal.aborted) break;
    states.push(await sampled(input, number));
  }
  return sample.facts(states);
};
