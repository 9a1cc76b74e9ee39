// Asks Facebook for the checks. What the answers mean: destination-checks.ts, token-checks.ts.

import { OMNICHANNEL_SCORE, qualitiesIn } from '../../facebook/dataset-quality.js';
import { graphReader, type GraphReader } from '../../facebook/graph-reader.js';
import type { DeliverySettings } from '../../model/settings.js';
import { DEFAULTS } from '../../settings/table/limits.js';
import type { Ports } from '../ports.js';
import { askQuality } from '../quality/reads.js';
import { DESTINATION_FIELDS, destinationFindings, versionFinding } from './destination-checks.js';
import { ok, type Finding } from './finding.js';
import { clockFinding } from './machine-checks.js';
import { tokenShapeFinding, tokenStateFindings } from './token-checks.js';

const QUALITY = { id: 'quality', title: 'Quality score', area: 'facebook' } as const;

/** Meta's composite score of each event name; none when this token may not read it, or Meta has none yet. */
const scoreFindings = async (
  reader: GraphReader,
  { api, destinationId }: DeliverySettings,
): Promise<readonly Finding[]> => {
  if (api !== 'conversions' || destinationId === null) return [];
  const reply = await askQuality(reader, destinationId);
  if (reply.kind !== 'answer') return [];
  const scores = qualitiesIn(reply.body).flatMap(({ eventName, scores: { composite } }) =>
    composite.score === null ? [] : [`${eventName} ${composite.score} of 10`],
  );
  const advice = `omnichannel ads need ${OMNICHANNEL_SCORE}; "mp2fb quality" shows how to raise it`;
  return scores.length === 0 ? [] : [ok(QUALITY, `composite score: ${scores.join(', ')} (${advice})`)];
};

const isMeta = (baseUrl: string): boolean => new URL(baseUrl).hostname === new URL(DEFAULTS.baseUrl).hostname;

const destinationAnswer = async (reader: GraphReader, delivery: DeliverySettings) => {
  if (delivery.destinationId === null) return { findings: [], destination: null };
  const destination = await reader.node(delivery.destinationId, DESTINATION_FIELDS);
  return {
    findings: destinationFindings(destination.reply, delivery.api, new URL(delivery.baseUrl).host),
    destination,
  };
};

const answersOf = async (reader: GraphReader, delivery: DeliverySettings) => {
  try {
    const { findings, destination } = await destinationAnswer(reader, delivery);
    if (destination?.reply.kind === 'unreachable') return { findings, destination, own: null, scores: [] };
    const scores = destination?.reply.kind === 'answer' ? await scoreFindings(reader, delivery) : [];
    return { findings, destination, own: await reader.debugToken(), scores };
  } finally {
    await reader.close();
  }
};

/** Asks Facebook about destination and token, and checks what can be checked without asking. */
export const facebookFindings = async (delivery: DeliverySettings, ports: Ports): Promise<readonly Finding[]> => {
  const { clock } = ports;
  const meta = isMeta(delivery.baseUrl);
  const ofVersion = versionFinding(delivery.api, delivery.apiVersion, meta, clock.now());
  const token = delivery.accessToken?.reveal();
  if (token === undefined) return [ofVersion];
  const shape = tokenShapeFinding(token, meta);
  // A header cannot contain such characters, so a token with them is certainly wrong.
  if (shape.status === 'problem') return [shape, ofVersion];
  const reader = await graphReader(delivery, token, ports);
  const { findings, destination, own, scores } = await answersOf(reader, delivery);
  if (own === null) return [...findings, shape, ofVersion];
  const canRead = destination?.reply.kind === 'answer';
  return [
    ...findings,
    shape,
    ...tokenStateFindings(own.reply, clock.now(), canRead),
    ofVersion,
    ...scores,
    clockFinding(destination?.aheadMs ?? own.aheadMs),
  ];
};
