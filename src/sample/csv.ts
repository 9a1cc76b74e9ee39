import type { Item, SampleBatch, SampleEvent } from './batches.js';

type Cell = (batch: SampleBatch, event: SampleEvent, item: Item) => string | number | null;

const lineTotal = ({ article, quantity }: Item): number => Math.round(article.price * quantity * 100) / 100;

/** Columns of mParticle's custom CSV feed for commerce events (CSV import guide): the JSON batch in dot notation. */
const COLUMNS: readonly (readonly [name: string, cell: Cell])[] = [
  ['environment', ({ environment }) => environment],
  ['user_identities.customerid', ({ customer }) => customer.customerId],
  ['user_identities.email', ({ customer }) => customer.email],
  ['user_identities.mobile_number', ({ customer }) => customer.phone],
  ['user_identities.other', ({ customer }) => customer.other],
  ['device_info.ios_advertising_id', ({ customer }) => customer.appleAdvertisingId],
  ['device_info.android_advertising_id', ({ customer }) => customer.googleAdvertisingId],
  ['user_attributes.$FirstName', ({ customer }) => customer.firstName],
  ['user_attributes.$LastName', ({ customer }) => customer.lastName],
  ['user_attributes.$Gender', ({ customer }) => customer.gender],
  ['user_attributes.$City', ({ customer }) => customer.city],
  ['user_attributes.$State', ({ customer }) => customer.state],
  ['user_attributes.$Zip', ({ customer }) => customer.zip],
  ['user_attributes.$Country', ({ customer }) => customer.country],
  ['user_attributes.loyalty_tier', ({ customer }) => customer.tier],
  [
    'consent_state.ccpa.data_sale_opt_out.consented',
    ({ customer }) => (customer.consent.saleOptOut === null ? null : String(customer.consent.saleOptOut)),
  ],
  ['events.data.source_message_id', (_batch, event) => event.sourceMessageId],
  ['events.data.timestamp_unixtime_ms', (_batch, event) => event.time],
  ['events.data.currency_code', (_batch, event) => event.currency],
  // A CSV feed knows no promotions: what would be one is a click on a product, which is not forwarded either.
  ['events.data.product_action.action', (_batch, event) => (event.kind === 'promotion' ? 'click' : event.kind)],
  ['events.data.product_action.transaction_id', (_batch, event) => event.transactionId],
  ['events.data.product_action.total_amount', (_batch, event) => event.total],
  ['events.data.product_action.tax_amount', (_batch, event) => event.tax],
  ['events.data.product_action.products.id', (_batch, _event, item) => item.id],
  ['events.data.product_action.products.name', (_batch, _event, item) => item.article.name],
  ['events.data.product_action.products.brand', (_batch, _event, item) => item.article.brand],
  ['events.data.product_action.products.category', (_batch, _event, item) => item.article.category],
  ['events.data.product_action.products.price', (_batch, _event, item) => item.price],
  ['events.data.product_action.products.quantity', (_batch, _event, item) => item.quantity],
  ['events.data.product_action.products.total_product_amount', (_batch, _event, item) => lineTotal(item)],
  ['events.data.custom_attributes.store_id', (_batch, event) => event.store],
  ['events.data.custom_attributes.register', (_batch, event) => event.register],
  ['events.data.custom_attributes.note', (_batch, event) => event.note],
];

const NEEDS_QUOTES = /[",\r\n]/;

const written = (cell: string | number | null): string => {
  if (cell === null) return '';
  return typeof cell === 'string' && NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : String(cell);
};

/** The header of the CSV form, without its line end. */
export const CSV_HEADER = COLUMNS.map(([name]) => name).join(',');

const row = (batch: SampleBatch, event: SampleEvent, item: Item): string => {
  let text = '';
  for (const [, cell] of COLUMNS) text += `,${written(cell(batch, event, item))}`;
  return text.slice(1);
};

/** A batch as rows, one for each product of each event, without the last line end. */
export const batchRows = (batch: SampleBatch): string =>
  batch.events.flatMap((event) => event.items.map((item) => row(batch, event, item))).join('\n');
