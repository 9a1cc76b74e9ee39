import { describe, expect, test } from 'vitest';
import { conversionsCheck } from '../../src/sandbox/validate/validate-conversions.js';
import { type Event, NOW, sha, storeSale } from './support.js';

const DAY = 86_400;
const UUID = 'EA7583CD-A667-48BC-B806-42ECB2B48606';
const EMPTY = sha('');
const check = conversionsCheck(false);

const withUser = (user_data: Event): Event => storeSale({ user_data });
const withCustom = (changes: Event): Event => storeSale({ custom_data: { ...storeSale().custom_data, ...changes } });
const withItem = (changes: Event): Event =>
  withCustom({ contents: [{ id: 'sku', quantity: 1, item_price: 2, ...changes }] });
const withLdu = (options: unknown, country?: unknown, state?: unknown, user: Event = {}): Event =>
  storeSale({
    data_processing_options: options,
    data_processing_options_country: country,
    data_processing_options_state: state,
    user_data: { em: sha('a'), ...user },
  });

describe('the Conversions API accepts', () => {
  const good: [string, Event][] = [
    ['a sale', storeSale()],
    ['a sale 62 days old', storeSale({ event_time: NOW - 62 * DAY })],
    ['a clock a minute fast', storeSale({ event_time: NOW + 60 })],
    ['a web event 7 days old', storeSale({ action_source: 'website', event_time: NOW - 7 * DAY })],
    ['a view without money', storeSale({ event_name: 'ViewContent', custom_data: undefined })],
    ['an event of a name of its own', storeSale({ event_name: 'Kitchen tour' })],
    ['a currency in lower case, as in the documentation', withCustom({ currency: 'usd' })],
    ['a value of zero', withCustom({ value: 0 })],
    ['both spellings of a price', withItem({ price: 2 })],
    ['custom data of texts, numbers and truth', withCustom({ till: 4, clerk: 'Bo', gift: true })],
    ['first and last name', withUser({ fn: sha('a'), ln: sha('b') })],
    ['birth date and city', withUser({ db: sha('19700101'), ct: sha('a') })],
    ['an external id as it is', withUser({ external_id: 'c-17' })],
    ['a lead id', withUser({ lead_id: 123456 })],
    ['two advertising ids', withUser({ madid: [UUID, UUID.toLowerCase()] })],
    ['a hash with the library mark', withUser({ em: `${sha('a')}.AgEBAQAB` })],
    ['a key that is null', withUser({ em: sha('a'), ph: null })],
    ['no use restricted', withLdu([])],
    ['California', withLdu(['LDU'], 1, 1000)],
    ['Rhode Island', withLdu(['LDU'], 1, 1013)],
    ['0/0 with an address', withLdu(['LDU'], 0, 0, { client_ip_address: '192.0.2.1' })],
  ];
  test.each(good)('%s', (_name, event) => {
    expect(check(event, NOW)).toBeNull();
  });
});

