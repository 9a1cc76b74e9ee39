// A mapped event in the form of the Offline Conversions API. The other API: conversions.ts.

import { jsonMember, numberMember, objectText, plainMember, stringMember } from '../../lib/json-text.js';
import type { Conversion, ForwardedAction, MatchKey, MatchKeys } from '../../model/conversion.js';
import { normaliseId, attributeMembers, contentsWriter, limitedDataUseMembers } from './common-members.js';
import { hashedMember, sha256Hex, wireText } from './hasher.js';
import type { EncodeSettings, Encoder, WireEvent } from './wire-event.js';

/** As spelt on the page of mParticle's integration; `AddToWishList` and `Checkout` are its own. */
const EVENT_NAMES: Readonly<Record<ForwardedAction, string>> = {
  add_to_cart: 'AddToCart',
  add_to_wishlist: 'AddToWishList',
  checkout: 'Checkout',
  purchase: 'Purchase',
  view_detail: 'ViewContent',
};

const NOTHING_LEFT_OUT: ReadonlySet<string> = new Set();

const MEMBER = {
  eventTime: numberMember('event_time'),
  eventName: stringMember('event_name'),
  value: numberMember('value'),
  currency: plainMember('currency'),
  orderId: stringMember('order_id'),
  contents: jsonMember('contents'),
  price: numberMember('price'),
  customData: jsonMember('custom_data'),
  email: stringMember('email'),
  phone: stringMember('phone'),
  madid: plainMember('madid'),
  externalId: stringMember('extern_id'),
} as const;

const contentsText = contentsWriter(MEMBER.price);

/** The text of a place for this API: of a city the ASCII letters, of a state the name as written. */
const cityText = (city: MatchKeys['city']): MatchKey | undefined =>
  city?.form === 'plain' ? { form: 'plain', text: city.ascii ?? city.text } : city;
const stateText = (state: MatchKeys['state']): MatchKey | undefined =>
  state?.form === 'plain' ? { form: 'plain', text: state.name } : state;

const madidOf = (keys: MatchKeys, hashMadid: boolean): string | undefined => {
  // The API accepts one advertising id. A person with both usually has one phone; Apple's id has priority.
  const id = keys.appleAdvertisingId ?? keys.googleAdvertisingId;
  return id === undefined || !hashMadid ? id : sha256Hex(normaliseId(id));
};

/** Writes `match_keys` of the Offline Conversions API: one value per key, every key hashed except `extern_id`. */
const matchKeysWriter = (hashMadid: boolean): ((keys: MatchKeys) => string) => {
  const [fn, ln, gen, ct] = [hashedMember('fn'), hashedMember('ln'), hashedMember('gen'), hashedMember('ct')];
  const [st, zip, country] = [hashedMember('st'), hashedMember('zip'), hashedMember('country')];
  return (keys) =>
    objectText(
      MEMBER.email(wireText(keys.email)) +
        MEMBER.phone(wireText(keys.phone)) +
        MEMBER.madid(madidOf(keys, hashMadid)) +
        fn(keys.firstName) +
        ln(keys.lastName) +
        gen(keys.gender) +
        ct(cityText(keys.city)) +
        st(stateText(keys.state)) +
        zip(keys.zip) +
        country(keys.country) +
        MEMBER.externalId(keys.externalId),
    );
};

const customDataOf = ({ customData }: Conversion): string | null =>
  customData === null ? null : objectText(attributeMembers(customData, NOTHING_LEFT_OUT));

/** Encodes conversions for `POST /{offline event set id}/events` (v16.0, closed by Meta on 2025-05-14). */
export const offlineConversionsEncoder = (settings: EncodeSettings): Encoder => {
  const matchKeysOf = matchKeysWriter(settings.hashMadid);
  const names = { ...EVENT_NAMES, ...settings.eventNames };
  return (conversion: Conversion): WireEvent => {
    const eventName = names[conversion.action];
    const members =
      MEMBER.eventTime(conversion.time) +
      MEMBER.eventName(eventName) +
      MEMBER.value(conversion.value) +
      // A currency without a value has no meaning.
      MEMBER.currency(conversion.value === null ? null : conversion.currency) +
      MEMBER.orderId(conversion.orderId) +
      MEMBER.contents(contentsText(conversion.contents)) +
      MEMBER.customData(customDataOf(conversion)) +
      limitedDataUseMembers(conversion.limitedDataUse);
    return { eventName, json: `{"match_keys":${matchKeysOf(conversion.matchKeys)}${members}}` };
  };
};
