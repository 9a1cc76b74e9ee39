import { arrayOrEmpty, objectOrNull, textOrNull, type JsonObject } from '../../lib/json.js';
import type { Batch, BatchEvent } from '../../model/batch.js';
import { parseAttributes } from './attributes.js';
import { parseEvent } from './event.js';
import { parseIdentities } from './identities.js';
import { sourceOf } from './source.js';

const DEFAULT_ENVIRONMENT = 'production';

const parseOptOut = (consentState: unknown): boolean | null => {
  const purpose = objectOrNull(objectOrNull(objectOrNull(consentState)?.['ccpa'])?.['data_sale_opt_out']);
  const consented = purpose?.['consented'];
  // `consented: true` under this purpose means that the person HAS opted out of the sale of their data.
  if (typeof consented === 'boolean') return consented;
  if (typeof consented !== 'string') return null;
  const text = consented.trim().toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
};

const parseEvents = (events: unknown, only: number | null): readonly BatchEvent[] => {
  const list = arrayOrEmpty(events);
  if (only === null) return list.map(parseEvent);
  return [only in list ? parseEvent(list[only], only) : { kind: 'absent', index: only }];
};

/**
 * A batch object in any of mParticle's shapes (JSON reference: incoming, outgoing, raw data feed) to the one shape the
 * other rooms know. Unknown keys are ignored, any part may be null or missing.
 * `only`: the index of the one event wanted, or null for all.
 */
export const parseBatch = (source: JsonObject, only: number | null): Batch => {
  const device = objectOrNull(source['device_info']);
  const dataPlan = objectOrNull(objectOrNull(source['context'])?.['data_plan']);
  return {
    environment: textOrNull(source['environment'])?.trim().toLowerCase() ?? DEFAULT_ENVIRONMENT,
    source: sourceOf(source, device),
    blocked: objectOrNull(dataPlan?.['block_metadata']) !== null,
    identities: parseIdentities(source['user_identities']),
    attributes: parseAttributes(source['user_attributes']),
    appleAdvertisingId: textOrNull(device?.['ios_advertising_id']),
    googleAdvertisingId: textOrNull(device?.['android_advertising_id']),
    saleOptOut: parseOptOut(source['consent_state']),
    events: parseEvents(source['events'], only),
  };
};
