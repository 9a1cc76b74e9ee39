import { forCount } from '../lib/format.js';

/**
 * Warnings: the event is still sent. Worded so that they also fit a dry run and agree with their count: `{one|many}`.
 * The list is closed; the report adds counts and details.
 */
const TEXTS = {
  currency_defaulted: '{event|events} without a currency {takes|take} the default currency',
  amount_not_numeric:
    '{amount or quantity is not a number and was|amounts or quantities are not numbers and were} ignored',
  amount_ambiguous:
    '{amount has|amounts have} three digits after the point (1.234) and {is|are} read as a decimal: if the point groups thousands, write none, or set "decimal": "," in a CSV manifest',
  amount_other_currency:
    '{amount has the sign of another currency than its row and was|amounts have the sign of another currency than their row and were} read as {one|ones} of the row: give such rows their own currency',
  amount_in_cents:
    '{total is|totals are} exactly 100 times the sum of {its|their} products, or a hundredth of it, and {is|are} sent unchanged: write all amounts in units of the currency (19.90), none in cents',
  amount_below_zero: '{value of an event is|values of events are} below zero and {was|were} left out',
  consent_not_understood:
    '{value|values} of the CCPA opt-out {is|are} neither yes nor no: {this person is|these people are} treated as opted out (use true or false)',
  unknown_action_word: '{event was|events were} rejected because {its|their} product action is unknown',
  not_utf8:
    '{record contains|records contain} bytes or escapes that are not UTF-8: names, places and ids in {it|them} are garbled and will not match',
  item_without_id: '{product|products} without an id {was|were} left out of contents',
  item_without_quantity:
    '{product that was returned or is a discount, or has no quantity above zero, was|products that were returned or are discounts, or have no quantity above zero, were} left out of contents',
  item_without_price:
    '{product has no price and adds|products have no price and add} nothing to the value of {its event|their events}, which {has|have} no total',
  email_type_not_sha256:
    '{value of the chosen e-mail type is not a SHA-256 hash but is|values of the chosen e-mail type are not SHA-256 hashes but are} forwarded unchanged',
  phone_type_not_sha256:
    '{value of the chosen phone type is not a SHA-256 hash but is|values of the chosen phone type are not SHA-256 hashes but are} forwarded unchanged',
  member_spelling:
    '{member is|members are} not spelled as mParticle spells {it|them}, and {was|were} read as if {it was|they were}',
  member_ignored:
    '{member is in a place|members are in places} where mParticle does not use {it|them}, and {was|were} ignored',
  placeholder_value: '{value means|values mean} "no value" (NULL, N/A …) and {was|were} left out',
  customer_id_hash:
    'customer {id looks like an MD5 or SHA hash and is sent as an id: it matches|ids look like MD5 or SHA hashes and are sent as ids: they match} only where the Pixel or the app sends the same text as external_id',
  id_digits_lost:
    '{id was|ids were} shortened by a spreadsheet (1.2E+11): {its|their} digits are lost, and {it was|they were} left out',
  unusable_match_key: 'match key {value|values} could not be used and {was|were} left out',
  blocked_data: '{batch comes|batches come} from a quarantine export, which mParticle was set not to forward',
  csv_time_in_seconds: '{event time is|event times are} in seconds, not milliseconds, and {was|were} converted',
  csv_totals_differ:
    '{sale of a CSV file has|sales of a CSV file have} rows with different totals: the first total is sent',
  csv_totals_row:
    '{row of a CSV file sums up others|rows of a CSV file sum up others}, belong{s|} to no sale and {was|were} left out',
  csv_header_repeated:
    '{row of a CSV file repeats its header, as joined files have it|rows of a CSV file repeat its header, as joined files have it}, and {was|were} left out',
  csv_values_differ:
    '{sale of a CSV file has|sales of a CSV file have} rows with different values in a column that counts once for a sale: the first value is sent',
  csv_sale_apart:
    '{sale of a CSV file has rows further apart than its grouping allows, and counts|sales of a CSV file have rows further apart than its grouping allows, and count} as several; {it is|they are} joined with a larger window',
  csv_unknown_column: 'CSV {column is|columns are} unknown and {was|were} ignored',
  encoding_wrong:
    '{input is|inputs are} UTF-8 and not in the encoding that the CSV manifest names: names and places are garbled',
  path_absent: '{path|paths} of the CSV manifest {occurs|occur} in no row of the input',
  input_changed: '{input|inputs} changed while {it was|they were} being read: the next run reads {it|them} again',
  several_records_on_line: '{line contains|lines contain} more than one batch',
  receipt_mismatch: '{reply|replies} from Facebook acknowledged a different number of events than was sent',
  facebook_message: '{reply|replies} from Facebook contained a message',
  api_version_upgraded: '{request was|requests were} answered by a different API version than requested',
  api_closed: 'Meta closed the Offline Conversions API on 2025-05-14; set datasetId to use the Conversions API',
  sent_unknown_again: '{event has|events have} an unknown delivery status from an earlier run and {is|are} sent again',
  unknown_held:
    '{event|events} with an unknown delivery status from an earlier run {is|are} held back (--resend-unknown sends {it|them})',
  token_expires: 'the access token expires soon, and uploads fail after that; create a new one in Events Manager',
  pii_in_custom_data:
    'custom {attribute looks like an e-mail address or a phone number|attributes look like e-mail addresses or phone numbers}',
  standard_attribute_unusable:
    '{attribute with a standard name has|attributes with a standard name have} a value that Meta does not accept for that name, and {was|were} left out',
  attribute_name_taken:
    'custom {attribute has a name|attributes have names} that Facebook reserves for the event itself (value, currency, order_id, contents), and {was|were} left out',
  receipt_totals_differ: '{receipt has|receipts have} events with different totals: the first total is sent',
  receipt_values_differ:
    '{receipt has|receipts have} events with different values of a custom attribute: the first value is sent',
  receipt_repeated:
    '{event has|events have} the same name, second and order id as an earlier event: Facebook keeps only one of them (give each sale its own order id)',
  max_rejects_not_applied:
    '{reject is|rejects are} more than the share in maxRejects, which stops a run only from 1,000 events on',
  nothing_forwarded: 'no event in the inputs can be forwarded: are these the right files?',
  rejects_kept: 'the rejects file of an earlier run was renamed and kept',
  token_file_readable: 'other users can read a file with a secret; chmod 600 fixes that',
} as const;

