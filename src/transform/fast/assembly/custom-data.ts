// The products and the customer's own attributes as JSON.

import { Event, MAX_ATTRIBUTES, Product } from './batch';
import { AT, BACKSLASH, byte, CLOSE_OBJECT, COMMA, isDigit, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './bytes';
import { isUsualAttribute } from './event-facts';
import { Ask, ask, Remembered } from './memo';
import { Name } from './names';
import { write, writeByte, writeBytes, writeValue } from './output';
import { settings } from './settings';
import { Kind, Value } from './value';

function writeOptional(before: string, value: Value): void {
  if (value.missing) return;
  write(before);
  writeValue(value);
  writeByte(QUOTE);
}

function writeNumber(value: Value): void {
  writeBytes(value.start, value.written);
}

/** As `contentsWriter` in ../../encode/common-members.ts writes it. */
function writeProduct(product: Product): void {
  const quantity = product.value(Name.Quantity);
  const price = product.value(Name.Price);
  write('{"id":"');
  writeValue(product.value(Name.Id));
  if (quantity.missing) write('","quantity":1');
  else {
    write('","quantity":');
    writeNumber(quantity);
  }
  if (price.isNumber && price.number > 0) {
    if (settings.isConversions !== 0) {
      write(',"item_price":');
      writeNumber(price);
    }
    write(',"price":');
    writeNumber(price);
  }
  writeOptional(',"brand":"', product.value(Name.Brand));
  writeOptional(',"category":"', product.value(Name.Category));
  writeOptional(',"title":"', product.value(Name.ProductName));
  writeByte(CLOSE_OBJECT);
}

export function writeContents(event: Event): void {
  if (event.productCount === 0) return;
  write(',"contents":');
  for (let i = 0; i < event.productCount; i += 1) {
    writeByte(i === 0 ? OPEN_ARRAY : COMMA);
    writeProduct(event.product(i));
  }
  write(']');
}

const SHORTEST_CONTACT: usize = 6;
const FEWEST_PHONE_DIGITS = 8;

/** Whether `looksPersonal` in ../../map/custom-data.ts may be true of a text. */
function mayLookPersonal(value: Value): bool {
  if (value.length < SHORTEST_CONTACT) return false;
  let digits = 0;
  for (let at = value.start; at < value.start + value.length; at += 1) {
    const c = byte(at);
    if (c === AT || c === BACKSLASH) return true;
    if (isDigit(c)) digits += 1;
  }
  const start = byte(value.start);
  return (
    digits >= FEWEST_PHONE_DIGITS &&
    (start === 0x2b || start === 0x28 || start <= 0x20 || start >= 0x80 || isDigit(start))
  );
}

const LONGEST_NAME: usize = 128;
/** What is remembered of the names of the attributes of one event, in their order. */
const names = memory.data(4 * MAX_ATTRIBUTES, 4);

/** Whether the text that stopped the last `writeAttributes` is one to ask TypeScript for. */
export let isUnknownName: bool = false;

/** What is written before the value of an attribute; null: unusual, unknown, or the same name a second time. */
function memberOf(event: Event, index: i32): Remembered | null {
  const name = event.attributeName(index);
  if (name.length === 0 || name.length > LONGEST_NAME) return null;
  const known = ask(Ask.AttributeName, name.start, name.length);
  isUnknownName = known === null;
  if (known === null || known.unusual) return null;
  const address = <u32>changetype<usize>(known);
  for (let i = 0; i < index; i += 1) if (load<u32>(names + ((<usize>i) << 2)) === address) return null;
  store<u32>(names + ((<usize>index) << 2), address);
  return known;
}

/** Writes the customer's attributes as members, each with a comma before it; false: something is unusual or unknown. */
export function writeAttributes(event: Event): bool {
  isUnknownName = false;
  for (let i = 0; i < event.attributeCount; i += 1) {
    const value = event.attribute(i);
    const member = memberOf(event, i);
    if (member === null || !isUsualAttribute(value)) return false;
    if (value.kind === Kind.Null || member.answerLength === 0) continue;
    writeBytes(member.answer, <usize>member.answerLength);
    if (value.kind !== Kind.Text) writeValue(value);
    else {
      if (mayLookPersonal(value)) return false;
      writeByte(QUOTE);
      writeValue(value);
      writeByte(QUOTE);
    }
  }
  return true;
}

/** Makes the members written since `start` an object: the first one's comma makes room for the brace. */
export function closeObject(start: usize): void {
  store<u8>(start, OPEN_OBJECT);
  writeByte(CLOSE_OBJECT);
}
