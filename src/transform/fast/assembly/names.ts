/** Members whose names matter here. Those whose values are noted are in the order of the values (`batch.ts`). */
// prettier-ignore
export const enum Name {
  Other,
  // Of an event, its data, and its action.
  EventType, Action, TotalAmount, TransactionId, CurrencyCode, Timestamp, EventId, SourceMessageId,
  // Of a product.
  Id, ProductName, Brand, Category, Price, Quantity,
  // Of the batch and of its person.
  FirstName, LastName, Gender, City, State, Zip, Country, Mobile, AppleAdvertisingId, GoogleAdvertisingId, Platform,
  Environment, Os, Channel, Consented,
  // Of an identity.
  IdentityType, Identity, Type, IdentityValue,
  // Members that contain others.
  Events, Data, ProductAction, Products, CustomAttributes, UserIdentities, UserAttributes, DeviceInfo, ApplicationInfo,
  ConsentState, Ccpa, DataSaleOptOut, Context, DataPlan, SourceInfo, PromotionAction, ProductImpressions,
  // Signs of something unusual.
  Reject, BlockMetadata,
  // Any name in `otherNames` of `../../parse/member-names.ts`, and reserved attributes without their mark, in their order.
  Spelled, Unmarked,
}

/** In the order of `Name`. */
// prettier-ignore
export const NAMES: StaticArray<string> = [
  '',
  'event_type', 'action', 'total_amount', 'transaction_id', 'currency_code', 'timestamp_unixtime_ms', 'event_id',
  'source_message_id',
  'id', 'name', 'brand', 'category', 'price', 'quantity',
  '$FirstName', '$LastName', '$Gender', '$City', '$State', '$Zip', '$Country', '$Mobile', 'ios_advertising_id',
  'android_advertising_id', 'platform', 'environment', 'os', 'channel', 'consented',
  'identity_type', 'identity', 'type', 'value',
  'events', 'data', 'product_action', 'products', 'custom_attributes', 'user_identities', 'user_attributes',
  'device_info', 'application_info', 'consent_state', 'ccpa', 'data_sale_opt_out', 'context', 'data_plan', 'source_info',
  'promotion_action', 'product_impressions',
  '_reject', 'block_metadata',
];

/** Attributes that have a mark. */
const MARKED: u64 = 8;

/** A bit for each name but `Other`: a name that comes a second time in one object is unusual. */
export function bitOf(name: Name): u64 {
  return ((<u64>1) << (<u64>name)) & ~1;
}

/** At the start of an object: a name in another spelling counts as seen, so that it is unusual even if it comes once. */
export const NONE_SEEN: u64 = (<u64>1) << (<u64>Name.Spelled);

/** Whether an attribute without its mark is among the names seen, and the same one with its mark is not. */
export function isMarkForgotten(seen: u64): bool {
  const unmarked = seen >> (<u64>Name.Unmarked);
  const marked = seen >> (<u64>Name.FirstName);
  return (unmarked & ~marked & (((<u64>1) << MARKED) - 1)) !== 0;
}