export type WarningCode = keyof typeof TEXTS;

/** A warning without its details, in the form for its count. */
export const warningOf = (code: WarningCode, count: number): string => forCount(TEXTS[code], count);

const MANY = 2;

const ofMany = (): Readonly<Record<WarningCode, string>> => {
  const texts: Record<WarningCode, string> = { ...TEXTS };
  let code: WarningCode;
  for (code in texts) texts[code] = warningOf(code, MANY);
  return texts;
};

/** The plural text of each warning; `warningOf` gives the singular. */
export const WARNINGS = ofMany();

/** `detail` names a column, an attribute or a setting, never a value of a record. */
export interface CountedWarning {
  readonly code: WarningCode;
  readonly count: number;
  readonly detail?: string;
  /** The record or event in which it was first found, if it comes from one. */
  readonly first?: { readonly line: number; readonly event: number | null };
}

/** A warning in words, with the columns, attributes or settings that it names, as it follows its count. */
export const warningText = (code: WarningCode, count: number, details: readonly string[]): string => {
  const needsCountry = code === 'unusable_match_key' && details.includes('phone');
  const advice = needsCountry
    ? ' (phone numbers without a country code need a country attribute, or defaultCountry)'
    : '';
  return `${warningOf(code, count)}${details.length === 0 ? '' : `: ${details.join(', ')}`}${advice}`;
};

/** The text of a warning for another count; one that this version does not know is unchanged. */
export const withCount = (code: WarningCode, message: string, count: number): string => {
  const written = [1, MANY].map((number) => warningOf(code, number)).find((text) => message.startsWith(text));
  return written === undefined ? message : warningOf(code, count) + message.slice(written.length);
};

/** A warning of a command, which has no count. */
export const warningLine = ({ code, count, detail }: CountedWarning): string =>
  `${warningOf(code, count)}${detail === undefined ? '' : ` (${detail})`}`;
