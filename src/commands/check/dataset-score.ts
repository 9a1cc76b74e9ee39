// The composite quality score as a finding of `mp2fb check`; `mp2fb quality` shows the rest.
import { OMNICHANNEL_SCORE, qualitiesIn } from '../../facebook/dataset-quality.js';
import type { GraphReader } from '../../facebook/graph-reader.js';
import type { DeliverySettings } from '../../model/settings.js';
import { askQuality } from '../quality/reads.js';
import { ok, type Finding } from './finding.js';

const QUALITY = { id: 'quality', title: 'Quality score', area: 'facebook' } as const;

/** Meta's composite score of each event name; none when this token may not read it, or Meta has none yet. */
export const scoreFindings = async (
  reader: GraphReader,
  { api, destinationId }: DeliverySettings,
): Promise<readonly Finding[]> => {
  if (api !== 'conversions' || destinationId === null) return [];
  const asked = await askQuality(reader, destinationId);
  if (asked.kind !== 'answer') return [];
  const scores = qualitiesIn(asked.body).flatMap(({ eventName, scores: { composite } }) =>
    composite.score === null ? [] : [`${eventName} ${composite.score}`],
  );
  const advice = `omnichannel ads need ${OMNICHANNEL_SCORE}; "mp2fb quality" shows how to raise it`;
  return scores.length === 0 ? [] : [ok(QUALITY, `composite of 10: ${scores.join(', ')} (${advice})`)];
};
