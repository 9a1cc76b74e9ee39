import type { Origin } from '../model/origin.js';
import type { RejectReason, SkipReason } from '../model/reasons.js';

/** What became of an event, or (`event` null) of a record that is no batch: then it is rejected. */
export type Outcome = Origin &
  (
    | { readonly outcome: 'sent' | 'alreadySent' | 'unsent' }
    | { readonly outcome: 'skipped'; readonly reason: SkipReason }
    | { readonly outcome: 'rejected'; readonly reason: RejectReason; readonly message: string }
  );

/** Whoever wants to know of each event, not only how many there were. */
export interface OutcomeListener {
  readonly report: (outcome: Outcome) => void;
  /** Resolves when it wants to hear of more: until then nothing more is read. */
  readonly ready: () => Promise<void>;
}
