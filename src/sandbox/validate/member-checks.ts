// Checks of single members of an event that both APIs have in common. Match keys: customer-keys.ts.

import { arrayOrEmpty, isJsonObject, type JsonObject } from '../../lib/json.js';
import { isGiven, isNumber, mustBe, type Refusal, required, SUBCODES, unexpectedKey } from './refusal.js';
import { SECONDS_PER_DAY } from '../../lib/units.js';

/** Clocks differ slightly. Meta documents no limit; one minute is common. */
const FUTURE_SECONDS = 60;

const NOT_SECONDS = mustBe('a UNIX time in whole seconds', 'event_time');

const IN_THE_FUTURE: Refusal = {
  subcode: SUBCODES.parameter,
  title: 'Event Timestamp In The Future',
  message: 'The timestamp for this event lies in the future. It must be a UNIX time in seconds, not in milliseconds.',
  path: ['event_time'],
};

const tooOld = (days: number): Refusal => ({
  subcode: SUBCODES.tooOld,
  title: 'Event Timestamp Too Old',
  message: `The timestamp for this event is too far in the past. It must be within the last ${days} days.`,
  path: ['event_time'],
});

/** Checks `event_time` against a largest age in days; `now` is in UNIX seconds. */
export const eventTimeCheck = (days: number): ((time: unknown, now: number) => Refusal | null) => {
  const refusal = tooOld(days);
  return (time, now) => {
    if (typeof time !== 'number' || !Number.isSafeInteger(time) || time <= 0) return NOT_SECONDS;
    if (time > now + FUTURE_SECONDS) return IN_THE_FUTURE;
    return time < now - days * SECONDS_PER_DAY ? refusal : null;
  };
};

/** The rules of a value and its currency on one edge. */
interface MoneyRules {
  readonly path: readonly string[];
  readonly valueRule: string;
  readonly isValue: (value: number) => boolean;
  readonly isCode: (code: string) => boolean;
  /** It is required for purchases on both edges. */
  readonly valueNeedsCurrency: boolean;
}

/** Checks the value and the currency of an event, which are members of `holder`. */
export const moneyCheck = (rules: MoneyRules): ((isPurchase: boolean, holder: JsonObject) => Refusal | null) => {
  const missing = (member: 'value' | 'currency', title: string, subcode: number): Refusal => ({
    subcode,
    title: `Missing ${title} for Purchase Event`,
    message: `The ${member} parameter is required for purchase events.`,
    path: [...rules.path, member],
  });
  const noValue = missing('value', 'Value', SUBCODES.missingValue);
  const noCurrency = missing('currency', 'Currency', SUBCODES.missingCurrency);
  const badValue = mustBe(rules.valueRule, ...rules.path, 'value');
  const badCurrency = mustBe('an ISO 4217 currency code', ...rules.path, 'currency');
  return (isPurchase, { value, currency }) => {
    if (isGiven(value) && !(isNumber(value) && rules.isValue(value))) return badValue;
    if (isGiven(currency) && !(typeof currency === 'string' && rules.isCode(currency))) return badCurrency;
    if (isPurchase && !isGiven(value)) return noValue;
    const needsCurrency = isPurchase || (rules.valueNeedsCurrency && isGiven(value));
    return needsCurrency && !isGiven(currency) ? noCurrency : null;
  };
};

/** The rules of `contents` on one edge. */
interface ContentRules {
  readonly path: readonly string[];
  readonly members: readonly string[];
  readonly quantityIsRequired: boolean;
  readonly prices: readonly string[];
  readonly isPrice: (value: unknown) => boolean;
  readonly priceRule: string;
  readonly isQuantity: (value: unknown) => boolean;
}

const isId = (value: unknown): boolean => (typeof value === 'string' ? value !== '' : Number.isSafeInteger(value));

/** Checks `contents`; members that Meta does not know are refused, as its Conversions API was seen to do. */
export const contentsCheck = (rules: ContentRules): ((contents: unknown) => Refusal | null) => {
  const known = new Set(rules.members);
  const prices = rules.prices.map((name) => ({ name, refusal: mustBe(rules.priceRule, ...rules.path, name) }));
  const notAnArray = mustBe('an array of objects', ...rules.path);
  const noId = required(...rules.path, 'id');
  const noQuantity = required(...rules.path, 'quantity');
  const badQuantity = mustBe('a number above zero', ...rules.path, 'quantity');

  const itemRefusal = (item: JsonObject): Refusal | null => {
    for (const name in item) if (!known.has(name)) return unexpectedKey(name, ...rules.path);
    if (!isId(item['id'])) return noId;
    const quantity = item['quantity'];
    if (isGiven(quantity) ? !rules.isQuantity(quantity) : rules.quantityIsRequired)
      return isGiven(quantity) ? badQuantity : noQuantity;
    for (const { name, refusal } of prices) if (isGiven(item[name]) && !rules.isPrice(item[name])) return refusal;
    return null;
  };

  return (contents) => {
    if (!isGiven(contents)) return null;
    if (!Array.isArray(contents)) return notAnArray;
    for (const item of contents) {
      const refusal = isJsonObject(item) ? itemRefusal(item) : notAnArray;
      if (refusal !== null) return refusal;
    }
    return null;
  };
};

const US = 1;
const GEOLOCATE = 0;
/** California to Rhode Island (Data Processing Options). */
const FIRST_STATE = 1000;
const LAST_STATE = 1013;

const OPTIONS = mustBe('[] or ["LDU"]', 'data_processing_options');
const COUNTRY = mustBe('1 (United States) or 0', 'data_processing_options_country');
const STATE = mustBe('one of Meta’s state codes (1000 to 1013) or 0', 'data_processing_options_state');

const selectionRequired = (member: string): Refusal => ({
  subcode: SUBCODES.limitedDataUse,
  title: 'Limited Data Use Selection Required',
  message: 'Limited Data Use needs a country and a state; without an IP address Meta cannot find them itself.',
  path: [member],
});
const NO_COUNTRY = selectionRequired('data_processing_options_country');
const NO_STATE = selectionRequired('data_processing_options_state');

const isState = (state: unknown): boolean =>
  typeof state === 'number' && Number.isInteger(state) && state >= FIRST_STATE && state <= LAST_STATE;

/**
 * Checks the three members of Limited Data Use. `hasAddress`: the event has an IP address, from which Meta can find the
 * country and the state itself (0); sales in a store have none.
 */
export const limitedDataUseRefusal = (event: JsonObject, hasAddress: boolean): Refusal | null => {
  const options = event['data_processing_options'];
  if (options === undefined || options === null) return null;
  const listed = arrayOrEmpty(options);
  if (!Array.isArray(options) || listed.some((option) => option !== 'LDU')) return OPTIONS;
  if (listed.length === 0) return null;
  const country = event['data_processing_options_country'];
  const state = event['data_processing_options_state'];
  if (country === undefined || (country === GEOLOCATE && !hasAddress)) return NO_COUNTRY;
  if (country !== US && country !== GEOLOCATE) return COUNTRY;
  if (state === undefined || (state === GEOLOCATE && !hasAddress)) return NO_STATE;
  return state === GEOLOCATE || isState(state) ? null : STATE;
};
