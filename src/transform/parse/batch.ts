import { cleanText } from '../../lib/clean-text.js';
import { isNullWord, type JsonObject } from '../../lib/json.js';
import type { Batch, BatchEvent } from '../../model/batch.js';
import { parseAttributes } from './attributes.js';
import { parseSaleOptOut } from './consent.js';
import { parseEvent } from './event.js';
import { parseIdentities } from './identities.js';
import { joinReceipts } from '../map/receipts.js';
import { isAbsent, type Reading } from './reading.js';
import { BATCH_NAMES, DEVICE_NAMES, LONE_NAMES, SOURCE_NAMES, type MemberNames } from './member-names.js';
import { sourceOf } from './source.js';

const DEFAULT_ENVIRONMENT = 'production';
/** Other words for it: the setting `environments` accepts only mParticle's. */
const PRODUCTION_WORDS: ReadonlySet<string> = new Set(['prod', 'prd', 'live']);
const EMAIL_ATTRIBUTE = /^\$e-?mail(?:[ _-]?address)?$/i;
/** Whether an attribute is an e-mail address by its name; mParticle itself has that among the identities. */
export const isEmailAttribute = (name: string): boolean => EMAIL_ATTRIBUTE.test(name);

/** Counts e-mail addresses among the attributes, where mParticle does not look for them. */
const noteEmailAttributes = (attributes: JsonObject | null, reading: Reading): void => {
  for (const name in attributes)
    if (isEmailAttribute(name) && !isAbsent(attributes[name]))
      reading.note('member_ignored', `user_attributes.${name}`);
};

/** Databases write `NULL` for a missing environment, which is production. */
const environmentOf = (word: string): string => {
  const text = cleanText(word).trim().toLowerCase();
  return isNullWord(text) || PRODUCTION_WORDS.has(text) ? DEFAULT_ENVIRONMENT : text;
};

const parseEvents = (list: readonly unknown[], only: number | null, reading: Reading): readonly BatchEvent[] => {
  const events = joinReceipts(list.map((event, index) => parseEvent(event, index, reading)));
  if (only === null) return events;
  const event = events[only];
  // An event that is named by index stands for its whole receipt.
  return [(event?.kind === 'joined' ? events[event.into] : event) ?? { kind: 'absent', index: only }];
};

/**
 * Converts a batch object in any of mParticle's forms (JSON reference: incoming, outgoing, raw data feed) to the one
 * form that the other stages use. Unknown members are ignored, mParticle's own in another style of spelling are read
 * and noted; any member may be null, missing, or JSON text of its value. Returns a text that says what is wrong with
 * the batch as a whole. `only`: the index of the one event wanted, or null for all.
 */
export const parseBatch = (record: JsonObject, only: number | null, reading: Reading): Batch | string => {
  const source = reading.named(record, BATCH_NAMES, '');
  reading.named(record, LONE_NAMES, '', source);
  const part = (owner: JsonObject | null, name: string, names: MemberNames): JsonObject | null => {
    const found = reading.dictionary(owner?.[name], name);
    return found === null ? null : reading.named(found, names, `${name}.`);
  };
  const device = part(source, 'device_info', DEVICE_NAMES);
  const dataPlan = part(part(source, 'context', SOURCE_NAMES), 'data_plan', SOURCE_NAMES);
  const list = reading.array(source['events'], 'events');
  const userAttributes = reading.object(source['user_attributes'], 'user_attributes');
  const environment = environmentOf(reading.word(source['environment'], 'environment') ?? '');
  const application = part(source, 'application_info', SOURCE_NAMES);
  const producer = sourceOf({ application, device, sender: part(source, 'source_info', SOURCE_NAMES) }, list, reading);
  const blocked = reading.dictionary(dataPlan?.['block_metadata'], 'block_metadata') !== null;
  const identities = parseIdentities(source['user_identities'], reading);
  const attributes = parseAttributes(userAttributes, reading);
  if (!identities.has('email')) noteEmailAttributes(userAttributes, reading);
  const appleAdvertisingId = reading.text(device?.['ios_advertising_id'], 'device_info.ios_advertising_id');
  const googleAdvertisingId = reading.text(device?.['android_advertising_id'], 'device_info.android_advertising_id');
  const saleOptOut = parseSaleOptOut(source['consent_state'], reading);
  const faults = reading.takeFaults();
  if (faults !== null) return faults;
  const events = parseEvents(list, only, reading);
  const warnings = reading.notes();
  // Written member by member, because spreading an object would cost more than the rest of this function.
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
    ...(warnings.length === 0 ? {} : { warnings }),
    events,
  };
};
