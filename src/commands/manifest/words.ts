// What a column may be: mParticle's fields, and meanings that become one of them. The words of headers are in
// header-words.ts.
import { byWord } from '../../lib/words.js';

const DATA = 'events.data.';
const ACTION = `${DATA}product_action.`;
const PRODUCT = `${ACTION}products.`;

/** mParticle's fields that headers name. */
export const FIELD = {
  /** Of the columns of the date and of the time of day; both, or one of them, make the event time. */
  time: `${DATA}timestamp_unixtime_ms`,
  action: `${ACTION}action`,
  order: `${ACTION}transaction_id`,
  currency: `${DATA}currency_code`,
  total: `${ACTION}total_amount`,
  price: `${PRODUCT}price`,
  quantity: `${PRODUCT}quantity`,
  lineTotal: `${PRODUCT}total_product_amount`,
  productId: `${PRODUCT}id`,
  productName: `${PRODUCT}name`,
  category: `${PRODUCT}category`,
  brand: `${PRODUCT}brand`,
  /** JSON of all products of a sale. */
  productList: `${ACTION}products`,
  email: 'user_identities.email',
  phone: 'user_identities.mobile_number',
  customer: 'user_identities.customer_id',
  firstName: 'user_attributes.$FirstName',
  lastName: 'user_attributes.$LastName',
  gender: 'user_attributes.$Gender',
  city: 'user_attributes.$City',
  state: 'user_attributes.$State',
  zip: 'user_attributes.$Zip',
  country: 'user_attributes.$Country',
  store: `${DATA}custom_attributes.store`,
  /** By these, beside a column of the action, rows that are not sales are left out; none of their values is sent. */
  status: `${DATA}custom_attributes.status`,
  cancelled: `${DATA}custom_attributes.cancelled`,
  optOut: 'consent_state.ccpa.data_sale_opt_out.consented',
} as const;
/** Whether a field says that a sale was cancelled: several may, and each but the first ends in a number. */
export const isCancelled = (field: string): boolean => field.startsWith(FIELD.cancelled);
/** Whether a field is one of a single product. */
export const isProductField = (field: string): boolean => field.startsWith(PRODUCT);

/** What a column is: a field, or a part of the event time. */
export type Meaning = string;
/** The total of a whole receipt, explicitly: preferred to a column that is only called total. */
export const RECEIPT_TOTAL = 'receipt total';
/** A total without tax, or after discounts: only where no column has another total. */
export const NET_TOTAL = 'net total';
/** An amount that is not called total: of a line, where products and a total are beside it; else the total. */
export const AMOUNT = 'amount';
/** The status of an order: the action, if no column has one. */
export const STATUS = 'status';
/** A column of actions with unknown words: used as the action if no other column is. */
export const KIND = 'kind';
/** The action, recognised only by its cells: a header that names it comes first. */
export const ACTION_BY_CELLS = 'action by cells';
/** Whether a receipt was cancelled, as yes or no: the action, if no column has one. */
export const CANCELLED = 'cancelled';
/** The same, by a header that only such columns have: all cells may be 0. */
export const CANCELLED_FLAG = 'cancelled flag';
/** When a receipt was cancelled: blank for sales. */
export const CANCELLED_TIME = 'cancelled time';
/** The date and the time of day of an event time in two columns. */
export const DATE_PART = 'date';
export const CLOCK_PART = 'time';

/** The fields that are sent only with `extendedMatchKeys`. */
export const EXTENDED: readonly string[] = [FIELD.phone, FIELD.state, FIELD.zip, FIELD.customer];

/** Codes of currencies that are not also words: headers have them beside an amount, as in `total_eur` and `Total (CAD)`. */
export const HEADER_CURRENCIES =
  'eur usd gbp chf pln sek nok dkk cad aud nzd jpy brl mxn czk huf inr ' +
  'aed sar qar kwd bhd omr ils zar sgd hkd twd krw thb myr php idr vnd cny ars clp ron bgn';

/** Headers of columns that say whether a sale was paid. */
export const PAID: readonly string[] =
  'paid ispaid captured iscaptured bezahlt betaald paye pagado pagato zaplacone betald oplacone'.split(' ');

/** UTC by name, and not a zone with a distance from it. */
export const UTC = /(?:(?<![A-Z])(?:UTC|GMT)(?![A-Z])|(?<![a-z])(?:[Uu]tc|[Gg]mt)(?![a-z]))(?!\s*[-+−]\s*0*[1-9])/;

/** Zones by their short names and by their distance from UTC, as headers of times have them: `Paid (EST)`, `UTC+1`. */
export const ZONE =
  /(?<!\p{L})(?:[ECP][SD]?T|M[SD]T|AE[SD]T|BST|CES?T|MES?Z|WES?T|EES?T|JST|(?:UTC|GMT)\s*[-+−]\s*\d.*)(?!\p{L})/u;

/** Headers of time zones, in plain form. */
export const ZONE_WORDS: readonly string[] =
  'timezone tz zeitzone fuseauhoraire zonahoraria fusohorario fusoorario tijdzone'.split(' ');

/** Headers of amounts that were refunded. */
export const REFUND =
  /refund|returned.*(?:amount|value|total|qty|quantity)|erstatt|zurückgez|rembours|reembols|devol|devuel|rimbors|terug(?:bet|gest|gev)|zwrot|återbet|tilbage|tilbake|返金|환불/i;

/** A header without the differences between spellings: case, accents, spaces, punctuation. */
export const plainHeader = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[^a-z0-9\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu, '');

/** What words mean, by their plain form. */
export const byPlainWord = <Value>(lists: readonly (readonly [Value, words: string])[]): ReadonlyMap<string, Value> =>
  new Map([...byWord(lists)].map(([word, value]) => [plainHeader(word), value]));
