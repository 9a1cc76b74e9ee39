// The rule of each match key in words, and where its values come from. The rules themselves: transform/map.

import type { IdentityType, ReservedAttribute } from '../../model/batch.js';
import type { MatchKeyName } from '../../model/conversion.js';
import type { ByApi, ExplainSettings } from './explanation.js';

/** A match key as an explanation shows it: where it can come from, its rule, and its name in each API. */
export interface KeyRule {
  readonly key: MatchKeyName;
  readonly title: string;
  /** Sent only with `extendedMatchKeys`. */
  readonly extended: boolean;
  readonly identities: readonly IdentityType[];
  readonly attributes: readonly ReservedAttribute[];
  readonly device: string | null;
  readonly rule: (settings: ExplainSettings) => string;
  readonly members: ByApi<string>;
}

const HASHED = 'then SHA-256; a value of 64 hex digits passes as a hash already';

const row = (
  key: MatchKeyName,
  title: string,
  [offline, conversions]: readonly [string, string],
  rule: string | ((settings: ExplainSettings) => string),
  from: Partial<Pick<KeyRule, 'identities' | 'attributes' | 'device' | 'extended'>>,
): KeyRule => ({
  key,
  title,
  members: { 'offline-conversions': `match_keys.${offline}`, conversions: `user_data.${conversions}` },
  rule: typeof rule === 'string' ? () => rule : rule,
  identities: [],
  attributes: [],
  device: null,
  extended: false,
  ...from,
});

const emailRule = ({ emailType }: ExplainSettings): string =>
  emailType === 'email'
    ? `trimmed, lower case, must be an address with a dotted domain; ${HASHED}`
    : `emailType names ${emailType}: forwarded unchanged and never hashed, so it should already be a SHA-256 hash`;

const hashedOrRaw = (isHashed: boolean): string => (isHashed ? 'lower case, then SHA-256' : 'unchanged');

const advertisingRule = ({ hashMadid }: ExplainSettings): string =>
  'must be a UUID, one of all zeros is no id; ' +
  `offline-conversions gets it ${hashedOrRaw(hashMadid['offline-conversions'])}, ` +
  `conversions ${hashedOrRaw(hashMadid.conversions)} (hashMadid)`;

/** Why a value is left out that no rule of its key can use. */
export const WHY_LEFT_OUT = {
  placeholder_value: 'left out: it means "no value"',
  id_digits_lost: 'left out: a spreadsheet shortened it, and its digits are lost',
} as const;

/** Every match key in the order of the documentation. */
export const KEY_RULES: readonly KeyRule[] = [
  row('email', 'e-mail', ['email', 'em'], emailRule, { identities: ['email'] }),
  row('appleAdvertisingId', 'Apple advertising id', ['madid', 'madid'], advertisingRule, {
    device: 'ios_advertising_id',
  }),
  row(
    'googleAdvertisingId',
    'Google advertising id',
    ['madid', 'madid'],
    (settings) =>
      `${advertisingRule(settings)}; offline-conversions takes one advertising id, and Apple's goes before it`,
    { device: 'android_advertising_id' },
  ),
  row('gender', 'gender', ['gen', 'ge'], `m or f for a word that says so; ${HASHED}`, { attributes: ['gender'] }),
  row('firstName', 'first name', ['fn', 'fn'], `lower case, without spaces and ASCII punctuation; ${HASHED}`, {
    attributes: ['firstname'],
  }),
  row('lastName', 'last name', ['ln', 'ln'], `lower case, without spaces and ASCII punctuation; ${HASHED}`, {
    attributes: ['lastname'],
  }),
  row(
    'city',
    'city',
    ['ct', 'ct'],
    `lower case, letters and digits only; offline-conversions gets a-z and 0-9 alone, conversions the spelling with a-z alone too where it differs; ${HASHED}`,
    { attributes: ['city'] },
  ),
  row('country', 'country', ['country', 'country'], `its two-letter ISO 3166-1 code in lower case; ${HASHED}`, {
    attributes: ['country'],
  }),
  row(
    'phone',
    'phone',
    ['phone', 'ph'],
    `the first usable number; digits only, with its country code and without extension, a national number by the country attribute; ${HASHED}`,
    { identities: ['mobile_number', 'phone_number_2', 'phone_number_3'], attributes: ['mobile'], extended: true },
  ),
  row(
    'state',
    'state',
    ['st', 'st'],
    `lower case, letters and digits only; conversions gets the two-letter code of a US state, offline-conversions the name as written; ${HASHED}`,
    { attributes: ['state'], extended: true },
  ),
  row(
    'zip',
    'postal code',
    ['zip', 'zp'],
    `lower case, up to the first dash, without spaces, in the US the first five digits; ${HASHED}`,
    { attributes: ['zip'], extended: true },
  ),
  row(
    'externalId',
    'customer id',
    ['extern_id', 'external_id'],
    'offline-conversions gets it unchanged, conversions in lower case without spaces, then SHA-256',
    { identities: ['customer_id'], extended: true },
  ),
];
