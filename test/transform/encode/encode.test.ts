import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { encoderFor } from '../../../src/transform/encode/encoder.js';
import type { Conversion, MatchKeys } from '../../../src/model/conversion.js';
import type { MappingSettings } from '../../../src/model/settings.js';
import { mappingSettings } from '../../support/batches.js';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const plain = (text: string) => ({ form: 'plain', text }) as const;

const KEYS: MatchKeys = {
  email: plain('ana@example.com'),
  phone: plain('14085550142'),
  firstName: plain('ana'),
  lastName: plain('garcía'),
  gender: plain('f'),
  city: { ...plain('sanjosé'), ascii: 'sanjos' },
  state: { ...plain('ny'), name: 'newyork', also: null },
  zip: { ...plain('95112'), also: null },
  country: plain('us'),
  appleAdvertisingId: '5796A670-482C-490E-8D97-82BFCDC83011',
  googleAdvertisingId: '0b80a255-53a1-4945-a932-58ef7777682c',
  externalId: 'HBC 118',
};

const CONVERSION: Conversion = {
  action: 'purchase',
  time: 1_795_132_800,
  value: 61.46,
  currency: 'USD',
  contents: [{ id: 'A', quantity: 2, price: 19, brand: 'Lumo', category: 'home', title: 'Lamp' }],
  orderId: 'POS-1',
  customData: { store_id: '0417', value: 'mine', currency: 'mine', contents: 'mine', order_id: 'mine' },
  matchKeys: KEYS,
  limitedDataUse: { kind: 'flagged', state: 1000 },
};

const encode = (conversion: Partial<Conversion>, settings: Partial<MappingSettings>) =>
  JSON.parse(encoderFor(mappingSettings(settings))({ ...CONVERSION, ...conversion }).json) as Record<string, unknown>;
const offline = (conversion: Partial<Conversion> = {}, settings: Partial<MappingSettings> = {}) =>
  encode(conversion, { api: 'offline-conversions', hashMadid: true, ...settings });
const conversions = (conversion: Partial<Conversion> = {}, settings: Partial<MappingSettings> = {}) =>
  encode(conversion, { api: 'conversions', hashMadid: false, ...settings });

test.each([
  ['add_to_cart', 'AddToCart', 'AddToCart'],
  ['add_to_wishlist', 'AddToWishList', 'AddToWishlist'],
  ['checkout', 'Checkout', 'InitiateCheckout'],
  ['purchase', 'Purchase', 'Purchase'],
  ['view_detail', 'ViewContent', 'ViewContent'],
] as const)('%s is %s offline and %s in conversions', (action, legacy, current) => {
  expect(offline({ action }).event_name).toBe(legacy);
  expect(conversions({ action }).event_name).toBe(current);
});

test('single names can be overridden', () => {
  const eventNames = { purchase: 'StoreSale' };
  expect(offline({}, { eventNames }).event_name).toBe('StoreSale');
  expect(conversions({ action: 'checkout' }, { eventNames }).event_name).toBe('InitiateCheckout');
});

describe('offline-conversions', () => {
  test('spells a whole event', () =>
    expect(offline()).toEqual({
      match_keys: {
        email: sha256('ana@example.com'),
        phone: sha256('14085550142'),
        madid: sha256('5796a670-482c-490e-8d97-82bfcdc83011'),
        fn: sha256('ana'),
        ln: sha256('garcía'),
        gen: sha256('f'),
        ct: sha256('sanjos'),
        st: sha256('newyork'),
        zip: sha256('95112'),
        country: sha256('us'),
        extern_id: 'HBC 118',
      },
      event_time: 1_795_132_800,
      event_name: 'Purchase',
      value: 61.46,
      currency: 'USD',
      order_id: 'POS-1',
      contents: [{ id: 'A', quantity: 2, price: 19, brand: 'Lumo', category: 'home', title: 'Lamp' }],
      custom_data: CONVERSION.customData,
      data_processing_options: ['LDU'],
      data_processing_options_country: 1,
      data_processing_options_state: 1000,
    }));

  test('keeps a city without any ASCII letter', () =>
    expect(offline({ matchKeys: { city: { ...plain('東京'), ascii: null } } }).match_keys).toEqual({
      ct: sha256('東京'),
    }));

  test('sends the advertising id raw if set', () =>
    expect(offline({}, { hashMadid: false }).match_keys).toMatchObject({ madid: KEYS.appleAdvertisingId }));
});

describe('conversions', () => {
  test('spells a whole event, standard names before attributes of the same name', () =>
    expect(conversions()).toEqual({
      event_name: 'Purchase',
      event_time: 1_795_132_800,
      action_source: 'physical_store',
      user_data: {
        em: sha256('ana@example.com'),
        ph: sha256('14085550142'),
        madid: [KEYS.appleAdvertisingId, KEYS.googleAdvertisingId],
        fn: sha256('ana'),
        ln: sha256('garcía'),
        ge: sha256('f'),
        ct: [sha256('sanjosé'), sha256('sanjos')],
        st: sha256('ny'),
        zp: sha256('95112'),
        country: sha256('us'),
        external_id: sha256('hbc118'),
      },
      custom_data: {
        store_id: '0417',
        value: 61.46,
        currency: 'USD',
        order_id: 'POS-1',
        contents: [{ id: 'A', quantity: 2, item_price: 19, price: 19, brand: 'Lumo', category: 'home', title: 'Lamp' }],
      },
      data_processing_options: ['LDU'],
      data_processing_options_country: 1,
      data_processing_options_state: 1000,
    }));

  test('hashes advertising ids if set', () =>
    expect(conversions({ matchKeys: { appleAdvertisingId: 'ABC' } }, { hashMadid: true }).user_data).toEqual({
      madid: sha256('abc'),
    }));

  test.each([
    ['boston', 'boston', sha256('boston')],
    ['東京', null, sha256('東京')],
    ['köln', 'kln', [sha256('köln'), sha256('kln')]],
  ])('the city %s with the letters %s', (text, ascii, ct) =>
    expect(conversions({ matchKeys: { city: { ...plain(text), ascii } } }).user_data).toEqual({ ct }),
  );

  test('an attribute never replaces a standard member that the event lacks', () =>
    expect(conversions({ value: null, orderId: null, contents: [] }).custom_data).toEqual({
      store_id: '0417',
      currency: 'USD',
    }));
});

describe.each([
  ['offline-conversions', offline],
  ['conversions', conversions],
] as const)('%s', (_, spell) => {
  test('leaves out what is not there, and never sends null', () => {
    const bare = {
      value: null,
      orderId: null,
      contents: [],
      customData: null,
      matchKeys: {},
      limitedDataUse: { kind: 'off' },
    } as const;
    const text = JSON.stringify(spell(bare));
    expect(text).not.toContain('null');
    expect(text).not.toContain('data_processing');
  });

  test('hashes pass as they are, verbatim texts too', () => {
    const email = { form: 'sha256', text: sha256('x') } as const;
    expect(JSON.stringify(spell({ matchKeys: { email } }))).toContain(`"${sha256('x')}"`);
    expect(JSON.stringify(spell({ matchKeys: { email: { form: 'verbatim', text: 'Loyal 7' } } }))).toContain(
      '"Loyal 7"',
    );
  });
});
