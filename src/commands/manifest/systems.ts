// The systems whose files are recognised by their headers: the meaning of each column. The form of the cells (dates,
// amounts) is guessed as for any other file.
import { META_TEMPLATE_FIELDS } from '../../read/csv/meta-template.js';
import { byWord } from '../../lib/words.js';
import { FIELD } from './words.js';

/** A system whose files have these headers. */
export interface KnownSystem {
  readonly name: string;
  /** Plain headers (lower case) that only its files have together. */
  readonly signature: readonly string[];
  /** Field by plain header. Of several headers with one field the first that the file has counts. */
  readonly fields: Readonly<Record<string, string>>;
  /** Headers that are joined by a space, and the field they are together. */
  readonly joined?: readonly (readonly [headers: readonly string[], field: string])[];
  /** The meaning of cells in the action column, as the system writes them; absent: they are read as they are. */
  readonly actions?: Readonly<Record<string, string | null>>;
  /** The meaning of cells in other columns, by their field. */
  readonly maps?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Notes for the user, one sentence each. */
  readonly notes?: readonly string[];
}

const REFUNDED_IN_PART = 'Orders refunded in part are sent with their full total: refunds are not subtracted.';

const SQUARE_ACTIONS = { Payment: 'purchase', Refund: 'refund' };
const SQUARE_NOTES: readonly string[] = [
  'A refund is a row of its own and is skipped: the sale that it belongs to is sent in full.',
  'This export has no e-mail addresses: the customer id is the only strong key.',
];

/** Columns of mParticle's warehouse tables, as Redshift, Snowflake and BigQuery have them. */
const WAREHOUSE: Readonly<Record<string, string>> = Object.fromEntries(
  byWord<string>([
    [FIELD.time, 'eventtimestamp'],
    ['environment', 'isdebug'],
    ['source_info.channel', 'entrypointtype'],
    ['events.event_type', 'messagetypeid'],
    [FIELD.action, 'productactiontypeid productaction.actiontype productaction_actiontype eventname'],
    [FIELD.email, 'email'],
    [FIELD.customer, 'customerid'],
    ['device_info.ios_advertising_id', 'idfa'],
    ['device_info.android_advertising_id', 'googleaid'],
    [FIELD.order, 'productaction.transactionid productaction_transactionid'],
    [FIELD.total, 'productaction.totalamount productaction_totalamount eventltvvalue'],
    [FIELD.productId, 'productactionproducts.product_id product_id'],
    [FIELD.productName, 'productactionproducts.product_name product_name'],
    [FIELD.price, 'productactionproducts.product_price product_price'],
    [FIELD.quantity, 'productactionproducts.product_quantity product_quantity'],
    ['events.data.product_action', 'productaction'],
    [FIELD.productList, 'productactionproducts'],
    ['user_attributes', 'userattributes'],
    ['events.data.custom_attributes', 'eventattributes'],
  ]),
);

