// The systems whose files are known by their headers: what each of their columns means. What the cells look like (dates,
// amounts) is guessed as for any other file.
import { META_TEMPLATE_FIELDS } from '../../read/csv/meta-template.js';
import {
  ACTION_FIELD,
  COUNTRY_FIELD,
  CURRENCY_FIELD,
  EMAIL_FIELD,
  LINE_TOTAL_FIELD as LINE_TOTAL,
  ORDER_FIELD as ID,
  PRICE_FIELD,
  PRODUCT_ID_FIELD as SKU,
  PRODUCT_LIST_FIELD as PRODUCT_LIST,
  PRODUCT_NAME_FIELD as ITEM,
  QUANTITY_FIELD,
  TIME_FIELD,
  TOTAL_FIELD,
} from './words.js';

/** A system whose files have these headers. */
export interface KnownSystem {
  readonly name: string;
  /** Plain headers (lower case) that only its files have together. */
  readonly signature: readonly string[];
  /** Field by plain header. Of several headers with one field the first that the file has counts. */
  readonly fields: Readonly<Record<string, string>>;
  /** Headers that are joined by a blank, and the field they are together. */
  readonly joined?: readonly (readonly [headers: readonly string[], field: string])[];
  /** What cells of the action column mean, as the system writes them; without it they are read as they are. */
  readonly actions?: Readonly<Record<string, string | null>>;
  /** Worth knowing, a sentence each. */
  readonly notes?: readonly string[];
}

const PHONE = 'user_identities.mobile_number';
const CUSTOMER = 'user_identities.customer_id';
const FIRST = 'user_attributes.$FirstName';
const LAST = 'user_attributes.$LastName';
const CITY = 'user_attributes.$City';
const STATE = 'user_attributes.$State';
const ZIP = 'user_attributes.$Zip';
const STORE = 'events.data.custom_attributes.store';

const REFUNDED_IN_PART = 'Orders refunded in part are sent with their full total: refunds are not subtracted.';

/** Columns of mParticle's warehouse tables, as Redshift, Snowflake and BigQuery have them. */
const WAREHOUSE: Readonly<Record<string, string>> = {
  eventtimestamp: TIME_FIELD,
  productactiontypeid: ACTION_FIELD,
  'productaction.actiontype': ACTION_FIELD,
  productaction_actiontype: ACTION_FIELD,
  eventname: ACTION_FIELD,
  email: EMAIL_FIELD,
  customerid: CUSTOMER,
  idfa: 'device_info.ios_advertising_id',
  googleaid: 'device_info.android_advertising_id',
  'productaction.transactionid': ID,
  productaction_transactionid: ID,
  'productaction.totalamount': TOTAL_FIELD,
  productaction_totalamount: TOTAL_FIELD,
  eventltvvalue: TOTAL_FIELD,
  'productactionproducts.product_id': SKU,
  product_id: SKU,
  'productactionproducts.product_name': ITEM,
  product_name: ITEM,
  'productactionproducts.product_price': PRICE_FIELD,
  product_price: PRICE_FIELD,
  'productactionproducts.product_quantity': QUANTITY_FIELD,
  product_quantity: QUANTITY_FIELD,
  productaction: 'events.data.product_action',
  productactionproducts: PRODUCT_LIST,
  userattributes: 'user_attributes',
  eventattributes: 'events.data.custom_attributes',
};

