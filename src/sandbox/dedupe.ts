import { hash } from 'node:crypto';
import type { JsonObject } from '../lib/json.js';
import { objectOrNull } from '../lib/json.js';
import type { Api } from '../model/settings.js';

const SECONDS_A_DAY = 86_400;

/** How long Meta recognises a repeated event: 7 days by the offline events page, whatever the API. */
export const DUPLICATE_WINDOW_SECONDS = 7 * SECONDS_A_DAY;

const customerText = (keys: JsonObject | null): string =>
  keys === null
    ? ''
    : Object.keys(keys)
        .sort()
        .map((name) => `${name}=${JSON.stringify(keys[name])}`)
        .join('&');

/**
 * What makes two events one for Meta. Conversions API: dataset, time, name, item number, and the order id or, without
 * one, the customer parameters. Offline Conversions API: event set, time, name, item number, order id and match keys.
 */
export const duplicateKey = (api: Api, destination: string, event: JsonObject): Buffer => {
  const isConversions = api === 'conversions';
  const details = isConversions ? (objectOrNull(event['custom_data']) ?? {}) : event;
  const order = details['order_id'];
  const customer =
    isConversions && order !== undefined
      ? ''
      : customerText(objectOrNull(event[isConversions ? 'user_data' : 'match_keys']));
  const item = details['item_number'] ?? event['item_number'];
  return hash(
    'sha1',
    JSON.stringify([destination, event['event_time'], event['event_name'], item, order, customer]),
    'buffer',
  );
};

const FIRST_SLOTS = 1024;
/** A table is doubled when it is fuller than this: beyond it, searching slows down. */
const FULLEST = 0.7;

/** Half of the memory: 64 bits of each key and when it was seen, in flat tables instead of an object each. */
class Generation {
  size = 0;
  #keys = new Uint32Array(2 * FIRST_SLOTS);
  #seconds = new Uint32Array(FIRST_SLOTS);

  /** Second at which the key was noted; 0: never. */
  noted(high: number, low: number): number {
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

/** Which events were accepted in the last seven days. Bounded: beyond `most` keys, the older half is forgotten. */
export class SeenEvents {
  readonly #most: number;
  #current = new Generation();
  #previous = new Generation();

  constructor(most: number) {
    this.#most = most;
  }

  /** Notes a key at an instant (UNIX seconds); false when it was noted before, within the window: the first one wins. */
  isFirst(key: Buffer, nowSeconds: number): boolean {
    const high = key.readUInt32LE(0);
    const low = key.readUInt32LE(4);
    const noted = this.#current.noted(high, low) || this.#previous.noted(high, low);
    if (noted !== 0 && nowSeconds - noted <= DUPLICATE_WINDOW_SECONDS) return false;
    if (this.#current.size >= this.#most / 2) {
      this.#previous = this.#current;
      this.#current = new Generation();
    }
    this.#current.note(high, low, nowSeconds);
    return true;
  }
}
