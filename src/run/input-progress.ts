// Counts the outcomes of each input, to know when it is settled. Marking it is in input-feed.ts.

import type { InputProof } from '../model/input-proof.js';
import type { MappedBlock } from '../model/mapped.js';
import type { SkipReason } from '../model/reasons.js';

/** Skips that depend on the run and not on the event: another run may want these events. */
const SKIPPED_FOR_THIS_RUN: readonly SkipReason[] = ['before_since', 'after_until'];

/** The outcomes of one input. */
interface InputOutcomes {
  /** Events without an outcome. */
  outstanding: number;
  /** Some event of the input was rejected, unsent, or skipped for this run only. */
  open: boolean;
  /** Some event of the input was skipped for this run only: it may have been rejected before. */
  leftOut: boolean;
  proof: InputProof | null;
}

/** An input whose events all have their final outcome, by its number, with the proof of that. */
export interface Settled {
  readonly input: number;
  readonly proof: InputProof;
}

/** Finds out which inputs are settled: proven to be read to the end, with every event sent or permanently skipped. */
export class InputProgress {
  readonly #byInput = new Map<number, InputOutcomes>();
  /** The inputs that changed since the last look; most of many small files with rejects do not change. */
  readonly #touched = new Set<number>();

  /** Counts the events of a block that have no outcome yet. */
  took(mapped: MappedBlock): void {
    const outcomes = this.#of(mapped.block.input);
    outcomes.outstanding += mapped.facts.count;
    if (SKIPPED_FOR_THIS_RUN.some((reason) => mapped.skipped.has(reason))) outcomes.open = outcomes.leftOut = true;
  }

  /** Whether events of the input were skipped for this run only. */
  hasLeftOut(input: number): boolean {
    return this.#byInput.get(input)?.leftOut === true;
  }

  /** Keeps the input open, so that a later run reads it again. */
  keepOpen(input: number): void {
    this.#of(input).open = true;
  }

  settled(input: number, events = 1): void {
    this.#of(input).outstanding -= events;
  }

  /** Records that an input was read to its end; call it after everything read has been counted here. */
  proven(input: number, proof: InputProof): void {
    this.#of(input).proof = proof;
  }

  /** The inputs that have become settled since the last call. */
  takeSettled(): readonly Settled[] {
    const settled: Settled[] = [];
    for (const input of this.#touched) {
      const { outstanding, open, proof } = this.#of(input);
      if (proof === null || open || outstanding > 0) continue;
      settled.push({ input, proof });
      this.#byInput.delete(input);
    }
    this.#touched.clear();
    return settled;
  }

  #of(input: number): InputOutcomes {
    this.#touched.add(input);
    let outcomes = this.#byInput.get(input);
    if (outcomes === undefined)
      this.#byInput.set(input, (outcomes = { outstanding: 0, open: false, leftOut: false, proof: null }));
    return outcomes;
  }
}