/** In the order in which they are tried. */
// prettier-ignore
const SYSTEMS: readonly KnownSystem[] = [
  {
    name: "Meta's template for offline events",
    signature: ['event_name', 'event_time', 'value', 'currency', 'email'],
    fields: META_TEMPLATE_FIELDS,
    notes: ['mp2fb also reads this template without a manifest, and only then reads its repeated columns.'],
  },
  {
    name: 'Shopify (orders)',
    signature: ['name', 'financial status', 'paid at', 'lineitem quantity', 'lineitem price'],
    fields: {
      name: FIELD.order, email: FIELD.email, 'financial status': FIELD.action, 'paid at': FIELD.time,
      currency: FIELD.currency, total: FIELD.total, 'lineitem sku': FIELD.productId,
      'lineitem name': FIELD.productName, 'lineitem price': FIELD.price, 'lineitem quantity': FIELD.quantity,
      'billing city': FIELD.city, 'billing zip': FIELD.zip, 'billing province': FIELD.state,
      'billing country': FIELD.country, phone: FIELD.phone, 'billing phone': FIELD.phone, location: FIELD.store,
    },
    actions: {
      paid: 'purchase', partially_refunded: 'purchase', partially_paid: 'purchase',
      refunded: 'refund', voided: 'refund', pending: 'unknown', authorized: 'unknown', expired: 'unknown',
    },
    notes: [
      'Orders that are not paid, and orders refunded in full, are skipped. Lines of one order share its name.',
      'partially_refunded orders are sent with their full Total: Refunded Amount is not subtracted. To leave them out: "partially_refunded": null in the map.',
      'Orders of the web shop are sent, too (the column Source is web, pos …). To leave them out, keep Source as events.data.custom_attributes.source with "map": { "web": null, "*": "pos" }.',
      'Billing Name holds first and last name in one: it is left out.',
    ],
  },
  {
    name: 'Square (transactions)',
    signature: ['date', 'time', 'gross sales', 'total collected', 'transaction id', 'event type'],
    fields: {
      'transaction id': FIELD.order, 'event type': FIELD.action, 'customer id': FIELD.customer,
      'total collected': FIELD.total, location: FIELD.store,
    },
    joined: [[['date', 'time'], FIELD.time]],
    actions: SQUARE_ACTIONS,
    notes: [...SQUARE_NOTES, 'Total Collected includes taxes and tips.'],
  },
  {
    name: 'Square (item sales)',
    signature: ['date', 'time', 'gross sales', 'net sales', 'transaction id', 'event type'],
    fields: {
      'transaction id': FIELD.order, 'event type': FIELD.action, 'customer id': FIELD.customer,
      sku: FIELD.productId, item: FIELD.productName, qty: FIELD.quantity, 'net sales': FIELD.lineTotal,
      location: FIELD.store,
    },
    joined: [[['date', 'time'], FIELD.time]],
    actions: SQUARE_ACTIONS,
    notes: SQUARE_NOTES,
  },
  {
    name: 'WooCommerce (order export)',
    signature: ['order_number', 'order_date', 'order_total', 'billing_email'],
    fields: {
      order_number: FIELD.order, order_date: FIELD.time, status: FIELD.action, order_status: FIELD.action,
      order_total: FIELD.total, order_currency: FIELD.currency, customer_id: FIELD.customer,
      billing_email: FIELD.email, billing_first_name: FIELD.firstName, billing_last_name: FIELD.lastName,
      billing_phone: FIELD.phone, billing_city: FIELD.city, billing_state: FIELD.state,
      billing_postcode: FIELD.zip, billing_country: FIELD.country, item_sku: FIELD.productId,
      sku: FIELD.productId, item_name: FIELD.productName, item_quantity: FIELD.quantity, item_price: FIELD.price,
    },
    actions: {
      completed: 'purchase', processing: 'purchase', 'wc-completed': 'purchase', 'wc-processing': 'purchase',
      refunded: 'refund', 'wc-refunded': 'refund', cancelled: 'refund', 'wc-cancelled': 'refund',
      pending: 'unknown', 'on-hold': 'unknown', failed: 'unknown',
    },
    notes: [REFUNDED_IN_PART],
  },
  {
    name: 'WooCommerce (Advanced Order Export)',
    signature: ['order number', 'order date', 'order total amount', 'email (billing)'],
    fields: {
      'order number': FIELD.order, 'order date': FIELD.time, 'order status': FIELD.action,
      'order total amount': FIELD.total, 'order currency': FIELD.currency, 'email (billing)': FIELD.email,
      'phone (billing)': FIELD.phone, 'first name (billing)': FIELD.firstName,
      'last name (billing)': FIELD.lastName, 'city (billing)': FIELD.city, 'state code (billing)': FIELD.state,
      'postcode (billing)': FIELD.zip, 'country code (billing)': FIELD.country, sku: FIELD.productId,
      'item name': FIELD.productName, quantity: FIELD.quantity, 'quantity (- refund)': FIELD.quantity,
      'item cost': FIELD.price,
    },
    actions: {
      Completed: 'purchase', Processing: 'purchase', Refunded: 'refund', Cancelled: 'refund',
      'Pending payment': 'unknown', 'On hold': 'unknown', Failed: 'unknown',
    },
    notes: [REFUNDED_IN_PART],
  },
  {
    name: 'Lightspeed Retail, X-Series (sales history)',
    signature: ['receipt number', 'line type', 'customer code', 'total', 'register'],
    fields: {
      'receipt number': FIELD.order, 'line type': FIELD.action, date: FIELD.time,
      'customer code': FIELD.customer, 'customer email': FIELD.email, total: FIELD.total, outlet: FIELD.store,
    },
    actions: { Sale: 'purchase', Return: 'refund', '*': null },
    notes: [
      'Only the row of each sale is read, not those of its lines and payments: the total is there.',
      REFUNDED_IN_PART,
    ],
  },
  {
    name: 'Magento (orders)',
    signature: ['purchase point', 'purchase date', 'grand total (purchased)', 'customer email'],
    fields: {
      id: FIELD.order, 'purchase date': FIELD.time, status: FIELD.action, 'customer email': FIELD.email,
      'grand total (purchased)': FIELD.total, 'purchase point': FIELD.store,
    },
    actions: {
      Complete: 'purchase', Processing: 'purchase', Closed: 'refund', Canceled: 'refund',
      Pending: 'unknown', 'Pending Payment': 'unknown', 'On Hold': 'unknown', 'Suspected Fraud': 'unknown',
    },
    notes: [REFUNDED_IN_PART],
  },
  {
    name: 'Magento (table sales_order)',
    signature: ['entity_id', 'increment_id', 'grand_total', 'order_currency_code', 'customer_email'],
    fields: {
      increment_id: FIELD.order, created_at: FIELD.time, status: FIELD.action, grand_total: FIELD.total,
      order_currency_code: FIELD.currency, customer_id: FIELD.customer, customer_email: FIELD.email,
      customer_firstname: FIELD.firstName, customer_lastname: FIELD.lastName, customer_gender: FIELD.gender,
      store_id: FIELD.store,
    },
    actions: {
      complete: 'purchase', processing: 'purchase', closed: 'refund', canceled: 'refund', pending: 'unknown',
      pending_payment: 'unknown', payment_review: 'unknown', holded: 'unknown', fraud: 'unknown',
    },
    notes: ['Its times are those of UTC: --csv-time-zone UTC.', REFUNDED_IN_PART],
  },
  {
    name: "mParticle's warehouse tables",
    signature: ['eventtimestamp', 'messagetypeid'],
    fields: WAREHOUSE,
    maps: {
      // As Redshift, Snowflake and BigQuery write a boolean.
      environment: { true: 'development', t: 'development', 1: 'development', '*': 'production' },
      'source_info.channel': { 1: 'native', '*': 'server_to_server' },
      // A feed's table has events of all types.
      'events.event_type': { 16: 'commerce_event', '16.0': 'commerce_event', '*': 'custom_event' },
    },
    notes: [
      'The tables have no column of the currency.',
      'Rows of development (isdebug), of apps (entrypointtype 1) and of other events (messagetypeid) are skipped, as in an export.',
      'The JSON in productaction supplies what other columns leave blank. Redshift cuts it off at 5,000 characters: such rows are rejected.',
    ],
  },
];

/** `ua_$City`, `ea store` and the like: an attribute with its name. */
const ATTRIBUTE = /^(ua|ea)[ _](.+)$/i;

/** The field of a warehouse's column for one attribute; null: another kind of column. */
export const attributeField = (header: string): string | null => {
  const [, kind, name] = ATTRIBUTE.exec(header.trim()) ?? [];
  if (kind === undefined || name === undefined) return null;
  return kind.toLowerCase() === 'ua' ? `user_attributes.${name}` : `events.data.custom_attributes.${name}`;
};

/** The system of a header row; null: unknown. */
export const systemOf = (headers: readonly string[]): KnownSystem | null => {
  const names = new Set(headers.map((header) => header.trim().toLowerCase()));
  return SYSTEMS.find(({ signature }) => signature.every((name) => names.has(name))) ?? null;
};
