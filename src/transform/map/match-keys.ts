import type { Batch, IdentityType } from '../../model/batch.js';
import { noMatchKeys, type MatchKey, type MatchKeyName, type MatchKeys, keyMaskOf } from '../../model/conversion.js';
import type { MappingSettings } from '../../model/settings.js';
import type { CountedWarning } from '../../model/warnings.js';
import { parseCountry } from './country.js';
import { isSha256, normaliseEmail } from './normalise.js';
import { normalisePhone } from './phone.js';
import { cleanText, idOrWarn, isPlaceholder } from './value-text.js';
import {
  cityKey,
  countryKey,
  firstNameKey,
  genderKey,
  lastNameKey,
  plainOrHashed,
  stateKey,
  zipKey,
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
  if (/^[0-]+$/.test(text)) return { kind: 'none' };
  return UUID.test(text) ? { kind: 'id', text } : { kind: 'unusable' };
};

/** What a batch has to tell Facebook who this was, and what was found wanting on the way. */
export interface BatchKeys {
  readonly keys: MatchKeys;
  readonly warnings: CountedWarning[];
}

type KeySettings = Pick<MappingSettings, 'emailType' | 'extendedMatchKeys'> &
  Partial<Pick<MappingSettings, 'phoneType' | 'defaultCountry'>>;
/** Keys that are nothing more than a text. */
type TextKeyName = Exclude<
  MatchKeyName,
  'city' | 'state' | 'zip' | 'appleAdvertisingId' | 'googleAdvertisingId' | 'externalId'
>;

const PHONE_IDENTITIES: readonly IdentityType[] = ['mobile_number', 'phone_number_2', 'phone_number_3'];

const emailKey = (text: string): MatchKey | null => plainOrHashed(text, normaliseEmail);

const isBlank = (text: string | null | undefined): text is null | undefined | '' =>
  text === undefined || text === null || text.trim() === '';

const warnUnusable = (found: BatchKeys, name: MatchKeyName): void => {
  found.warnings.push({ code: 'unusable_match_key', count: 1, detail: name });
};

/** The text of a value that says something; null: blank, or a placeholder, which is counted by the key's name. */
const saidText = (found: BatchKeys, name: MatchKeyName, written: string | null | undefined): string | null => {
  if (isBlank(written)) return null;
  const text = cleanText(written);
  if (isBlank(text)) return null;
  if (!isPlaceholder(text)) return text;
  found.warnings.push({ code: 'placeholder_value', count: 1, detail: name });
  return null;
};

const addText = (
  found: BatchKeys,
  name: TextKeyName,
  written: string | undefined,
  read: (text: string) => MatchKey | null,
): void => {
  const text = saidText(found, name, written);
  if (text === null) return;
  const key = read(text);
  if (key === null) warnUnusable(found, name);
  else found.keys[name] = key;
};

const addEmail = (found: BatchKeys, batch: Batch, emailType: IdentityType): void => {
  const written = batch.identities.get(emailType);
  if (emailType === 'email') {
    addText(found, 'email', written, emailKey);
    return;
  }
  const text = saidText(found, 'email', written) === null ? null : written;
  if (isBlank(text)) return;
  // mParticle's page: any identity but the e-mail itself goes out as it stands, so it should be a hash already.
  found.keys.email = { form: 'verbatim', text };
  if (!isSha256(text)) found.warnings.push({ code: 'email_type_not_sha256', count: 1 });
};

const addAdvertisingId = (
  found: BatchKeys,
  name: 'appleAdvertisingId' | 'googleAdvertisingId',
  written: string | null,
): void => {
  const text = saidText(found, name, written);
  if (text === null) return;
  const id = advertisingIdOf(text);
  if (id.kind === 'unusable') warnUnusable(found, name);
  else if (id.kind === 'id') found.keys[name] = id.text;
};

