// The batches of a sample: customers, sales, times. Formats: ndjson.ts, csv.ts.

import { sumOf } from '../lib/sum.js';
import { CATALOGUE, type Article } from './catalogue.js';
import { drawCustomer, type Customer } from './customers.js';
import type { Dice } from './dice.js';
import type { NonEmpty } from './regions.js';
import { MS_PER_SECOND, SECONDS_PER_DAY } from '../lib/units.js';

/** A feed delivers its sales within an hour and a half. */
const LONGEST_DELAY_SECONDS = 5_400;
const CHECKOUT_SECONDS = 600;
const CHECKED_OUT_FIRST = 0.05;
const TAX = 0.08;

/** What an event is: a product action by mParticle's name, or an event of another kind that is never forwarded. */
type EventKind =
  | 'purchase'
  | 'checkout'
  | 'add_to_cart'
  | 'add_to_wishlist'
  | 'view_detail'
  | 'refund'
  | 'remove_from_cart'
  | 'promotion'
  | 'impression'
  | 'custom';

/** How many events in a hundred are what, in a sample without bad records. */
const MIX: readonly (readonly [kind: EventKind, percent: number])[] = [
  ['purchase', 68],
  ['add_to_cart', 8],
  ['checkout', 7],
  ['view_detail', 7],
  ['add_to_wishlist', 4],
  ['refund', 3],
  ['remove_from_cart', 1],
  ['promotion', 2],
];
const KIND_OF_PERCENT: readonly EventKind[] = MIX.flatMap(([kind, percent]) => Array<EventKind>(percent).fill(kind));

/** Half of the sales have one product, the others two or three. */
const ITEMS_IN_SALE: NonEmpty<number> = [1, 1, 1, 1, 1, 2, 2, 2, 3, 3];
const QUANTITIES: NonEmpty<number> = [1, 1, 1, 1, 2, 3];
const STORES: NonEmpty<string> = ['0417', '0418', '0533', '0612', '0790'];

/** One product line; a bad record may lack its id or have an amount that is not a number. */
export interface Item {
  readonly article: Article;
  readonly id: string | null;
  readonly quantity: number;
  readonly price: number | string | null;
}

/** One event. Money in units of the currency; `time` as the source writes it, null for none. */
export interface SampleEvent {
  readonly kind: EventKind;
  readonly time: number | string | null;
  readonly currency: string | null;
  readonly transactionId: string | null;
  readonly items: readonly Item[];
  readonly total: number | string | null;
  readonly tax: number;
  readonly store: string;
  readonly register: number;
  /** A free text among the custom attributes. */
  readonly note: string | null;
  readonly eventId: string;
  readonly sourceMessageId: string;
}

/** What one record of either format is made of. */
export interface SampleBatch {
  readonly customer: Customer;
  readonly events: readonly [SampleEvent, ...SampleEvent[]];
  readonly environment: 'production' | 'development';
  /** Operating system that the batch came from; `OutOfBand` is a feed's. */
  readonly os: 'OutOfBand' | 'IOS';
  readonly receivedMs: number;
  readonly batchId: string;
  readonly mpid: string;
  readonly messageId: string;
  readonly sourceRequestId: string;
}

/** The two forms that mParticle users have: an export's JSON lines, a feed's CSV. */
export type SampleFormat = 'ndjson' | 'csv';

