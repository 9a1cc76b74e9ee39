import { arrayOrEmpty, type JsonObject } from '../../lib/json.js';
import { type Refusal, SUBCODES, mustBe } from './refusal.js';

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
 * Checks the three members of Limited Data Use. `hasAddress`: the event carries an IP address, so that Meta can find
 * the country and the state itself (0); sales in a store carry none.
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
