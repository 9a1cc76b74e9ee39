// Meta's own template for files of offline events: the meaning of its columns in mParticle's dot notation.

const ACTION = 'events.data.product_action.';

/** By Meta's name, old (`email`) or new (`em`). Any of them may be repeated: the first filled cell counts. */
// prettier-ignore
export const META_TEMPLATE_FIELDS: Readonly<Record<string, string>> = {
  email: 'user_identities.email', em: 'user_identities.email',
  phone: 'user_identities.mobile_number', ph: 'user_identities.mobile_number',
  extern_id: 'user_identities.customer_id', external_id: 'user_identities.customer_id',
  madid: 'device_info.ios_advertising_id',
  fn: 'user_attributes.$FirstName', ln: 'user_attributes.$LastName', ct: 'user_attributes.$City',
  st: 'user_attributes.$State', country: 'user_attributes.$Country',
  zip: 'user_attributes.$Zip', zp: 'user_attributes.$Zip',
  gen: 'user_attributes.$Gender', ge: 'user_attributes.$Gender',
  event_name: `${ACTION}action`, event_time: 'events.data.timestamp_unixtime_ms',
  value: `${ACTION}total_amount`, currency: 'events.data.currency_code', order_id: `${ACTION}transaction_id`,
  ...Object.fromEntries(
    ['content_ids', 'content_type', 'content_name', 'content_category', 'num_items'].map((name) => [
      name,
      `events.data.custom_attributes.${name}`,
    ]),
  ),
  contents: `${ACTION}products`,
  // `["LDU"]` is for people who opted out.
  data_processing_options: 'consent_state.ccpa.data_sale_opt_out.consented',
  // Read but not sent: the rows of a receipt are one event with one total, which has no item number.
  item_number: 'events.data.custom_flags.item_number',
};

const plain = (header: string): string => header.trim().toLowerCase().replaceAll(' ', '_');
const OWN_COLUMNS = ['event_name', 'event_time'];

/** The template's columns in dot notation, other headers unchanged; null: it is not that header row. */
export const metaTemplate = (headers: readonly string[]): readonly string[] | null => {
  const names = headers.map(plain);
  if (!OWN_COLUMNS.every((name) => names.includes(name))) return null;
  const fields = new Map(Object.entries(META_TEMPLATE_FIELDS));
  return headers.map((header, at) => fields.get(names[at] ?? '') ?? header);
};
