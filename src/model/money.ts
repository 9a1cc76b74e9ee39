// Amounts of money as numbers: rounded to the digits of their currency, and summed without drift.

import { currencyDigits } from '../lib/currency-digits.js';

/** Codes of ISO 4217 that Node.js does not list: units of funds and of account, and currencies since 2021. */
const FURTHER_CODES =
  'BOV CHE CHW CLF COU MXV USN UYI UYW VED XAD XAG XAU XBA XBB XBC XBD XCG XPD XPT XSU XUA ZWG'.split(' ');
/** The codes of ISO 4217, in capitals. */
export const ISO_4217: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('currency'), ...FURTHER_CODES]);

/** Whether a text is an ISO 4217 code in capitals, `XXX` (no currency) included. */
export const isCurrency = (code: string): boolean => ISO_4217.has(code);

/** At least two, whatever the currency: a price in yen may be an average. */
const digitsOf = (currency: string): number => Math.max(2, currencyDigits(currency));

/** Whether amounts of a currency have thousandths. */
export const hasThousandths = (currency: string): boolean => digitsOf(currency) > 2;

/** How many of a currency's smallest units (cents, fils) one of it has; 100 where it has none. */
export const unitsOf = (currency: string): number => 10 ** digitsOf(currency);

/** To the currency's own digits, so that binary noise (0.1 + 0.2) does not reach Facebook. */
export const roundAmount = (amount: number, currency: string): number => {
  const units = unitsOf(currency);
  return Math.round(amount * units * (1 + Number.EPSILON)) / units;
};

/** Sums by currency. Kept in the smallest unit of each (cents, fils): sums of fractions would drift. */
export class Amounts {
  readonly #sums = new Map<string, { sum: number; readonly units: number }>();

  add(amount: number, currency: string): void {
    let of = this.#sums.get(currency);
    if (of === undefined) this.#sums.set(currency, (of = { sum: 0, units: unitsOf(currency) }));
    of.sum += Math.round(amount * of.units);
  }

  /** Each currency's sum, in units of the currency. */
  entries(): readonly (readonly [string, number])[] {
    return [...this.#sums].map(([currency, { sum, units }]) => [currency, sum / units] as const);
  }
}

/** Finer than the smallest unit of any currency, coarse enough to remove binary noise. */
const STEPS_PER_UNIT = 10_000;

/** An amount without binary noise, to compare or add up. */
export const toStep = (amount: number): number => Math.round(amount * STEPS_PER_UNIT) / STEPS_PER_UNIT;

/** More decimals than anyone writes. */
const MOST_DECIMALS = 6;
/** Half of what the last bit of a short binary fraction (`float`) is worth, and a little more. */
const NOISE = 1e-7;

/** A number as it was meant, from one that a program kept as a binary fraction: 19.99 from 19.989999771118164. */
export const withoutNoise = (number: number): number => {
  const rounded = (digits: number): number => Math.round(number * 10 ** digits) / 10 ** digits;
  if (rounded(MOST_DECIMALS) === number) return number;
  const meant = [2, 3, 4].map(rounded).find((near) => Math.abs(near - number) <= Math.abs(number) * NOISE);
  return meant ?? number;
};

const HUNDREDTHS = 100;
/** Half of a hundredth, and binary noise. */
const ROUNDED_BY = 0.005_01;

/** Whether an amount is another one, perhaps rounded to hundredths, as tills do it for 1.25 kg at 2.99. */
export const isRounded = (amount: number, exact: number): boolean =>
  toStep(amount) === toStep(exact) ||
  (Number.isInteger(toStep(amount * HUNDREDTHS)) && Math.abs(amount - exact) < ROUNDED_BY);

/** Whether an amount is a line's price × quantity (`exact`), perhaps rounded, or less than that, after a discount. */
export const isWithin = (amount: number, exact: number): boolean =>
  isRounded(amount, exact) || (amount > 0 && amount < exact);
