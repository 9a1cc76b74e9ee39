import { expect, test } from 'vitest';
import { actionMeaning, forwardedActionOf, showableAction } from '../../../src/transform/map/action.js';
import { mapBatch, mapEvent } from '../../../src/transform/map/event.js';
import { batchOf, mappingSettings, parsedBatch, purchase } from '../../support/batches.js';

test.each([
  [
    'add_to_cart',
    ['add_to_cart', 'AddToCart', 'Add to Cart', 'ADD-TO-CART', 'eCommerce - AddToCart', 'eCommerce - Add To Cart', '1'],
  ],
  [
    'add_to_wishlist',
    ['add_to_wishlist', 'add_to_wish_list', 'AddToWishList', 'AddToWishlist', 'eCommerce - AddToWishlist', '9'],
  ],
  ['checkout', ['checkout', 'Check\tout', 'InitiateCheckout', 'initiate_checkout', 'eCommerce - Checkout', '3', '3.0']],
  [
    'purchase',
    [
      ...['purchase', 'Purchase', ' PURCHASE ', 'eCommerce - Purchase', 'ecommerce_purchase', '7', ' 7 '],
      ...['pur\u200bchase', '="7"'],
    ],
  ],
  ['view_detail', ['view_detail', 'View_Detail', 'ViewContent', 'view content', 'eCommerce - ViewDetail', '6']],
] as const)('%s has many spellings', (action, spellings) =>
  expect(spellings.map(actionMeaning)).toEqual(spellings.map(() => action)),
);

test.each([
  [
    ...['checkout_option', 'click', 'refund', 'remove_from_cart', 'remove_from_wish_list', 'remove_from_wishlist'],
    'unknown',
  ],
  ['view_cart', 'add_shipping_info', 'add_payment_info', 'payment_method_selected', 'payment_attempted'],
  ['payment_succeeded', 'payment_failed', 'refund_initiated', 'AddPaymentInfo', 'eCommerce - Refund'],
  ['0', '2', '4', '5', '8', '10', '11', '18', 'Lead', 'CompleteRegistration', 'Subscribe', 'PageView'],
])('%s and their like are known and not forwarded', (...actions) => {
  expect(actions.map(actionMeaning)).toEqual(actions.map(() => 'not_forwarded'));
  expect(actions.map(forwardedActionOf)).toEqual(actions.map(() => undefined));
});

test.each(['sale', 'Kauf', 'Verkauf', 'compra', 'achat', 'sold', '19', '70', '7.5', '-1', '', 'purchases'])(
  '%j is not known',
  (action) => expect(actionMeaning(action)).toBe('unknown'),
);

const outcomes = (action: unknown, more = {}) => {
  const batch = parsedBatch(batchOf([purchase({ action })], more));
  const mapping = mapBatch(batch, mappingSettings());
  return batch.events.map((event) => mapEvent(event, mapping));
};

test('the warehouse’s id may be a number', () => expect(outcomes(7)).toMatchObject([{ kind: 'conversion' }]));

test('an unknown word is rejected, named, and listed', () =>
  expect(outcomes('Verkauf')).toMatchObject([
    {
      kind: 'rejected',
      reason: 'unknown_action',
      message: expect.stringContaining('Verkauf'),
      warnings: [{ code: 'unknown_action_word', detail: 'Verkauf' }],
    },
  ]));

test.each([
  ['an e-mail address', 'ida@example.com', {}],
  ['digits', '4917612345', {}],
  ['a long text', 'a'.repeat(30), {}],
  ['the first name', 'Maribel', {}],
  ['the first name in another case', 'MARIBEL', {}],
  ['part of the e-mail address', 'maribel', { user_attributes: {} }],
  ['part of an attribute of any name', 'Okafor', { user_attributes: { 'Full Name': 'Tunde Okafor' } }],
  ['part of a list attribute', 'Okafor', { user_attributes: { names: ['x', 'Okafor-Smith'] } }],
  ['an identity', 'tundeo', { user_identities: { twitter: 'TundeO' } }],
])('a word that may be %s is not shown', (_, action, more) => {
  const [outcome] = outcomes(action, more);
  expect(outcome).toMatchObject({ reason: 'unknown_action' });
  expect(outcome).toHaveProperty('warnings', [{ code: 'unknown_action_word', count: 1 }]);
  expect(JSON.stringify(outcome).toLowerCase()).not.toContain(action.toLowerCase());
});

test('no action at all is not known either', () => {
  for (const action of [null, '', undefined, '  '])
    expect(outcomes(action)).toMatchObject([{ reason: 'unknown_action' }]);
});

test('words of several letters and parts can be shown', () => {
  const batch = { identities: new Map(), userAttributes: null };
  expect(['in-store sale', 'Käufe', '販売', 'point_of_sale'].map((word) => showableAction(word, batch))).toEqual([
    'in-store sale',
    'Käufe',
    '販売',
    'point_of_sale',
  ]);
});
