import type { MappedBlock, Outgoing } from '../model/mapped.js';
import type { Origin } from '../model/origin.js';
import type { OutcomeListener } from './outcome.js';
import { Recorder, type RecorderPorts } from './recorder.js';
import type { FacebookError } from '../facebook/reply.js';

/** A recorder that also tells each event's outcome to somebody who asked for it. */
export class TellingRecorder extends Recorder {
  readonly #pathOf: RecorderPorts['pathOf'];
  readonly #outcomes: OutcomeListener;

  constructor(ports: RecorderPorts, outcomes: OutcomeListener) {
    super(ports);
    this.#pathOf = ports.pathOf;
    this.#outcomes = outcomes;
  }

  override block(mapped: MappedBlock): void {
    super.block(mapped);
    const file = this.#pathOf(mapped.block.input);
    for (const { line, event, reason } of mapped.skips ?? [])
      this.#outcomes.tell({ file, line, event, outcome: 'skipped', reason });
    for (const { line, event, reason, message } of mapped.rejects)
      this.#outcomes.tell({ file, line, event, outcome: 'rejected', reason, message });
  }

  override sent(events: readonly Outgoing[]): void {
    super.sent(events);
    this.#tellAll(events, 'sent');
  }

  override refused(event: Outgoing, error: FacebookError, message: string): void {
    super.refused(event, error, message);
    const reason = 'refused_by_facebook';
    this.#outcomes.tell({ ...this.#originOf(event), outcome: 'rejected', reason, message });
  }

  override unsent(events: readonly Outgoing[]): void {
    super.unsent(events);
    this.#tellAll(events, 'unsent');
  }

  override alreadySent(event: Outgoing): void {
    super.alreadySent(event);
    this.#tellAll([event], 'alreadySent');
  }

  override duplicate(event: Outgoing): void {
    super.duplicate(event);
    this.#outcomes.tell({ ...this.#originOf(event), outcome: 'skipped', reason: 'duplicate' });
  }

  override beyondLimit(event: Outgoing): void {
    super.beyondLimit(event);
    this.#outcomes.tell({ ...this.#originOf(event), outcome: 'skipped', reason: 'beyond_limit' });
  }

  #tellAll(events: readonly Outgoing[], outcome: 'sent' | 'alreadySent' | 'unsent'): void {
    for (const event of events) this.#outcomes.tell({ ...this.#originOf(event), outcome });
  }

  #originOf({ mapped, index }: Outgoing): Origin {
    const line = mapped.block.lines[mapped.records[index] ?? 0] ?? 0;
    return { file: this.#pathOf(mapped.block.input), line, event: mapped.eventIndexes[index] ?? 0 };
  }
}