describe('the Conversions API refuses', () => {
  const parameter = 2804019;
  const bad: [string, unknown, number, string][] = [
    ['what is no object', 17, parameter, ''],
    ['null', null, parameter, ''],
    ['no name', storeSale({ event_name: undefined }), parameter, 'event_name'],
    ['a blank name', storeSale({ event_name: ' ' }), parameter, 'event_name'],
    ['no time', storeSale({ event_time: undefined }), parameter, 'event_time'],
    ['a time as text', storeSale({ event_time: String(NOW) }), parameter, 'event_time'],
    ['half a second', storeSale({ event_time: NOW - 0.5 }), parameter, 'event_time'],
    ['milliseconds', storeSale({ event_time: NOW * 1000 }), parameter, 'event_time'],
    ['61 seconds ahead', storeSale({ event_time: NOW + 61 }), parameter, 'event_time'],
    ['older than 62 days', storeSale({ event_time: NOW - 62 * DAY - 1 }), 2804003, 'event_time'],
    [
      'a web event older than 7 days',
      storeSale({ action_source: 'website', event_time: NOW - 8 * DAY }),
      2804003,
      'event_time',
    ],
    ['no action source', storeSale({ action_source: undefined }), parameter, 'action_source'],
    ['an unknown action source', storeSale({ action_source: 'store' }), parameter, 'action_source'],
    ['no user data', storeSale({ user_data: undefined }), parameter, 'user_data'],
    ['user data as a list', storeSale({ user_data: [] }), parameter, 'user_data'],
    ['an e-mail address that is not hashed', withUser({ em: 'ann@example.com' }), parameter, 'user_data.em'],
    ['a hash of nothing', withUser({ em: EMPTY }), parameter, 'user_data.em'],
    ['a hash of nothing with the library mark', withUser({ em: `${EMPTY}.AgEBAQAB` }), parameter, 'user_data.em'],
    ['a hash of nothing in a list', withUser({ em: [sha('a'), EMPTY] }), parameter, 'user_data.em'],
    ['a hash in upper case', withUser({ em: sha('a').toUpperCase() }), parameter, 'user_data.em'],
    ['an MD5', withUser({ ph: sha('a').slice(0, 32) }), parameter, 'user_data.ph'],
    ['an empty key', withUser({ em: sha('a'), fn: '' }), parameter, 'user_data.fn'],
    ['a hashed advertising id', withUser({ madid: sha(UUID) }), parameter, 'user_data.madid'],
    [
      'an advertising id of zeros',
      withUser({ madid: '00000000-0000-0000-0000-000000000000' }),
      parameter,
      'user_data.madid',
    ],
    ['a blank external id', withUser({ external_id: '' }), parameter, 'user_data.external_id'],
    ['a lead id with letters', withUser({ lead_id: 'l:1' }), parameter, 'user_data.lead_id'],
    ['no key', withUser({}), 2804050, 'user_data'],
    ['keys of another API', withUser({ email: sha('a'), phone: sha('b') }), 2804050, 'user_data'],
    ['an empty list', withUser({ em: [] }), 2804050, 'user_data'],
    [
      'only places',
      withUser({ ct: sha('a'), st: sha('b'), zp: sha('c'), country: sha('d'), ge: sha('f') }),
      2804050,
      'user_data',
    ],
    ['only a birth date', withUser({ db: sha('a'), client_user_agent: 'x' }), 2804050, 'user_data'],
    ['only first name and gender', withUser({ fn: sha('a'), ge: sha('f') }), 2804050, 'user_data'],
    ['only an initial', withUser({ fi: sha('a') }), 2804050, 'user_data'],
    ['only last name and gender', withUser({ ln: sha('a'), ge: sha('f') }), 2804050, 'user_data'],
    ['custom data as text', storeSale({ custom_data: 'x' }), parameter, 'custom_data'],
    ['custom data with parts', withCustom({ till: { nr: 4 } }), parameter, 'custom_data'],
    ['a purchase without custom data', storeSale({ custom_data: undefined }), 2804009, 'custom_data.value'],
    ['a purchase without value', withCustom({ value: undefined }), 2804009, 'custom_data.value'],
    ['a purchase without currency', withCustom({ currency: undefined }), 2804010, 'custom_data.currency'],
    ['a value as text', withCustom({ value: '12.50' }), parameter, 'custom_data.value'],
    ['a value below zero', withCustom({ value: -1 }), parameter, 'custom_data.value'],
    ['a currency that is none', withCustom({ currency: 'DOLLAR' }), parameter, 'custom_data.currency'],
    ['an order id as a number', withCustom({ order_id: 17 }), parameter, 'custom_data.order_id'],
    ['contents as an object', withCustom({ contents: {} }), parameter, 'custom_data.contents'],
    ['an item without id', withItem({ id: undefined }), parameter, 'custom_data.contents.id'],
    ['an item without quantity', withItem({ quantity: undefined }), parameter, 'custom_data.contents.quantity'],
    ['a quantity of zero', withItem({ quantity: 0 }), parameter, 'custom_data.contents.quantity'],
    ['a price as text', withItem({ item_price: '2' }), parameter, 'custom_data.contents.item_price'],
    ['a member of contents that Meta does not know', withItem({ sku: 'x' }), parameter, 'custom_data.contents.sku'],
    ['an unknown data processing option', withLdu(['CCPA'], 1, 1000), parameter, 'data_processing_options'],
    ['options as text', withLdu('LDU', 1, 1000), parameter, 'data_processing_options'],
    ['LDU without country', withLdu(['LDU'], undefined, 1000), 2804030, 'data_processing_options_country'],
    ['LDU without state', withLdu(['LDU'], 1), 2804030, 'data_processing_options_state'],
    ['LDU with nothing to locate', withLdu(['LDU'], 0, 0), 2804030, 'data_processing_options_country'],
    ['LDU in an unknown country', withLdu(['LDU'], 49, 1000), parameter, 'data_processing_options_country'],
    ['LDU in an unknown state', withLdu(['LDU'], 1, 1014), parameter, 'data_processing_options_state'],
    ['an event id as a number', storeSale({ event_id: 1 }), parameter, 'event_id'],
    ['an opt-out as text', storeSale({ opt_out: 'no' }), parameter, 'opt_out'],
  ];
  test.each(bad)('%s', (_name, event, subcode, path) => {
    const refusal = check(event, NOW);
    expect([refusal?.subcode, refusal?.path.join('.')]).toEqual([subcode, path]);
  });
});

test('hashed advertising ids pass when they are allowed', () => {
  expect(conversionsCheck(true)(withUser({ madid: sha(UUID.toLowerCase()) }), NOW)).toBeNull();
});

test('no refusal repeats a value of the event', () => {
  const refusal = check(withUser({ em: 'ann@example.com' }), NOW);
  expect(JSON.stringify(refusal)).not.toContain('ann');
});
