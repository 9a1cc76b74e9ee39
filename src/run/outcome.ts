import type { Origin } from '../model/origin.js';
import type { RejectReason, SkipReason } from '../model/reasons.js';

/** The outcome of an event, or (`event` null) of a malformed record, which is always rejected. */
export type Outcome = Origin &
  (
    | { readonly outcome: 'sent' | 'alreadySent' | 'unsent' }
    | { readonly outcome: 'skipped'; readonly reason: SkipReason }
    | { readonly outcome: 'rejected'; readonly reason: RejectReason; readonly message: string }
  );

/** Receives the outcome of each event. */
export interface OutcomeListener {
  readonly report: (outcome: Outcome) => void;
  /** Resolves when it can receive more; until then the run stops reading. */
  readonly ready: () => Promise<void>;
}
