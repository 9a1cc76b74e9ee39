// The types of a mapped event, before either API's form. Encoding is in transform/encode.

import type { RejectReason, SkipReason } from './reasons.js';
import type { CountedWarning } from './warnings.js';

/** The five product actions that the integration forwards. */
export const FORWARDED_ACTIONS = ['add_to_cart', 'add_to_wishlist', 'checkout', 'purchase', 'view_detail'] as const;
export type ForwardedAction = (typeof FORWARDED_ACTIONS)[number];

/**
 * A match key ready to be hashed (`plain`: the normalised text), already a SHA-256 (`sha256`: 64 lower-case hex
 * digits), or forwarded exactly as the source wrote it (`verbatim`).
 */
export interface MatchKey {
  readonly form: 'plain' | 'sha256' | 'verbatim';
  readonly text: string;
}

/** Every match key that can be sent; undefined: unknown, unusable, or not requested. */
export interface MatchKeys {
  email?: MatchKey | undefined;
  phone?: MatchKey | undefined;
  firstName?: MatchKey | undefined;
  lastName?: MatchKey | undefined;
  gender?: MatchKey | undefined;
  /**
   * `text`: with UTF-8 letters; `ascii`: only a-z and 0-9, as Meta's own libraries send it; null if nothing is left.
   * `also`: both forms of the name alone, if a postal code, a state or a country is beside it.
   */
  city?: (MatchKey & { readonly ascii: string | null; readonly also?: readonly string[] }) | undefined;
  /** `text`: the two-letter code for US states, else the name; `name`: the name as written, never abbreviated. */
  state?: (MatchKey & { readonly name: string; readonly also: string | null }) | undefined;
  /** `also`: a second reading, where Meta's page and its libraries differ. */
  zip?: (MatchKey & { readonly also: string | null }) | undefined;
  country?: MatchKey | undefined;
  /** Apple's or Google's advertising id, as the source wrote it, trimmed. */
  appleAdvertisingId?: string | undefined;
  googleAdvertisingId?: string | undefined;
  /** mParticle's customer id as written; each API normalises it in its own way. */
  externalId?: string | undefined;
}

// prettier-ignore
export const MATCH_KEY_NAMES = [
  'email', 'phone', 'firstName', 'lastName', 'gender', 'city', 'state', 'zip', 'country',
  'appleAdvertisingId', 'googleAdvertisingId', 'externalId',
] as const satisfies readonly (keyof MatchKeys)[];
export type MatchKeyName = (typeof MATCH_KEY_NAMES)[number];

/** Match keys, all unknown yet, with every name: objects of one shape are read three times as fast. */
export const noMatchKeys = (): MatchKeys => ({
  email: undefined,
  phone: undefined,
  firstName: undefined,
  lastName: undefined,
  gender: undefined,
  city: undefined,
  state: undefined,
  zip: undefined,
  country: undefined,
  appleAdvertisingId: undefined,
  googleAdvertisingId: undefined,
  externalId: undefined,
});

/** A set of match keys as a number: bit i is set when `MATCH_KEY_NAMES[i]` is in it. */
export const keyMaskOf = (names: readonly MatchKeyName[]): number =>
  names.reduce((mask, name) => mask | (1 << MATCH_KEY_NAMES.indexOf(name)), 0);

/** Which match keys exist, as in `keyMaskOf`. */
export const presentKeysMask = (keys: MatchKeys): number => {
  let mask = 0;
  let bit = 1;
  for (const name of MATCH_KEY_NAMES) {
    if (keys[name] !== undefined) mask |= bit;
    bit <<= 1;
  }
  return mask;
};

/** Why the Limited Data Use flag was wanted for an event but could not be sent. */
export const LDU_NOT_SENDABLE = ['no_country', 'no_state', 'not_us', 'state_not_listed'] as const;
export type LduNotSendable = (typeof LDU_NOT_SENDABLE)[number];

/** The same in words, as the end of "could not be flagged: …". */
export const LDU_TITLES: Readonly<Record<LduNotSendable, string>> = {
  no_country: 'without a country',
  no_state: 'without a state',
  not_us: 'outside the US',
  state_not_listed: 'in a state that Meta does not list',
};

/** Whether an event carries Meta's Limited Data Use flag, or why it cannot. */
export type LimitedDataUse =
  | { readonly kind: 'off' }
  /** `state`: Meta's code, 1000 (California) to 1013; the country is always 1 (US). */
  | { readonly kind: 'flagged'; readonly state: number }
  | { readonly kind: 'not_sendable'; readonly why: LduNotSendable };

/** An item of Facebook's `contents`. */
export interface ContentItem {
  readonly id: string;
  readonly quantity: number;
  /** Price of one unit; null: not given. */
  readonly price: number | null;
  readonly brand: string | null;
  readonly category: string | null;
  readonly title: string | null;
}

/** One sale (or view, cart, checkout) in the domain's own words, knowing nothing of either API. */
export interface Conversion {
  readonly action: ForwardedAction;
  /** Whole UNIX seconds. */
  readonly time: number;
  /** In units of the currency, above zero; null: the source gives none. */
  readonly value: number | null;
  readonly currency: string;
  readonly contents: readonly ContentItem[];
  readonly orderId: string | null;
  readonly customData: Readonly<Record<string, unknown>> | null;
  readonly matchKeys: MatchKeys;
  readonly limitedDataUse: LimitedDataUse;
}

/** A sale with nothing but an amount, to find out how an encoder writes each other part. */
export const BARE_SALE: Conversion = {
  action: 'purchase',
  time: 1,
  value: 1,
  currency: 'USD',
  contents: [],
  orderId: null,
  customData: null,
  matchKeys: noMatchKeys(),
  limitedDataUse: { kind: 'off' },
};

/** The mapping's decision for one event. */
export type Mapped =
  | { readonly kind: 'conversion'; readonly conversion: Conversion; readonly warnings: readonly CountedWarning[] }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | {
      readonly kind: 'rejected';
      readonly reason: RejectReason;
      readonly message: string;
      readonly warnings?: readonly CountedWarning[];
    };
