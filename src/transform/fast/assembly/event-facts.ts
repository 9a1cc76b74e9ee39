// The facts of an event: whether its members are of the usual kind, its time and its value.

import { Event, Product } from './batch';
import { byte, isDigit, POINT, ZERO } from './bytes';
import { isUsualId } from './ids';
import { Name } from './names';
import { readNumberText } from './read-value';
import { settings } from './settings';
import { Has, Kind, Value } from './value';

/** `null`, `none`, `nil`, `nan`, `<na>`, and what `undefined` begins with, in lower case. */
const NULL: u32 = 0x6c6c756e;
const NONE: u32 = 0x656e6f6e;
const NIL: u32 = 0x6c696e;
const NAN: u32 = 0x6e616e;
const PANDAS: u32 = 0x3e616e3c;
const UNDE: u32 = 0x65646e75;
const LONGEST_NULL_WORD: usize = 16;

/** Whether a text may be a word for no value, with blanks after it (`isNullWord` in ../../../lib/json.ts). */
function mayBeNullWord(value: Value): bool {
  const length = value.length;
  if (length < 3 || length > LONGEST_NULL_WORD) return false;
  const four = load<u32>(value.start) | 0x20202020;
  const three = four & 0xffffff;
  const isThree = three === NIL || three === NAN;
  if (!isThree && four !== NULL && four !== NONE && four !== PANDAS && four !== UNDE) return false;
  // Other words begin like them.
  const end = byte(value.start + length - 1);
  return length === (isThree ? 3 : four === UNDE ? 9 : 4) || end <= 0x20 || end > 0x7f;
}

/** A text that is sent as it is, blanks at its end included, or nothing. */
function isOptionalText(value: Value): bool {
  return value.missing || (value.isCopyable && !mayBeNullWord(value));
}

/** A number, also as text, as CSV has them; TypeScript reads all other spellings. */
function isOptionalNumber(value: Value): bool {
  return value.missing || value.kind === Kind.Number || readNumberText(value);
}

/** `1.234` may be meant as thousands (`ambiguousAmounts` in ../../map/value.ts). */
function hasThreeDecimals(value: Value): bool {
  const length = value.length;
  return value.kind === Kind.NumberText && length > 4 && length < 8 && byte(value.start + length - 4) === POINT;
}

function isUsualAmount(value: Value): bool {
  return isOptionalNumber(value) && !hasThreeDecimals(value);
}

function isUsualProduct(product: Product): bool {
  const quantity = product.value(Name.Quantity);
  const price = product.value(Name.Price);
  return (
    isUsualId(product.value(Name.Id)) &&
    isOptionalNumber(quantity) &&
    (quantity.missing || quantity.number > 0) &&
    isUsualAmount(price) &&
    (price.missing || price.number >= 0) &&
    isOptionalText(product.value(Name.Brand)) &&
    isOptionalText(product.value(Name.Category)) &&
    isOptionalText(product.value(Name.ProductName))
  );
}

/** Why an event is skipped. Twin: `SKIPPED` in ../fast-path.ts. */
export const enum Skip {
  No,
  OtherAction,
  Promotion,
  Impression,
  NotCommerce,
  /** TypeScript decides. */
  Unusual,
}

/** Why an event without a product action is skipped, as `readEvent` in ../../parse/event.ts decides it. */
export function skipWithoutAction(event: Event): Skip {
  const type = event.value(Name.EventType);
  if (!type.isAscii || type.kind !== Kind.Text) return Skip.Unusual;
  const isOfCommerce = event.hasAction || event.hasPromotion || event.hasImpressions;
  if (!type.is('commerce_event')) return isOfCommerce ? Skip.Unusual : Skip.NotCommerce;
  if (event.hasAction) return Skip.No;
  if (event.hasPromotion) return Skip.Promotion;
  return event.hasImpressions ? Skip.Impression : Skip.Unusual;
}

/** Whether all values of a product action, also of one that is skipped, are of a kind that is read here. */
export function isUsualAction(event: Event): bool {
  const orderId = event.value(Name.TransactionId);
  const eventId = event.value(Name.EventId);
  const messageId = event.value(Name.SourceMessageId);
  if (!orderId.missing && !isUsualId(orderId)) return false;
  // An event id is read as it is, blanks included; TypeScript reads numbers that are not whole digits.
  if (!eventId.missing && (eventId.kind !== Kind.Text || eventId.flags !== 0)) return false;
  if (!messageId.missing && !messageId.isAscii) return false;
  if (!isUsualAmount(event.value(Name.TotalAmount))) return false;
  for (let i = 0; i < event.productCount; i += 1) if (!isUsualProduct(event.product(i))) return false;
  // Long numbers make TypeScript read the whole batch in another way.
  for (let i = 0; i < event.attributeCount; i += 1) if (event.attribute(i).kind === Kind.OtherNumber) return false;
  return true;
}

/** Whether a custom attribute's value is one that is read here. */
export function isUsualAttribute(value: Value): bool {
  const kind = value.kind;
  if (kind === Kind.Text) return (value.flags & Has.OtherEscapes) === 0;
  return kind === Kind.Number || kind === Kind.True || kind === Kind.False || kind === Kind.Null;
}

const MILLISECOND_DIGITS: usize = 13;

/** Whole seconds; 0: unusual. Thirteen digits without a leading zero are a time in milliseconds. */
export function secondsOf(time: Value): u32 {
  if ((time.kind !== Kind.Text && time.kind !== Kind.Number) || time.length !== MILLISECOND_DIGITS) return 0;
  if (byte(time.start) === ZERO) return 0;
  let ms: u64 = 0;
  for (let i: usize = 0; i < MILLISECOND_DIGITS; i += 1) {
    const c = byte(time.start + i);
    if (!isDigit(c)) return 0;
    ms = ms * 10 + (c - ZERO);
  }
  return <f64>ms < settings.earliest || <f64>ms > settings.latest ? 0 : <u32>(ms / 1000);
}

const UNUSUAL_VALUE: f64 = -1;
const LARGEST: f64 = 1e15;

function numberOr(value: Value, otherwise: f64): f64 {
  return value.isNumber ? value.number : otherwise;
}

const SAME: f64 = 0.00005;

/** A total in cents beside prices in units, or the other way round (`isInCents` in ../../map/value.ts). */
function isInCents(total: f64, sum: f64): bool {
  return Math.abs(total - sum * 100) < SAME || Math.abs(sum - total * 100) < SAME;
}

/**
 * Hundredths of the event's value, computed and rounded as by `valueOf` in ../../map/value.ts; 0: none. Without a total,
 * TypeScript maps events of which a product has no price.
 */
export function hundredthsOf(event: Event): f64 {
  const total = numberOr(event.value(Name.TotalAmount), 0);
  let sum: f64 = 0;
  for (let i = 0; i < event.productCount; i += 1) {
    const product = event.product(i);
    if (total === 0 && numberOr(product.value(Name.Price), 0) === 0) return UNUSUAL_VALUE;
    sum += numberOr(product.value(Name.Price), 0) * numberOr(product.value(Name.Quantity), 1);
  }
  if (total !== 0 && sum !== 0 && isInCents(total, sum)) return UNUSUAL_VALUE;
  const amount = total === 0 ? sum : total;
  const exact = amount * 100 * (1 + f64.EPSILON);
  const down = Math.floor(exact);
  const rounded = exact - down >= 0.5 ? down + 1 : down;
  return rounded >= LARGEST ? UNUSUAL_VALUE : rounded;
}
