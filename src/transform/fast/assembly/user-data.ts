// Writes what is the same for all events of a batch: the match keys (`user_data`, `match_keys`) and the flag for
// Limited Data Use. Twins: ../../encode/conversions.ts and ../../encode/offline-conversions.ts.

import { batchValue } from './batch';
import { byte, QUOTE } from './bytes';
import { closeObject } from './custom-data';
import { As, hashLater } from './hash-queue';
import { APPLE_BIT, EMAIL_BIT, EXTERNAL_ID_BIT, GOOGLE_BIT, keyMask, PHONE_BIT } from './keys';
import { emailLength, emailStart, externalIdLength, externalIdStart, phoneLength, phoneStart } from './keys';
import { limitedDataUse, SHARED_COUNT, sharedMember } from './keys';
import { addLowerCase } from './messages';
import { Name } from './names';
import { out, reserve, write, writeByte, writeBytes, writeValue } from './output';
import { settings } from './settings';
import { Value } from './value';

const HEX_DIGITS: usize = 64;

function writeHash(start: usize, length: usize): void {
  hashLater(start, length, reserve(HEX_DIGITS), As.Hex);
  writeByte(QUOTE);
}

function writeAdvertisingId(id: Value): void {
  writeByte(QUOTE);
  if (settings.hashMadid !== 0) {
    writeHash(addLowerCase(id, false), id.length);
    return;
  }
  writeValue(id);
  writeByte(QUOTE);
}

function writeAdvertisingIds(): void {
  const both = APPLE_BIT | GOOGLE_BIT;
  if ((keyMask & both) === 0) return;
  const apple = batchValue(Name.AppleAdvertisingId);
  const google = batchValue(Name.GoogleAdvertisingId);
  write(',"madid":');
  if ((keyMask & both) === both && settings.isConversions !== 0) {
    write('[');
    writeAdvertisingId(apple);
    write(',');
    writeAdvertisingId(google);
    write(']');
  } else writeAdvertisingId((keyMask & APPLE_BIT) !== 0 ? apple : google);
}

function writeExternalId(): void {
  if (settings.isConversions !== 0) {
    write(',"external_id":"');
    writeHash(externalIdStart, externalIdLength);
  } else {
    write(',"extern_id":"');
    writeBytes(externalIdStart, externalIdLength);
    writeByte(QUOTE);
  }
}

/** Writes the object of the match keys. */
export function writeMatchKeys(): void {
  const start = out;
  if ((keyMask & EMAIL_BIT) !== 0) {
    write(settings.isConversions !== 0 ? ',"em":"' : ',"email":"');
    writeHash(emailStart, emailLength);
  }
  if ((keyMask & PHONE_BIT) !== 0) {
    write(settings.isConversions !== 0 ? ',"ph":"' : ',"phone":"');
    writeHash(phoneStart, phoneLength);
  }
  writeAdvertisingIds();
  for (let which = 0; which < SHARED_COUNT; which += 1) {
    const member = sharedMember(which);
    if (member !== null) writeBytes(member.answer, <usize>member.answerLength);
  }
  if ((keyMask & EXTERNAL_ID_BIT) !== 0) writeExternalId();
  closeObject(start);
}

/** Writes the members of Meta's Data Processing Options, if any; returns the outcome of the flag, as a number. */
export function writeLimitedDataUse(): u32 {
  const found = limitedDataUse;
  if (found === null) return 0;
  writeBytes(found.answer + 1, <usize>found.answerLength - 1);
  return byte(found.answer);
}
