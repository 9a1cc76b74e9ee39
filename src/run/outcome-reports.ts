// Reports the outcome of each event to the listener of a run. Counting outcomes is the recorder's part (recorder.ts).
import { placeOf, type MappedBlock, type Outgoing, type Reject } from '../model/mapped.js';
import type { Origin } from '../model/origin.js';
import type { SkipReason } from '../model/reasons.js';
import type { Outcome, OutcomeListener } from './outcome.js';

/** Reports outcomes with the places of their events. Without a listener it does nothing, at no cost. */
export class OutcomeReports {
  readonly #listener: OutcomeListener | undefined;
  readonly #pathOf: (input: number) => string;

  /** `pathOf`: path of an input by its number, as people gave it. */
  constructor(listener: OutcomeListener | undefined, pathOf: (input: number) => string) {
    this.#listener = listener;
    this.#pathOf = pathOf;
  }

  /** Reports the events of a block that the mapping skipped or rejected; those in `sent` were sent before. */
  block(mapped: MappedBlock, sent: ReadonlySet<Reject>): void {
    if (this.#listener === undefined) return;
    const file = this.#pathOf(mapped.block.input);
    for (const { line, event, reason } of mapped.skips ?? [])
      this.#report({ file, line, event, outcome: 'skipped', reason });
    for (const reject of mapped.rejects) {
      const { line, event, reason, message } = reject;
      if (sent.has(reject)) this.#report({ file, line, event, outcome: 'alreadySent' });
      else this.#report({ file, line, event, outcome: 'rejected', reason, message });
    }
  }

  events(events: readonly Outgoing[], outcome: 'sent' | 'alreadySent' | 'unsent'): void {
    if (this.#listener === undefined) return;
    for (const event of events) this.#report({ ...this.#originOf(event), outcome });
  }

  skipped(event: Outgoing, reason: SkipReason): void {
    if (this.#listener !== undefined) this.#report({ ...this.#originOf(event), outcome: 'skipped', reason });
  }

  refused(event: Outgoing, message: string): void {
    const reason = 'refused_by_facebook';
    if (this.#listener !== undefined) this.#report({ ...this.#originOf(event), outcome: 'rejected', reason, message });
  }

  #report(outcome: Outcome): void {
    this.#listener?.report(outcome);
  }

  #originOf(event: Outgoing): Origin {
    return { file: this.#pathOf(event.mapped.block.input), ...placeOf(event) };
  }
}
