import type { JsonObject } from '../../lib/json.js';
import type { Batch, BatchEvent } from '../../model/batch.js';
import { parseAttributes } from './attributes.js';
import { parseSaleOptOut } from './consent.js';
import { parseEvent } from './event.js';
import { parseIdentities } from './identities.js';
import { joinReceipts } from './receipts.js';
import type { Reading } from './reading.js';
import { sourceOf } from './source.js';

const DEFAULT_ENVIRONMENT = 'production';

const parseEvents = (list: readonly unknown[], only: number | null, reading: Reading): readonly BatchEvent[] => {
  const events = joinReceipts(list.map((event, index) => parseEvent(event, index, reading)));
  if (only === null) return events;
  const event = events[only];
  // A named event means its whole receipt.
  return [(event?.kind === 'joined' ? events[event.into] : event) ?? { kind: 'absent', index: only }];
};

/**
 * A batch object in any of mParticle's shapes (JSON reference: incoming, outgoing, raw data feed) to the one shape the
 * other stages know. Unknown members are ignored; any member may be null, missing, or JSON text of what belongs there.
 * A text says what is wrong with the batch as a whole. `only`: the index of the one event wanted, or null for all.
 */
export const parseBatch = (source: JsonObject, only: number | null, reading: Reading): Batch | string => {
  const device = reading.dictionary(source['device_info'], 'device_info');
  const dataPlan = reading.dictionary(reading.dictionary(source['context'], 'context')?.['data_plan'], 'data_plan');
  const list = reading.array(source['events'], 'events');
  const userAttributes = reading.object(source['user_attributes'], 'user_attributes');
  const environment = reading.word(source['environment'], 'environment')?.toLowerCase() ?? DEFAULT_ENVIRONMENT;
  const producer = sourceOf(source, device, list, reading);
  const blocked = reading.dictionary(dataPlan?.['block_metadata'], 'block_metadata') !== null;
  const identities = parseIdentities(source['user_identities'], reading);
  const attributes = parseAttributes(userAttributes, reading);
  const appleAdvertisingId = reading.text(device?.['ios_advertising_id'], 'device_info.ios_advertising_id');
  const googleAdvertisingId = reading.text(device?.['android_advertising_id'], 'device_info.android_advertising_id');
  const saleOptOut = parseSaleOptOut(source['consent_state'], reading);
  const faults = reading.takeFaults();
  if (faults !== null) return faults;
  // Written out: an object that is spread into another costs more than the rest of this function.
  return {
    environment,
    source: producer,
    blocked,
    identities,
    attributes,
    userAttributes,
    appleAdvertisingId,
    googleAdvertisingId,
    saleOptOut,
    events: parseEvents(list, only, reading),
  };
};
