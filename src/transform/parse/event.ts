// One event of a batch from its JSON. Products and amounts stay as found.

import { isNullWord, type JsonObject } from '../../lib/json.js';
import type { BatchEvent, CommerceEvent, Product } from '../../model/batch.js';
import {
  ACTION_NAMES,
  ACTION_ON_DATA_NAMES,
  DATA_NAMES,
  DATA_ON_EVENT_NAMES,
  EVENT_NAMES,
  PRODUCT_NAMES,
} from './member-names.js';
import { parseNumber, quantityOf } from '../map/number.js';
import { isAbsent, typeName, type Reading } from './reading.js';

const COMMERCE_EVENT = 'commerce_event';

/** Whether a product has a price, which exports write as 0 if it is unset, and a quantity or none. */
const hasOwnAmount = ({ price, quantity }: JsonObject): boolean =>
  (parseNumber(price) ?? 0) !== 0 && quantityOf({ quantity }) !== null;

const parseProduct = (source: unknown, reading: Reading): Product => {
  const product = reading.named(reading.object(source, 'a product') ?? {}, PRODUCT_NAMES, 'products.');
  const lineTotal = hasOwnAmount(product) ? undefined : product['total_product_amount'];
  const parsed: Product = {
    id: reading.id(product['id'], "a product's id"),
    name: reading.text(product['name'], "a product's name"),
    brand: reading.text(product['brand'], "a product's brand"),
    category: reading.text(product['category'], "a product's category"),
    price: product['price'],
    quantity: product['quantity'],
  };
  return isAbsent(lineTotal) ? parsed : { ...parsed, lineTotal };
};

/** Digits of a 64-bit number that always survive JSON.parse. */
const RELIABLE_DIGITS = 15;

/**
 * An event id as text. Exports write it as a number, which JSON.parse rounds, or as a string: both are cut to the
 * digits that survive, so that the two spellings of one id stay equal. It is only one of several parts that identify an
 * event, and is never sent.
 */
const parseEventId = (value: unknown): string | null => {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value);
  if (text === '' || text === '0') return null;
  return text.length <= RELIABLE_DIGITS ? text : `${text.slice(0, RELIABLE_DIGITS)}/${text.length}`;
};

/** Lists of ids are not nested any deeper. */
const DEEPEST_ID = 8;

/** Whether a value is, or contains, a whole number beyond what JSON.parse keeps. */
const hasLongInteger = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null || depth === DEEPEST_ID) return false;
  return Object.values(value).some((inner) => hasLongInteger(inner, depth + 1));
};

/** Attributes are forwarded whatever they are: a number that lost digits needs an exact reading, as an id does. */
const parseCustomAttributes = (source: unknown, reading: Reading): CommerceEvent['customAttributes'] => {
  const attributes = reading.dictionary(source, 'custom_attributes');
  if (attributes === null) return null;
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    reading.lookForHalves(value, 'custom_attributes');
    if (hasLongInteger(value)) reading.lostDigits = true;
  }
  return attributes;
};

const parseCommerceEvent = (data: JsonObject, action: JsonObject, reading: Reading): CommerceEvent => ({
  action: reading.text(action['action'], 'product_action.action') ?? '',
  time: data['timestamp_unixtime_ms'],
  currency: data['currency_code'],
  totalAmount: action['total_amount'],
  charges: [action['tax_amount'], action['shipping_amount']],
  transactionId: reading.id(action['transaction_id'], 'product_action.transaction_id'),
  eventId: parseEventId(data['event_id']),
  sourceMessageId: reading.id(data['source_message_id'], 'source_message_id'),
  products: reading.array(action['products'], 'products').map((product) => parseProduct(product, reading)),
  customAttributes: parseCustomAttributes(data['custom_attributes'], reading),
});

const otherKind = (data: JsonObject, reading: Reading): 'promotion' | 'impression' | 'not_commerce' => {
  if (reading.object(data['promotion_action'], 'promotion_action') !== null) return 'promotion';
  return reading.array(data['product_impressions'], 'product_impressions').length > 0 ? 'impression' : 'not_commerce';
};

const malformed = (index: number, message: string): BatchEvent => ({ kind: 'malformed', index, message });

const OF_COMMERCE = new Set(['product_action', 'promotion_action', 'product_impressions']);

/** In any style, as its other words are. */
const isCommerce = (type: string): boolean =>
  type === COMMERCE_EVENT || type.toLowerCase().replace(/[\s_-]/g, '') === 'commerceevent';

const SAYS_NOTHING: readonly unknown[] = [undefined, null, '', 0, '0'];

/**
 * Whether a value has a part that is neither blank nor 0: CSV rows have empty objects if their cells are blank, and some
 * programs write unset members as 0.
 */
const saysSomething = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).some(saysSomething)
    : !SAYS_NOTHING.includes(value);

/** Whether a product action is only what some programs write for an event that has none: an empty object. */
const isOfOtherKind = (data: JsonObject, action: JsonObject): boolean =>
  !saysSomething(action) && [data['promotion_action'], data['product_impressions']].some(saysSomething);

/** An event of another type with members that only commerce events have: its type is wrong, or of another format. */
const noteOddType = (source: JsonObject, reading: Reading): void => {
  const members = Object.entries(reading.peek(source['data']) ?? {});
  const own = members.map(([name, value]) => [DATA_NAMES.get(name)?.own ?? name, value] as const);
  const [odd] = own.find(([name, value]) => OF_COMMERCE.has(name) && saysSomething(value)) ?? [];
  if (odd !== undefined) reading.note('member_ignored', `${odd} (event_type is not ${COMMERCE_EVENT})`);
};

const readEvent = (element: JsonObject, index: number, reading: Reading): BatchEvent => {
  const source = reading.named(element, EVENT_NAMES, 'events.');
  const type = reading.word(source['event_type'], 'event_type');
  if (type !== null && !isNullWord(type) && !isCommerce(type)) {
    noteOddType(source, reading);
    return { kind: 'not_commerce', index };
  }
  const found = reading.object(source['data'], 'data');
  if (found === null) return malformed(index, 'the event has no data object');
  const data = reading.named(found, DATA_NAMES, 'data.');
  const given = reading.object(data['product_action'], 'product_action');
  const action = given === null ? null : reading.named(given, ACTION_NAMES, 'product_action.', data);
  reading.named(source, DATA_ON_EVENT_NAMES, 'events.', data);
  reading.named(found, ACTION_ON_DATA_NAMES, 'data.', action);
  return action === null || isOfOtherKind(data, action)
    ? { kind: otherKind(data, reading), index }
    : { kind: 'product_action', index, event: parseCommerceEvent(data, action, reading) };
};

/** One element of `events`: a product action, or its kind (mParticle JSON reference, "commerce_event"). */
export const parseEvent = (element: unknown, index: number, reading: Reading): BatchEvent => {
  const source = reading.object(element, 'the event');
  const event =
    source === null ? malformed(index, `the event is ${typeName(element)}`) : readEvent(source, index, reading);
  const faults = reading.takeFaults();
  return faults === null ? event : malformed(index, faults);
};
