/**
 * Things worth telling although the event goes out, in words that are as true of a dry run. The list is closed; counts
 * and details are filled in by the report.
 */
export const WARNINGS = {
  currency_defaulted: 'events without a currency take the default currency',
  amount_not_numeric: 'amounts or quantities are not numbers and were ignored',
  consent_not_understood:
    'values of the sale opt-out are neither yes nor no: these people are treated as opted out (write true or false)',
  unknown_action_word: 'events were rejected for product actions that are not known',
  not_utf8: 'records hold bytes that are not UTF-8: names and places in them are garbled, and will match nobody',
  item_without_id: 'products without an id were left out of contents',
  item_without_quantity: 'products that were returned, or without a quantity above zero, were left out of contents',
  email_type_not_sha256: 'values of the chosen e-mail type are not SHA-256 hashes but are forwarded as they stand',
  phone_type_not_sha256: 'values of the chosen phone type are not SHA-256 hashes but are forwarded unchanged',
  placeholder_value: 'values stand for "no value" (NULL, N/A …) and were left out',
  id_digits_lost:
    'ids are numbers that a spreadsheet shortened (1.2E+11): their digits are lost, and they were left out',
  unusable_match_key: 'match key values could not be used and were left out',
  blocked_data: 'batches come from a quarantine export, whose owner decided not to forward it',
  csv_time_in_seconds: 'event times are in seconds, not milliseconds, and were converted',
  csv_totals_differ: 'sales of a CSV file whose rows name different totals take the first of them',
  csv_sale_apart:
    'sales of a CSV file name the transaction of another one: are they rows of one sale (--csv-group window:N)?',
  csv_unknown_column: 'CSV columns are not known and were ignored',
  input_changed: 'inputs changed while they were being read: the next run reads them again',
  several_records_on_line: 'lines hold more than one batch',
  receipt_mismatch: 'answers of Facebook acknowledge another number of events than was sent',
  facebook_message: 'replies of Facebook carried a message',
  api_version_upgraded: 'Facebook used a different API version than requested',
  api_closed: 'Meta closed the Offline Conversions API on 2025-05-14; set datasetId to use the Conversions API',
  sent_unknown_again: 'events whose outcome an earlier run never learnt go out again',
  unknown_held: 'events whose outcome an earlier run never learnt are held back (--resend-unknown sends them)',
  token_expires: 'the access token expires soon, and then no upload works: make a new one in Events Manager',
  pii_in_custom_data: 'custom attributes look like e-mail addresses or phone numbers',
  standard_attribute_unusable:
    "attributes with a name of Meta's hold a value that Meta does not accept there, and were left out",
  receipt_totals_differ: 'events of one receipt name different totals: the first one is sent',
  receipt_repeated:
    'events have the name, second and order id of an earlier one: Facebook keeps one of them (give each sale an order id of its own)',
  nothing_forwarded: 'the inputs hold nothing that is ever forwarded: are they what should be sent?',
  rejects_kept: 'the rejects file of an earlier run was kept under another name',
  token_file_readable: 'the access token file can be read by other users: chmod 600 mends that',
} as const;

export type WarningCode = keyof typeof WARNINGS;

/** `detail` names a column, an attribute or a setting, never a value of a record. */
export interface CountedWarning {
  readonly code: WarningCode;
  readonly count: number;
  readonly detail?: string;
}
