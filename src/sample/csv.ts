// A sample's batches as CSV rows.

import { lineTotal, type Item, type SampleBatch, type SampleEvent } from './batches.js';

type Cell = string | number | null;
type Columns<Of> = readonly (readonly [name: string, cell: (of: Of) => Cell])[];

// Columns of mParticle's custom CSV feed for commerce events (CSV import guide): the JSON batch in dot notation.

const BATCH_COLUMNS: Columns<SampleBatch> = [
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
    ({ customer: { consent } }) => (consent.saleOptOut === null ? null : String(consent.saleOptOut)),
  ],
];

const EVENT_COLUMNS: Columns<SampleEvent> = [
  ['events.data.source_message_id', ({ sourceMessageId }) => sourceMessageId],
  ['events.data.timestamp_unixtime_ms', ({ time }) => time],
  ['events.data.currency_code', ({ currency }) => currency],
  ['events.data.custom_attributes.store_id', ({ store }) => store],
  ['events.data.custom_attributes.register', ({ register }) => register],
  ['events.data.custom_attributes.note', ({ note }) => note],
  // A CSV feed knows no promotions: what would be one is a click on a product, which is not forwarded either.
  ['events.data.product_action.action', ({ kind }) => (kind === 'promotion' ? 'click' : kind)],
  ['events.data.product_action.transaction_id', ({ transactionId }) => transactionId],
  ['events.data.product_action.total_amount', ({ total }) => total],
  ['events.data.product_action.tax_amount', ({ tax }) => tax],
];

const ITEM_COLUMNS: Columns<Item> = [
  ['events.data.product_action.products.id', ({ id }) => id],
  ['events.data.product_action.products.name', ({ article }) => article.name],
  ['events.data.product_action.products.brand', ({ article }) => article.brand],
  ['events.data.product_action.products.category', ({ article }) => article.category],
  ['events.data.product_action.products.price', ({ price }) => price],
  ['events.data.product_action.products.quantity', ({ quantity }) => quantity],
  ['events.data.product_action.products.total_product_amount', lineTotal],
];

/** The header of the CSV form, without its line end. */
export const CSV_HEADER = [...BATCH_COLUMNS, ...EVENT_COLUMNS, ...ITEM_COLUMNS].map(([name]) => name).join(',');

const NEEDS_QUOTES = /[",\r\n]/;

const written = (cell: Cell): string => {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
};

const cellsOf = <Of>(columns: Columns<Of>, of: Of): string => columns.map(([, cell]) => written(cell(of))).join(',');

/** A batch as rows, one for each product of each event, without the last line end. */
export const batchRows = (batch: SampleBatch): string => {
  const batchCells = cellsOf(BATCH_COLUMNS, batch);
  let rows = '';
  for (const event of batch.events) {
    const saleCells = `${batchCells},${cellsOf(EVENT_COLUMNS, event)}`;
    for (const item of event.items) rows += `${rows === '' ? '' : '\n'}${saleCells},${cellsOf(ITEM_COLUMNS, item)}`;
  }
  return rows;
};
