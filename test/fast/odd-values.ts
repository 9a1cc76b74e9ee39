// Values that differ from the usual ones in length, blanks, digits, letters or type, by the member that they are put into.
// Invented people and places; numbers and addresses from the ranges reserved for fiction.

const long = (length: number): string => 'x'.repeat(length);

export const TEXTS = [
  ...['Zoë', 'François', '李雷', 'Ægir', '😀', 'O’Brien', 'a"b', 'back\\slash', 'M&uuml;ller', 'M?ller', 'MÃ¼ller'],
  ...['M%C3%BCller', 'Dr. Ann', 'Ann & Bob', 'Berg, Ann', 'Ann <ann@example.com>', 'tab\tbed', 'new\nline', ' Ann'],
  ...['Ann ', '', ' ', '\u00a0', 'e\u0301', 'a\u00a0', '\ufeffB', '\u007f', '\u2028', '\u0085', 'B\ufeff', '\u200eAnn'],
  ...['\u3000', '123', '0', long(59), long(60), long(61), long(127), long(129), long(300), long(513), long(4100)],
  ...[long(70_000), '+1 (303) 555-0153', 'joe@example.com', 'null', '/', '</script>', 'ß', 'İ', '\u0001', '\u001f'],
  ...["'Ann", "'t'", 'NULL', 'n/a', 'N/A', '(none)', '<NA>', '-', '--', 'undefined', '#N/A', 'unknown', 'Nan', 'NaN'],
  ...['[object Object]', 'ab'.repeat(32), 'AB'.repeat(20), '5'.repeat(64), '0'.repeat(32)],
  ...['{SHA}abcdef0123456789abcdef', 'sha1:' + 'ab'.repeat(20), '1.2E+11', '1E5', '1,79E+12', '1.795551538634E+12'],
  ...['1001.0', '00000000-0000-0000-0000-000000000000', '-1', 'guest', 'i***@example.com', '\u00adAnn', 'é'.repeat(30)],
  ...['\ufffd', '12345678901234567890'],
];

export const NUMBERS = [
  ...[0, 1, 2, 0.5, 0.1, 0.005, 1.005, 8.95, 12.345678, 1e-7, 1e21, 123456789012345, 1234567890123456, 99999999999999],
  ...[-1, -0.01, 29, 29.9, 1e15, 0.015, 10.075, 1.115, 4503599627370497, 9007199254740992, 1e-6, 123456.789],
];

/** Numbers as other programs write them: put into the text as they are. */
export const WRITTEN_NUMBERS = [
  ...['29.90', '29.0', '0.00', '-0', '1e3', '1E+2', '2.50e1', '100.000000', '0.10', '1.0000000000000000000000001'],
  ...['6109844742649903473', '-610984474264990347', '12345678901234567', '0.1e-6', '1793197016000.0', '10.0'],
];

const EMAILS = [
  ...['A.B@Example.ORG', 'a+b@example.com', 'a@b', '@example.com', 'a@x..example', 'a@-x.example', 'a b@example.com'],
  ...['"a"@example.com', 'a@example.c', 'a@example.c0m', ' a@example.com ', 'ä@example.com', 'a.b.@example.com'],
  ...["o'neil@example.com", `a@${long(70)}.example`, `${long(70)}@example.com`, `${long(400)}@example.com`],
  ...['.a@example.com', 'a..b@example.com', 'a@exämple.com', 'mailto:a@example.com', 'a@example.com.'],
  ...['a@b@example.com', "'a@example.com", 'null@example.com', '$2b$a@example.com', '{SHA}a@example.com'],
  ...['a/b@example.com', 'a=b@example.com'],
];

