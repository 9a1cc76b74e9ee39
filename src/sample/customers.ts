// The invented customers of a sample.

import { Dice } from './dice.js';
import { REGIONS, type Place, type Region } from './regions.js';

/** How many customers the made-up shop has: enough that most sales are of people not seen before. */
const CUSTOMERS = 1_000_000;
const FIRST_NUMBER = 1_000_000;
/** Any large odd number: it sets the dice of neighbours far apart. */
const OWN_DICE = 0x2c1b3c6d;
const TIERS = ['none', 'silver', 'gold'] as const;
const MAIL_DOMAINS = ['example.com', 'example.net', 'example.org'] as const;
/** Customers became known between 2020-09-13 and 2023-11-14. */
const FIRST_KNOWN_MS = 1_600_000_000_000;
const KNOWN_SPREAD_SECONDS = 100_000_000;

const REGION_OF_PERCENT: readonly Region[] = REGIONS.flatMap((region) => Array<Region>(region.percent).fill(region));

/** A customer's consent to the sale of their data, and to marketing; null: not asked. */
export interface Consent {
  readonly saleOptOut: boolean | null;
  readonly marketing: boolean | null;
}

/** An invented person; any part may be missing in a bad record. */
export interface Customer {
  readonly customerId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** Identity `other`. */
  readonly other: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly gender: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly country: string | null;
  readonly tier: string | null;
  readonly appleAdvertisingId: string | null;
  readonly googleAdvertisingId: string | null;
  readonly consent: Consent;
  /** When the identities were first seen, in milliseconds since the epoch. */
  readonly knownSinceMs: number;
  /** ISO 4217 code of the money they pay with. */
  readonly currency: string;
}

const phoneOf = (place: Place, region: Region, dice: Dice): string =>
  place.phone + String(dice.int(10 ** region.phoneDigits)).padStart(region.phoneDigits, '0');

const consentOf = (region: Region, dice: Dice): Consent => {
  const isAsked = dice.chance(0.4);
  const says = dice.chance(0.25);
  if (!isAsked) return { saleOptOut: null, marketing: null };
  return region.country === 'US' ? { saleOptOut: says, marketing: null } : { saleOptOut: null, marketing: !says };
};

const madeOf = (number: number, dice: Dice, advertisingIds: number): Customer => {
  const region = REGION_OF_PERCENT[dice.int(REGION_OF_PERCENT.length)] ?? REGIONS[0];
  const first = dice.pick(region.firstNames);
  const last = dice.pick(region.lastNames);
  const place = dice.pick(region.places);
  return {
    customerId: `HBC-${number}`,
    email: `${first.mail}.${last.mail}${number}@${dice.pick(MAIL_DOMAINS)}`,
    phone: phoneOf(place, region, dice),
    other: null,
    firstName: first.name,
    lastName: last.name,
    gender: first.gender,
    city: place.city,
    state: place.state,
    zip: place.zip,
    country: region.country,
    tier: dice.pick(TIERS),
    appleAdvertisingId: dice.chance(advertisingIds) ? dice.uuid().toUpperCase() : null,
    googleAdvertisingId: dice.chance(advertisingIds) ? dice.uuid() : null,
    consent: consentOf(region, dice),
    knownSinceMs: FIRST_KNOWN_MS + dice.int(KNOWN_SPREAD_SECONDS) * 1_000,
    currency: region.currency,
  };
};

/**
 * One customer of the shop. The same number is always the same person, whatever the seed of the sample.
 * `advertisingIds`: the fraction (0 to 1) of people with an Apple id, and of those with a Google id.
 */
export const drawCustomer = (dice: Dice, advertisingIds: number): Customer => {
  const number = FIRST_NUMBER + dice.int(CUSTOMERS);
  return madeOf(number, new Dice(Math.imul(number, OWN_DICE)), advertisingIds);
};

/** What is left of a customer when nothing is known of them. */
export const unknownCustomer = (customer: Customer): Customer => ({
  ...customer,
  customerId: null,
  email: null,
  phone: null,
  other: null,
  firstName: null,
  lastName: null,
  gender: null,
  city: null,
  state: null,
  zip: null,
  country: null,
  tier: null,
  appleAdvertisingId: null,
  googleAdvertisingId: null,
});
