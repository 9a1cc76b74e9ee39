// Reads the JSON of a batch's events and notes the positions of the values that matter. BAD: something is unusual.

import { addEvent, Event, eventCount, MAX_ATTRIBUTES, MAX_EVENTS, MAX_PRODUCTS, Product } from './batch';
import { byte, CLOSE_ARRAY, CLOSE_OBJECT, OPEN_ARRAY, OPEN_OBJECT } from './bytes';
import { name, nameLength, nameStart, readName } from './name-table';
import { bitOf, Name, NONE_SEEN } from './names';
import { readValue } from './read-value';
import { BAD, first, more, next, skip, skipNull } from './scanner';

function readProduct(p: usize, product: Product): usize {
  let seen = NONE_SEEN;
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    if ((seen & bitOf(name)) !== 0) return BAD;
    seen |= bitOf(name);
    p = name >= Name.Id && name <= Name.Quantity ? readValue(p, product.value(name)) : skip(p);
    p = next(p, CLOSE_OBJECT);
  }
  return p;
}

function readProducts(p: usize, event: Event): usize {
  if (byte(p) !== OPEN_ARRAY) return skipNull(p);
  p = first(p, CLOSE_ARRAY);
  while (more) {
    if (byte(p) !== OPEN_OBJECT || event.productCount === MAX_PRODUCTS) return BAD;
    p = readProduct(p, event.addProduct());
    p = next(p, CLOSE_ARRAY);
  }
  return p;
}

function readAction(p: usize, event: Event): usize {
  if (byte(p) !== OPEN_OBJECT) return skipNull(p);
  event.hasAction = true;
  let seen = NONE_SEEN;
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    if ((seen & bitOf(name)) !== 0) return BAD;
    seen |= bitOf(name);
    if (name >= Name.Action && name <= Name.TransactionId) p = readValue(p, event.value(name));
    else if (name === Name.CurrencyCode) return BAD;
    else p = name === Name.Products ? readProducts(p, event) : skip(p);
    p = next(p, CLOSE_OBJECT);
  }
  return p;
}

function readAttributes(p: usize, event: Event): usize {
  if (byte(p) !== OPEN_OBJECT) return skipNull(p);
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    const index = event.attributeCount;
    if (index === MAX_ATTRIBUTES) return BAD;
    event.attributeName(index).start = nameStart;
    event.attributeName(index).length = nameLength;
    p = readValue(p, event.attribute(index));
    event.attributeCount += 1;
    p = next(p, CLOSE_OBJECT);
  }
  return p;
}

function readPromotion(p: usize, event: Event): usize {
  if (byte(p) !== OPEN_OBJECT) return skipNull(p);
  event.hasPromotion = true;
  return skip(p);
}

function readImpressions(p: usize, event: Event): usize {
  if (byte(p) !== OPEN_ARRAY) return skipNull(p);
  first(p, CLOSE_ARRAY);
  event.hasImpressions = more;
  return skip(p);
}

function readData(p: usize, event: Event): usize {
  if (byte(p) !== OPEN_OBJECT) return BAD;
  let seen = NONE_SEEN;
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    if ((seen & bitOf(name)) !== 0) return BAD;
    seen |= bitOf(name);
    if (name >= Name.CurrencyCode && name <= Name.SourceMessageId) p = readValue(p, event.value(name));
    else if (name === Name.ProductAction) p = readAction(p, event);
    else if (name === Name.PromotionAction) p = readPromotion(p, event);
    else if (name === Name.ProductImpressions) p = readImpressions(p, event);
    // In a wrong place.
    else if ((name >= Name.Action && name <= Name.TransactionId) || name === Name.Products) return BAD;
    else p = name === Name.CustomAttributes ? readAttributes(p, event) : skip(p);
    p = next(p, CLOSE_OBJECT);
  }
  return p;
}

function readEvent(p: usize, event: Event): usize {
  let seen = NONE_SEEN;
  p = first(p, CLOSE_OBJECT);
  while (more) {
    p = readName(p);
    if ((seen & bitOf(name)) !== 0) return BAD;
    seen |= bitOf(name);
    if (name === Name.EventType) p = readValue(p, event.value(name));
    else if (name === Name.Data) p = readData(p, event);
    else if (name !== Name.Other) return BAD;
    else p = skip(p);
    p = next(p, CLOSE_OBJECT);
  }
  return p;
}

export function readEvents(p: usize): usize {
  if (byte(p) !== OPEN_ARRAY) return BAD;
  p = first(p, CLOSE_ARRAY);
  while (more) {
    if (byte(p) !== OPEN_OBJECT || eventCount === MAX_EVENTS) return BAD;
    p = readEvent(p, addEvent());
    p = next(p, CLOSE_ARRAY);
  }
  return p;
}
