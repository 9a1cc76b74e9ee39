// Checks of one event of the Offline Conversions API. The Conversions API: validate-conversions.ts.

import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { customerKeysCheck, keyRules, type KeyRule } from './customer-keys.js';
import { contentsCheck, eventTimeCheck, limitedDataUseRefusal, moneyCheck } from './member-checks.js';
import { isCurrency } from '../../model/money.js';
import { type EventCheck, isGiven, isNumber, mustBe, type Refusal, required } from './refusal.js';

/** Meta's own uploader refused older events; the server's limit is not known. */
const OLDEST_DAYS = 730;

/** Meta's uploader accepted up to three addresses and phone numbers, and one of everything else. */
const KEY_RULES: Readonly<Record<string, KeyRule>> = {
  ...keyRules('hash', 'email phone', 3),
  ...keyRules('hash', 'madid fn fi=fn f5first=fn ln f5last=ln ct st zip country gen doby=dob dobm=dob dobd=dob', 1),
  ...keyRules('number', 'lead_id', 1),
  ...keyRules('text', 'extern_id appuid=scoped_id pageuid=scoped_id fbc=browser fbp=browser client_user_agent', 1),
};

/** As on the Conversions API's page, in this API's names: Marketing API v13.0 brought the rule to both. */
const WEAK_SETS = [
  ['ct', 'country', 'st', 'zip', 'gen', 'client_user_agent'],
  ['dob', 'client_user_agent'],
  ['fn', 'gen'],
  ['ln', 'gen'],
];

const moneyRefusal = moneyCheck({
  path: [],
  valueRule: 'a number above zero',
  isValue: (value) => value > 0,
  isCode: isCurrency,
  valueNeedsCurrency: true,
});
const NOT_AN_OBJECT = mustBe('an object');
const NO_NAME = required('event_name');
const NO_KEYS = required('match_keys');
const ITEM_WITHOUT_ORDER = required('order_id');
const BAD_ORDER_ID = mustBe('a text', 'order_id');
const BAD_CUSTOM_DATA = mustBe('an object of texts and numbers', 'custom_data');

/** Meta's uploader also wrote amounts as texts. */
const isAboveZero = (value: unknown): boolean =>
  isNumber(value) ? value > 0 : typeof value === 'string' && Number(value) > 0 && Number.isFinite(Number(value));

const keysRefusal = customerKeysCheck('match_keys', KEY_RULES, WEAK_SETS);
const timeRefusal = eventTimeCheck(OLDEST_DAYS);
const contentsRefusal = contentsCheck({
  path: ['contents'],
  members: ['id', 'quantity', 'price', 'brand', 'category', 'title', 'description'],
  quantityIsRequired: false,
  prices: ['price'],
  isPrice: isAboveZero,
  priceRule: 'a number above zero',
  isQuantity: isAboveZero,
});

const customDataRefusal = (custom: unknown): Refusal | null => {
  if (!isGiven(custom)) return null;
  if (!isJsonObject(custom)) return BAD_CUSTOM_DATA;
  for (const name in custom) if (typeof custom[name] === 'object') return BAD_CUSTOM_DATA;
  return null;
};

const orderRefusal = (event: JsonObject): Refusal | null => {
  if (!isGiven(event['order_id'])) return isGiven(event['item_number']) ? ITEM_WITHOUT_ORDER : null;
  return typeof event['order_id'] === 'string' ? null : BAD_ORDER_ID;
};

/** Checks single events as the Offline Conversions API did (`POST /{offline event set id}/events`). */
export const offlineCheck: EventCheck = (event, now) => {
  if (!isJsonObject(event)) return NOT_AN_OBJECT;
  const { event_name: name, match_keys: keys } = event;
  if (typeof name !== 'string' || name.trim() === '') return NO_NAME;
  const time = timeRefusal(event['event_time'], now);
  if (time !== null) return time;
  if (!isJsonObject(keys)) return NO_KEYS;
  return (
    keysRefusal(keys) ??
    // Its client accepted the name in any case.
    moneyRefusal(name.toLowerCase() === 'purchase', event) ??
    orderRefusal(event) ??
    contentsRefusal(event['contents']) ??
    customDataRefusal(event['custom_data']) ??
    limitedDataUseRefusal(event, false)
  );
};