const addCity = (found: BatchKeys, written: string | undefined): void => {
  const text = saidText(found, 'city', written);
  if (text === null) return;
  const key = cityKey(text);
  if (key === null) warnUnusable(found, 'city');
  else found.keys.city = key;
};

const addZip = (found: BatchKeys, written: string | undefined, country: string | null): void => {
  const text = saidText(found, 'zip', written);
  if (text === null) return;
  const key = zipKey(text, country);
  if (key === null) warnUnusable(found, 'zip');
  else found.keys.zip = key;
};

const addState = (found: BatchKeys, written: string | undefined, country: string | null): void => {
  const text = saidText(found, 'state', written);
  if (text === null) return;
  const key = stateKey(text, country);
  if (key === null) warnUnusable(found, 'state');
  else found.keys.state = key;
};

const phoneTextsOf = ({ identities, attributes }: Batch): readonly (string | undefined)[] => [
  ...PHONE_IDENTITIES.map((type) => identities.get(type)),
  attributes.get('mobile'),
];

/** An identity of another type than the phone itself is forwarded unchanged, as `emailType` has it for the e-mail. */
const addPhoneOfType = (found: BatchKeys, written: string | undefined): void => {
  const text = saidText(found, 'phone', written) === null ? null : written;
  if (isBlank(text)) return;
  found.keys.phone = { form: 'verbatim', text };
  if (!isSha256(text)) found.warnings.push({ code: 'phone_type_not_sha256', count: 1 });
};

/** The first usable number in mParticle's own order: identities, then the reserved attribute. */
const addPhone = (found: BatchKeys, batch: Batch, country: string | null): void => {
  let tried = false;
  for (const written of phoneTextsOf(batch)) {
    const text = saidText(found, 'phone', written);
    if (text === null) continue;
    tried = true;
    const key = plainOrHashed(text, (number) => normalisePhone(number, country));
    if (key === null) continue;
    found.keys.phone = key;
    return;
  }
  if (tried) warnUnusable(found, 'phone');
};

const addExtended = (
  found: BatchKeys,
  batch: Batch,
  { phoneType = 'mobile_number', defaultCountry }: KeySettings,
): void => {
  const { attributes } = batch;
  const written = attributes.get('country');
  const country = written === undefined ? null : parseCountry(cleanText(written));
  if (phoneType === 'mobile_number') addPhone(found, batch, country ?? defaultCountry?.toLowerCase() ?? null);
  else addPhoneOfType(found, batch.identities.get(phoneType));
  addState(found, attributes.get('state'), country);
  addZip(found, attributes.get('zip'), country);
  const customerId = batch.identities.get('customer_id');
  if (isBlank(customerId)) return;
  const id = idOrWarn(customerId, 'externalId', (code, detail) => found.warnings.push({ code, count: 1, detail }));
  if (id !== null && id !== '') found.keys.externalId = id;
};

/**
 * Match keys of a batch, normalised and not yet hashed (DESIGN, "Match keys"). A value that cannot be used is left out
 * and counted by the key's name; a blank one, or an all-zero advertising id, is simply not there.
 */
export const matchKeysOf = (batch: Batch, settings: KeySettings): BatchKeys => {
  const found: BatchKeys = { keys: noMatchKeys(), warnings: [] };
  const { attributes } = batch;
  addEmail(found, batch, settings.emailType);
  addAdvertisingId(found, 'appleAdvertisingId', batch.appleAdvertisingId);
  addAdvertisingId(found, 'googleAdvertisingId', batch.googleAdvertisingId);
  addText(found, 'gender', attributes.get('gender'), genderKey);
  addText(found, 'firstName', attributes.get('firstname'), firstNameKey);
  addText(found, 'lastName', attributes.get('lastname'), lastNameKey);
  addCity(found, attributes.get('city'));
  addText(found, 'country', attributes.get('country'), countryKey);
  if (settings.extendedMatchKeys) addExtended(found, batch, settings);
  return found;
};
