// Numbers as sources write them: amounts, quantities and times, as numbers or as text. The value of an event: value.ts.

import { cleanText } from '../../lib/clean-text.js';
import { parseDecimal } from '../../lib/decimal.js';
import { hasLostDigits } from '../../lib/e-notation.js';
import { isNullWord } from '../../lib/json.js';
import type { Product } from '../../model/batch.js';

/** Larger numbers are not exact, and not amounts of money; their products and sums might be infinite. */
const LARGEST = Number.MAX_SAFE_INTEGER;
const isAmount = (number: number): boolean => Math.abs(number) <= LARGEST;

/** `1.23E+03` is a spreadsheet's form of 1234.56; `1.5E7`, without a plus, is Java's form of a complete number. */
const isShortenedAmount = (text: string): boolean => text.includes('+') && hasLostDigits(text);

/** A number, or a numeric string ("42.50", with a spreadsheet's marks or without), as number; null for anything else. */
export const parseNumber = (value: unknown): number | null => {
  if (typeof value === 'number') return isAmount(value) ? value : null;
  if (typeof value !== 'string' || isShortenedAmount(value)) return null;
  const plain = parseDecimal(value);
  const number = Number.isNaN(plain) ? parseDecimal(cleanText(value)) : plain;
  return isAmount(number) ? number : null;
};

/** Whether a source gave something that is not a number; null, absent and blank do not count as given. */
export const isGarbledAmount = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  parseNumber(value) === null &&
  !(typeof value === 'string' && value.trim() === '');

const DEFAULT_QUANTITY = 1;

/** What a program writes where a calculation failed. */
const NOT_A_NUMBER = /^\s*nan\s*$/i;

/** `NULL`, which exports write for an absent quantity, counts as absent. */
const isAbsentQuantity = (quantity: string): boolean => isNullWord(quantity) && !NOT_A_NUMBER.test(quantity);

/** The same for a quantity, of which words of databases for "no value" count as absent. */
export const isGarbledQuantity = (quantity: unknown): boolean =>
  isGarbledAmount(quantity) && !(typeof quantity === 'string' && isAbsentQuantity(cleanText(quantity)));

/** How many of a product were sold: 1 if absent; null: a quantity was given that is not a number. */
export const quantityOf = ({ quantity }: Pick<Product, 'quantity'>): number | null =>
  isGarbledQuantity(quantity) ? null : (parseNumber(quantity) ?? DEFAULT_QUANTITY);
