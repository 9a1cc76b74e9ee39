import type { JsonObject } from '../lib/json.js';
import { jsonArray, JsonObjectText } from '../lib/json-text.js';
import type { ContentItem, Conversion, ForwardedAction, MatchKeys } from '../model/conversion.js';
import { Hasher } from './hasher.js';
import { addAttributes, addItemTexts, addLimitedDataUse } from './shared.js';
import type { EncodeSettings, Encoder, WireEvent } from './wire-event.js';

/** As mParticle's integration page spells them; `AddToWishList` and `Checkout` are its own. */
const EVENT_NAMES: Readonly<Record<ForwardedAction, string>> = {
  add_to_cart: 'AddToCart',
  add_to_wishlist: 'AddToWishList',
  checkout: 'Checkout',
  purchase: 'Purchase',
  view_detail: 'ViewContent',
};

const NOTHING_LEFT_OUT: ReadonlySet<string> = new Set();

const contentOf = (item: ContentItem): string =>
  addItemTexts(
    new JsonObjectText().string('id', item.id).number('quantity', item.quantity).number('price', item.price),
    item,
  ).text;

const cityOf = (city: MatchKeys['city'], hasher: Hasher): string | undefined =>
  city === undefined || city.ascii === null || city.form !== 'plain'
    ? hasher.sharedKey(city)
    : hasher.shared(city.ascii);

const stateOf = (state: MatchKeys['state'], hasher: Hasher): string | undefined =>
  state === undefined || state.form !== 'plain' ? state?.text : hasher.shared(state.name);

const madidOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): string | undefined => {
  // The API takes one advertising id; a person with both has one telephone at a time, and Apple's is asked for first.
  const id = keys.appleAdvertisingId ?? keys.googleAdvertisingId;
  return id === undefined || !hashMadid ? id : hasher.own(id.toLowerCase());
};

/** `match_keys` of Meta's Offline Conversions API: one value a key, every key hashed but `extern_id`. */
const matchKeysOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): string =>
  new JsonObjectText()
    .string('email', hasher.ownKey(keys.email))
    .plain('phone', hasher.ownKey(keys.phone))
    .plain('madid', madidOf(keys, hasher, hashMadid))
    .plain('fn', hasher.sharedKey(keys.firstName))
    .plain('ln', hasher.sharedKey(keys.lastName))
    .plain('gen', hasher.sharedKey(keys.gender))
    .plain('ct', cityOf(keys.city, hasher))
    .plain('st', stateOf(keys.state, hasher))
    .plain('zip', hasher.sharedKey(keys.zip))
    .plain('country', hasher.sharedKey(keys.country))
    .string('extern_id', keys.externalId).text;

const customDataOf = (attributes: JsonObject): string => {
  const members = new JsonObjectText();
  addAttributes(members, attributes, NOTHING_LEFT_OUT);
  return members.text;
};

/** Spells conversions for `POST /{offline event set id}/events` (v16.0, closed by Meta on 2025-05-14). */
export const offlineConversionsEncoder = (settings: EncodeSettings): Encoder => {
  const hasher = new Hasher();
  const names = { ...EVENT_NAMES, ...settings.eventNames };
  return (conversion: Conversion): WireEvent => {
    const eventName = names[conversion.action];
    const event = new JsonObjectText()
      .json('match_keys', matchKeysOf(conversion.matchKeys, hasher, settings.hashMadid))
      .number('event_time', conversion.time)
      .string('event_name', eventName)
      .number('value', conversion.value)
      .plain('currency', conversion.currency)
      .string('order_id', conversion.orderId);
    if (conversion.contents.length > 0) event.json('contents', jsonArray(conversion.contents.map(contentOf)));
    if (conversion.customData !== null) event.json('custom_data', customDataOf(conversion.customData));
    addLimitedDataUse(event, conversion.limitedDataUse);
    return { eventName, json: event.text };
  };
};
