// Meta's standard events (Meta Pixel reference). Names are case-sensitive; any other name is an event of the customer's own.
import type { ForwardedAction } from './conversion.js';

/** The standard event of each action that is forwarded. */
export const EVENT_OF_ACTION: Readonly<Record<ForwardedAction, string>> = {
  add_to_cart: 'AddToCart',
  add_to_wishlist: 'AddToWishlist',
  checkout: 'InitiateCheckout',
  purchase: 'Purchase',
  view_detail: 'ViewContent',
};

/** Those that no forwarded action means. */
// prettier-ignore
export const OTHER_STANDARD_EVENTS: readonly string[] = [
  'AddPaymentInfo', 'CompleteRegistration', 'Contact', 'CustomizeProduct', 'Donate', 'FindLocation', 'Lead',
  'Schedule', 'Search', 'StartTrial', 'SubmitApplication', 'Subscribe',
];
