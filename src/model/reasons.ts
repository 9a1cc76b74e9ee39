/** Why an event is never forwarded, with what people can do about it. The list is closed. */
export const SKIP_REASONS = {
  not_commerce: 'Only commerce events are forwarded.',
  promotion: 'Facebook has no offline event for promotions.',
  impression: 'Facebook has no offline event for product impressions.',
  other_action: 'Only add to cart, add to wishlist, checkout, purchase and view detail are forwarded.',
  joined: 'The event belongs to the same receipt as an earlier event of its batch and was joined with it.',
  app_platform: 'App and web events belong to the main Facebook integration; includeAppBatches forwards them here.',
  environment: 'Only the environments in the setting "environments" are forwarded.',
  before_since: 'The event is older than --since.',
  after_until: 'The event is newer than --until.',
  beyond_limit: '--limit was reached before this event.',
  row_left_out: 'The map of the CSV manifest leaves the row out (null).',
  duplicate: 'The same event occurred earlier in this run and counts there; later runs count both as already sent.',
} as const;

/** Why a record or event cannot be sent, and how to fix it. The list is closed. */
export const REJECT_REASONS = {
  not_json: 'The line is not JSON. Export it again, or fix the line in the rejects file.',
  not_a_batch: 'The line is JSON but not a batch (an object with events, each member of the right type).',
  record_too_large: 'The record is larger than a batch can be. Look for a missing line end or quote.',
  truncated: 'The input ends in the middle of this record. Copy or download the file again.',
  csv_row:
    'The row does not fit the header. Look for stray delimiters or quotes, fix the row in its own file and upload that file.',
  malformed_event: 'The event, or a part of it, does not have the type that the batch format requires.',
  unknown_action: "The product action is unknown. Use one of mParticle's (purchase, add_to_cart …), or map it.",
  no_event_time: 'timestamp_unixtime_ms is missing.',
  invalid_event_time:
    'timestamp_unixtime_ms is not a valid time. Use milliseconds, or in CSV a time such as 2026-11-24 09:15 with --csv-time-zone, or one in a dateFormat of the manifest.',
  future_event_time: 'The event is in the future. Check the clock and the time zone of its source.',
  too_old: 'The event is older than Facebook accepts (setting maxAgeDays).',
  invalid_currency: 'currency_code is not an ISO 4217 code. Use three letters such as EUR.',
  no_value: 'A purchase needs a value above zero: total_amount or products with prices, with a decimal point.',
  no_match_keys: 'The batch has no match key that identifies a person (see --extended-match-keys).',
  insufficient_match_keys:
    'These match keys are too weak; Facebook rejects such events. Add e-mail, advertising id, first and last name, or a phone number or customer id, which --extended-match-keys sends.',
  limited_data_use_unflaggable: 'The person opted out, but the Limited Data Use flag cannot be sent for this batch.',
  refused_by_facebook: 'Facebook refused this event; its own message is in the rejects file.',
} as const;

/** The message for a line of a rejects file that is uploaded unchanged. */
export const NOT_FIXED = 'this record has not been changed';

/** The message for a CSV row in a rejects file: without the header and the sale's other rows it is not a sale. */
export const FIXED_IN_ITS_FILE = 'a row of CSV cannot be fixed in the rejects file';

export type SkipReason = keyof typeof SKIP_REASONS;
export type RejectReason = keyof typeof REJECT_REASONS;

const HINTS: Readonly<Record<string, string>> = { ...SKIP_REASONS, ...REJECT_REASONS };

/** What a person can do about a reason; undefined for one that this program does not know. */
export const hintOf = (reason: string): string | undefined => HINTS[reason];

/** Whether a text, such as one from a rejects file, is a reason of the closed list. */
export const isRejectReason = (text: string): text is RejectReason => Object.hasOwn(REJECT_REASONS, text);
