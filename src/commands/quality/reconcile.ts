// Compares the counts of a saved report with Meta's. Pure: the answers come from reads.ts.
import type { EntryCounts } from '../../facebook/dataset-quality.js';
import type { Report } from '../../model/report.js';

/** What a run sent, and what Meta counts of it. */
export interface Reconciled {
  readonly runId: string;
  /** Events that Facebook acknowledged; null: no report was given, only the run's id. */
  readonly sent: number | null;
  /** null: Meta keeps no such counts for this upload. */
  readonly facebook: EntryCounts | null;
  readonly explanation: string;
}

const NO_COUNTS = 'Meta keeps no such counts for this upload';
const DELAY = 'counts can be up to a day late';

const explain = (sent: number | null, { valid, duplicate }: EntryCounts): string => {
  if (sent === null) return 'give the saved report instead of the id to compare with what was sent';
  if (valid === null) return 'Meta returned no number of valid entries';
  const missing = sent - valid;
  if (missing === 0)
    return (duplicate ?? 0) === 0
      ? 'the counts agree'
      : 'the counts agree; duplicates were received and are counted once';
  if (missing > 0 && missing === duplicate) return 'the difference is what Facebook counts as duplicates';
  return missing > 0
    ? `${missing} fewer than were sent: ${DELAY}, and duplicates may be left out`
    : `${-missing} more than this run sent: other uploads used the same upload tag`;
};

/** The runs of a report (one, or those that a merged report adds up) with the events each sent. */
export const runsOf = ({ run, runs, events }: Report): readonly { readonly id: string; readonly sent: number }[] =>
  runs.length === 0 ? [{ id: run.id, sent: events.sent }] : runs.map(({ id, sent }) => ({ id, sent }));

/** One run beside Meta's counts of its upload tag. */
export const reconcile = (runId: string, sent: number | null, facebook: EntryCounts | null): Reconciled => ({
  runId,
  sent,
  facebook,
  explanation: facebook === null ? NO_COUNTS : explain(sent, facebook),
});
