// The match keys of a batch in their usual forms, computed once for all of its events (`user-data.ts` writes them).

import { batchValue, identityAt, identityEnd, identityType } from './batch';
import { byte, copyLoosely, isDigit, isHexDigit, MINUS, spells, ZERO } from './bytes';
import { localLength } from './email';
import { isUsualId } from './ids';
import { Ask, ask, Remembered } from './memo';
import { addLowerCase, message } from './messages';
import { Name } from './names';
import { mayBeAnother } from './phone-digits';
import { isSufficient, settings } from './settings';
import { Kind, Value } from './value';

export const enum Verdict {
  Usual,
  /** TypeScript maps the record. */
  Unusual,
  /** A text is not in the memo. */
  Unknown,
}

/** Which keys there are: bits as in `MATCH_KEY_NAMES` of the model. */
export let keyMask: u32 = 0;
export const EMAIL_BIT: u32 = 1 << 0;
export const PHONE_BIT: u32 = 1 << 1;
export const APPLE_BIT: u32 = 1 << 9;
export const GOOGLE_BIT: u32 = 1 << 10;
export const EXTERNAL_ID_BIT: u32 = 1 << 11;
/** The first of the shared keys' bits; the others follow in their order. */
const SHARED_SHIFT: u32 = 2;

/** Where the texts of the keys are. */
export let emailStart: usize = 0;
export let emailLength: usize = 0;
export let phoneStart: usize = 0;
export let phoneLength: usize = 0;
export let externalIdStart: usize = 0;
export let externalIdLength: usize = 0;

/** The answer for people whose events are to be flagged; null: no flag is wanted. */
export let limitedDataUse: Remembered | null = null;

/** Attributes that people share with others, in the order in which both APIs have them. */
const FIRST_SHARED: i32 = Name.FirstName;
export const SHARED_COUNT: i32 = 1 + Name.Country - Name.FirstName;
/** The answers for these keys, 0 for absent ones. */
const members = memory.data(4 * SHARED_COUNT, 4);

/** The member to be written for a shared key, or null. */
export function sharedMember(which: i32): Remembered | null {
  return changetype<Remembered | null>(<usize>load<u32>(members + ((<usize>which) << 2)));
}

function setSharedMember(which: i32, member: Remembered | null): void {
  store<u32>(members + ((<usize>which) << 2), <u32>changetype<usize>(member));
}

const LONGEST_SHARED: usize = 60;
const LONGEST_EMAIL: usize = 320;
/** One byte longer could be a hash already. */
const LONGEST_EXTERNAL_ID: usize = 63;
const ADVERTISING_ID_LENGTH: usize = 36;

/** A text in its country, as the memo knows places: both are at most LONGEST_SHARED bytes long. */
const inCountry = memory.data(256, 16);
const SEPARATOR: u32 = 0x1f;

function askInCountry(kind: u32, value: Value): Remembered | null {
  const country = batchValue(Name.Country);
  const prefix: usize = country.missing ? 0 : country.length;
  const length: usize = value.missing ? 0 : value.length;
  copyLoosely(inCountry, country.start, prefix);
  store<u8>(inCountry + prefix, SEPARATOR);
  copyLoosely(inCountry + prefix + 1, value.start, length);
  return ask(kind, inCountry, prefix + 1 + length);
}

function answered(known: Remembered | null): Verdict {
  if (known === null) return Verdict.Unknown;
  return known.unusual ? Verdict.Unusual : Verdict.Usual;
}

function isSharedUsual(value: Value): bool {
  return value.missing || (value.isPlain && value.length <= LONGEST_SHARED);
}

function prepareShared(which: i32): Verdict {
  setSharedMember(which, null);
  const name: Name = FIRST_SHARED + which;
  const value = batchValue(name);
  if (!isSharedUsual(value)) return Verdict.Unusual;
  const isPlace = name === Name.City || name === Name.State || name === Name.Zip;
  if (value.missing || (settings.extendedMatchKeys === 0 && isPlace && name !== Name.City)) return Verdict.Usual;
  const known = isPlace ? askInCountry(which, value) : ask(which, value.start, value.length);
  if (known === null) return Verdict.Unknown;
  if (known.unusual) return Verdict.Unusual;
  setSharedMember(which, known);
  keyMask |= 1 << (SHARED_SHIFT + which);
  return Verdict.Usual;
}

function prepareEmail(email: Value): Verdict {
  if (!email.isAscii || email.length > LONGEST_EMAIL) return Verdict.Unusual;
  emailStart = addLowerCase(email, false);
  emailLength = email.length;
  const local = localLength(emailStart, emailLength);
  if (local === 0) return Verdict.Unusual;
  keyMask |= EMAIL_BIT;
  return answered(ask(Ask.EmailDomain, emailStart + local + 1, emailLength - local - 1));
}

const PLUS: u32 = 0x2b;
/** A country's code and one digit more. */
const PREFIX_DIGITS: usize = 4;

/**
 * An international number in one run of digits; by the first of them TypeScript answers whether one of them may be a
 * trunk prefix. The rules are `normalisePhone` in ../../map/phone.ts.
 */
