import { jsonArray, JsonObjectText } from '../lib/json-text.js';
import type { ContentItem, Conversion, ForwardedAction, MatchKeys } from '../model/conversion.js';
import { Hasher } from './hasher.js';
import { addAttributes, addItemTexts, addLimitedDataUse } from './shared.js';
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
  const content = new JsonObjectText().string('id', item.id).number('quantity', item.quantity);
  if (item.price !== null) {
    // Meta's page on offline events says `price`, its parameter page and all its SDKs `item_price`: both are sent.
    const price = String(item.price);
    content.json('item_price', price).json('price', price);
  }
  return addItemTexts(content, item).text;
};

/** One value as a string, several as a list: the API takes both for every key. */
const addValues = (target: JsonObjectText, name: string, values: readonly string[]): void => {
  if (values.length === 1) target.plain(name, values[0]);
  else if (values.length > 1) target.json(name, JSON.stringify(values));
};

const citiesOf = (city: MatchKeys['city'], hasher: Hasher): readonly string[] => {
  if (city === undefined) return [];
  const hashed = hasher.sharedKey(city);
  // Meta's page keeps UTF-8 letters, Meta's libraries drop them: where the two differ, both hashes go out.
  const other = city.form === 'plain' && city.ascii !== null && city.ascii !== city.text;
  return other ? [hashed, hasher.shared(city.ascii)] : [hashed];
};

const madidsOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): readonly string[] => {
  const ids = [keys.appleAdvertisingId, keys.googleAdvertisingId].filter((id) => id !== undefined);
  return hashMadid ? ids.map((id) => hasher.own(id.toLowerCase())) : ids;
};

const SHA_256 = /^[0-9a-f]{64}$/;

/** Lower-cased without blanks, then hashed, as Meta's newest libraries do; a hash already passes as it is. */
const externalIdOf = (id: string | undefined, hasher: Hasher): string | undefined => {
  if (id === undefined) return undefined;
  const text = id.toLowerCase().replace(/\s/g, '');
  return SHA_256.test(text) ? text : hasher.own(text);
};

/** `user_data` of the Conversions API: every key hashed but `madid`, which Meta asks for as it is. */
const userDataOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): string => {
  const members = new JsonObjectText().string('em', hasher.ownKey(keys.email)).plain('ph', hasher.ownKey(keys.phone));
  addValues(members, 'madid', madidsOf(keys, hasher, hashMadid));
  members
    .plain('fn', hasher.sharedKey(keys.firstName))
    .plain('ln', hasher.sharedKey(keys.lastName))
    .plain('ge', hasher.sharedKey(keys.gender));
  addValues(members, 'ct', citiesOf(keys.city, hasher));
  return members
    .plain('st', hasher.sharedKey(keys.state))
    .plain('zp', hasher.sharedKey(keys.zip))
    .plain('country', hasher.sharedKey(keys.country))
    .plain('external_id', externalIdOf(keys.externalId, hasher)).text;
};

/** Facebook reads these as its own wherever they come from: an attribute of the same name would pass for one. */
const STANDARD_NAMES: ReadonlySet<string> = new Set(['value', 'currency', 'order_id', 'contents']);

const customDataOf = (conversion: Conversion): string => {
  const members = new JsonObjectText();
  if (conversion.customData !== null) addAttributes(members, conversion.customData, STANDARD_NAMES);
  members
    .number('value', conversion.value)
    .plain('currency', conversion.currency)
    .string('order_id', conversion.orderId);
  if (conversion.contents.length > 0) members.json('contents', jsonArray(conversion.contents.map(contentOf)));
  return members.text;
};

/** Spells conversions for `POST /{dataset id}/events` of the Conversions API. */
export const conversionsEncoder = (settings: EncodeSettings): Encoder => {
  const hasher = new Hasher();
  const names = { ...EVENT_NAMES, ...settings.eventNames };
  return (conversion: Conversion): WireEvent => {
    const eventName = names[conversion.action];
    const event = new JsonObjectText()
      .string('event_name', eventName)
      .number('event_time', conversion.time)
      .plain('action_source', ACTION_SOURCE)
      .json('user_data', userDataOf(conversion.matchKeys, hasher, settings.hashMadid))
      .json('custom_data', customDataOf(conversion));
    addLimitedDataUse(event, conversion.limitedDataUse);
    return { eventName, json: event.text };
  };
};
