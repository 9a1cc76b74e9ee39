// The explained match keys of a batch: values found, rule, result. The rules' words are in key-rules.ts.

import { identityTypeOf } from '../../model/identity-types.js';
import type { MatchKeyName, MatchKeys } from '../../model/conversion.js';
import type { EventResults, ExplainedField, FoundValue } from './explanation.js';
import { KEY_RULES, WHY_LEFT_OUT, type KeyRule } from './key-rules.js';
import { attributePlaces, identityPlaces, memberPlaces, type Readers } from './source-paths.js';
import { byApi, sentKey } from './by-api.js';

/** Every text that a key may be sent as, or hashed from; the wire event shows which one it was. */
const textsOf = (keys: MatchKeys, name: MatchKeyName): readonly string[] => {
  const key = keys[name];
  if (key === undefined) return [];
  if (typeof key === 'string') return [key, key.toLowerCase(), key.toLowerCase().replace(/\s/g, '')];
  const other = [name === 'city' ? keys.city?.ascii : null, name === 'state' ? keys.state?.name : null];
  return [key.text, ...other.filter((text) => typeof text === 'string')];
};

const becomes = (keys: MatchKeys, name: MatchKeyName): string | null => {
  const key = keys[name];
  return key === undefined ? null : typeof key === 'string' ? key : key.text;
};

const foundOf = ({ source, settings }: EventResults, rule: KeyRule, readers: Readers): readonly FoundValue[] => {
  const chosen = identityTypeOf(settings.emailType);
  const phone = identityTypeOf(settings.phoneType);
  const isOtherPhone = rule.key === 'phone' && phone !== undefined && phone !== 'mobile_number';
  if (isOtherPhone) return identityPlaces(source, phone, readers);
  const identities = rule.key === 'email' && chosen !== undefined ? [chosen] : rule.identities;
  return [
    ...identities.flatMap((type) => identityPlaces(source, type, readers)),
    ...rule.attributes.flatMap((attribute) => attributePlaces(source, attribute, readers)),
    ...(rule.device === null ? [] : memberPlaces(source, 'device_info', rule.device)),
  ];
};

/** What may be done about a value that cannot be used, by key. */
const WHY_UNUSABLE: Partial<Record<MatchKeyName, string>> = {
  email: 'it is not an e-mail address',
  phone:
    'no number is valid with the country that is known: write + and the country code, give a $Country attribute, or set defaultCountry',
  gender: 'the word is not known',
  country: 'the name or code is not known',
  appleAdvertisingId: 'it is not a UUID',
  googleAdvertisingId: 'it is not a UUID',
};

/** Why a value that is there is not sent. */
const whyLeftOut = ({ keyWarnings }: EventResults, { key }: KeyRule): string => {
  const warning = keyWarnings.find(({ detail }) => detail === key);
  if (warning === undefined) return 'left out: the value says nothing (blank, or a placeholder such as all zeros)';
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
export const keyFields = (results: EventResults, readers: Readers): readonly ExplainedField[] =>
  KEY_RULES.map((rule) => {
    const found = foundOf(results, rule, readers);
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