function preparePhone(phone: Value): Verdict {
  if (phone.kind !== Kind.Text || phone.flags !== 0 || phone.length < 8 || phone.length > 16) return Verdict.Unusual;
  if (byte(phone.start) !== PLUS || byte(phone.start + 1) === ZERO) return Verdict.Unusual;
  phoneStart = phone.start + 1;
  phoneLength = phone.length - 1;
  for (let i: usize = 0; i < phoneLength; i += 1) if (!isDigit(byte(phoneStart + i))) return Verdict.Unusual;
  keyMask |= PHONE_BIT;
  if (mayBeAnother(phoneStart, phoneLength)) return Verdict.Unusual;
  if (byte(phoneStart) === ZERO + 1)
    return phoneLength === 11 && byte(phoneStart + 1) >= ZERO + 2 ? Verdict.Usual : Verdict.Unusual;
  return answered(ask(Ask.PhonePrefix, phoneStart, PREFIX_DIGITS));
}

function prepareExternalId(id: Value): bool {
  if (!isUsualId(id) || id.length > LONGEST_EXTERNAL_ID) return false;
  keyMask |= EXTERNAL_ID_BIT;
  externalIdStart = id.start;
  externalIdLength = id.length;
  if (settings.isConversions === 0) return true;
  externalIdStart = addLowerCase(id, true);
  externalIdLength = message - externalIdStart;
  return true;
}

/** Goes through the identities by the names of their types; those without a meaning here only count for fingerprints. */
function prepareIdentities(): Verdict {
  for (let i = 0; i < identityEnd; i += 1) {
    const identity = identityAt(i);
    if (identity.kind === Kind.Absent) continue;
    const type = identityType(i);
    const start = type.answer + 1;
    const length = <usize>type.answerLength - 1;
    if (spells(start, length, 'email')) {
      const verdict = prepareEmail(identity);
      if (verdict !== Verdict.Usual) return verdict;
    } else if (settings.extendedMatchKeys !== 0) {
      if (spells(start, length, 'customer_id')) {
        if (!prepareExternalId(identity)) return Verdict.Unusual;
      } else if (spells(start, length, 'mobile_number')) {
        const verdict = preparePhone(identity);
        if (verdict !== Verdict.Usual) return verdict;
      } else if (spells(start, length, 'phone_number_2') || spells(start, length, 'phone_number_3')) {
        return Verdict.Unusual;
      }
    }
  }
  return Verdict.Usual;
}

function isAdvertisingId(value: Value): bool {
  if (value.kind !== Kind.Text || value.flags !== 0 || value.length !== ADVERTISING_ID_LENGTH) return false;
  // A phone that withholds its id, or a form, writes one digit throughout.
  let isOneDigit = true;
  for (let i: usize = 0; i < ADVERTISING_ID_LENGTH; i += 1) {
    const c = byte(value.start + i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (c !== MINUS) return false;
    } else {
      if (!isHexDigit(c)) return false;
      if (c !== byte(value.start)) isOneDigit = false;
    }
  }
  return !isOneDigit;
}

function prepareAdvertisingId(value: Value, bit: u32): bool {
  if (value.missing) return true;
  keyMask |= bit;
  return isAdvertisingId(value);
}

/** Below this the answer's number says that an event is flagged, or need not be (`FLAGS` in the model's fact-columns.ts). */
const FIRST_NOT_SENDABLE = 2;

/** Reads whether the person opted out; the memo answers by country and state what is sent then. */
function prepareConsent(): Verdict {
  limitedDataUse = null;
  const consented = batchValue(Name.Consented);
  const isOptedOut = consented.kind === Kind.True;
  if (!isOptedOut && consented.kind !== Kind.False && consented.kind !== Kind.Null && consented.kind !== Kind.Absent)
    return Verdict.Unusual;
  if ((settings.limitedDataUse & (isOptedOut ? 1 : 2)) === 0) return Verdict.Usual;
  const known = askInCountry(Ask.LimitedDataUse, batchValue(Name.State));
  if (known === null) return Verdict.Unknown;
  limitedDataUse = known;
  const isHeldBack = isOptedOut && settings.rejectsUnflaggable !== 0 && known.number >= FIRST_NOT_SENDABLE;
  return known.unusual || isHeldBack ? Verdict.Unusual : Verdict.Usual;
}

/** Computes the keys of the last batch. */
export function prepareKeys(): Verdict {
  keyMask = 0;
  if (!batchValue(Name.Mobile).missing || !isSharedUsual(batchValue(Name.Country))) return Verdict.Unusual;
  for (let which = 0; which < SHARED_COUNT; which += 1) {
    const verdict = prepareShared(which);
    if (verdict !== Verdict.Usual) return verdict;
  }
  const identities = prepareIdentities();
  if (identities !== Verdict.Usual) return identities;
  const usual =
    prepareAdvertisingId(batchValue(Name.AppleAdvertisingId), APPLE_BIT) &&
    prepareAdvertisingId(batchValue(Name.GoogleAdvertisingId), GOOGLE_BIT) &&
    isSufficient(keyMask);
  return usual ? prepareConsent() : Verdict.Unusual;
}
