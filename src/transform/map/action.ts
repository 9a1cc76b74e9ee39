// The meaning of an action text: the words of mParticle, its warehouse and Meta, in any spelling. Words of shops are
// not included: those are rejected, and named.

import { cleanText } from '../../lib/clean-text.js';
import type { Batch } from '../../model/batch.js';
import { lazyPattern } from '../../lib/memoize.js';
import { FORWARDED_ACTIONS, type ForwardedAction } from '../../model/conversion.js';
import { OTHER_STANDARD_EVENTS } from '../../model/standard-events.js';

/** The decision by an event's action: forwarded, known but never forwarded, or unknown. */
type ActionMeaning = ForwardedAction | 'not_forwarded' | 'unknown';

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s_\-–.:/]/g, '')
    .replace(/^ecommerce/, '');

/** mParticle's own names and Meta's names for the same, in the form that `plain` returns. */
const FORWARDED: ReadonlyMap<string, ForwardedAction> = new Map([
  ['addtocart', 'add_to_cart'],
  ['addtowishlist', 'add_to_wishlist'],
  ['checkout', 'checkout'],
  ['initiatecheckout', 'checkout'],
  ['purchase', 'purchase'],
  ['viewdetail', 'view_detail'],
  ['viewcontent', 'view_detail'],
]);

/** Ids of the warehouse (`ProductActionTypeId`), by number. */
const WAREHOUSE_IDS: readonly ActionMeaning[] = [
  'not_forwarded', // unknown
  'add_to_cart',
  'not_forwarded', // remove_from_cart
  'checkout',
  'not_forwarded', // checkout_option
  'not_forwarded', // click
  'view_detail',
  'purchase',
  'not_forwarded', // refund
  'add_to_wishlist',
  'not_forwarded', // remove_from_wishlist
  ...Array.from({ length: 8 }, () => 'not_forwarded' as const), // Rokt's, 11 to 18
];

// prettier-ignore
const NOT_FORWARDED: ReadonlySet<string> = new Set(
  [
    // mParticle's other actions, and Rokt's (mParticle's Web SDK 2.71)
    'remove_from_cart', 'checkout_option', 'click', 'refund', 'remove_from_wishlist', 'unknown', 'none',
    'view_cart', 'add_shipping_info', 'add_payment_info', 'payment_method_selected', 'payment_attempted',
    'payment_succeeded', 'payment_failed', 'refund_initiated',
    // Meta's other events, which no product action of mParticle means
    'PageView', 'Other', ...OTHER_STANDARD_EVENTS,
  ].map(plain),
);

const EXACT: ReadonlyMap<string, ForwardedAction> = new Map(FORWARDED_ACTIONS.map((action) => [action, action]));

/** The meaning of a `product_action.action` (README, "What is mapped to what"), in any spelling, or as an id. */
export const actionMeaning = (action: string): ActionMeaning => {
  const exact = EXACT.get(action);
  if (exact !== undefined) return exact;
  const text = cleanText(action);
  const id = /^\s*(\d{1,3})(?:\.0+)?\s*$/.exec(text)?.[1];
  if (id !== undefined) return WAREHOUSE_IDS[Number(id)] ?? 'unknown';
  const word = plain(text);
  return FORWARDED.get(word) ?? (NOT_FORWARDED.has(word) ? 'not_forwarded' : 'unknown');
};

/** The forwarded action that a text means; undefined for any other. */
export const forwardedActionOf = (action: string): ForwardedAction | undefined => {
  const meaning = actionMeaning(action);
  return meaning === 'not_forwarded' || meaning === 'unknown' ? undefined : meaning;
};

/** A word of a till or a shop system: letters, perhaps several words. */
const WORD = lazyPattern(String.raw`^\p{L}[\p{L}\p{M}]*(?:[ _-][\p{L}\p{M}]+)*$`, 'u');
const LONGEST_WORD = 29;

const BETWEEN_PIECES = lazyPattern(String.raw`[^\p{L}\p{M}\p{N}]+`, 'u');

const pieces = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(BETWEEN_PIECES())
    .filter((piece) => piece !== '');

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

/**
 * An unknown action, if it may be shown; null: it may be personal data. It must be letters, fewer than 30 characters,
 * and no part of it may occur among the batch's identities and attributes.
 */
export const showableAction = (action: string, batch: Pick<Batch, 'identities' | 'userAttributes'>): string | null => {
  const word = action.trim();
  if (word.length > LONGEST_WORD || !WORD().test(word)) return null;
  const personal = new Set([...batch.identities.values(), ...textsOf(batch.userAttributes)].flatMap(pieces));
  return pieces(word).some((piece) => personal.has(piece)) ? null : word;
};