/** In the order in which they are tried. */
export const SYSTEMS: readonly KnownSystem[] = [
  {
    name: "Meta's template for offline events",
    signature: ['event_name', 'event_time', 'value', 'currency', 'email'],
    fields: META_TEMPLATE_FIELDS,
    notes: ['mp2fb reads this template without a manifest, too, and its repeated columns only so.'],
  },
  {
    name: 'Shopify (orders)',
    signature: ['name', 'financial status', 'paid at', 'lineitem quantity', 'lineitem price'],
    fields: {
      ...{
        name: ID,
        email: EMAIL_FIELD,
        'financial status': ACTION_FIELD,
        'paid at': TIME_FIELD,
        currency: CURRENCY_FIELD,
      },
      ...{ total: TOTAL_FIELD, 'lineitem sku': SKU, 'lineitem name': ITEM, 'lineitem price': PRICE_FIELD },
      ...{ 'lineitem quantity': QUANTITY_FIELD, 'billing city': CITY, 'billing zip': ZIP, 'billing province': STATE },
      ...{ 'billing country': COUNTRY_FIELD, phone: PHONE, 'billing phone': PHONE, location: STORE },
    },
    actions: {
      ...{ paid: 'purchase', partially_refunded: 'purchase', partially_paid: 'purchase' },
      ...{ refunded: 'refund', voided: 'refund', pending: 'unknown', authorized: 'unknown', expired: 'unknown' },
    },
    notes: [
      'Orders that are not paid, and orders refunded in full, are skipped. Lines of one order share its name.',
      'partially_refunded orders are sent with their full Total: Refunded Amount is not subtracted. To leave them out: "partially_refunded": null in the map.',
      'Orders of the web shop are sent, too (the column Source is web, pos …). To leave them out, keep Source as events.data.custom_attributes.source with "map": { "web": null, "*": "pos" }.',
      'Billing Name holds first and last name in one: it is left out.',
    ],
  },
  {
    name: 'Square (item sales)',
    signature: ['date', 'time', 'gross sales', 'net sales', 'transaction id', 'event type'],
    fields: {
      ...{ 'transaction id': ID, 'event type': ACTION_FIELD, 'customer id': CUSTOMER, sku: SKU, item: ITEM },
      ...{ qty: QUANTITY_FIELD, 'net sales': LINE_TOTAL, location: STORE },
    },
    joined: [[['date', 'time'], TIME_FIELD]],
    actions: { Payment: 'purchase', Refund: 'refund' },
    notes: [
      'A refund is a row of its own and is skipped: the sale that it belongs to is sent in full.',
      'Square names no e-mail address here: the customer id is the only strong key, so upload with --extended-match-keys.',
    ],
  },
  {
    name: 'WooCommerce (order export)',
    signature: ['order_number', 'order_date', 'order_total', 'billing_email'],
    fields: {
      ...{ order_number: ID, order_date: TIME_FIELD, status: ACTION_FIELD, order_status: ACTION_FIELD },
      ...{
        order_total: TOTAL_FIELD,
        order_currency: CURRENCY_FIELD,
        customer_id: CUSTOMER,
        billing_email: EMAIL_FIELD,
      },
      ...{ billing_first_name: FIRST, billing_last_name: LAST, billing_phone: PHONE, billing_city: CITY },
      ...{ billing_state: STATE, billing_postcode: ZIP, billing_country: COUNTRY_FIELD },
      ...{ item_sku: SKU, sku: SKU, item_name: ITEM, item_quantity: QUANTITY_FIELD, item_price: PRICE_FIELD },
    },
    actions: {
      ...{ completed: 'purchase', processing: 'purchase', 'wc-completed': 'purchase', 'wc-processing': 'purchase' },
      ...{ refunded: 'refund', 'wc-refunded': 'refund', cancelled: 'refund', 'wc-cancelled': 'refund' },
      ...{ pending: 'unknown', 'on-hold': 'unknown', failed: 'unknown' },
    },
    notes: [REFUNDED_IN_PART],
  },
  {
    name: 'WooCommerce (Advanced Order Export)',
    signature: ['order number', 'order date', 'order total amount', 'email (billing)'],
    fields: {
      ...{
        'order number': ID,
        'order date': TIME_FIELD,
        'order status': ACTION_FIELD,
        'order total amount': TOTAL_FIELD,
      },
      ...{ 'order currency': CURRENCY_FIELD, 'email (billing)': EMAIL_FIELD, 'phone (billing)': PHONE },
      ...{ 'first name (billing)': FIRST, 'last name (billing)': LAST, 'city (billing)': CITY },
      ...{ 'state code (billing)': STATE, 'postcode (billing)': ZIP, 'country code (billing)': COUNTRY_FIELD },
      ...{
        sku: SKU,
        'item name': ITEM,
        quantity: QUANTITY_FIELD,
        'quantity (- refund)': QUANTITY_FIELD,
        'item cost': PRICE_FIELD,
      },
    },
    actions: {
      ...{ Completed: 'purchase', Processing: 'purchase', Refunded: 'refund', Cancelled: 'refund' },
      ...{ 'Pending payment': 'unknown', 'On hold': 'unknown', Failed: 'unknown' },
    },
    notes: [REFUNDED_IN_PART],
  },
  {
    name: 'Lightspeed Retail, X-Series (sales history)',
    signature: ['receipt number', 'line type', 'customer code', 'total', 'register'],
    fields: {
      ...{ 'receipt number': ID, 'line type': ACTION_FIELD, date: TIME_FIELD, 'customer code': CUSTOMER },
      ...{ 'customer email': EMAIL_FIELD, total: TOTAL_FIELD, outlet: STORE },
    },
    actions: { Sale: 'purchase', Return: 'refund', '*': null },
    notes: [
      'Only the row of each sale is read, not those of its lines and payments: the total is there.',
      REFUNDED_IN_PART,
    ],
  },
  {
    name: 'Lightspeed Retail, R-Series (sales)',
    signature: ['sale id', 'date', 'customer id', 'total'],
    fields: {
      ...{
        'sale id': ID,
        date: TIME_FIELD,
        'customer id': CUSTOMER,
        email: EMAIL_FIELD,
        'customer email': EMAIL_FIELD,
      },
      ...{ total: TOTAL_FIELD, shop: STORE, 'first name': FIRST, 'last name': LAST, phone: PHONE },
    },
  },
  {
    name: 'Magento (orders)',
    signature: ['purchase point', 'purchase date', 'grand total (purchased)', 'customer email'],
    fields: {
      ...{ id: ID, 'purchase date': TIME_FIELD, status: ACTION_FIELD, 'customer email': EMAIL_FIELD },
      ...{ 'grand total (purchased)': TOTAL_FIELD, 'purchase point': STORE },
    },
    actions: {
      ...{ Complete: 'purchase', Processing: 'purchase', Closed: 'refund', Canceled: 'refund' },
      ...{ Pending: 'unknown', 'Pending Payment': 'unknown', 'On Hold': 'unknown', 'Suspected Fraud': 'unknown' },
    },
    notes: [REFUNDED_IN_PART],
  },
  {
    name: "mParticle's warehouse tables",
    signature: ['eventtimestamp', 'messagetypeid'],
    fields: WAREHOUSE,
    notes: [
      'The tables have no column of the currency.',
      'Of the JSON in productaction, what other columns leave blank is used. Redshift cuts it off at 5,000 characters: such rows are rejected.',
    ],
  },
];

/** `ua_$City`, `ea store` and the like: an attribute with its name. */
const ATTRIBUTE = /^(ua|ea)[ _](.+)$/i;

/** The field of a warehouse's column for one attribute; null: it is none. */
export const attributeField = (header: string): string | null => {
  const [, kind, name] = ATTRIBUTE.exec(header.trim()) ?? [];
  if (kind === undefined || name === undefined) return null;
  return kind.toLowerCase() === 'ua' ? `user_attributes.${name}` : `events.data.custom_attributes.${name}`;
};

/** The system that a header row is of; null: none that is known. */
export const systemOf = (headers: readonly string[]): KnownSystem | null => {
  const names = new Set(headers.map((header) => header.trim().toLowerCase()));
  return SYSTEMS.find(({ signature }) => signature.every((name) => names.has(name))) ?? null;
};
