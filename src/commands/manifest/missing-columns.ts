// What no column of the file contains: values that are assumed, and comments that name the columns that may be meant.
import { countryOf, currencyOfZone } from './country.js';
import { columnName, ignoredHeaders, SURE, timeHeaders, type DraftFacts } from './draft-facts.js';
import { areFlags, nameRefunds, productsOnly } from './guess-actions.js';
import { areAmounts } from './guess-cells.js';
import { meaningOf } from './guess-header.js';
import { asComment, comment, item, type Line } from './lines.js';
import { filled } from './table.js';
import { CANCELLED, CANCELLED_FLAG, CANCELLED_TIME, FIELD, PAID, plainHeader, REFUND, STATUS } from './words.js';

/** The columns that say how much of a sale was paid back; null: none. */
const refundComment = (facts: DraftFacts): string | null => {
  const headers = ignoredHeaders(facts, (header, cells) => REFUND.test(header) && areAmounts(cells));
  return headers === '' ? null : `refunds are not subtracted from the value of a sale: ${headers}`;
};

/** The columns that may say which rows are not sales (a refunded payment is also completed); null: none. */
const statusComment = (facts: DraftFacts): string | null => {
  const { columns, system } = facts.guesses;
  const [action] = columns.find(({ field }) => field === FIELD.action)?.indexes ?? [];
  const isType = action !== undefined && meaningOf(columnName(facts, action))?.meaning !== STATUS;
  const ofType = isType || system !== null ? [] : [FIELD.action];
  const meanings: readonly string[] = [STATUS, CANCELLED, CANCELLED_FLAG, CANCELLED_TIME, ...ofType];
  const headers = ignoredHeaders(
    facts,
    (header, cells) =>
      (meanings.includes(meaningOf(header)?.meaning ?? '') ||
        (PAID.includes(plainHeader(header)) && areFlags(cells)) ||
        (system === null && nameRefunds(cells))) &&
      filled(cells).length > 0 &&
      productsOnly(cells) === null &&
      !(REFUND.test(header) && areAmounts(cells)),
  );
  return headers === ''
    ? null
    : `${headers} may also say which rows are not sales: a map with null for such cells leaves them out`;
};

/** The columns of numbers that have no field, as a question. */
const whichNumbers = (facts: DraftFacts): string => {
  const headers = ignoredHeaders(facts, (_, cells) => areAmounts(cells));
  return headers === '' ? '' : `; is it one of: ${headers}?`;
};

/** That products without a quantity are one each, and which column may be it; null: there is one, or no product. */
const quantityComment = (facts: DraftFacts): string | null => {
  const fields = facts.guesses.columns.map(({ field }) => field);
  if (!fields.includes(FIELD.productId) || fields.includes(FIELD.quantity)) return null;
  return `no column of the quantity was found: each row counts as one product${whichNumbers(facts)}`;
};

/** How the value of a sale is found if no column is the receipt's total, and which column may be it. */
const totalComment = (facts: DraftFacts): string | null => {
  const { guesses } = facts;
  const has = (ending: RegExp): boolean => guesses.columns.some(({ field }) => ending.test(field));
  if (has(/product_action(?:\.total_amount|\.products)?$/)) return null;
  const value = has(/total_product_amount$/)
    ? 'the sum of the line totals'
    : has(/products\.price$/)
      ? 'price × quantity'
      : null;
  return value === null
    ? `no column of the amount was found: one should be ${FIELD.total}${whichNumbers(facts)}`
    : `no column of the receipt's total was found: the value will be ${value}${whichNumbers(facts)}`;
};

const constant = (value: string, field: string): object => ({ value, action: 'keep', field });

const currencyLine = (facts: DraftFacts): Line => {
  const { currency } = facts.guesses;
  const ofZone = currencyOfZone(facts);
  if (currency === null)
    return asComment(
      constant(ofZone ?? 'EUR', FIELD.currency),
      'no column names the currency: EUR, GBP, USD, PLN …? (else defaultCurrency)',
    );
  // In Sydney a dollar is one of Australia.
  const code = currency.codes.find((one) => one === ofZone) ?? currency.code;
  const how = currency.areMixed
    ? 'a guess: the amounts have signs of several currencies, and all rows are sent with this one: a column must name that of each row'
    : `by the sign or header of the amounts: ${SURE[currency.sureness]}`;
  return item(constant(code, FIELD.currency), how);
};

const ASSUMED_SALE =
  'assumed: each row is a sale; else map a column to purchase, add_to_cart, checkout, view_detail or refund';
const ONE_COUNTRY = 'the country of all customers, if they share one: Facebook matches more of them';
const OF_PERSON = /^(?:user_identities|user_attributes|device_info)/;
const NO_PERSON = `no column of the customer was found: one must be ${FIELD.email}, ${FIELD.phone}, ${FIELD.customer} …`;
const noTime = (facts: DraftFacts): string => {
  const headers = timeHeaders(facts);
  const choice = headers === '' ? '' : `; if it is one of ${headers}, name its format as dateFormat`;
  return `no column of the time was found: one must be ${FIELD.time} (numbers such as 46350.89 are a spreadsheet's own: format that column as date and time, and export again)${choice}`;
};
const NO_ORDER = `no column of the receipt's number was found: each row is a sale of its own; with it as ${FIELD.order} rows of one receipt are one sale`;

/** What no column contains: assumed if a sale needs it, else a commented line with the choices. */
export const missingLines = (facts: DraftFacts): Line[] => {
  const { columns, system } = facts.guesses;
  const unless = (fields: readonly string[], line: Line): Line[] =>
    columns.some(({ field }) => fields.includes(field)) ? [] : [line];
  const ofUnknown = system === null ? [quantityComment(facts), refundComment(facts)] : [];
  const notes = [totalComment(facts), statusComment(facts), ...ofUnknown];
  return [
    ...unless([FIELD.action], item(constant('purchase', FIELD.action), ASSUMED_SALE)),
    ...unless([FIELD.currency], currencyLine(facts)),
    ...unless([FIELD.country, 'user_attributes'], asComment(constant(countryOf(facts), FIELD.country), ONE_COUNTRY)),
    ...(system === null
      ? []
      : [comment('ignored columns can be kept, for example as events.data.custom_attributes.NAME')]),
    ...unless([FIELD.time], comment(noTime(facts))),
    ...unless([FIELD.order], comment(NO_ORDER)),
    ...(columns.some(({ field }) => OF_PERSON.test(field)) ? [] : [comment(NO_PERSON)]),
    ...notes.flatMap((note) => (note === null ? [] : [comment(note)])),
  ];
};
