// One event of a batch from its JSON. Products and amounts stay as found.

import type { JsonObject } from '../../lib/json.js';
import type { BatchEvent, CommerceEvent, Product } from '../../model/batch.js';
import { typeName, type Reading } from './reading.js';

const COMMERCE_EVENT = 'commerce_event';

const parseProduct = (source: unknown, reading: Reading): Product => {
  const product = reading.object(source, 'a product') ?? {};
  return {
    id: reading.id(product['id'], "a product's id"),
    name: reading.text(product['name'], "a product's name"),
    brand: reading.text(product['brand'], "a product's brand"),
    category: reading.text(product['category'], "a product's category"),
    price: product['price'],
    quantity: product['quantity'],
  };
};

/** Digits of a 64-bit number that survive JSON.parse, whatever the number. */
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

/** Attributes are forwarded whatever they are: a number that lost digits asks for another reading as an id does. */
const parseCustomAttributes = (source: unknown, reading: Reading): CommerceEvent['customAttributes'] => {
  const attributes = reading.dictionary(source, 'custom_attributes');
  if (attributes === null) return null;
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) reading.lostDigits = true;
  }
  return attributes;
};

const parseCommerceEvent = (data: JsonObject, action: JsonObject, reading: Reading): CommerceEvent => ({
  action: reading.text(action['action'], 'product_action.action') ?? '',
  time: data['timestamp_unixtime_ms'],
  currency: data['currency_code'],
  totalAmount: action['total_amount'],
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

const readEvent = (source: JsonObject, index: number, reading: Reading): BatchEvent => {
  const type = reading.word(source['event_type'], 'event_type');
  if (type !== null && type !== COMMERCE_EVENT) return { kind: 'not_commerce', index };
  const data = reading.object(source['data'], 'data');
  if (data === null) return malformed(index, 'the event has no data object');
  const action = reading.object(data['product_action'], 'product_action');
  return action === null
    ? { kind: otherKind(data, reading), index }
    : { kind: 'product_action', index, event: parseCommerceEvent(data, action, reading) };
};

/** One element of `events`: a product action, or what else it is (mParticle JSON reference, "commerce_event"). */
export const parseEvent = (element: unknown, index: number, reading: Reading): BatchEvent => {
  const source = reading.object(element, 'the event');
  const event =
    source === null ? malformed(index, `the event is ${typeName(element)}`) : readEvent(source, index, reading);
  const faults = reading.takeFaults();
  return faults === null ? event : malformed(index, faults);
};
