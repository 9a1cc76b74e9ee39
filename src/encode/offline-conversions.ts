import type { ContentItem, Conversion, ForwardedAction, MatchKeys } from '../model/conversion.js';
import type { EncodeSettings, Encoder, WireEvent } from './wire-event.js';
import { Hasher } from './hasher.js';
import { addIfGiven, addLimitedDataUse, type Members } from './shared.js';

/** As mParticle's integration page spells them; `AddToWishList` and `Checkout` are its own. */
const EVENT_NAMES: Readonly<Record<ForwardedAction, string>> = {
  add_to_cart: 'AddToCart',
  add_to_wishlist: 'AddToWishList',
  checkout: 'Checkout',
  purchase: 'Purchase',
  view_detail: 'ViewContent',
};

const contentOf = (item: ContentItem): Members => {
  const content: Members = { id: item.id, quantity: item.quantity };
  addIfGiven(content, 'price', item.price);
  addIfGiven(content, 'brand', item.brand);
  addIfGiven(content, 'category', item.category);
  addIfGiven(content, 'title', item.title);
  return content;
};

/** `match_keys` of Meta's Offline Conversions API: one value a key, every key hashed but `extern_id`. */
const matchKeysOf = (keys: MatchKeys, hasher: Hasher, hashMadid: boolean): Members => {
  const members: Members = {};
  if (keys.email) members['email'] = hasher.ownKey(keys.email);
  if (keys.phone) members['phone'] = hasher.ownKey(keys.phone);
  // The API takes one advertising id; a person with both carries one phone, and Apple's id is the rarer one to be stale.
  const madid = keys.appleAdvertisingId ?? keys.googleAdvertisingId;
  if (madid !== undefined) members['madid'] = hashMadid ? hasher.own(madid.toLowerCase()) : madid;
  if (keys.firstName) members['fn'] = hasher.sharedKey(keys.firstName);
  if (keys.lastName) members['ln'] = hasher.sharedKey(keys.lastName);
  if (keys.gender) members['gen'] = hasher.sharedKey(keys.gender);
  if (keys.city)
    members['ct'] = keys.city.ascii === null ? hasher.sharedKey(keys.city) : hasher.shared(keys.city.ascii);
  if (keys.state) members['st'] = keys.state.form === 'plain' ? hasher.shared(keys.state.name) : keys.state.text;
  if (keys.zip) members['zip'] = hasher.sharedKey(keys.zip);
  if (keys.country) members['country'] = hasher.sharedKey(keys.country);
  if (keys.externalId !== undefined) members['extern_id'] = keys.externalId;
  return members;
};

/** Spells conversions for `POST /{offline event set id}/events` (v16.0, closed by Meta on 2025-05-14). */
export const offlineConversionsEncoder = (settings: EncodeSettings): Encoder => {
  const hasher = new Hasher();
  const names = { ...EVENT_NAMES, ...settings.eventNames };
  return (conversion: Conversion): WireEvent => {
    const event: WireEvent & Members = {
      match_keys: matchKeysOf(conversion.matchKeys, hasher, settings.hashMadid),
      event_time: conversion.time,
      event_name: names[conversion.action],
    };
    if (conversion.value !== null) event['value'] = conversion.value;
    event['currency'] = conversion.currency;
    addIfGiven(event, 'order_id', conversion.orderId);
    if (conversion.contents.length > 0) event['contents'] = conversion.contents.map(contentOf);
    addIfGiven(event, 'custom_data', conversion.customData);
    addLimitedDataUse(event, conversion.limitedDataUse);
    return event;
  };
};
