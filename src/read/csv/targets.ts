// The fields of a batch by their dotted names. What a file's columns are: header.ts.

import { identityTypeOf } from '../../model/identity-types.js';
import { nearestName } from '../../lib/nearest.js';

/** The part of a batch that a column fills. `unused`: a column that mParticle knows and nothing here needs. */
export type Section =
  | 'batch'
  | 'identities'
  | 'attributes'
  | 'device'
  | 'application'
  | 'source'
  | 'optOut'
  | 'ccpa'
  | 'consent'
  | 'event'
  | 'data'
  | 'customAttributes'
  | 'action'
  | 'product'
  | 'productAttributes'
  | 'unused';

/** Where the cells of a column go: the member `key` of a part of the batch; blank: all of the part, as JSON text. */
export interface Target {
  readonly section: Section;
  readonly key: string;
}

/** Fixed columns by the path before them (facts: mParticle CSV reference, JSON reference). */
const FIXED: readonly (readonly [Section, prefix: string, keys: string])[] = [
  ['batch', '', 'environment mpid source_request_id'],
  [
    'device',
    'device_info.',
    'ios_advertising_id android_advertising_id platform limit_ad_tracking att_authorization_status ios_idfv ' +
      'android_uuid roku_advertising_id roku_publisher_id fire_advertising_id microsoft_advertising_id ' +
      'microsoft_publisher_id amp_id',
  ],
  ['application', 'application_info.', 'os'],
  ['source', 'source_info.', 'channel partner'],
  ['optOut', 'consent_state.ccpa.data_sale_opt_out.', 'consented timestamp_unixtime_ms document location hardware_id'],
  ['event', '', 'event_type'],
  ['data', '', 'timestamp_unixtime_ms currency_code event_id source_message_id'],
  [
    'action',
    'product_action.',
    'action transaction_id total_amount tax_amount shipping_amount coupon_code affiliation checkout_step checkout_options',
  ],
  [
    'product',
    'product_action.products.',
    'id name brand category variant position price quantity coupon_code added_to_cart_time_ms total_product_amount',
  ],
  [
    'unused',
    '',
    'ip batch_id message_id message_type schema_version unique_id mp_deviceid event_name custom_event_type ' +
      'is_non_interactive screen_name session_id session_uuid session_start_unixtime_ms event_start_unixtime_ms ' +
      'product_action.products.custom_attributes product_action.product_action_list product_action.product_list_source',
  ],
];

const known = new Map<string, Target>(
  FIXED.flatMap(([section, prefix, keys]) => keys.split(' ').map((key) => [prefix + key, { section, key }] as const)),
);

/** Columns whose last part is a name that people choose, and stays exactly as they write it. */
const FREE: readonly (readonly [prefix: string, Section])[] = [
  ['user_attributes.', 'attributes'],
  ['custom_attributes.', 'customAttributes'],
  ['product_action.products.custom_attributes.', 'productAttributes'],
  ['custom_flags.', 'unused'],
  ['location.', 'unused'],
  ['consent_state.gdpr.', 'unused'],
];

/** Objects whose cells may hold JSON text of them: all members at once. */
const WHOLE = new Map<string, Target>([
  ['user_identities', { section: 'identities', key: '' }],
  ['user_attributes', { section: 'attributes', key: '' }],
  ['custom_attributes', { section: 'customAttributes', key: '' }],
  ['device_info', { section: 'device', key: '' }],
  ['application_info', { section: 'application', key: '' }],
  ['source_info', { section: 'source', key: '' }],
  ['consent_state', { section: 'consent', key: '' }],
  ['consent_state.ccpa', { section: 'ccpa', key: '' }],
  ['consent_state.ccpa.data_sale_opt_out', { section: 'optOut', key: '' }],
  ['product_action', { section: 'action', key: '' }],
  ['product_action.products', { section: 'product', key: '' }],
]);

const IDENTITIES = 'user_identities.';
const EVENT_PREFIX = /^(?:events?\.)?(?:data\.)?/i;
/** What may be left out before the names of an action and of a product. */
const SHORT_PREFIXES = ['', 'product_action.'] as const;

/** `products.price` and, as mParticle's reference once had them, `product.name` and `product_quantity`. */
const longForm = (name: string): string =>
  name.replace(/^(?:(?:product_action\.)?products?\.|product_(?=quantity$))/i, 'product_action.products.');