/** Addresses that stand for none, and texts that are hashes with the name of their kind. */
const NO_ADDRESSES = [
  ...[
    ...['noreply@example.com', 'no.reply@example.com', 'no-reply@example.com', 'test@test.com', 'x@x.com'],
    '11@11.example',
  ],
  ...[
    ...['ida@none.com', 'ida@example.invalid', 'no@email.com', 'na@mail.example', 'unknown1@example.com'],
    'tes.t@test.example',
  ],
  ...[
    'hash_abc123def456ghij@example.com',
    'hex-johnsmith1985@example.com',
    'sha-256-abcdef123@example.com',
    'md5_joe@a1.example',
  ],
];

const PHONES = [
  ...['+10000000000', '+12222222222', '+4911111111', '+49301111111', '+491511234567', '+13035550153', '+1303555015'],
  ...['+12', '+0123456789', '3035550153', '(303) 555-0153', '+1 303 555 0153', '+49 151 1234567', '+999123456789'],
  ...['+4915112345678901', '', '+442079460123', '+4902079460123', '+441632960123', '+390612345678', '+10035550153'],
  ...['+11035550153', '+1303555015300', '+7 912 345 67 89', '0013035550153', '+12345678', '+1234567', '+49(0)30123456'],
  ...['+493012345678', '4.9E+11', '3035550153.0', '+35318765432', '+33012345678'],
];

const TIMES = [
  ...['1793197016000', 1793197016000, '1793197016', 1793197016, '0793197016000', '17931970160000', '', null],
  ...['1793197016000.5', '9999999999999', '1000000000000', ' 1793197016000', '1.793197016e12', '1793197016999', '-1'],
  ...['2026-10-28T10:00:00Z', '20261028', 1793197016000.5, '1795219200000', '1795219260000', '1795219260001', {}],
];

const UUID = '6D92078A-8246-4BA4-AE5B-76104861E7DC';
const IDS = [
  UUID,
  UUID.toLowerCase(),
  UUID.replaceAll('-', ''),
  UUID.replace(/[1-9A-F]/g, '0'),
  ` ${UUID}`,
  'x',
  '',
  null,
  5,
];

/** Texts that write numbers in most of the ways there are. */
const AMOUNTS = [
  ...['29', '29.90', '0', '0.00', '0.50', '007', '.5', '5.', '+5', '-5', '1e3', '0x10', '1.234', '1.23E+03', '120.500'],
  ...['0.125', ...WRITTEN_NUMBERS],
];

