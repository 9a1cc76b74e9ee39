// A sample's batches as JSON lines.

import { quoted } from '../lib/json-text.js';
import { lineTotal, type Item, type SampleBatch, type SampleEvent } from './batches.js';
import type { Consent, Customer } from './customers.js';

/** mParticle puts the feed's name on every event of a feed. */
const FEED = 'POS nightly upload';

// prettier-ignore
const EVENT_NAMES: Record<SampleEvent['kind'], string> = {
  purchase: 'eCommerce - Purchase', checkout: 'eCommerce - Checkout',
  add_to_cart: 'eCommerce - AddToCart', add_to_wishlist: 'eCommerce - AddToWishlist',
  view_detail: 'eCommerce - ViewDetail', refund: 'eCommerce - Refund',
  remove_from_cart: 'eCommerce - RemoveFromCart', promotion: 'eCommerce - PromotionClick',
  impression: 'eCommerce - Impression', custom: 'Door opened',
};

// Lines are built from text, not from objects, which is several times faster. Names and addresses here contain nothing
// that JSON would escape, but articles and notes may.

const orNull = (text: string | null): string => (text === null ? 'null' : `"${text}"`);

const amount = (value: number | string | null): string =>
  typeof value === 'number' ? String(value) : value === null ? 'null' : `"${value}"`;

const product = (item: Item, position: number): string => {
  const { article, id, quantity, price } = item;
  return (
    `{"id":${orNull(id)},"name":${quoted(article.name)},"brand":"${article.brand}","category":"${article.category}",` +
    `"variant":null,"position":${position},"price":${amount(price)},"quantity":${quantity},` +
    `"total_product_amount":${amount(lineTotal(item))},"custom_attributes":null}`
  );
};

const products = (items: readonly Item[]): string => {
  let list = '';
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    if (item !== undefined) list += (at === 0 ? '' : ',') + product(item, at + 1);
  }
  return `[${list}]`;
};

const productAction = (event: SampleEvent): string =>
  `"product_action":{"action":"${event.kind}","transaction_id":${orNull(event.transactionId)},"total_amount":` +
  `${amount(event.total)},"tax_amount":${event.tax},"shipping_amount":0,"products":${products(event.items)}},` +
  '"promotion_action":null,"product_impressions":null';

const subject = (event: SampleEvent): string => {
  if (event.kind === 'promotion')
    return (
      '"product_action":null,"promotion_action":{"action":"click","promotions":[{"id":"window-7","name":"Window",' +
      '"creative":"lamps","position":"1"}]},"product_impressions":null'
    );
  if (event.kind === 'impression')
    return (
      '"product_action":null,"promotion_action":null,"product_impressions":[{"product_impression_list":"Shelf 3",' +
      `"products":${products(event.items)}}]`
    );
  return event.kind === 'custom' ? '"custom_event_type":"other"' : productAction(event);
};

const attributes = (event: SampleEvent): string =>
  `{"store_id":"${event.store}","register":"${event.register}"` +
  `${event.note === null ? '' : `,"note":${quoted(event.note)}`},"mParticle Source Feed":"${FEED}"}`;

const eventText = (event: SampleEvent): string => {
  const time = event.time === null ? 'null' : `"${event.time}"`;
  return (
    `{"data":{${subject(event)},"currency_code":${orNull(event.currency)},` +
    `"event_name":"${EVENT_NAMES[event.kind]}","custom_flags":{},"timestamp_unixtime_ms":${time},` +
    `"event_id":"${event.eventId}","source_message_id":"${event.sourceMessageId}",` +
    `"custom_attributes":${attributes(event)}},` +
    `"event_type":"${event.kind === 'custom' ? 'custom_event' : 'commerce_event'}"}`
  );
};

const identities = (customer: Customer): string => {
  let list = '';
  const add = (type: string, value: string | null): void => {
    if (value === null) return;
    list += `${list === '' ? '' : ','}{"identity_type":"${type}","identity":"${value}","timestamp_unixtime_ms":${customer.knownSinceMs}}`;
  };
  add('customer_id', customer.customerId);
  add('email', customer.email);
  add('mobile_number', customer.phone);
  add('other', customer.other);
  return `[${list}]`;
};

const userAttributes = (customer: Customer): string => {
  let list = '';
  const add = (name: string, value: string | null): void => {
    if (value !== null) list += `${list === '' ? '' : ','}"${name}":"${value}"`;
  };
  add('$FirstName', customer.firstName);
  add('$LastName', customer.lastName);
  add('$Gender', customer.gender);
  add('$City', customer.city);
  add('$State', customer.state);
  add('$Zip', customer.zip);
  add('$Country', customer.country);
  add('loyalty_tier', customer.tier);
  return `{${list}}`;
};

const device = ({ appleAdvertisingId, googleAdvertisingId }: Customer): string =>
  '{' +
  (appleAdvertisingId === null ? '' : `"ios_advertising_id":"${appleAdvertisingId}",`) +
  (googleAdvertisingId === null ? '' : `"android_advertising_id":"${googleAdvertisingId}",`) +
  '"is_dst":false}';

const purpose = (consented: boolean, sinceMs: number): string =>
  `{"consented":${consented},"document":"notice_v2","timestamp_unixtime_ms":${sinceMs}}`;

const consentState = ({ saleOptOut, marketing }: Consent, sinceMs: number): string => {
  if (saleOptOut !== null) return `{"gdpr":null,"ccpa":{"data_sale_opt_out":${purpose(saleOptOut, sinceMs)}}}`;
  return marketing === null ? 'null' : `{"gdpr":{"marketing":${purpose(marketing, sinceMs)}},"ccpa":null}`;
};

/** A batch as mParticle's Amazon S3 export writes it: one line of JSON, without its line end. */
export const batchLine = (batch: SampleBatch): string => {
  const { customer } = batch;
  let events = '';
  for (const event of batch.events) events += (events === '' ? '' : ',') + eventText(event);
  return (
    `{"events":[${events}],"source_request_id":"${batch.sourceRequestId}","batch_id":${batch.batchId},` +
    `"message_id":"${batch.messageId}","message_type":"events","schema_version":2,"timestamp_unixtime_ms":` +
    `${batch.receivedMs},"mpid":${batch.mpid},"environment":"${batch.environment}","device_info":${device(customer)},` +
    `"application_info":{"os":"${batch.os}"},"source_info":{"channel":"${batch.os === 'IOS' ? 'native' : 'partner'}",` +
    `"partner":${batch.os === 'IOS' ? 'null' : '"Generic S2S"'}},"user_attributes":${userAttributes(customer)},` +
    `"deleted_user_attributes":[],"user_identities":${identities(customer)},"consent_state":` +
    `${consentState(customer.consent, customer.knownSinceMs)},"system_notifications":[],"context":{}}`
  );
};
