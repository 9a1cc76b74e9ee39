// Reports the outcome of each event to the listeners of a run. Counting outcomes is the recorder's part (recorder.ts).
import type { MappedBlock, Outgoing, Reject } from '../model/mapped.js';
import type { Origin } from '../model/origin.js';
import type { SkipReason } from '../model/reasons.js';
import type { Outcome, OutcomeListener } from './outcome.js';

/** Reports outcomes with the places of their events. Without listeners it does nothing, and costs nothing. */
export class OutcomeReports {
  readonly #listeners: readonly OutcomeListener[];
  readonly #pathOf: (input: number) => string;

  /** `pathOf`: path of an input by its number, as people gave it. */
  constructor(listeners: readonly OutcomeListener[], pathOf: (input: number) => string) {
    this.#listeners = listeners;
    this.#pathOf = pathOf;
  }

  /** What mapping skipped and rejected in a block; of the latter, the originals of `fixed` events were sent before. */
  block(mapped: MappedBlock, fixed: ReadonlySet<Reject>): void {
    if (this.#listeners.length === 0) return;
    const file = this.#pathOf(mapped.block.input);
    for (const { line, event, reason } of mapped.skips ?? [])
      this.#report({ file, line, event, outcome: 'skipped', reason });
    for (const reject of mapped.rejects) {
      const { line, event, reason, message } = reject;
      if (fixed.has(reject)) this.#report({ file, line, event, outcome: 'alreadySent' });
      else this.#report({ file, line, event, outcome: 'rejected', reason, message });
    }
  }

  events(events: readonly Outgoing[], outcome: 'sent' | 'alreadySent' | 'unsent'): void {
    if (this.#listeners.length === 0) return;
    for (const event of events) this.#report({ ...this.#originOf(event), outcome });
  }

  skipped(event: Outgoing, reason: SkipReason): void {
    if (this.#listeners.length > 0) this.#report({ ...this.#originOf(event), outcome: 'skipped', reason });
  }

  refused(event: Outgoing, message: string): void {
    const reason = 'refused_by_facebook';
    if (this.#listeners.length > 0) this.#report({ ...this.#originOf(event), outcome: 'rejected', reason, message });
  }

  #report(outcome: Outcome): void {
    for (const listener of this.#listeners) listener.report(outcome);
  }

  #originOf({ mapped, index }: Outgoing): Origin {
    const line = mapped.block.lines[mapped.records[index] ?? 0] ?? 0;
    return { file: this.#pathOf(mapped.block.input), line, event: mapped.eventIndexes[index] ?? 0 };
  }
}
