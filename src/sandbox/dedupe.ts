// Recognises duplicates as Facebook does: by the members in `duplicateKey`, for seven days.

import { type JsonObject, objectOrNull } from '../lib/json.js';
import type { Api } from '../model/settings.js';
import { SECONDS_PER_DAY } from '../lib/units.js';

/** How long Meta recognises a repeated event: 7 days by the offline events page, whatever the API. */
const DUPLICATE_WINDOW_SECONDS = 7 * SECONDS_PER_DAY;

/** 64 bits in two halves, both unsigned. */
export interface EventKey {
  readonly high: number;
  readonly low: number;
}

/**
 * A 64-bit hash of texts. It is fast, because every event is hashed, and good enough to distinguish millions; not for
 * secrets. The order of the texts does not matter.
 */
class KeySum {
  high = 0;
  low = 0;

  add(text: string): void {
    let high = 0x9e3779b9;
    let low = 0x7f4a7c15;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x85ebca6b);
      low = Math.imul(low ^ unit, 0xc2b2ae35);
      high ^= low >>> 15;
    }
    high = Math.imul(high ^ (high >>> 16), 0x21f0aaad);
    low = Math.imul(low ^ (low >>> 16), 0x735a2d97);
    this.high = (this.high + (high ^ (low >>> 13))) >>> 0;
    this.low = (this.low + (low ^ (high >>> 15))) >>> 0;
  }
}

const addCustomer = (sum: KeySum, keys: JsonObject | null): void => {
  for (const name in keys) {
    const value = keys[name];
    sum.add(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
};

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value ?? null);

/** The members of an event that say what was sold, which differ between the APIs. */
export const saleOf = (api: Api, event: JsonObject): JsonObject =>
  api === 'conversions' ? (objectOrNull(event['custom_data']) ?? {}) : event;

/**
 * What makes two events duplicates for Meta. Conversions API: dataset, time, name, item number, and the order id or,
 * without one, the customer parameters. Offline Conversions API: event set, time, name, item number, order id and match
 * keys.
 */
export const duplicateKey = (api: Api, destination: string, event: JsonObject): EventKey => {
  const isConversions = api === 'conversions';
  const { order_id: order, item_number: item } = saleOf(api, event);
  const parts = [event['event_time'], event['event_name'], item ?? event['item_number'], order];
  const sum = new KeySum();
  sum.add(`${destination}\n${parts.map(textOf).join('\n')}`);
  if (!isConversions) addCustomer(sum, objectOrNull(event['match_keys']));
  else if (order === undefined || order === null) addCustomer(sum, objectOrNull(event['user_data']));
  return sum;
};

const FIRST_SLOTS = 1024;
/** A table is doubled when it is fuller than this, because searching slows down. */
const FULLEST = 0.7;

/** The newer or the older half of the keys: 64 bits of each and its time, in flat tables instead of objects. */
class Generation {
  size = 0;
  #keys = new Uint32Array(2 * FIRST_SLOTS);
  #seconds = new Uint32Array(FIRST_SLOTS);

  /** Second at which the key was noted; 0: never. */
  secondOf(high: number, low: number): number {
    return this.#seconds[this.#slot(high, low)] ?? 0;
  }

  note(high: number, low: number, second: number): void {
    if (this.size >= this.#seconds.length * FULLEST) this.#double();
    const slot = this.#slot(high, low);
    if (this.#seconds[slot] === 0) this.size += 1;
    this.#keys[2 * slot] = high;
    this.#keys[2 * slot + 1] = low;
    this.#seconds[slot] = second;
  }

  #slot(high: number, low: number): number {
    const last = this.#seconds.length - 1;
    let slot = low & last;
    while (this.#seconds[slot] !== 0 && (this.#keys[2 * slot] !== high || this.#keys[2 * slot + 1] !== low))
      slot = (slot + 1) & last;
    return slot;
  }

  #double(): void {
    const [keys, seconds] = [this.#keys, this.#seconds];
    this.#keys = new Uint32Array(2 * keys.length);
    this.#seconds = new Uint32Array(2 * seconds.length);
    this.size = 0;
    for (const [slot, second] of seconds.entries())
      if (second !== 0) this.note(keys[2 * slot] ?? 0, keys[2 * slot + 1] ?? 0, second);
  }
}

/** The events that were accepted in the last seven days. Beyond `maxKeys` of them, the older half is forgotten. */
export class SeenEvents {
  readonly #maxKeys: number;
  #current = new Generation();
  #previous = new Generation();

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  /** Notes a key at an instant (UNIX seconds); false if it was noted within the window before: the first one wins. */
  isFirst({ high, low }: EventKey, nowSeconds: number): boolean {
    const noted = this.#current.secondOf(high, low) || this.#previous.secondOf(high, low);
    if (noted !== 0 && nowSeconds - noted <= DUPLICATE_WINDOW_SECONDS) return false;
    if (this.#current.size >= this.#maxKeys / 2) {
      this.#previous = this.#current;
      this.#current = new Generation();
    }
    this.#current.note(high, low, nowSeconds);
    return true;
  }
}
