import { MATCH_KEY_NAMES, type MatchKeyName } from './conversion.js';

/** Their names for people. */
// prettier-ignore
export const MATCH_KEY_TITLES: Readonly<Record<MatchKeyName, string>> = {
  email: 'e-mail', phone: 'phone', firstName: 'first name', lastName: 'last name', gender: 'gender',
  city: 'city', state: 'state', zip: 'zip', country: 'country',
  appleAdvertisingId: 'Apple ad id', googleAdvertisingId: 'Google ad id', externalId: 'external id',
};

/** Keys that identify one person alone; the others only help. */
// prettier-ignore
export const STRONG_KEYS: readonly MatchKeyName[] = [
  'email', 'phone', 'appleAdvertisingId', 'googleAdvertisingId', 'externalId',
];
/** Keys that identify a person only together with others. */
export const HELPING_KEYS: readonly MatchKeyName[] = MATCH_KEY_NAMES.filter((name) => !STRONG_KEYS.includes(name));
