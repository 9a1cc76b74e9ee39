// Checks of one event of the Conversions API. The Offline Conversions API: validate-offline.ts.

import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { customerKeysCheck, keyRules, type KeyRule } from './customer-keys.js';
import { contentsCheck, eventTimeCheck, limitedDataUseRefusal, moneyCheck } from './member-checks.js';
import { isCurrency } from '../../model/money.js';
import { type EventCheck, isGiven, isNumber, mustBe, type Refusal, required } from './refusal.js';

/** Maximum age of an event in days, by its source (Conversions API: offline events; using the API). */
const STORE_DAYS = 62;
const OTHER_DAYS = 7;

const STORE = 'physical_store';
const ACTION_SOURCES = new Set([
  STORE,
  ...'email website app phone_call chat system_generated business_messaging other'.split(' '),
]);

const rulesOfKeys = (allowHashedMadid: boolean): Readonly<Record<string, KeyRule>> => ({
  ...keyRules('hash', 'em ph fn fi=fn f5first=fn ln f5last=ln db dobd=db dobm=db doby=db ge ct st zp country'),
  ...keyRules(allowHashedMadid ? 'advertising_id_or_hash' : 'advertising_id', 'madid'),
  ...keyRules('number', 'lead_id'),
  ...keyRules('text', 'external_id=id anon_id=id subscription_id=id fb_login_id=id fbc=browser fbp=browser'),
  ...keyRules('text', 'client_ip_address=address client_user_agent'),
});

/** Sets of keys that are too weak, alone or in part (Conversions API best practices, since v13.0). */
const WEAK_SETS = [
  ['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'],
  ['db', 'client_user_agent'],
  ['fn', 'ge'],
  ['ln', 'ge'],
];

/** Members of `custom_data` that have parts; all others are texts or numbers. */
const STRUCTURED = new Set(['contents', 'content_ids', 'content_type', 'store_data', 'customer_segmentation']);

const moneyRefusal = moneyCheck({
  path: ['custom_data'],
  valueRule: 'a number, not below zero',
  isValue: (value) => value >= 0,
  // Lower case is allowed: the documentation's own example is `usd`.
  isCode: (code) => isCurrency(code.toUpperCase()),
  valueNeedsCurrency: false,
});
const NOT_AN_OBJECT = mustBe('an object');
const NO_NAME = required('event_name');
const NO_SOURCE = required('action_source');
const BAD_SOURCE = mustBe('one of the documented action sources', 'action_source');
const NO_USER_DATA = required('user_data');
const BAD_CUSTOM_DATA = mustBe('an object of texts and numbers', 'custom_data');
const BAD_ORDER_ID = mustBe('a text', 'custom_data', 'order_id');
const BAD_EVENT_ID = mustBe('a text', 'event_id');
const BAD_OPT_OUT = mustBe('true or false', 'opt_out');

const contentsRefusal = contentsCheck({
  path: ['custom_data', 'contents'],
  members: ['id', 'quantity', 'item_price', 'price', 'title', 'description', 'brand', 'category', 'delivery_category'],
  quantityIsRequired: true,
  prices: ['item_price', 'price'],
  isPrice: (value) => isNumber(value) && value >= 0,
  priceRule: 'a number, not below zero',
  isQuantity: (value) => isNumber(value) && value > 0,
});

const customDataRefusal = (custom: JsonObject): Refusal | null => {
  for (const name in custom) {
    const value = custom[name];
    if (typeof value === 'object' && value !== null && !STRUCTURED.has(name)) return BAD_CUSTOM_DATA;
  }
  if (isGiven(custom['order_id']) && typeof custom['order_id'] !== 'string') return BAD_ORDER_ID;
  return contentsRefusal(custom['contents']);
};

const memberRefusal = (event: JsonObject): Refusal | null => {
  if (isGiven(event['event_id']) && typeof event['event_id'] !== 'string') return BAD_EVENT_ID;
  return isGiven(event['opt_out']) && typeof event['opt_out'] !== 'boolean' ? BAD_OPT_OUT : null;
};

/** Checks single events as the Conversions API does (`POST /{dataset id}/events`). */
export const conversionsCheck = (allowHashedMadid: boolean): EventCheck => {
  const keysRefusal = customerKeysCheck('user_data', rulesOfKeys(allowHashedMadid), WEAK_SETS);
  const storeTime = eventTimeCheck(STORE_DAYS);
  const otherTime = eventTimeCheck(OTHER_DAYS);
  return (event, now) => {
    if (!isJsonObject(event)) return NOT_AN_OBJECT;
    const { event_name: name, action_source: source, user_data: user, custom_data: custom } = event;
    if (typeof name !== 'string' || name.trim() === '') return NO_NAME;
    if (!isGiven(source)) return NO_SOURCE;
    if (typeof source !== 'string' || !ACTION_SOURCES.has(source)) return BAD_SOURCE;
    const time = (source === STORE ? storeTime : otherTime)(event['event_time'], now);
    if (time !== null) return time;
    if (!isJsonObject(user)) return NO_USER_DATA;
    if (isGiven(custom) && !isJsonObject(custom)) return BAD_CUSTOM_DATA;
    const details = isJsonObject(custom) ? custom : {};
    return (
      keysRefusal(user) ??
      moneyRefusal(name === 'Purchase', details) ??
      customDataRefusal(details) ??
      limitedDataUseRefusal(event, isGiven(user['client_ip_address'])) ??
      memberRefusal(event)
    );
  };
};
