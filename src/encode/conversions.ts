import {
  arrayText,
  jsonMember,
  numberMember,
  objectText,
  plainMember,
  quoted,
  stringMember,
} from '../lib/json-text.js';
import type { ContentItem, Conversion, ForwardedAction, MatchKeys } from '../model/conversion.js';
import { normaliseExternalId, normaliseMadidForHash } from '../model/id-forms.js';
import { Hasher } from './hasher.js';
import { attributeMembers, itemTextMembers, limitedDataUseMembers } from './shared.js';
import type { EncodeSettings, Encoder, WireEvent } from './wire-event.js';

/** Meta's standard events (Meta Pixel reference); names are case-sensitive. */
const EVENT_NAMES: Readonly<Record<ForwardedAction, string>> = {
  add_to_cart: 'AddToCart',
  add_to_wishlist: 'AddToWishlist',
  checkout: 'InitiateCheckout',
  purchase: 'Purchase',
  view_detail: 'ViewContent',
};

/** What marks an event as a sale in a store rather than on a site or in an app (Conversions API for offline events). */
const ACTION_SOURCE = 'physical_store';

const contentOf = (item: ContentItem): string => {
  const price = item.price === null ? null : String(item.price);
  // Meta's page on offline events says `price`, its parameter page and all its SDKs `item_price`: both are sent.
  const prices = jsonMember('item_price', price) + jsonMember('price', price);
  return `{"id":${quoted(item.id)},"quantity":${item.quantity}${prices}${itemTextMembers(item)}}`;
};

const cityMember = (city: MatchKeys['city'], hasher: Hasher): string => {
  // Meta's page keeps UTF-8 letters, Meta's libraries drop them: where the two differ, both hashes go out.
  if (city?.form === 'plain' && city.ascii !== null && city.ascii !== city.text)
    return jsonMember('ct', `["${hasher.shared(city.text)}","${hasher.shared(city.ascii)}"]`);
  return plainMember('ct', hasher.sharedKey(city));
};

/** One value as a string, two as a list: the API takes both for every key. */
const madidMember = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): string => {
  const ids = [keys.appleAdvertisingId, keys.googleAdvertisingId]
    .filter((id) => id !== undefined)
    .map((id) => `"${hashMadid ? hasher.own(normaliseMadidForHash(id)) : id}"`);
  return jsonMember('madid', ids.length > 1 ? arrayText(ids) : ids[0]);
};

const SHA_256 = /^[0-9a-f]{64}$/;

/** Lower-cased without blanks, then hashed, as Meta's newest libraries do; a hash already passes as it is. */
const externalIdOf = (id: string | undefined, hasher: Hasher): string | undefined => {
  if (id === undefined) return undefined;
  const text = normaliseExternalId(id);
  return SHA_256.test(text) ? text : hasher.own(text);
};

/** `user_data` of the Conversions API: every key hashed but `madid`, which Meta asks for as it is. */
const userDataOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): string =>
  objectText(
    stringMember('em', hasher.ownKey(keys.email)) +
      plainMember('ph', hasher.ownKey(keys.phone)) +
      madidMember(keys, hasher, hashMadid) +
      plainMember('fn', hasher.sharedKey(keys.firstName)) +
      plainMember('ln', hasher.sharedKey(keys.lastName)) +
      plainMember('ge', hasher.sharedKey(keys.gender)) +
      cityMember(keys.city, hasher) +
      plainMember('st', hasher.sharedKey(keys.state)) +
      plainMember('zp', hasher.sharedKey(keys.zip)) +
      plainMember('country', hasher.sharedKey(keys.country)) +
      plainMember('external_id', externalIdOf(keys.externalId, hasher)),
  );

/** Facebook reads these as its own wherever they come from: an attribute of the same name would pass for one. */
const STANDARD_NAMES: ReadonlySet<string> = new Set(['value', 'currency', 'order_id', 'contents']);

const customDataOf = ({ customData, value, currency, orderId, contents }: Conversion): string => {
  const standard =
    numberMember('value', value) +
    stringMember('order_id', orderId) +
    jsonMember('contents', contents.length === 0 ? null : arrayText(contents.map(contentOf)));
  const attributes = customData === null ? '' : attributeMembers(customData, STANDARD_NAMES);
  return `{"currency":"${currency}"${standard}${attributes}}`;
};

/** Spells conversions for `POST /{dataset id}/events` of the Conversions API. */
export const conversionsEncoder = (settings: EncodeSettings): Encoder => {
  const hasher = new Hasher();
  const names = { ...EVENT_NAMES, ...settings.eventNames };
  return (conversion: Conversion): WireEvent => {
    const eventName = names[conversion.action];
    const members =
      numberMember('event_time', conversion.time) +
      plainMember('action_source', ACTION_SOURCE) +
      jsonMember('user_data', userDataOf(conversion.matchKeys, hasher, settings.hashMadid)) +
      jsonMember('custom_data', customDataOf(conversion)) +
      limitedDataUseMembers(conversion.limitedDataUse);
    return { eventName, json: `{"event_name":${quoted(eventName)}${members}}` };
  };
};
