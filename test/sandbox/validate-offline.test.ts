import { describe, expect, test } from 'vitest';
import { offlineCheck } from '../../src/sandbox/validate/validate-offline.js';
import { type Event, NOW, offlineSale, sha } from './support.js';

const DAY = 86_400;
const withKeys = (match_keys: Event): Event => offlineSale({ match_keys });
const withItem = (changes: Event): Event =>
  offlineSale({ contents: [{ id: 'sku', quantity: 1, price: 2, ...changes }] });
const withLdu = (options: unknown, country?: unknown, state?: unknown): Event =>
  offlineSale({
    data_processing_options: options,
    data_processing_options_country: country,
    data_processing_options_state: state,
  });

describe('the Offline Conversions API accepts', () => {
  const good: [string, Event][] = [
    ['a sale', offlineSale()],
    ['a sale two years old', offlineSale({ event_time: NOW - 730 * DAY })],
    ['a view without money', offlineSale({ event_name: 'ViewContent', value: undefined, currency: undefined })],
    ['a currency without value', offlineSale({ event_name: 'AddToCart', value: undefined })],
    ['amounts of items as text', withItem({ quantity: '1', price: '3.63' })],
    ['several addresses', withKeys({ email: [sha('a'), sha('b'), sha('c')], phone: [sha('d')] })],
    ['a hashed advertising id', withKeys({ madid: sha('a') })],
    ['an external id as it is', withKeys({ extern_id: 'C-17' })],
    ['first and last name', withKeys({ fn: sha('a'), ln: sha('b') })],
    ['a line of an order', offlineSale({ item_number: '2' })],
    ['Florida', withLdu(['LDU'], 1, 1003)],
  ];
  test.each(good)('%s', (_name, event) => {
    expect(offlineCheck(event, NOW)).toBeNull();
  });
});

describe('the Offline Conversions API refuses', () => {
  const parameter = 2804019;
  const bad: [string, unknown, number, string][] = [
    ['what is no object', [], parameter, ''],
    ['no name', offlineSale({ event_name: undefined }), parameter, 'event_name'],
    ['no time', offlineSale({ event_time: undefined }), parameter, 'event_time'],
    ['milliseconds', offlineSale({ event_time: NOW * 1000 }), parameter, 'event_time'],
    ['the future', offlineSale({ event_time: NOW + 61 }), parameter, 'event_time'],
    ['older than two years', offlineSale({ event_time: NOW - 731 * DAY }), 2804003, 'event_time'],
    ['no match keys', offlineSale({ match_keys: undefined }), parameter, 'match_keys'],
    ['match keys that say nothing', withKeys({}), 2804050, 'match_keys'],
    ['only a country and a gender', withKeys({ country: sha('us'), gen: sha('f') }), 2804050, 'match_keys'],
    ['only first name and gender', withKeys({ fn: sha('a'), fi: sha('a'), gen: sha('f') }), 2804050, 'match_keys'],
    ['only last name', withKeys({ ln: sha('a') }), 2804050, 'match_keys'],
    ['only a birth date', withKeys({ doby: sha('a'), dobm: sha('b'), dobd: sha('c') }), 2804050, 'match_keys'],
    ['an address that is not hashed', withKeys({ email: 'ann@example.com' }), parameter, 'match_keys.email'],
    ['a hash of nothing', withKeys({ email: sha('a'), ln: sha('') }), parameter, 'match_keys.ln'],
    ['four addresses', withKeys({ email: [1, 2, 3, 4].map((n) => sha(String(n))) }), parameter, 'match_keys.email'],
    ['two names', withKeys({ email: sha('a'), fn: [sha('a'), sha('b')] }), parameter, 'match_keys.fn'],
    [
      'a raw advertising id',
      withKeys({ madid: 'EA7583CD-A667-48BC-B806-42ECB2B48606' }),
      parameter,
      'match_keys.madid',
    ],
    ['a purchase without value', offlineSale({ value: undefined }), 2804009, 'value'],
    [
      'a purchase in upper case without value',
      offlineSale({ event_name: 'PURCHASE', value: undefined }),
      2804009,
      'value',
    ],
    ['a value without currency', offlineSale({ event_name: 'Lead', currency: undefined }), 2804010, 'currency'],
    ['a value of zero', offlineSale({ value: 0 }), parameter, 'value'],
    ['a value as text', offlineSale({ value: '12' }), parameter, 'value'],
    ['a currency in lower case', offlineSale({ currency: 'usd' }), parameter, 'currency'],
    ['a line without an order', offlineSale({ order_id: undefined, item_number: '2' }), parameter, 'order_id'],
    ['an order id as a number', offlineSale({ order_id: 17 }), parameter, 'order_id'],
    ['an item without id', withItem({ id: '' }), parameter, 'contents.id'],
    ['a quantity of zero', withItem({ quantity: 0 }), parameter, 'contents.quantity'],
    ['a price of zero', withItem({ price: 0 }), parameter, 'contents.price'],
    ['the price member of the other API', withItem({ item_price: 2 }), parameter, 'contents.item_price'],
    ['custom data with parts', offlineSale({ custom_data: { till: [4] } }), parameter, 'custom_data'],
    ['LDU without state', withLdu(['LDU'], 1), 2804030, 'data_processing_options_state'],
    ['LDU without country', withLdu(['LDU']), 2804030, 'data_processing_options_country'],
    ['LDU with state 0', withLdu(['LDU'], 1, 0), 2804030, 'data_processing_options_state'],
    ['LDU with an unknown state', withLdu(['LDU'], 1, 999), parameter, 'data_processing_options_state'],
  ];
  test.each(bad)('%s', (_name, event, subcode, path) => {
    const refusal = offlineCheck(event, NOW);
    expect([refusal?.subcode, refusal?.path.join('.')]).toEqual([subcode, path]);
  });
});
