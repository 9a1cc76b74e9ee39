// The match keys of a batch. Normalising one value: normalise.ts, phone.ts.

import type { Batch, IdentityType } from '../../model/batch.js';
import { noMatchKeys, type MatchKeyName, type MatchKeys, keyMaskOf } from '../../model/conversion.js';
import type { MappingSettings } from '../../model/settings.js';
import type { CountedWarning } from '../../model/warnings.js';
import { isSha256 } from './normalise.js';
import { isPlaceholder } from './placeholders.js';
import { cleanText, idOrWarn } from './value-text.js';
import {
  cityKey,
  countryKey,
  emailKey,
  firstNameKey,
  genderKey,
  lastNameKey,
  phoneKey,
  stateKey,
  zipKey,
  type NoKey,
} from './batch-keys.js';

/**
 * Sets of keys that Facebook refuses when an event has nothing beyond one of them (Conversions API best practices:
 * since v13.0; the keys that this product never sends are left out).
 */
const TOO_BROAD: readonly number[] = [
  keyMaskOf(['city', 'country', 'state', 'zip', 'gender']),
  keyMaskOf(['firstName', 'gender']),
  keyMaskOf(['lastName', 'gender']),
];

/**
 * What a set of match keys is worth, given as its mask. `insufficient`: Facebook would refuse the event, and the whole
 * request with it; `none`: there is no key at all.
 */
export const keyStrength = (keyMask: number): 'none' | 'insufficient' | 'sufficient' => {
  if (keyMask === 0) return 'none';
  return TOO_BROAD.some((set) => (keyMask & ~set) === 0) ? 'insufficient' : 'sufficient';
};

export type AdvertisingId =
  { readonly kind: 'id'; readonly text: string } | { readonly kind: 'none' } | { readonly kind: 'unusable' };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Apple's or Google's advertising id as given, trimmed. All zeros is what a phone says that withholds it: no id. */
export const advertisingIdOf = (written: string): AdvertisingId => {
  const text = written.trim();
  if (/^-*0[0-]*$/.test(text)) return { kind: 'none' };
  return UUID.test(text) ? { kind: 'id', text } : { kind: 'unusable' };
};

/** The match keys of a batch, and the warnings about them. */
export interface BatchKeys {
  readonly keys: MatchKeys;
  readonly warnings: CountedWarning[];
}

type KeySettings = Pick<MappingSettings, 'emailType' | 'extendedMatchKeys'> &
  Partial<Pick<MappingSettings, 'phoneType' | 'defaultCountry'>>;
/** Keys that are more than a text of their own: all but ids. */
type ReadKeyName = Exclude<MatchKeyName, 'appleAdvertisingId' | 'googleAdvertisingId' | 'externalId'>;

const PHONE_IDENTITIES: readonly IdentityType[] = ['mobile_number', 'phone_number_2', 'phone_number_3'];

const CODE_OF = { placeholder: 'placeholder_value', unusable: 'unusable_match_key' } as const;

const warn = (found: BatchKeys, name: MatchKeyName, why: NoKey): void => {
  if (why !== 'blank') found.warnings.push({ code: CODE_OF[why], count: 1, detail: name });
};

/** Adds the key of a value; a value that is none is counted by the key's name. */
const add = <Name extends ReadKeyName>(
  found: BatchKeys,
  name: Name,
  written: string | undefined,
  read: (written: string) => NonNullable<MatchKeys[Name]> | NoKey,
): void => {
  if (written === undefined) return;
  const key = read(written);
  if (typeof key === 'string') warn(found, name, key);
  else found.keys[name] = key;
};

/**
 * mParticle's page: any identity but the e-mail itself is forwarded unchanged, so it should be a hash already. The same
 * applies to the phone.
 */
const addVerbatim = (found: BatchKeys, name: 'email' | 'phone', written: string | undefined): void => {
  const text = written === undefined ? '' : cleanText(written).trim();
  if (written === undefined || text === '') return;
  if (isPlaceholder(text)) {
    warn(found, name, 'placeholder');
    return;
  }
  found.keys[name] = { form: 'verbatim', text: written };
  if (!isSha256(written)) found.warnings.push({ code: `${name}_type_not_sha256`, count: 1 });
};

const addAdvertisingId = (
  found: BatchKeys,
  name: 'appleAdvertisingId' | 'googleAdvertisingId',
  written: string | null,
): void => {
  if (written === null) return;
  const text = cleanText(written);
  if (text.trim() === '') return;
  const id = advertisingIdOf(text);
  if (id.kind === 'id') found.keys[name] = id.text;
  else if (id.kind === 'unusable') warn(found, name, isPlaceholder(text) ? 'placeholder' : 'unusable');
};

const phoneTextsOf = ({ identities, attributes }: Batch): readonly (string | undefined)[] => [
  ...PHONE_IDENTITIES.map((type) => identities.get(type)),
  attributes.get('mobile'),
];

/** The first usable number in mParticle's own order: identities, then the reserved attribute. */
const addPhone = (found: BatchKeys, batch: Batch, country: string | null): void => {
  let isUnusable = false;
  for (const written of phoneTextsOf(batch)) {
    if (written === undefined) continue;
    const key = phoneKey(written, country);
    if (typeof key === 'object') {
      found.keys.phone = key;
      return;
    }
    if (key === 'placeholder') warn(found, 'phone', key);
    else isUnusable ||= key === 'unusable';
  }
  if (isUnusable) warn(found, 'phone', 'unusable');
};

const addCustomerId = (found: BatchKeys, written: string | undefined): void => {
  if (written === undefined) return;
  const id = idOrWarn(written, 'externalId', (code, detail) => found.warnings.push({ code, count: 1, detail }));
  if (id !== null && id !== '') found.keys.externalId = id;
};

const addExtended = (
  found: BatchKeys,
  batch: Batch,
  { phoneType = 'mobile_number', defaultCountry }: KeySettings,
): void => {
  const { attributes, identities } = batch;
  const country = found.keys.country?.form === 'plain' ? found.keys.country.text : null;
  if (phoneType === 'mobile_number') addPhone(found, batch, country ?? defaultCountry?.toLowerCase() ?? null);
  else addVerbatim(found, 'phone', identities.get(phoneType));
  add(found, 'state', attributes.get('state'), (written) => stateKey(written, country));
  add(found, 'zip', attributes.get('zip'), (written) => zipKey(written, country));
  addCustomerId(found, identities.get('customer_id'));
};

/**
 * Match keys of a batch, normalised and not yet hashed (DESIGN, "Match keys"). A value that cannot be used is left out
 * and counted by the key's name; a blank one, or an all-zero advertising id, is simply not there.
 */
export const matchKeysOf = (batch: Batch, settings: KeySettings): BatchKeys => {
  const found: BatchKeys = { keys: noMatchKeys(), warnings: [] };
  const { attributes, identities } = batch;
  if (settings.emailType === 'email') add(found, 'email', identities.get('email'), emailKey);
  else addVerbatim(found, 'email', identities.get(settings.emailType));
  addAdvertisingId(found, 'appleAdvertisingId', batch.appleAdvertisingId);
  addAdvertisingId(found, 'googleAdvertisingId', batch.googleAdvertisingId);
  add(found, 'gender', attributes.get('gender'), genderKey);
  add(found, 'firstName', attributes.get('firstname'), firstNameKey);
  add(found, 'lastName', attributes.get('lastname'), lastNameKey);
  add(found, 'city', attributes.get('city'), cityKey);
  add(found, 'country', attributes.get('country'), countryKey);
  if (settings.extendedMatchKeys) addExtended(found, batch, settings);
  return found;
};
