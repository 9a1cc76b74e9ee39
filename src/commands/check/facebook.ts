import { DESTINATION_FIELDS, destinationFindings } from './destination-checks.js';
import type { Finding } from './finding.js';
import { scoreFindings } from './dataset-score.js';
import { clockFinding } from './machine-checks.js';
import { tokenShapeFinding, tokenStateFindings } from './token-checks.js';
import { versionFinding } from './version-checks.js';
import type { Ports } from '../ports.js';
import { graphReader, type GraphReader } from '../../facebook/graph-reader.js';
import type { DeliverySettings } from '../../model/settings.js';
import { DEFAULTS } from '../../settings/table/limits.js';

const isMeta = (baseUrl: string): boolean => new URL(baseUrl).hostname === new URL(DEFAULTS.baseUrl).hostname;

const destinationAnswer = async (reader: GraphReader, delivery: DeliverySettings) => {
  if (delivery.destinationId === null) return { findings: [], heard: null };
  const heard = await reader.node(delivery.destinationId, DESTINATION_FIELDS);
  return { findings: destinationFindings(heard.asked, delivery.api, new URL(delivery.baseUrl).host), heard };
};

const answersOf = async (reader: GraphReader, delivery: DeliverySettings) => {
  try {
    const { findings, heard } = await destinationAnswer(reader, delivery);
    if (heard?.asked.kind === 'unreachable') return { findings, heard, own: null, scores: [] };
    const scores = heard?.asked.kind === 'answer' ? await scoreFindings(reader, delivery) : [];
    return { findings, heard, own: await reader.debugToken(), scores };
  } finally {
    await reader.close();
  }
};

/** Asks Facebook about destination and token, and looks at what can be known of them without asking. */
export const facebookFindings = async (delivery: DeliverySettings, ports: Ports): Promise<readonly Finding[]> => {
  const { clock, env, signal, version } = ports;
  const meta = isMeta(delivery.baseUrl);
  const ofVersion = versionFinding(delivery.api, delivery.apiVersion, meta, clock.now());
  const token = delivery.accessToken?.reveal();
  if (token === undefined) return [ofVersion];
  const shape = tokenShapeFinding(token, meta);
  // No header can carry a token with such characters, and no answer could make it one.
  if (shape.status === 'problem') return [shape, ofVersion];
  const reader = await graphReader(delivery, token, { clock, env, signal, version });
  const { findings, heard, own, scores } = await answersOf(reader, delivery);
  if (own === null) return [...findings, shape, ofVersion];
  const canRead = heard?.asked.kind === 'answer';
  return [
    ...findings,
    shape,
    ...tokenStateFindings(own.asked, clock.now(), canRead),
    ofVersion,
    ...scores,
    clockFinding(heard?.aheadMs ?? own.aheadMs),
  ];
};
