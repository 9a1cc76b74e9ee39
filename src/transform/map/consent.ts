import type { Batch } from '../../model/batch.js';
import type { LduNotSendable, LimitedDataUse } from '../../model/conversion.js';
import type { LduPolicy } from '../../model/settings.js';
import { countryKey, stateKey } from './batch-keys.js';

/** Meta's state codes (data processing options, as of 2025-11-17): 1000 is the first of these, 1013 the last. */
const STATE_CODES: ReadonlyMap<string, number> = new Map(
  'ca co ct fl or tx mt de ne nh nj mn md ri'.split(' ').map((state, at) => [state, 1_000 + at] as const),
);

const OFF: LimitedDataUse = { kind: 'off' };

/** Whether a person counts as opted out: privacy must not depend on how a yes is spelt. */
export const isOptedOut = ({ saleOptOut }: Pick<Batch, 'saleOptOut'>): boolean =>
  saleOptOut === true || saleOptOut === 'not_understood';

const isWanted = (batch: Batch, policy: LduPolicy): boolean =>
  policy === 'always' || (policy === 'when-opted-out' && isOptedOut(batch));

const notSendable = (why: LduNotSendable): LimitedDataUse => ({ kind: 'not_sendable', why });

/**
 * Whether the batch's events carry Meta's Limited Data Use flag. A store event has no IP address from which Meta could
 * derive the place, so the flag needs country and state attributes, in the US, in a state that Meta lists.
 */
export const limitedDataUseOf = (batch: Batch, policy: LduPolicy): LimitedDataUse => {
  if (!isWanted(batch, policy)) return OFF;
  const country = countryKey(batch.attributes.get('country') ?? '');
  if (country === 'blank' || country === 'placeholder') return notSendable('no_country');
  // This comes before the state, because outside the US no state would help.
  if (typeof country === 'string' || country.text !== 'us') return notSendable('not_us');
  const state = stateKey(batch.attributes.get('state') ?? '', 'us');
  if (state === 'blank' || state === 'placeholder') return notSendable('no_state');
  const code = typeof state === 'string' ? undefined : STATE_CODES.get(state.text);
  return code === undefined ? notSendable('state_not_listed') : { kind: 'flagged', state: code };
};