/** The properties of the made-up shop. */
export interface SampleSettings {
  /** The same seed and the same `asOfMs` give the same sample. */
  readonly seed: number;
  /** "Now" in milliseconds since the epoch: every event is before it. */
  readonly asOfMs: number;
  /** Events are at most this many days before `asOfMs`. */
  readonly days: number;
  /** Fraction (0 to 1) of the customers with an Apple advertising id, and of those with a Google one. */
  readonly advertisingIds: number;
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;

const drawItem = (dice: Dice): Item => {
  const article = dice.pick(CATALOGUE);
  return { article, id: article.id, quantity: dice.pick(QUANTITIES), price: article.price };
};

const drawItems = (kind: EventKind, dice: Dice): readonly Item[] => {
  // A CSV file has nothing but the transaction id to show that several rows are one event.
  const isTransaction = kind === 'purchase' || kind === 'checkout' || kind === 'refund';
  const count = isTransaction ? dice.pick(ITEMS_IN_SALE) : 1;
  return Array.from({ length: count }, () => drawItem(dice));
};

const TRANSACTION_PREFIX: Partial<Record<EventKind, string>> = { purchase: 'POS', checkout: 'CART', refund: 'REF' };

/** What one product line costs before tax; null: it has no price. */
export const lineTotal = ({ article, quantity, price }: Item): number | null =>
  price === null ? null : cents(article.price * quantity);

const totalOf = (items: readonly Item[]): number => sumOf(items, (item) => lineTotal(item) ?? 0);

const drawEvent = (kind: EventKind, timeMs: number, currency: string, dice: Dice): SampleEvent => {
  const items = drawItems(kind, dice);
  const store = dice.pick(STORES);
  const prefix = TRANSACTION_PREFIX[kind];
  const sum = totalOf(items);
  const tax = prefix === undefined ? 0 : cents(sum * TAX);
  return {
    kind,
    time: timeMs,
    currency,
    transactionId: prefix === undefined ? null : `${prefix}-${store}-${dice.int(10 ** 9)}`,
    items,
    // Exports write an amount that the source did not give as 0.
    total: prefix === undefined ? 0 : cents(sum + tax),
    tax,
    store,
    register: 1 + dice.int(6),
    note: null,
    eventId: dice.int64(),
    sourceMessageId: dice.uuid(),
  };
};

/** Milliseconds before "now": inside the span of the sample, and late enough for a checkout before the sale. */
const drawAgeMs = (settings: SampleSettings, dice: Dice): number =>
  (1 + dice.int(settings.days * SECONDS_PER_DAY - CHECKOUT_SECONDS)) * MS_PER_SECOND;

type Events = SampleBatch['events'];

const drawEvents = (timeMs: number, currency: string, dice: Dice): Events => {
  const kind = KIND_OF_PERCENT[dice.int(KIND_OF_PERCENT.length)] ?? 'purchase';
  const event = drawEvent(kind, timeMs, currency, dice);
  if (kind !== 'purchase' || !dice.chance(CHECKED_OUT_FIRST)) return [event];
  const earlierMs = timeMs - (1 + dice.int(CHECKOUT_SECONDS)) * MS_PER_SECOND;
  return [drawEvent('checkout', earlierMs, currency, dice), event];
};

const drawWith = (events: typeof drawEvents, settings: SampleSettings, dice: Dice): SampleBatch => {
  const customer = drawCustomer(dice, settings.advertisingIds);
  const timeMs = settings.asOfMs - drawAgeMs(settings, dice);
  return {
    customer,
    events: events(timeMs, customer.currency, dice),
    environment: 'production',
    os: 'OutOfBand',
    receivedMs: Math.min(timeMs + dice.int(LONGEST_DELAY_SECONDS) * MS_PER_SECOND, settings.asOfMs),
    batchId: dice.int64(),
    mpid: dice.int64(),
    messageId: dice.uuid(),
    sourceRequestId: dice.uuid(),
  };
};

/** One batch of the made-up shop: one event, and sometimes, before a purchase, the checkout that led to it. */
export const drawBatch = (settings: SampleSettings, dice: Dice): SampleBatch => drawWith(drawEvents, settings, dice);

/** A batch with one purchase and nothing else. */
export const drawPurchase = (settings: SampleSettings, dice: Dice): SampleBatch =>
  drawWith((timeMs, currency) => [drawEvent('purchase', timeMs, currency, dice)], settings, dice);
