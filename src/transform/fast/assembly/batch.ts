// The values of one batch that matter, each at its address in memory. Only one batch is read at a time.

import { Remembered } from './memo';
import { Name } from './names';
import { forget, Kind, Value, VALUE_BYTES, valueAt } from './value';

export const MAX_EVENTS: i32 = 6;
export const MAX_PRODUCTS: i32 = 24;
export const MAX_ATTRIBUTES: i32 = 24;
/** As many as `IDENTITY_TYPES` of the model has, and some more. */
export const MAX_IDENTITIES: i32 = 32;

const PRODUCT_VALUES: usize = 6;
const PRODUCT_BYTES: usize = PRODUCT_VALUES * VALUE_BYTES;

@unmanaged
export class Product {
  /** The value of a member from `Name.Id` to `Name.Quantity`. */
  value(name: Name): Value {
    return valueAt(changetype<usize>(this), name - Name.Id);
  }
}

const EVENT_VALUES: usize = 8;
/** Values, products, attributes and their names follow the fields of an event. */
const VALUES_AT: usize = 16;
const PRODUCTS_AT: usize = VALUES_AT + EVENT_VALUES * VALUE_BYTES;
const ATTRIBUTES_AT: usize = PRODUCTS_AT + <usize>MAX_PRODUCTS * PRODUCT_BYTES;
const EVENT_BYTES: usize = ATTRIBUTES_AT + 2 * <usize>MAX_ATTRIBUTES * VALUE_BYTES;

@unmanaged
export class Event {
  hasAction: bool;
  hasPromotion: bool;
  hasImpressions: bool;
  productCount: i32;
  attributeCount: i32;

  /** The value of a member from `Name.EventType` to `Name.SourceMessageId`. */
  value(name: Name): Value {
    return valueAt(changetype<usize>(this) + VALUES_AT, name - Name.EventType);
  }

  product(index: i32): Product {
    return changetype<Product>(changetype<usize>(this) + PRODUCTS_AT + <usize>index * PRODUCT_BYTES);
  }

  /** A custom attribute's name and value. */
  attributeName(index: i32): Value {
    return valueAt(changetype<usize>(this) + ATTRIBUTES_AT, 2 * index);
  }

  attribute(index: i32): Value {
    return valueAt(changetype<usize>(this) + ATTRIBUTES_AT, 2 * index + 1);
  }

  addProduct(): Product {
    const product = this.product(this.productCount);
    this.productCount += 1;
    forget(changetype<usize>(product), PRODUCT_VALUES);
    return product;
  }

  clear(): void {
    forget(changetype<usize>(this) + VALUES_AT, EVENT_VALUES);
    this.hasAction = false;
    this.hasPromotion = false;
    this.hasImpressions = false;
    this.productCount = 0;
    this.attributeCount = 0;
  }
}

const EVENTS = memory.data(<i32>(<usize>MAX_EVENTS * EVENT_BYTES), 16);
export let eventCount: i32 = 0;

export function eventAt(index: i32): Event {
  return changetype<Event>(EVENTS + <usize>index * EVENT_BYTES);
}

export function addEvent(): Event {
  const event = eventAt(eventCount);
  eventCount += 1;
  event.clear();
  return event;
}

const BATCH_VALUES: usize = 15;
const BATCH = memory.data(<i32>(BATCH_VALUES * VALUE_BYTES), 16);

/** The value of a member from `Name.FirstName` to `Name.Consented`, wherever in the batch it is. */
export function batchValue(name: Name): Value {
  return valueAt(BATCH, name - Name.FirstName);
}

const IDENTITIES = memory.data(<i32>(<usize>MAX_IDENTITIES * VALUE_BYTES), 16);
const IDENTITY_TYPES = memory.data(4 * MAX_IDENTITIES, 4);
/** The identities are those below this number. */
export let identityEnd: i32 = 0;

/** The identity of a type, by the type's index in the model's list. */
export function identityAt(type: i32): Value {
  return valueAt(IDENTITIES, type);
}

/** The memo's entry for the type of an identity that is present; its answer: the type's index, then its name. */
export function identityType(type: i32): Remembered {
  return changetype<Remembered>(<usize>load<u32>(IDENTITY_TYPES + ((<usize>type) << 2)));
}

/** Adds an identity; false: there is one of its type already. */
export function addIdentity(type: i32, known: Remembered, identity: Value): bool {
  const to = identityAt(type);
  if (to.kind !== Kind.Absent) return false;
  memory.copy(changetype<usize>(to), changetype<usize>(identity), VALUE_BYTES);
  store<u32>(IDENTITY_TYPES + ((<usize>type) << 2), <u32>changetype<usize>(known));
  if (type >= identityEnd) identityEnd = type + 1;
  return true;
}

export function forgetBatch(): void {
  forget(BATCH, BATCH_VALUES);
  forget(IDENTITIES, <usize>identityEnd);
  identityEnd = 0;
  eventCount = 0;
}
