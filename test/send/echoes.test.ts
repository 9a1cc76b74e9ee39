import { describe, expect, test } from 'vitest';
import { echoMask, withoutSecrets } from '../../src/send/echoes.js';
import { mappedOf } from '../support/mapped.js';

const EVENT = {
  event_name: 'Purchase',
  action_source: 'physical_store',
  user_data: { external_id: 'card-77', em: ['a'.repeat(64)] },
  custom_data: {
    currency: 'EUR',
    order_id: 'POS-1(a)',
    note: 'call 0155-77',
    loyalty: 4_155_550_123,
    tier: 'A',
    shop: 'İzmir  1\nİstasyon',
  },
};

describe('Facebook’s words without what they repeat of the event', () => {
  test.each([
    ['Invalid parameter', 'Invalid parameter'],
    ['order_id POS-1(a) is taken', 'order_id *** is taken'],
    ['ORDER pos-1(A), card CARD-77', 'ORDER ***, card ***'],
    [`em ${'a'.repeat(64)} is unknown`, 'em *** is unknown'],
    ['loyalty 4155550123', 'loyalty ***'],
    ['note "call 0155-77" of card-77', 'note "***" of ***'],
    ['who@example.com, "em=other@shop.example.org".', '***, "em=***".'],
    ['"fn": "5515e9bc09f99af5e', '"fn": "***'],
    ['dataset 260000000000026 of 1234567890123456', 'dataset 260000000000026 of 1234567890123456'],
    ['shop İzmir 1 İstasyon, i̇zmir 1 i̇stasyon', 'shop ***, ***'],
    [`${'x'.repeat(290)} card-77 of who@example.com`, `${'x'.repeat(290)} *** of ***`.slice(0, 300)],
    ['Purchase in EUR from physical_store: A', 'Purchase in EUR from physical_store: A'],
  ])('%s', (words, left) => expect(echoMask(mappedOf([{ id: 'other' }, EVENT]))(words)).toBe(left));
});

test.each([
  ['Malformed access token EAAB-1234567', ['EAAB-1234567'], 'Malformed access token ***'],
  ['an app, a proof', ['a'], 'an app, a proof'],
])('secrets: %s', (text, secrets, left) => expect(withoutSecrets(text, secrets)).toBe(left));
