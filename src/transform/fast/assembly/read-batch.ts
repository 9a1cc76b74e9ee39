// Reads a batch's JSON and notes the positions of the values that matter. BAD: something is unusual.

import { addIdentity, batchValue, forgetBatch, MAX_IDENTITIES } from './batch';
import { byte, CLOSE_ARRAY, CLOSE_OBJECT, OPEN_ARRAY, OPEN_OBJECT, spells } from './bytes';
import { Ask, ask } from './memo';
import { name, nameFlags, nameLength, nameStart, readName } from './name-table';
import { bitOf, isMarkForgotten, Name, NONE_SEEN } from './names';
import { readEvents } from './read-event';
import { readValue } from './read-value';
import { BAD, first, more, next, skip, skipNull } from './scanner';
import { Kind, Value, VALUE_BYTES } from './value';

/** Whether reading stopped at a text that is not in the memo. */
export let isUnknown: bool = false;

function unknown(): usize {
  isUnknown = true;
  return BAD;
}

const type: Value = changetype<Value>(memory.data(<i32>VALUE_BYTES, 8));
const identity: Value = changetype<Value>(memory.data(<i32>VALUE_BYTES, 8));
const LONGEST_TYPE: usize = 64;
/** The answer for a type that belongs to devices: the entry is ignored. */
const NO_TYPE = 255;

function noteIdentity(end: usize): usize {
  if (type.kind !== Kind.Text || type.flags !== 0 || type.length > LONGEST_TYPE) return BAD;
  const known = ask(Ask.IdentityType, type.start, type.length);
  if (known === null) return unknown();
  if (known.unusual) return BAD;
  if (identity.kind === Kind.Absent) return BAD;
  if (known.number === NO_TYPE || identity.missing) return end;
  if (known.number >= MAX_IDENTITIES || !identity.isPlain) return BAD;
  return addIdentity(known.number, known, identity) ? end : BAD;
}

function readIdentity(p: usize): usize {
  if (byte(p) !== OPEN_OBJECT) return BAD;
  type.kind = Kind.Absent;
  identity.kind = Kind.Absent;
  let seen = NONE_SEEN;
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    // `type` and `value` are the names of the members in another shape of export.
    if ((seen & bitOf(name)) !== 0 || name === Name.Type || name === Name.IdentityValue) return BAD;
    seen |= bitOf(name);
    if (name === Name.IdentityType) p = readValue(p, type);
    else p = name === Name.Identity ? readValue(p, identity) : skip(p);
    p = next(p, CLOSE_OBJECT);
  }
  return p === BAD ? BAD : noteIdentity(p);
}

/** Identities as an object of values by their types. One without a value might be the last of two with one name. */
function readIdentitiesByType(p: usize): usize {
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    type.kind = Kind.Text;
    type.flags = nameFlags;
    type.start = nameStart;
    type.length = nameLength;
    const end = readValue(p, identity);
    if (end === BAD || identity.missing) return BAD;
    p = next(noteIdentity(end), CLOSE_OBJECT);
  }
  return p;
}

function readIdentities(p: usize): usize {
  if (byte(p) === OPEN_OBJECT) return readIdentitiesByType(p);
  if (byte(p) !== OPEN_ARRAY) return skipNull(p);
  p = first(p, CLOSE_ARRAY);
  while (more) {
    const end = readIdentity(p);
    p = next(end, CLOSE_ARRAY);
  }
  return p;
}

/** Reserved names begin with it, some after a space, which is a lower byte. */
const DOLLAR: u32 = 0x24;
const RESERVED = 'reserved.';

/** Skips a user attribute whose name is none of `Name`; it may be another spelling of one. */
function readOtherAttribute(p: usize): usize {
  if (p === BAD || nameLength === 0) return skip(p);
  const isReserved =
    byte(nameStart) <= DOLLAR ||
    (nameLength > <usize>RESERVED.length && spells(nameStart, <usize>RESERVED.length, RESERVED));
  if (!isReserved) return skip(p);
  if (nameFlags !== 0 || nameLength > LONGEST_TYPE) return BAD;
  const known = ask(Ask.ReservedName, nameStart, nameLength);
  if (known === null) return unknown();
  return known.unusual ? BAD : skip(p);
}

