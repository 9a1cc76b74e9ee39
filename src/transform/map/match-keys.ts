// The match keys of a batch. Reading one value: batch-keys.ts; normalising it: normalise.ts, phone.ts and their like.

import { cleanText } from '../../lib/clean-text.js';
import type { Batch } from '../../model/batch.js';
import { noMatchKeys, type MatchKeyName, type MatchKeys, keyMaskOf } from '../../model/conversion.js';
import type { MappingSettings } from '../../model/settings.js';
import type { CountedWarning } from '../../model/warnings.js';
import { isSha256 } from './normalise.js';
import { isPlaceholder } from './placeholders.js';
import { idOrWarn } from './value-text.js';
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
 * Sets of keys that Facebook refuses if an event has no key beyond one of them (Conversions API best practices: since
 * v13.0; without the keys that this product never sends).
 */
const TOO_BROAD: readonly number[] = [
  keyMaskOf(['city', 'country', 'state', 'zip', 'gender']),
  keyMaskOf(['firstName', 'gender']),
  keyMaskOf(['lastName', 'gender']),
];

/**
 * The strength of a set of match keys, given as its mask. `insufficient`: Facebook would refuse the event, and the
 * whole request with it; `none`: there is no key at all.
 */
export const keyStrength = (keyMask: number): 'none' | 'insufficient' | 'sufficient' => {
  if (keyMask === 0) return 'none';
  return TOO_BROAD.some((set) => (keyMask & ~set) === 0) ? 'insufficient' : 'sufficient';
};

type AdvertisingId =
  { readonly kind: 'id'; readonly text: string } | { readonly kind: 'none' | 'placeholder' | 'unusable' };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const ONE_DIGIT = /^([0-9a-f])(?:-?\1)+$/i;

/**
 * Apple's or Google's advertising id as given, trimmed. Phones return all zeros if tracking is off: that is not an id.
 * Any other repeated digit was typed by a person.
 */
export const advertisingIdOf = (written: string): AdvertisingId => {
  const text = written.trim();
  if (/^-*0[0-]*$/.test(text)) return { kind: 'none' };
  if (!UUID.test(text)) return { kind: isPlaceholder(text) ? 'placeholder' : 'unusable' };
  return ONE_DIGIT.test(text) ? { kind: 'placeholder' } : { kind: 'id', text };
};

/** The match keys of a batch, and the warnings about them. */
interface BatchKeys {
  readonly keys: MatchKeys;
  readonly warnings: CountedWarning[];
}

type KeySettings = Pick<MappingSettings, 'emailType' | 'extendedMatchKeys'> &
  Partial<Pick<MappingSettings, 'phoneType' | 'defaultCountry'>>;
const PHONE_PLACES = ['mobile_number', 'phone_number_2', 'phone_number_3', 'mobile'] as const;

const CODE_OF = { placeholder: 'placeholder_value', unusable: 'unusable_match_key' } as const;

const warn = (found: BatchKeys, name: MatchKeyName, why: NoKey): void => {
  if (why !== 'blank') found.warnings.push({ code: CODE_OF[why], count: 1, detail: name });
};

/** The key of a value; a value that is not a key is counted by the key's name. */
const keyOrWarn = <Key extends object>(found: BatchKeys, name: MatchKeyName, key: Key | NoKey): Key | undefined => {
  if (typeof key !== 'string') return key;
  warn(found, name, key);
  return undefined;
};

/** mParticle forwards a phone, and any identity but the e-mail itself, unchanged: it should be a hash already. */
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
  else if (id.kind !== 'none') warn(found, name, id.kind);
};

/** The first usable number in mParticle's own order: identities, then the reserved attribute. */
const addPhone = (found: BatchKeys, batch: Batch, country: string | null): void => {
  let isUnusable = false;
  for (const type of PHONE_PLACES) {
    const written = type === 'mobile' ? batch.attributes.get(type) : batch.identities.get(type);
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

/** MD5, SHA-1, SHA-224, SHA-384 or SHA-512 in hex; a UUID without its hyphens is not a hash. */
const OTHER_HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const PLAIN_UUID = /^[0-9a-f]{12}[1-8][0-9a-f]{3}[89ab][0-9a-f]{15}$/i;

/** A hash may be the customer's id itself, which the Pixel also sends, so it is kept, and counted. */
const addCustomerId = (found: BatchKeys, written: string | undefined): void => {
  if (written === undefined) return;
  const id = idOrWarn(written, 'externalId', (code, detail) => found.warnings.push({ code, count: 1, detail }));
  if (id === null || id === '') return;
  found.keys.externalId = id;
  if (OTHER_HASH.test(id) && !PLAIN_UUID.test(id)) found.warnings.push({ code: 'customer_id_hash', count: 1 });
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
  const [state, zip] = [attributes.get('state'), attributes.get('zip')];
  if (state !== undefined) found.keys.state = keyOrWarn(found, 'state', stateKey(state, country));
  if (zip !== undefined) found.keys.zip = keyOrWarn(found, 'zip', zipKey(zip, country));
  addCustomerId(found, identities.get('customer_id'));
};

/** Keys that many people share. Each name is a literal, because a name from a variable is many times slower. */
const addShared = (found: BatchKeys, { attributes }: Batch): void => {
  const { keys } = found;
  const [gender, city, country] = [attributes.get('gender'), attributes.get('city'), attributes.get('country')];
  const [firstName, lastName] = [attributes.get('firstname'), attributes.get('lastname')];
  if (gender !== undefined) keys.gender = keyOrWarn(found, 'gender', genderKey(gender));
  if (firstName !== undefined) keys.firstName = keyOrWarn(found, 'firstName', firstNameKey(firstName));
  if (lastName !== undefined) keys.lastName = keyOrWarn(found, 'lastName', lastNameKey(lastName));
  if (city !== undefined) keys.city = keyOrWarn(found, 'city', cityKey(city));
  if (country !== undefined) keys.country = keyOrWarn(found, 'country', countryKey(country));
};

/**
 * Match keys of a batch, normalised and not yet hashed. A value that cannot be used is left out and counted by the
 * key's name; a blank one, or an all-zero advertising id, counts as absent.
 */
export const matchKeysOf = (batch: Batch, settings: KeySettings): BatchKeys => {
  const found: BatchKeys = { keys: noMatchKeys(), warnings: [] };
  const email = batch.identities.get(settings.emailType);
  if (settings.emailType !== 'email') addVerbatim(found, 'email', email);
  else if (email !== undefined) found.keys.email = keyOrWarn(found, 'email', emailKey(email));
  addAdvertisingId(found, 'appleAdvertisingId', batch.appleAdvertisingId);
  addAdvertisingId(found, 'googleAdvertisingId', batch.googleAdvertisingId);
  addShared(found, batch);
  if (settings.extendedMatchKeys) addExtended(found, batch, settings);
  return found;
};
