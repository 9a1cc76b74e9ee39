// Members by other names than mParticle's: those in another style of spelling are read; those of other formats or in
// another place are only counted. How they are used is in reading.ts. The fast path gets all of these names and hands
// back a record with one of them.

import { once } from '../../lib/memoize.js';
import { capitalised } from '../../lib/words.js';
import type { ReservedAttribute } from '../../model/batch.js';

/** The meaning of another name: mParticle's own name, and whether the member is used as that. */
interface Meaning {
  readonly own: string;
  readonly isRead: boolean;
}

/** The other names of an object's members. */
export type MemberNames = ReadonlyMap<string, Meaning>;

/** `totalAmount`, `Total_Amount`, `Total Amount`, `total-amount`, `totalamount`, `TOTAL_AMOUNT` …; `eventID` for an id. */
const stylesOf = (name: string): readonly string[] => {
  const words = name.split('_');
  const capitals = words.map(capitalised);
  const [pascal, joined] = [capitals.join(''), words.join('')];
  const camel = (words[0] ?? '') + capitals.slice(1).join('');
  const separated = [capitals.join('_'), capitals.join(' '), words.join(' '), words.join('-')];
  const styles = [camel, pascal, ...separated, joined, name.toUpperCase(), joined.toUpperCase()];
  if (name.endsWith('_id')) styles.push(...[camel, pascal].map((style) => style.replace(/Id$/, 'ID')));
  return [...new Set(styles)];
};

/** mParticle's names, and for some of them the names of other formats; both separated by spaces. */
const namesOf = (own: string, foreign: Readonly<Record<string, string>> = {}): MemberNames => {
  const names = new Map<string, Meaning>();
  const add = (styles: readonly string[], meaning: Meaning): void =>
    styles.forEach((style) => names.set(style, meaning));
  for (const [meant, others] of Object.entries(foreign))
    for (const other of others.split(' ')) add([other, ...stylesOf(other)], { own: meant, isRead: false });
  const all = own.split(' ').filter((name) => name !== '');
  for (const name of all) add(stylesOf(name), { own: name, isRead: true });
  for (const name of all) names.delete(name);
  return names;
};

export const BATCH_NAMES = namesOf(
  'events user_identities user_attributes device_info application_info source_info consent_state context environment mpid message_id batch_id message_type',
  {
    user_identities: 'user_identity identities',
    user_attributes: 'user_attribute attributes',
    device_info: 'device_identities',
    consent_state: 'consent ccpa ccpa_consent_state data_sale_opt_out us_privacy us_privacy_string do_not_sell',
  },
);
/** Of a batch without events or identities: those of one event or of a person alone. */
export const LONE_NAMES = namesOf('', {
  events: 'event event_type data product_action',
  user_identities: 'email customer_id mobile_number phone',
});
export const EVENT_NAMES = namesOf('event_type data');
/** Of an event's data, where they are on the event itself. */
export const DATA_ON_EVENT_NAMES = namesOf('', {
  timestamp_unixtime_ms: 'timestamp_unixtime_ms',
  currency_code: 'currency_code',
  product_action: 'product_action',
  custom_attributes: 'custom_attributes',
});
export const DATA_NAMES = namesOf(
  'product_action promotion_action product_impressions currency_code timestamp_unixtime_ms event_id source_message_id custom_attributes',
  {
    currency_code: 'currency',
    timestamp_unixtime_ms: 'timestamp timestamp_ms event_time',
    custom_attributes: 'attributes',
  },
);
/** Of the product action, where they are on the data beside it. */
export const ACTION_ON_DATA_NAMES = namesOf('', {
  action: 'action',
  total_amount: 'total_amount',
  transaction_id: 'transaction_id order_id',
  products: 'products',
});
export const ACTION_NAMES = namesOf('action total_amount transaction_id products', {
  currency_code: 'currency_code currency',
  transaction_id: 'order_id',
  total_amount: 'total revenue amount grand_total order_total',
  products: 'items line_items product_list',
});
export const PRODUCT_NAMES = namesOf('id name brand category price quantity', {
  name: 'title product_name',
  brand: 'product_brand',
  category: 'product_category',
  id: 'sku product_id item_id product_sku',
  quantity: 'qty product_quantity item_quantity',
  price: 'unit_price product_price item_price',
});
export const IDENTITY_NAMES = namesOf('identity_type identity type value timestamp_unixtime_ms');
export const DEVICE_NAMES = namesOf('ios_advertising_id android_advertising_id platform', {
  ios_advertising_id: 'idfa ios_idfa apple_idfa',
  android_advertising_id:
    'gaid aaid android_aaid google_advertising_id google_aid advertising_id adid gps_adid maid madid ifa',
});
/** Of `application_info`, `source_info`, `context` and the data plan in it. */
export const SOURCE_NAMES = namesOf('os channel data_plan block_metadata');

// prettier-ignore
const ALL_NAMES = [
  BATCH_NAMES, EVENT_NAMES, DATA_ON_EVENT_NAMES, DATA_NAMES, ACTION_ON_DATA_NAMES, ACTION_NAMES, PRODUCT_NAMES,
  IDENTITY_NAMES, DEVICE_NAMES, SOURCE_NAMES, LONE_NAMES,
];

/** Names that mParticle uses, but not for members that are read. */
export const otherNames = once(
  (): ReadonlySet<string> =>
    new Set(ALL_NAMES.flatMap((names) => [...names].flatMap(([name, { own }]) => (name === own ? [] : [name])))),
);

/** A reserved attribute without its `$`, in any style. Customers use `state` and `mobile` with another meaning. */
export const UNMARKED_NAMES: ReadonlyMap<string, ReservedAttribute> = new Map(
  (['first_name', 'last_name', 'gender', 'city', 'country'] as const).flatMap((words) => {
    const attribute = words === 'first_name' ? 'firstname' : words === 'last_name' ? 'lastname' : words;
    return [words, ...stylesOf(words)].map((name) => [name, attribute] as const);
  }),
);

const ownNames = once((): ReadonlyMap<string, string> => {
  const read = ALL_NAMES.flatMap((names) => [...names].filter(([, { isRead }]) => isRead));
  // For a name in two objects the first one counts.
  return new Map(read.reverse().map(([name, { own }]) => [name, own]));
});

/** mParticle's own name for a member in another style, whatever object it belongs to. */
export const ownNameOf = (name: string): string => ownNames().get(name) ?? name;
