/**
 * Warnings: the event is still sent. Worded so that they also fit a dry run. The list is closed; the report adds
 * counts and details.
 */
export const WARNINGS = {
  currency_defaulted: 'events without a currency take the default currency',
  amount_not_numeric: 'amounts or quantities are not numbers and were ignored',
  consent_not_understood:
    'values of the CCPA opt-out are neither yes nor no: these people are treated as opted out (use true or false)',
  unknown_action_word: 'events were rejected because their product action is unknown',
  not_utf8: 'records contain bytes that are not UTF-8: names and places in them are garbled and will not match',
  item_without_id: 'products without an id were left out of contents',
  item_without_quantity: 'products that were returned, or without a quantity above zero, were left out of contents',
  email_type_not_sha256: 'values of the chosen e-mail type are not SHA-256 hashes but are forwarded unchanged',
  phone_type_not_sha256: 'values of the chosen phone type are not SHA-256 hashes but are forwarded unchanged',
  placeholder_value: 'values mean "no value" (NULL, N/A …) and were left out',
  customer_id_hash:
    'customer ids look like MD5 or SHA hashes and are sent as ids: they match only where the Pixel or the app sends the same text as external_id',
  id_digits_lost: 'ids were shortened by a spreadsheet (1.2E+11): their digits are lost, and they were left out',
  unusable_match_key: 'match key values could not be used and were left out',
  blocked_data: 'batches come from a quarantine export, which mParticle was set not to forward',
  csv_time_in_seconds: 'event times are in seconds, not milliseconds, and were converted',
  csv_totals_differ: 'sales of a CSV file have rows with different totals: the first total is sent',
  csv_sale_apart:
    'sales of a CSV file have rows further apart than its grouping allows, and count as several: join them with the option named here',
  csv_unknown_column: 'CSV columns are unknown and were ignored',
  encoding_wrong: 'inputs are UTF-8 and not in the encoding that the CSV manifest names: names and places are garbled',
  path_absent: 'paths of the CSV manifest occur in no row of the input',
  input_changed: 'inputs changed while they were being read: the next run reads them again',
  several_records_on_line: 'lines hold more than one batch',
  receipt_mismatch: 'Facebook acknowledged a different number of events than was sent',
  facebook_message: 'replies from Facebook contained a message',
  api_version_upgraded: 'Facebook used a different API version than requested',
  api_closed: 'Meta closed the Offline Conversions API on 2025-05-14; set datasetId to use the Conversions API',
  sent_unknown_again: 'events with an unknown delivery status from an earlier run were sent again',
  unknown_held:
    'events with an unknown delivery status from an earlier run are held back (--resend-unknown sends them)',
  token_expires: 'the access token expires soon; uploads fail after that: create a new one in Events Manager',
  pii_in_custom_data: 'custom attributes look like e-mail addresses or phone numbers',
  standard_attribute_unusable:
    'attributes with a standard name have a value that Meta does not accept for that name, and were left out',
  receipt_totals_differ: 'events of one receipt have different totals: the first total is sent',
  receipt_repeated:
    'events have the same name, second and order id as an earlier event: Facebook keeps only one of them (give each sale its own order id)',
  nothing_forwarded: 'no event in the inputs can be forwarded: are these the right files?',
  rejects_kept: 'the rejects file of an earlier run was renamed and kept',
  token_file_readable: 'other users can read the access token file: chmod 600 fixes that',
} as const;

export type WarningCode = keyof typeof WARNINGS;

/** `detail` names a column, an attribute or a setting, never a value of a record. */
export interface CountedWarning {
  readonly code: WarningCode;
  readonly count: number;
  readonly detail?: string;
  /** The record or event that it was first met in, where it comes from one. */
  readonly first?: { readonly line: number; readonly event: number | null };
}

/** A warning in words, with the columns, attributes or settings that it names. */
export const warningText = (code: WarningCode, details: readonly string[]): string => {
  const needsCountry = code === 'unusable_match_key' && details.includes('phone');
  const advice = needsCountry
    ? ' (phone numbers without a country code need a country attribute, or defaultCountry)'
    : '';
  return `${WARNINGS[code]}${details.length === 0 ? '' : `: ${details.join(', ')}`}${advice}`;
};
