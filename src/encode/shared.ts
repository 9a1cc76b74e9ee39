import type { LimitedDataUse } from '../model/conversion.js';

/** Meta's code for the United States, the only country with Limited Data Use (Data Processing Options). */
const LDU_COUNTRY_US = 1;

/** Members under construction: absent parts are left out, never sent as null. */
export type Members = Record<string, unknown>;

/** The three members of Meta's Data Processing Options, which stand on each event, never on the request. */
export const addLimitedDataUse = (event: Members, flag: LimitedDataUse): void => {
  if (flag.kind !== 'flagged') return;
  event['data_processing_options'] = ['LDU'];
  event['data_processing_options_country'] = LDU_COUNTRY_US;
  event['data_processing_options_state'] = flag.state;
};

export const addIfGiven = (target: Members, name: string, value: unknown): void => {
  if (value !== null && value !== undefined) target[name] = value;
};
