// A mapped event in the form of the Conversions API. The other API: offline-conversions.ts.

import {
  arrayText,
  jsonMember,
  numberMember,
  objectText,
  plainMember,
  quoted,
  stringMember,
} from '../../lib/json-text.js';
import type { Conversion, MatchKey, MatchKeys } from '../../model/conversion.js';
import { EVENT_OF_ACTION } from '../../model/standard-events.js';
import { normaliseId, attributeMembers, contentsWriter, limitedDataUseMembers } from './common-members.js';
import { TAKEN_NAMES } from '../map/standard-attributes.js';
import { hashedMember, sha256Hex, sharedKeyMember, wireText, wireTextOf } from './hasher.js';
import type { EncodeSettings, Encoder, WireEvent } from './wire-event.js';

/** Marks an event as a sale in a store rather than on a site or in an app (Conversions API for offline events). */
const ACTION_SOURCE = 'physical_store';

const MEMBER = {
  eventTime: numberMember('event_time'),
  actionSource: plainMember('action_source')(ACTION_SOURCE),
  userData: jsonMember('user_data'),
  customData: jsonMember('custom_data'),
  value: numberMember('value'),
  orderId: stringMember('order_id'),
  contents: jsonMember('contents'),
  itemPrice: numberMember('item_price'),
  price: numberMember('price'),
  em: stringMember('em'),
  ph: stringMember('ph'),
  madid: jsonMember('madid'),
  cities: jsonMember('ct'),
  externalId: plainMember('external_id'),
} as const;

// Meta's page on offline events says `price`, its parameter page and all its SDKs `item_price`: both are sent.
const contentsText = contentsWriter((price) => MEMBER.itemPrice(price) + MEMBER.price(price));

const cityMember = (city: NonNullable<MatchKeys['city']>): string => {
  const hashes = [wireTextOf(city)];
  // Meta's page keeps UTF-8 letters, Meta's libraries drop them: if the two differ, both hashes are sent.
  if (city.form === 'plain' && city.ascii !== null && city.ascii !== city.text) hashes.push(sha256Hex(city.ascii));
  if (city.also !== undefined) hashes.push(...city.also.map(sha256Hex));
  return MEMBER.cities(hashes.length > 1 ? JSON.stringify(hashes) : quoted(hashes[0] ?? ''));
};

const cityText = ({ text, also }: NonNullable<MatchKeys['city']>): string =>
  also === undefined ? text : [text, ...also].join(' ');

/** A key with two different readings is sent as both hashes. */
const bothReadings = (name: string): ((key: (MatchKey & { readonly also: string | null }) | undefined) => string) => {
  const [one, two] = [plainMember(name), jsonMember(name)];
  return sharedKeyMember(
    (key) => (key.also === null ? one(wireTextOf(key)) : two(JSON.stringify([wireTextOf(key), sha256Hex(key.also)]))),
    (key) => (key.also === null ? key.text : `${key.text} ${key.also}`),
  );
};

const SHA_256 = /^[0-9a-f]{64}$/;

/** Lower-cased without spaces, then hashed, as in Meta's newest libraries; a hash is unchanged. */
const externalIdText = (id: string | undefined): string | undefined => {
  if (id === undefined) return undefined;
  const text = normaliseId(id);
  return SHA_256.test(text) ? text : sha256Hex(text);
};

/** One id as a string, two as a list: the API accepts both. */
const madidJson = (keys: MatchKeys, hashMadid: boolean): string | null => {
  const ids = [keys.appleAdvertisingId, keys.googleAdvertisingId]
    .filter((id) => id !== undefined)
    .map((id) => `"${hashMadid ? sha256Hex(normaliseId(id)) : id}"`);
  return ids.length > 1 ? arrayText(ids) : (ids[0] ?? null);
};

/** Writes `user_data` of the Conversions API: every key hashed except `madid`, which Meta wants unhashed. */
const userDataWriter = (hashMadid: boolean): ((keys: MatchKeys) => string) => {
  const [fn, ln, ge, st] = [hashedMember('fn'), hashedMember('ln'), hashedMember('ge'), bothReadings('st')];
  const [zp, country, ct] = [bothReadings('zp'), hashedMember('country'), sharedKeyMember(cityMember, cityText)];
  return (keys) =>
    objectText(
      MEMBER.em(wireText(keys.email)) +
        MEMBER.ph(wireText(keys.phone)) +
        MEMBER.madid(madidJson(keys, hashMadid)) +
        fn(keys.firstName) +
        ln(keys.lastName) +
        ge(keys.gender) +
        ct(keys.city) +
        st(keys.state) +
        zp(keys.zip) +
        country(keys.country) +
        MEMBER.externalId(externalIdText(keys.externalId)),
    );
};

const customDataOf = ({ customData, value, currency, orderId, contents }: Conversion): string => {
  const standard = MEMBER.value(value) + MEMBER.orderId(orderId) + MEMBER.contents(contentsText(contents));
  const attributes = customData === null ? '' : attributeMembers(customData, TAKEN_NAMES);
  return `{"currency":"${currency}"${standard}${attributes}}`;
};

/** Encodes conversions for `POST /{dataset id}/events` of the Conversions API. */
export const conversionsEncoder = (settings: EncodeSettings): Encoder => {
  const userDataOf = userDataWriter(settings.hashMadid);
  const names = { ...EVENT_OF_ACTION, ...settings.eventNames };
  return (conversion: Conversion): WireEvent => {
    const eventName = names[conversion.action];
    const members =
      MEMBER.eventTime(conversion.time) +
      MEMBER.actionSource +
      MEMBER.userData(userDataOf(conversion.matchKeys)) +
      MEMBER.customData(customDataOf(conversion)) +
      limitedDataUseMembers(conversion.limitedDataUse);
    return { eventName, json: `{"event_name":${quoted(eventName)}${members}}` };
  };
};
