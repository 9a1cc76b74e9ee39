import type { ContentItem, Conversion, ForwardedAction, MatchKeys } from '../model/conversion.js';
import type { EncodeSettings, Encoder, WireEvent } from './wire-event.js';
import { Hasher } from './hasher.js';
import { addIfGiven, addLimitedDataUse, type Members } from './shared.js';

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

const contentOf = (item: ContentItem): Members => {
  const content: Members = { id: item.id, quantity: item.quantity };
  if (item.price !== null) {
    // Meta's page on offline events says `price`, its parameter page and all its SDKs `item_price`: both are sent.
    content['item_price'] = item.price;
    content['price'] = item.price;
  }
  addIfGiven(content, 'brand', item.brand);
  addIfGiven(content, 'category', item.category);
  addIfGiven(content, 'title', item.title);
  return content;
};

const cityOf = (city: NonNullable<MatchKeys['city']>, hasher: Hasher): string | string[] => {
  const hashed = hasher.sharedKey(city);
  // Meta's page keeps UTF-8 letters, Meta's libraries drop them: where the two differ, both hashes go out.
  return city.form === 'plain' && city.ascii !== null && city.ascii !== city.text
    ? [hashed, hasher.shared(city.ascii)]
    : hashed;
};

const madidsOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): string | string[] | null => {
  const ids = [keys.appleAdvertisingId, keys.googleAdvertisingId].filter((id) => id !== undefined);
  const sent = hashMadid ? ids.map((id) => hasher.own(id.toLowerCase())) : ids;
  return sent.length > 1 ? sent : (sent[0] ?? null);
};

const SHA_256 = /^[0-9a-f]{64}$/;

/** Lower-cased without blanks, then hashed, as Meta's newest libraries do; a hash already passes as it is. */
const externalIdOf = (id: string, hasher: Hasher): string => {
  const text = id.toLowerCase().replace(/\s/g, '');
  return SHA_256.test(text) ? text : hasher.own(text);
};

/** `user_data` of the Conversions API: every key hashed but `madid`, which Meta asks for as it is. */
const userDataOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): Members => {
  const members: Members = {};
  if (keys.email) members['em'] = hasher.ownKey(keys.email);
  if (keys.phone) members['ph'] = hasher.ownKey(keys.phone);
  addIfGiven(members, 'madid', madidsOf(keys, hasher, hashMadid));
  if (keys.firstName) members['fn'] = hasher.sharedKey(keys.firstName);
  if (keys.lastName) members['ln'] = hasher.sharedKey(keys.lastName);
  if (keys.gender) members['ge'] = hasher.sharedKey(keys.gender);
  if (keys.city) members['ct'] = cityOf(keys.city, hasher);
  if (keys.state) members['st'] = hasher.sharedKey(keys.state);
  if (keys.zip) members['zp'] = hasher.sharedKey(keys.zip);
  if (keys.country) members['country'] = hasher.sharedKey(keys.country);
  if (keys.externalId !== undefined) members['external_id'] = externalIdOf(keys.externalId, hasher);
  return members;
};

/** Facebook reads these as its own wherever they come from: an attribute of the same name would pass for one. */
const STANDARD_NAMES = new Set(['value', 'currency', 'order_id', 'contents']);

const customDataOf = (conversion: Conversion): Members => {
  const members: Members = {};
  const attributes = conversion.customData ?? {};
  for (const name of Object.keys(attributes)) if (!STANDARD_NAMES.has(name)) members[name] = attributes[name];
  if (conversion.value !== null) members['value'] = conversion.value;
  members['currency'] = conversion.currency;
  addIfGiven(members, 'order_id', conversion.orderId);
  if (conversion.contents.length > 0) members['contents'] = conversion.contents.map(contentOf);
  return members;
};

/** Spells conversions for `POST /{dataset id}/events` of the Conversions API. */
export const conversionsEncoder = (settings: EncodeSettings): Encoder => {
  const hasher = new Hasher();
  const names = { ...EVENT_NAMES, ...settings.eventNames };
  return (conversion: Conversion): WireEvent => {
    const event: WireEvent & Members = {
      event_name: names[conversion.action],
      event_time: conversion.time,
      action_source: ACTION_SOURCE,
      user_data: userDataOf(conversion.matchKeys, hasher, settings.hashMadid),
      custom_data: customDataOf(conversion),
    };
    addLimitedDataUse(event, conversion.limitedDataUse);
    return event;
  };
};
