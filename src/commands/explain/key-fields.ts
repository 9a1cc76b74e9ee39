// The explained match keys of a batch: where values come from, the rule in words, the result. The rules: transform/map.

import type { IdentityType, ReservedAttribute } from '../../model/batch.js';
import type { MatchKeyName, MatchKeys } from '../../model/conversion.js';
import { identityTypeOf } from '../../model/identity-types.js';
import type { ByApi, EventResults, ExplainedField, ExplainSettings, FoundValue } from './explanation.js';
import { attributePlaces, byApi, identityPlaces, memberPlaces, sentKey } from './source-paths.js';

/** A match key as an explanation shows it: where it can come from, its rule, and its name in each API. */
interface KeyRule {
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

const HASHED = 'then SHA-256, unless it is a SHA-256 hash already';

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

const NAME_RULE = `without titles and nicknames, lower case, without spaces and ASCII punctuation; ${HASHED}`;

const MADID = ['madid', 'madid'] as const;

const emailRule = ({ emailType }: ExplainSettings): string =>
  emailType === 'email'
    ? `trimmed, lower case, must be an address with a dotted domain; ${HASHED}`
    : `emailType names ${emailType}: forwarded unchanged and never hashed, so it should already be a SHA-256 hash`;

const hashedOrRaw = (isHashed: boolean): string => (isHashed ? 'lower case, then SHA-256' : 'unchanged');

const advertisingRule = ({ hashMadid }: ExplainSettings): string =>
  'must be a UUID, but not all zeros; ' +
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
  row('appleAdvertisingId', 'Apple advertising id', MADID, advertisingRule, { device: 'ios_advertising_id' }),
  row(
    'googleAdvertisingId',
    'Google advertising id',
    MADID,
    (settings) =>
      `${advertisingRule(settings)}; offline-conversions accepts one advertising id, and Apple's has priority`,
    { device: 'android_advertising_id' },
  ),
  row('gender', 'gender', ['gen', 'ge'], `m or f, from a word for the gender; ${HASHED}`, { attributes: ['gender'] }),
  row('firstName', 'first name', ['fn', 'fn'], NAME_RULE, { attributes: ['firstname'] }),
  row('lastName', 'last name', ['ln', 'ln'], NAME_RULE, { attributes: ['lastname'] }),
  row(
    'city',
    'city',
    ['ct', 'ct'],
    `lower case, letters and digits only; offline-conversions gets only a-z and 0-9, conversions both forms and those of the name alone, where they differ; ${HASHED}`,
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

/** Every text that a key may be sent as or hashed from; the wire event shows which one was used. */
const textsOf = (keys: MatchKeys, name: MatchKeyName): readonly string[] => {
  const key = keys[name];
  if (key === undefined) return [];
  if (typeof key === 'string') return [key, key.toLowerCase(), key.toLowerCase().replace(/\s/g, '')];
  const other: Partial<Record<MatchKeyName, readonly unknown[]>> = {
    city: [keys.city?.ascii, ...(keys.city?.also ?? [])],
    state: [keys.state?.name, keys.state?.also],
    zip: [keys.zip?.also],
  };
  return [key.text, ...(other[name] ?? []).filter((text) => typeof text === 'string')];
};

const becomes = (keys: MatchKeys, name: MatchKeyName): string | null => {
  const key = keys[name];
  return key === undefined ? null : typeof key === 'string' ? key : key.text;
};

const foundOf = ({ source, settings }: EventResults, rule: KeyRule): readonly FoundValue[] => {
  const chosen = identityTypeOf(settings.emailType);
  const phone = identityTypeOf(settings.phoneType);
  const isOtherPhone = rule.key === 'phone' && phone !== undefined && phone !== 'mobile_number';
  if (isOtherPhone) return identityPlaces(source, phone);
  const identities = rule.key === 'email' && chosen !== undefined ? [chosen] : rule.identities;
  return [
    ...identities.flatMap((type) => identityPlaces(source, type)),
    ...rule.attributes.flatMap((attribute) => attributePlaces(source, attribute)),
    ...(rule.device === null ? [] : memberPlaces(source, 'device_info', rule.device)),
  ];
};

/** How to fix a value that cannot be used, by key. */
const WHY_UNUSABLE: Partial<Record<MatchKeyName, string>> = {
  email: 'it is not an e-mail address',
  phone:
    'no country is known for the number, or it is not valid there: write + and the country code, add a $Country attribute, or set defaultCountry',
  gender: 'the word is unknown',
  country: 'the name or code is unknown',
  appleAdvertisingId: 'it is not a UUID',
  googleAdvertisingId: 'it is not a UUID',
};

/** Why a value that was found is not sent. */
const whyLeftOut = ({ keyWarnings }: EventResults, { key }: KeyRule): string => {
  const warning = keyWarnings.find(({ detail }) => detail === key);
  if (warning === undefined) return 'left out: the value is blank or a placeholder, such as all zeros';
  if (warning.code === 'placeholder_value' || warning.code === 'id_digits_lost') return WHY_LEFT_OUT[warning.code];
  const why = WHY_UNUSABLE[key];
  return `left out: the value cannot be used${why === undefined ? '' : `: ${why}`}`;
};

const isForwardedUnhashed = ({ keyWarnings }: EventResults, { key }: KeyRule): boolean =>
  keyWarnings.some(
    ({ code }) =>
      (key === 'email' && code === 'email_type_not_sha256') || (key === 'phone' && code === 'phone_type_not_sha256'),
  );

const noteOf = (results: EventResults, rule: KeyRule, found: readonly FoundValue[]): string | null => {
  const { keys, settings } = results;
  if (isForwardedUnhashed(results, rule))
    return 'forwarded, although it is not a SHA-256 hash: Facebook cannot match it';
  if (keys[rule.key] !== undefined) return null;
  if (found.length === 0) return 'not in the batch';
  if (rule.extended && !settings.extendedMatchKeys) return 'not sent: extendedMatchKeys is off';
  return whyLeftOut(results, rule);
};

/** The match keys of a batch, each with what it was made of. */
export const keyFields = (results: EventResults): readonly ExplainedField[] =>
  KEY_RULES.map((rule) => {
    const found = foundOf(results, rule);
    const texts = textsOf(results.keys, rule.key);
    return {
      field: rule.title,
      group: 'match keys',
      found,
      rule: rule.rule(results.settings),
      becomes: becomes(results.keys, rule.key),
      note: noteOf(results, rule, found),
      sent: byApi((api) => sentKey(results.keyWire[api], rule.members[api], texts)),
    };
  });
