// The types of a batch as the mapping uses it. Parsing is in transform/parse.

import type { CountedWarning } from './warnings.js';

/** mParticle's user identity types, spelt as in the JSON batch (facts: mParticle JSON reference, "user_identities"). */
// prettier-ignore
export const IDENTITY_TYPES = [
  'customer_id', 'email', 'facebook', 'twitter', 'google', 'microsoft', 'yahoo', 'other', 'other_id_2',
  'other_id_3', 'other_id_4', 'other_id_5', 'other_id_6', 'other_id_7', 'other_id_8', 'other_id_9', 'other_id_10',
  'mobile_number', 'phone_number_2', 'phone_number_3', 'alias', 'facebook_custom_audience_id',
] as const;

export type IdentityType = (typeof IDENTITY_TYPES)[number];

/** mParticle's reserved user attributes that become match keys, without the `$`, in lower case. */
// prettier-ignore
export const RESERVED_ATTRIBUTES = [
  'firstname', 'lastname', 'gender', 'city', 'state', 'zip', 'country', 'mobile',
] as const;

export type ReservedAttribute = (typeof RESERVED_ATTRIBUTES)[number];

/** The source of the batch: a feed (unbound), an app or web platform, or unknown. */
export type BatchSource = 'feed' | 'app' | 'unknown';

/** Whether a person opted out of the sale of their data; null: unknown. */
export type SaleOptOut = boolean | 'not_understood' | null;

/** One mParticle batch in one form, from any of the forms in which it arrives. Values are as the source wrote them. */
export interface Batch {
  readonly environment: string;
  readonly source: BatchSource;
  /** From a quarantine export (`context.data_plan.block_metadata`). */
  readonly blocked: boolean;
  readonly identities: ReadonlyMap<IdentityType, string>;
  readonly attributes: ReadonlyMap<ReservedAttribute, string>;
  readonly appleAdvertisingId: string | null;
  readonly googleAdvertisingId: string | null;
  /** All of `user_attributes` as found; null: none. */
  readonly userAttributes: Readonly<Record<string, unknown>> | null;
  /** `consent_state.ccpa.data_sale_opt_out.consented`: true, or a value that is not understood: opted out. */
  readonly saleOptOut: SaleOptOut;
  readonly warnings?: readonly CountedWarning[];
  readonly events: readonly BatchEvent[];
}

/** `absent`: a line of a rejects file names an event that the batch does not have. */
export type BatchEvent =
  | {
      readonly kind: 'product_action';
      readonly index: number;
      readonly event: CommerceEvent;
      /** Set if other events of the same receipt were joined into it; `own`: its own content alone. */
      readonly receipt?: {
        readonly own: CommerceEvent;
        readonly totalsDiffer: boolean;
        /** Names of custom attributes that its events give different values. */
        readonly differing: readonly string[];
      };
    }
  /** Of the same receipt as the event with the index `into`, and joined into it. */
  | { readonly kind: 'joined'; readonly index: number; readonly into: number }
  /** `message`: what is wrong with it, without any value. */
  | { readonly kind: 'malformed'; readonly index: number; readonly message: string }
  | { readonly kind: 'promotion' | 'impression' | 'not_commerce' | 'absent'; readonly index: number };

/** A product action. Amounts and times are as found: number, numeric string, null; the mapping decides. */
export interface CommerceEvent {
  readonly action: string;
  readonly time: unknown;
  readonly currency: unknown;
  readonly totalAmount: unknown;
  /** `tax_amount` and `shipping_amount`, which the total may include. */
  readonly charges: readonly unknown[];
  readonly transactionId: string | null;
  readonly eventId: string | null;
  readonly sourceMessageId: string | null;
  readonly products: readonly Product[];
  /** `data.custom_attributes` as found, or null. */
  readonly customAttributes: Readonly<Record<string, unknown>> | null;
}

/** A product of a commerce event. Price and quantity are as found. */
export interface Product {
  readonly id: string | null;
  readonly name: string | null;
  readonly brand: string | null;
  readonly category: string | null;
  /** Price of one unit, in units of the currency. */
  readonly price: unknown;
  readonly quantity: unknown;
  /** `total_product_amount` of all units, where there is no price. */
  readonly lineTotal?: unknown;
}
