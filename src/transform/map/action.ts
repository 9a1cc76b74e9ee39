import type { ForwardedAction } from '../../model/conversion.js';

const BY_SPELLING: ReadonlyMap<string, ForwardedAction> = new Map([
  ['addtocart', 'add_to_cart'],
  ['addtowishlist', 'add_to_wishlist'],
  ['checkout', 'checkout'],
  ['purchase', 'purchase'],
  ['viewdetail', 'view_detail'],
]);

const EXACT: ReadonlyMap<string, ForwardedAction> = new Map(
  (['add_to_cart', 'add_to_wishlist', 'checkout', 'purchase', 'view_detail'] as const).map((action) => [
    action,
    action,
  ]),
);

/**
 * The forwarded action that a `product_action.action` means, in any spelling seen in the wild (`add_to_wish_list`,
 * `AddToCart`, `Add to Cart`); undefined for every action that the integration does not forward.
 */
export const forwardedActionOf = (action: string): ForwardedAction | undefined =>
  EXACT.get(action) ?? BY_SPELLING.get(action.toLowerCase().replace(/[\s_]/g, ''));
