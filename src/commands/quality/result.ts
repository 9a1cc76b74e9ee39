// Compares what `mp2fb quality` read with what was sent, and finds the step that would raise a score. Pure: the answers
// come from reads.ts. Meta's own advice is printed beside each step.

import {
  HIGHEST_SCORE,
  OMNICHANNEL_SCORE,
  type EntryCounts,
  type EventQuality,
  type QualityDimension,
} from '../../facebook/dataset-quality.js';
import type { Report } from '../../model/report.js';
import type { Settings } from '../../model/settings.js';

/** What a run sent, and what Meta counts for it. */
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

/** Everything that `mp2fb quality` found; its JSON form is `--json`. */
export interface QualityResult {
  readonly datasetId: string;
  readonly qualities: readonly EventQuality[];
  /** By event name: what would raise each score here. */
  readonly steps: Readonly<Record<string, Readonly<Partial<Record<QualityDimension, string>>>>>;
  /** Events that the ledger has as sent within the days of the scores; null: there is no ledger for the dataset. */
  readonly sentHere: number | null;
  /** Meta's counts of the dataset, or why there are none. */
  readonly dataset: (EntryCounts & { readonly matchRate: number | null }) | string;
  /** By event name, the last seven days; null: the token may not read them. */
  readonly received: Readonly<Record<string, number>> | null;
  readonly runs: readonly Reconciled[];
}

type QualityMapping = Pick<Settings['mapping'], 'emailType' | 'extendedMatchKeys'>;

/** Below this coverage (percent) a change is recommended. */
const FULL_COVERAGE_PERCENT = 90;

/** The settings and habits that can be changed. */
type Step = (quality: EventQuality, mapping: QualityMapping) => string | null;

const matchKeyStep: Step = ({ coverage }, mapping) => {
  const lacksPhone = (coverage.phone ?? 0) < FULL_COVERAGE_PERCENT;
  if (lacksPhone && !mapping.extendedMatchKeys)
    return 'set extendedMatchKeys (--extended-match-keys): it also sends phone, state, zip and customer id';
  if ((coverage.email ?? 0) < FULL_COVERAGE_PERCENT)
    return `collect more e-mail addresses at the till; emailType chooses the identity that contains them (now ${mapping.emailType})`;
  return lacksPhone ? 'collect more phone numbers, and set defaultCountry so that national ones can be used' : null;
};

const STEPS: Readonly<Record<QualityDimension, Step>> = {
  composite: () => null,
  match_key: matchKeyStep,
  frequency: () => 'run the upload every night, also after days with few sales',
  freshness: () =>
    'run the upload at least once a day, soon after the export; events older than 24 hours harm attribution',
};

/** The step that would raise one score; null: it is high enough, or nothing here would raise it. */
export const stepFor = (dimension: QualityDimension, quality: EventQuality, mapping: QualityMapping): string | null => {
  const { score } = quality.scores[dimension];
  const isHigh = score !== null && score >= (dimension === 'composite' ? HIGHEST_SCORE : OMNICHANNEL_SCORE);
  return isHigh ? null : STEPS[dimension](quality, mapping);
};
