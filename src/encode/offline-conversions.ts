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
import { normaliseMadidForHash } from '../model/id-forms.js';
import { Hasher } from './hasher.js';
import { attributeMembers, itemTextMembers, limitedDataUseMembers } from './shared.js';
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
  `{"id":${quoted(item.id)},"quantity":${item.quantity}${numberMember('price', item.price)}${itemTextMembers(item)}}`;

const cityOf = (city: MatchKeys['city'], hasher: Hasher): string | undefined =>
  city === undefined || city.ascii === null || city.form !== 'plain'
    ? hasher.sharedKey(city)
    : hasher.shared(city.ascii);

const stateOf = (state: MatchKeys['state'], hasher: Hasher): string | undefined =>
  state === undefined || state.form !== 'plain' ? state?.text : hasher.shared(state.name);

const madidOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): string | undefined => {
  // The API takes one advertising id; a person with both has one telephone at a time, and Apple's is asked for first.
  const id = keys.appleAdvertisingId ?? keys.googleAdvertisingId;
  return id === undefined || !hashMadid ? id : hasher.own(normaliseMadidForHash(id));
};

/** `match_keys` of Meta's Offline Conversions API: one value a key, every key hashed but `extern_id`. */
const matchKeysOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): string =>
  objectText(
    stringMember('email', hasher.ownKey(keys.email)) +
      plainMember('phone', hasher.ownKey(keys.phone)) +
      plainMember('madid', madidOf(keys, hasher, hashMadid)) +
      plainMember('fn', hasher.sharedKey(keys.firstName)) +
      plainMember('ln', hasher.sharedKey(keys.lastName)) +
      plainMember('gen', hasher.sharedKey(keys.gender)) +
      plainMember('ct', cityOf(keys.city, hasher)) +
      plainMember('st', stateOf(keys.state, hasher)) +
      plainMember('zip', hasher.sharedKey(keys.zip)) +
      plainMember('country', hasher.sharedKey(keys.country)) +
      stringMember('extern_id', keys.externalId),
  );

const contentsOf = ({ contents }: Conversion): string | null =>
  contents.length === 0 ? null : arrayText(contents.map(contentOf));

const customDataOf = ({ customData }: Conversion): string | null =>
  customData === null ? null : objectText(attributeMembers(customData, NOTHING_LEFT_OUT));

/** Spells conversions for `POST /{offline event set id}/events` (v16.0, closed by Meta on 2025-05-14). */
export const offlineConversionsEncoder = (settings: EncodeSettings): Encoder => {
  const hasher = new Hasher();
  const names = { ...EVENT_NAMES, ...settings.eventNames };
  return (conversion: Conversion): WireEvent => {
    const eventName = names[conversion.action];
    const members =
      numberMember('event_time', conversion.time) +
      stringMember('event_name', eventName) +
      numberMember('value', conversion.value) +
      plainMember('currency', conversion.currency) +
      stringMember('order_id', conversion.orderId) +
      jsonMember('contents', contentsOf(conversion)) +
      jsonMember('custom_data', customDataOf(conversion)) +
      limitedDataUseMembers(conversion.limitedDataUse);
    const matchKeys = matchKeysOf(conversion.matchKeys, hasher, settings.hashMadid);
    return { eventName, json: `{"match_keys":${matchKeys}${members}}` };
  };
};