/** What to put into a member of this name, beside texts, numbers and other types. */
export const BY_NAME: Readonly<Record<string, readonly unknown[]>> = {
  identity: [...EMAILS, ...EMAILS, ...NO_ADDRESSES, ...PHONES, 'HBC-17', '17', 'ab12'.repeat(8), 'ab12'.repeat(14)],
  email: [...EMAILS, ...NO_ADDRESSES, '', null],
  mobile_number: [...PHONES, null, 13035550153],
  customer_id: ['HBC-17', '17', 17, 17.5, 'ab12'.repeat(8), 'ab12'.repeat(16), '', ' ', null],
  identity_type: [
    'email',
    'customer_id',
    'mobile_number',
    'phone_number_2',
    'other',
    'CustomerId',
    'Other 2',
    'x',
    null,
  ],
  timestamp_unixtime_ms: TIMES,
  ios_advertising_id: IDS,
  android_advertising_id: IDS,
  currency_code: ['USD', 'EUR', 'usd', 'XXX', 'ABC', null, '', 'US', 'JPY', ' USD', 'KWD', 'CLF', 'USDX', 5],
  action: [
    ...['purchase', 'refund', 'add_to_cart', 'checkout', 'view_detail', 'add_to_wishlist', 'remove_from_cart', 'click'],
    ...['checkout_option', 'remove_from_wishlist', 'Purchase', 'ecommerce.purchase', '7', 7, '8', 'Kauf', '', null],
  ],
  event_type: ['commerce_event', 'custom_event', 'screen_view', 'Commerce_Event', ' custom_event', 'NULL', null, '', 5],
  promotion_action: [null, '', {}, { action: 'view' }, '{"action":"view"}', [], [1], 'x', false],
  product_impressions: [null, '', [], [{}], [null], {}, '[{}]', '[]', 'x', 0],
  event_id: ['0', '5', 5, '-610984474264990', '610984474264990', '6109844742649903473', null, 0, 610984474264990, ' 5'],
  total_amount: [...AMOUNTS, 'free', '', ' 5 ', null],
  price: [...AMOUNTS, '', ' 5 ', null, 'free'],
  quantity: [...AMOUNTS, '2', '', null, 'two', 2.5],
  transaction_id: [
    ...['#1001', '#DIV/0!', '1.#IND', '="0017"', 'na', 'NA', '0', '()', 'A1\u007f', 'x'.repeat(25), 'abc', 'A-1'],
    ...['A-1 ', 17, 17.5, null, '', '#1001', "'0017"],
  ],
  id: ['A-1', 17, 17.5, null, '', 'A'.repeat(64)],
  products: [[], null, {}, [null], '[]', [{}], '[{"id":"a"}]'],
  $Country: [
    'US',
    'us',
    'USA',
    'United States',
    'DE',
    'Deutschland',
    'CA',
    'GB',
    'XX',
    '',
    null,
    'us ',
    'Cañada',
    ' ',
    49,
  ],
  $State: ['CO', 'Colorado', 'ca', 'NRW', 'XX', '', null, 'New York', 'Distrito Federal', 'ON', 5],
  $Zip: ['80202', '80202-1234', 'AB1 2CD', '1', '', null, 80202, '01234', 1234, '98 121-9431'],
  $Gender: ['F', 'M', 'female', 'x', '', 'w', 'd', 'Mr', 1],
  consented: [true, true, false, null, 'true', 1, 'yes', '', 'ja', {}],
  data_sale_opt_out: [true, 'yes', null, [], {}],
  ccpa: [null, [], 'x', {}],
  consent_state: [
    null,
    {},
    [],
    '{"ccpa":{"data_sale_opt_out":{"consented":true}}}',
    { CCPA: { data_sale_opt_out: { consented: true } } },
  ],
  environment: ['production', 'development', 'PRODUCTION', 'NULL', "'production", null, ''],
  os: ['OutOfBand', 'IOS', 'outofband', 'Unknown', 'NULL', '', null, 5],
  platform: ['web', 'iOS', 'OutOfBand', 'unknown', 'None', null, ''],
  channel: ['partner', 'native', 'pixel', 'server_to_server', null, 5],
  context: [null, {}, [], { data_plan: {} }, { data_plan: { block_metadata: {} } }, { data_plan: { plan_id: 'x' } }, 5],
  user_identities: [
    null,
    [],
    {},
    { email: 'ida@example.com' },
    { Email: 'ida@example.com', customerid: 'x' },
    [{}],
    [null],
  ],
  user_attributes: [null, [], {}, '{"$City":"Bonn"}', 5],
  custom_attributes: [null, [], {}, '{"a":1}', 5],
  device_info: [null, [], {}, 5, 'x'],
  application_info: [null, [], {}, { os: null }],
  source_info: [null, [], {}, 5, 'x', { channel: 'native' }],
  events: [[], null, {}, [null], [5]],
  data: [null, [], {}],
  product_action: [null, '', '{}', {}, [], 'null', 5],
};

export const OTHER_TYPES: readonly unknown[] = [null, true, false, {}, [], [1], { a: 1 }, [['x']], 0, ''];

/** Names that custom attributes and user attributes get. */
export const NAMES = [
  ...[
    ...['value', 'currency', 'contents', 'order_id', '__proto__', '_x', '5', '05', 'k', 'num_items', 'content_ids'],
    'status',
  ],
  ...[
    ...['predicted_ltv', 'a"b', 'Ä', '😀', '', ' ', 'constructor', long(127), long(129), 'id', '.base.'],
    'delivery_category',
  ],
  ...[
    ...['$firstname', '$FIRSTNAME', 'reserved.city', 'reserved.x', '$Age', '$Mobile', 'region', 'email', '$'],
    'reserved.',
  ],
];