/** Whether the name read last begins with a C, as `ccpa` and `consented` do in all spellings. */
function beginsLikeConsent(): bool {
  return (byte(nameStart) | 0x20) === 0x63;
}

/** Notes the members from one name to another. */
function readMembers(p: usize, from: Name, to: Name): usize {
  if (byte(p) !== OPEN_OBJECT) return skipNull(p);
  // User attributes have any names.
  let seen: u64 = from === Name.FirstName ? 0 : NONE_SEEN;
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    if ((seen & bitOf(name)) !== 0) return BAD;
    seen |= bitOf(name);
    if (name >= from && name <= to) p = readValue(p, batchValue(name));
    // TypeScript reads other spellings of `consented`.
    else if (from === Name.Consented && beginsLikeConsent()) return BAD;
    else p = from === Name.FirstName ? readOtherAttribute(p) : skip(p);
    p = next(p, CLOSE_OBJECT);
  }
  if (from === Name.FirstName && isMarkForgotten(seen)) return BAD;
  // Another member may contain the consent.
  return from === Name.Consented && (seen & bitOf(Name.Consented)) === 0 ? BAD : p;
}

/** A plan that names blocked data is a sign of a quarantine export. */
function readDataPlan(p: usize): usize {
  if (byte(p) !== OPEN_OBJECT) return skipNull(p);
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    if (name === Name.BlockMetadata || name === Name.Spelled) return BAD;
    p = next(skip(p), CLOSE_OBJECT);
  }
  return p;
}

/** Reads the one member of an object that matters; it is an object itself. */
function readInner(p: usize, inner: Name): usize {
  if (byte(p) !== OPEN_OBJECT) return skipNull(p);
  let seen = NONE_SEEN;
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    if ((seen & bitOf(name)) !== 0) return BAD;
    seen |= bitOf(name);
    if (name !== inner) {
      // Other members are unusual in the opt-out, and, except for Europe's, in the consent.
      if (inner === Name.DataSaleOptOut || (inner === Name.Ccpa && !spells(nameStart, nameLength, 'gdpr'))) return BAD;
      p = skip(p);
    } else if (inner === Name.Ccpa) p = readInner(p, Name.DataSaleOptOut);
    else if (inner === Name.DataPlan) p = readDataPlan(p);
    else p = readMembers(p, Name.Consented, Name.Consented);
    p = next(p, CLOSE_OBJECT);
  }
  return p;
}

function readMember(p: usize): usize {
  switch (name) {
    case Name.Events:
      return readEvents(p);
    case Name.UserIdentities:
      return readIdentities(p);
    case Name.UserAttributes:
      return readMembers(p, Name.FirstName, Name.Mobile);
    case Name.DeviceInfo:
      return readMembers(p, Name.AppleAdvertisingId, Name.Platform);
    case Name.ApplicationInfo:
      return readMembers(p, Name.Os, Name.Os);
    case Name.ConsentState:
      return readInner(p, Name.Ccpa);
    case Name.Context:
      return readInner(p, Name.DataPlan);
    case Name.SourceInfo:
      return readMembers(p, Name.Channel, Name.Channel);
    case Name.Environment:
      return readValue(p, batchValue(name));
    // The last two are in a wrong place.
    case Name.Reject:
    case Name.Ccpa:
    case Name.DataSaleOptOut:
      return BAD;
    default:
      return skip(p);
  }
}

/** Reads the batch that begins here. */
export function readBatch(p: usize): usize {
  isUnknown = false;
  if (byte(p) !== OPEN_OBJECT) return BAD;
  forgetBatch();
  let seen = NONE_SEEN;
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    if ((seen & bitOf(name)) !== 0) return BAD;
    seen |= bitOf(name);
    p = next(readMember(p), CLOSE_OBJECT);
  }
  return (seen & bitOf(Name.Events)) === 0 ? BAD : p;
}