/** The target of a column by its dotted name, with or without `events.data.`, in any case; null: unknown. */
export const targetOf = (name: string): Target | null => {
  const path = longForm(name.trim().replace(EVENT_PREFIX, ''));
  const plain = path.toLowerCase();
  if (plain.startsWith(IDENTITIES)) {
    const type = identityTypeOf(path.slice(IDENTITIES.length));
    return type === undefined ? null : { section: 'identities', key: type };
  }
  const free = FREE.find(([prefix]) => plain.startsWith(prefix) && plain.length > prefix.length);
  if (free !== undefined) return { section: free[1], key: path.slice(free[0].length) };
  for (const prefix of SHORT_PREFIXES) {
    const target = known.get(prefix + plain) ?? WHOLE.get(prefix + plain);
    if (target !== undefined) return target;
  }
  return null;
};

/** `total_amount`, `totalAmount` and `total-amount` are one word. */
const unstyled = (word: string): string => word.toLowerCase().replace(/[_-]/g, '');
const OWN_WORDS = new Map(
  [...FIXED.flatMap(([, prefix, keys]) => [prefix, ...keys.split(' ')]), ...FREE.map(([prefix]) => prefix), IDENTITIES]
    .flatMap((path) => path.split('.'))
    .map((word) => [unstyled(word), word] as const),
);
/** A path after which the name is free, and stays as it is written. */
const FREE_PATH = new RegExp(`(?:^|\\.)(?:${[IDENTITIES, ...FREE.map(([prefix]) => prefix)].join('|')})`);

/** The target of a column named in another style (`productAction.totalAmount`); null: none that is sent. */
export const styledTargetOf = (name: string): Target | null => {
  let path = '';
  for (const word of name.trim().split('.'))
    path += `${FREE_PATH.test(path) ? word : (OWN_WORDS.get(unstyled(word)) ?? word)}.`;
  const target = targetOf(path.slice(0, -1));
  return target?.section === 'unused' || target?.section === 'event' ? null : target;
};

/**
 * The target of a column about consent whose name is not known: it stays where it is, and the mapping says what it
 * means, as of JSON. null: it is about something else.
 */
export const consentTargetOf = (name: string): Target | null => {
  const [, ccpa, key = ''] = /^consent_state\.(ccpa\.)?(.+)$/i.exec(name.trim()) ?? [];
  return key === '' ? null : { section: ccpa === undefined ? 'consent' : 'ccpa', key };
};

/** Whether a field holds a time in milliseconds. */
export const isTimeField = (name: string): boolean =>
  /(?:timestamp_unixtime|_time)_ms$/.test(targetOf(name)?.key ?? '');

/** Whether a column is the event time. */
export const isEventTime = (target: Target | null): boolean =>
  target?.section === 'data' && target.key === 'timestamp_unixtime_ms';

const AMOUNTS = 'total_amount tax_amount shipping_amount price quantity total_product_amount'.split(' ');
/** Custom attributes that Meta wants as numbers. */
const NUMBER_ATTRIBUTES = ['predicted_ltv', 'net_revenue', 'num_items'];

/** Whether a field holds a number that a till may write with a decimal comma. */
export const isAmount = ({ section, key }: Target): boolean =>
  section === 'action' || section === 'product'
    ? AMOUNTS.includes(key)
    : section === 'customAttributes' && NUMBER_ATTRIBUTES.includes(key);

const SUGGESTED = [
  ...['email', 'customer_id', 'mobile_number', 'other', 'other_id_2'].map((type) => IDENTITIES + type),
  ...['$FirstName', '$LastName', '$Gender', '$City', '$State', '$Zip', '$Country'].map(
    (key) => `user_attributes.${key}`,
  ),
  ...known.keys(),
];

const lastPart = (name: string): string =>
  name
    .slice(name.lastIndexOf('.') + 1)
    .replace('$', '')
    .toLowerCase();

/** The known column that an unknown one most likely means; null: none is near. */
export const nearestColumn = (name: string): string | null => {
  const path = longForm(name.trim().replace(EVENT_PREFIX, ''));
  const wanted = path.toLowerCase().replace(/[\s_-]/g, '');
  // `email`, `First Name`: the right word without the path before it.
  const sameWord = SUGGESTED.find((candidate) => lastPart(candidate).replaceAll('_', '') === wanted);
  return sameWord ?? nearestName(path, SUGGESTED);
};
