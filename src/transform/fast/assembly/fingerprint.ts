// The text that is hashed to an event's fingerprint, as by `fingerprintOf` in ../../map/fingerprint.ts, and the number
// of its receipt, as by `receiptNumber` there.

import { batchValue, Event, identityAt, identityEnd, identityType } from './batch';
import { byte, ZERO } from './bytes';
import { As, hashLater, isHashable } from './hash-queue';
import { addByte, addBytes, addInteger, addValue, message } from './messages';
import { Name } from './names';
import { actionName } from './settings';
import { Kind, Value } from './value';

const PART: u32 = 0x1f;
const LIST: u32 = 0x1e;

/** Digits of a 64-bit id that survive JSON.parse. */
const RELIABLE_DIGITS: usize = 15;

function addText(value: Value): void {
  if (!value.missing) addValue(value);
}

function addPart(value: Value): void {
  addText(value);
  addByte(PART);
}

function addIdentities(): void {
  for (let i = 0; i < identityEnd; i += 1) {
    const identity = identityAt(i);
    if (identity.kind === Kind.Absent) continue;
    const type = identityType(i);
    addBytes(type.answer + 1, <usize>type.answerLength - 1);
    addByte(PART);
    addValue(identity);
    addByte(PART);
  }
}

function addEventId(id: Value): void {
  const isZero = id.length === 1 && byte(id.start) === ZERO;
  if (!id.missing && !isZero) {
    if (id.length <= RELIABLE_DIGITS) addValue(id);
    else {
      addBytes(id.start, RELIABLE_DIGITS);
      addByte(0x2f);
      addInteger(id.length);
    }
  }
  addByte(PART);
}

/** Queues the event's fingerprint for hashing; false: its text is unusually long. */
export function fingerprint(event: Event, to: usize): bool {
  const start = message;
  addIdentities();
  addPart(batchValue(Name.AppleAdvertisingId));
  addText(batchValue(Name.GoogleAdvertisingId));
  addByte(LIST);
  addEventId(event.value(Name.EventId));
  addPart(event.value(Name.SourceMessageId));
  addPart(event.value(Name.Action));
  addPart(event.value(Name.Timestamp));
  addPart(event.value(Name.TransactionId));
  addText(event.value(Name.TotalAmount));
  for (let i = 0; i < event.productCount; i += 1) {
    const product = event.product(i);
    addByte(LIST);
    addPart(product.value(Name.Id));
    addPart(product.value(Name.Price));
    addText(product.value(Name.Quantity));
  }
  if (!isHashable(message - start)) return false;
  hashLater(start, message - start, to, As.Half);
  return true;
}

const FIRST_PRIME: u32 = 0x85ebca77;
const SECOND_PRIME: u32 = 0xc2b2ae3d;
const LOW_21_BITS: u32 = 0x1fffff;
const HIGH_BITS: f64 = 4294967296;

/** The number that events of one receipt share. The order id is ASCII; 0: there is none. */
export function receiptNumber(action: u32, orderId: Value, time: u32): f64 {
  if (orderId.missing) return 0;
  let high = time;
  let low = ~time;
  const name = actionName(action);
  const nameLength = <usize>load<u8>(name - 1);
  for (let i: usize = 0; i <= nameLength + orderId.length; i += 1) {
    const unit = i < nameLength ? byte(name + i) : i === nameLength ? PART : byte(orderId.start + i - nameLength - 1);
    high = (high ^ unit) * FIRST_PRIME;
    low = ((low ^ unit) * SECOND_PRIME) ^ (high >> 13);
  }
  high = (high ^ (high >> 15)) * SECOND_PRIME;
  low = (low ^ (low >> 16)) * FIRST_PRIME;
  const number = <f64>((high ^ (low >> 11)) & LOW_21_BITS) * HIGH_BITS + <f64>low;
  return number === 0 ? 1 : number;
}
