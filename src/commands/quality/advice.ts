// Which setting or habit of this program raises a score of Meta's. Meta's own advice is printed beside it.
import {
  HIGHEST_SCORE,
  OMNICHANNEL_SCORE,
  type EventQuality,
  type QualityDimension,
} from '../../facebook/dataset-quality.js';
import type { Settings } from '../../model/settings.js';

/** The mapping settings that the scores depend on. */
type QualityMapping = Pick<Settings['mapping'], 'emailType' | 'extendedMatchKeys'>;

/** A coverage (percent) below this is worth a change. */
const FULL_COVERAGE_PERCENT = 90;

/** What can be changed here. */
export type Step = (quality: EventQuality, mapping: QualityMapping) => string | null;

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
