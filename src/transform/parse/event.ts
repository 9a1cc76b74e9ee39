import { arrayOrEmpty, isJsonObject, objectOrNull, textOrNull, type JsonObject } from '../../lib/json.js';
import type { BatchEvent, CommerceEvent, Product } from '../../model/batch.js';

const COMMERCE_EVENT = 'commerce_event';

const parseProduct = (product: JsonObject): Product => ({
  id: textOrNull(product['id']),
  name: textOrNull(product['name']),
  brand: textOrNull(product['brand']),
  category: textOrNull(product['category']),
  price: product['price'],
  quantity: product['quantity'],
});

/** Digits of a 64-bit number that survive JSON.parse, whatever the number. */
const RELIABLE_DIGITS = 15;

/**
 * An event id as text. Exports write it as a number, which JSON.parse rounds, or as a string: both are cut to the digits
 * that survive, so that the two spellings of one id stay one id. It only tells copies of an event from other events,
 * together with much else, and is never sent.
 */
const parseEventId = (value: unknown): string | null => {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value);
  if (text === '' || text === '0') return null;
  return text.length <= RELIABLE_DIGITS ? text : `${text.slice(0, RELIABLE_DIGITS)}/${text.length}`;
};

const parseCommerceEvent = (data: JsonObject, action: JsonObject): CommerceEvent => ({
  action: typeof action['action'] === 'string' ? action['action'] : '',
  time: data['timestamp_unixtime_ms'],
  currency: data['currency_code'],
  totalAmount: action['total_amount'],
  transactionId: textOrNull(action['transaction_id']),
  eventId: parseEventId(data['event_id']),
  sourceMessageId: textOrNull(data['source_message_id']),
  products: arrayOrEmpty(action['products']).map((product) => parseProduct(objectOrNull(product) ?? {})),
  customAttributes: objectOrNull(data['custom_attributes']),
});

/** One element of `events`: a product action, or what else it is (mParticle JSON reference, "commerce_event"). */
export const parseEvent = (source: unknown, index: number): BatchEvent => {
  if (!isJsonObject(source)) return { kind: 'malformed', index };
  const type = source['event_type'];
  if (typeof type === 'string' && type !== COMMERCE_EVENT) return { kind: 'not_commerce', index };
  const data = source['data'];
  if (!isJsonObject(data)) return { kind: 'malformed', index };
  const action = data['product_action'];
  if (isJsonObject(action)) return { kind: 'product_action', index, event: parseCommerceEvent(data, action) };
  if (isJsonObject(data['promotion_action'])) return { kind: 'promotion', index };
  if (arrayOrEmpty(data['product_impressions']).length > 0) return { kind: 'impression', index };
  return { kind: 'not_commerce', index };
};
